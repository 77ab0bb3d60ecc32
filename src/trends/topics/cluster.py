"""Groups of papers: HDBSCAN, then outliers that are near enough join."""

import warnings
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from trends.data import OUTLIER

Outliers = Literal["near", "keep", "assign"]

_FLOOR_QUANTILE = 0.10


def find_groups(places: NDArray[np.float32], *, min_papers: int, min_samples: int) -> NDArray[np.int64]:
    """Find dense groups of at least `min_papers` papers.

    Returns
    -------
    int64 (n_papers,), a group per paper, `OUTLIER` where the space is thin.

    Notes
    -----
    Campello, Moulavi & Sander 2013, "Density-based clustering based on hierarchical density estimates".
    """
    if len(places) < 2 * min_papers:
        return np.full(len(places), OUTLIER, dtype=np.int64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from hdbscan import HDBSCAN

        model = HDBSCAN(min_cluster_size=min_papers, min_samples=min_samples, core_dist_n_jobs=1)
        return np.asarray(model.fit_predict(places.astype(np.float64)), dtype=np.int64)


def find_piles(matrix: NDArray[np.float32], *, min_papers: int) -> NDArray[np.int64]:
    """Group equal rows, int64 (n_papers,); fewer than `min_papers` of them are no group but `OUTLIER`."""
    _, pile, sizes = np.unique(matrix, axis=0, return_inverse=True, return_counts=True)
    return np.where(sizes[pile] >= min_papers, pile, OUTLIER).astype(np.int64)


def by_size(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rename groups to 0 … n − 1 by falling size, ties by the first paper."""
    found, first, size = np.unique(groups[groups != OUTLIER], return_index=True, return_counts=True)
    renamed = np.full(len(groups), OUTLIER, dtype=np.int64)
    for rank, position in enumerate(np.lexsort((first, -size))):
        renamed[groups == found[position]] = rank
    return renamed


def find_centroids(matrix: NDArray[np.float32], *, groups: NDArray[np.int64]) -> NDArray[np.float32]:
    """Average the papers of each group 0 … n − 1; rows of unit length, float32 (n_groups, n_dims)."""
    sums = np.zeros((int(groups.max(initial=OUTLIER)) + 1, matrix.shape[1]), dtype=np.float64)
    inside = groups != OUTLIER
    np.add.at(sums, groups[inside], matrix[inside])
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return (sums / np.where(length > 0, length, 1)).astype(np.float32)


def join_outliers(matrix: NDArray[np.float32], *, groups: NDArray[np.int64], outliers: Outliers) -> NDArray[np.int64]:
    """Give outliers to the group with the nearest centroid.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    groups
        A group 0 … n − 1 per paper, or `OUTLIER`.
    outliers
        ``near`` joins an outlier that is at least as similar to the centroid as one in ten members is, so that each
        group sets its own floor; ``assign`` joins all; ``keep`` joins none.
    """
    loose = np.flatnonzero(groups == OUTLIER)
    centroids = find_centroids(matrix, groups=groups)
    if outliers == "keep" or not len(loose) or not len(centroids):
        return groups
    similarity = matrix[loose] @ centroids.T
    nearest = similarity.argmax(axis=1)
    own = np.einsum("ij,ij->i", matrix, centroids[groups])
    floors = np.array([np.quantile(own[groups == group], _FLOOR_QUANTILE) for group in range(len(centroids))])
    joins = np.ones(len(loose), dtype=bool) if outliers == "assign" else similarity.max(axis=1) >= floors[nearest]
    joined = groups.copy()
    joined[loose[joins]] = nearest[joins]
    return joined
