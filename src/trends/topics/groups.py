"""Groups of papers as arrays: numbered by size, with a centroid, strangers apart; equal rows as piles."""

import numpy as np
from numpy.typing import NDArray

from trends.data import OUTLIER

_BLOCK = 20_000


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
    order = np.argsort(groups, kind="stable")
    ends = np.searchsorted(groups[order], np.arange(len(sums) + 1))
    for group in range(len(sums)):
        sums[group] = matrix[order[ends[group] : ends[group + 1]]].sum(axis=0, dtype=np.float64)
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return (sums / np.where(length > 0, length, 1)).astype(np.float32)


def find_strangers(matrix: NDArray[np.float32], *, groups: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark papers that are far less like their group than its other papers are, bool (n_papers,).

    Notes
    -----
    Far is below the lower fence of Tukey 1977, "Exploratory Data Analysis": first quartile less 1.5 times the distance
    between the quartiles of the cosine to the centroid. Each group so sets its own floor, and a group without strays loses
    no paper.
    """
    strange = np.zeros(len(matrix), dtype=bool)
    for group, centroid in enumerate(find_centroids(matrix, groups=groups)):
        papers = np.flatnonzero(groups == group)
        likeness = matrix[papers] @ centroid
        low, high = np.quantile(likeness, [0.25, 0.75])
        strange[papers] = likeness < low - 1.5 * (high - low)
    return strange


def find_nearest(matrix: NDArray[np.float32], *, groups: NDArray[np.int64], papers: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Let some papers join the group with the nearest centroid; where there is no group, nothing changes.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    groups
        (n_papers,), group 0 … n − 1 or `OUTLIER`.
    papers
        bool (n_papers,), which papers join.
    """
    centroids = find_centroids(matrix, groups=groups)
    joined = groups.copy()
    if len(centroids):
        rows = np.flatnonzero(papers)
        for block in np.array_split(rows, len(rows) // _BLOCK + 1):
            joined[block] = (matrix[block] @ centroids.T).argmax(axis=1)
    return joined


def rand_index(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Measure how far two groupings of the same papers agree, 1 for the same and 0 for what chance gives.

    Parameters
    ----------
    one, other
        (n_papers,), a group from 0 per paper or `OUTLIER`; outliers are a group as well.

    Notes
    -----
    The adjusted index of Hubert & Arabie 1985, "Comparing partitions", equation 5.
    """
    n_others = int(other.max(initial=OUTLIER)) + 2
    both = _count_pairs(np.bincount((one + 1) * n_others + other + 1))
    ones, others = _count_pairs(np.bincount(one + 1)), _count_pairs(np.bincount(other + 1))
    chance = ones * others / max(_count_pairs(np.array([len(one)])), 1.0)
    most = (ones + others) / 2
    return (both - chance) / (most - chance) if most != chance else 1.0


def _count_pairs(sizes: NDArray[np.int64]) -> float:
    return float((sizes * (sizes - 1.0)).sum() / 2)
