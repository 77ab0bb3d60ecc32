"""UMAP over given neighbours: few dimensions for clustering, two for the map."""

import warnings
from contextlib import suppress
from functools import cache

import numpy as np
from numpy.typing import NDArray

from trends.topics.graph.neighbours import Neighbours

_TOO_FEW = 5
_MANY = 10_000
_EPOCH = "_nb_optimize_layout_euclidean_single_epoch"
_FEW_EPOCHS = 60  # of 200: the map keeps 10.8 % of a paper's 15 neighbours instead of 11.7 %, in a third of the time


def lay_out(matrix: NDArray[np.float32], *, near: Neighbours, n_dims: int, min_dist: float, seed: int) -> NDArray[np.float32]:
    """Place papers in few dimensions so that neighbours stay together.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    near
        Neighbours of each row; they alone decide what is near.
    n_dims
        Dimensions of the result.
    min_dist
        How tightly alike papers may be packed, 0 to 1.
    seed
        The same seed on the same machine gives the same places.

    Returns
    -------
    float32 (n_papers, n_dims), finite. Fewer than 5 papers, or papers that are all alike, stand in a row.

    Notes
    -----
    McInnes, Healy & Melville 2018, "UMAP: Uniform Manifold Approximation and Projection".
    """
    n_papers = len(matrix)
    if n_papers < _TOO_FEW or not near.distances.max() > 0:
        places = np.zeros((n_papers, n_dims), dtype=np.float32)
        places[:, 0] = np.arange(n_papers)
        return places
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of numba, of small spectral problems, and of transform(), which we never call
        from umap import UMAP

        _keep_compiled()
        umap = UMAP(
            n_neighbors=near.rows.shape[1],
            n_components=n_dims,
            min_dist=min_dist,
            metric="cosine",
            n_epochs=_FEW_EPOCHS if n_papers >= _MANY else None,
            init="spectral" if n_papers > 4 * n_dims else "random",
            random_state=seed,
            n_jobs=1,
            precomputed_knn=(near.rows, near.distances, None),
        )
        placed = umap.fit_transform(matrix)
    return np.nan_to_num(np.asarray(placed, dtype=np.float32))


@cache
def _keep_compiled() -> None:
    """Let numba keep on disk what UMAP would compile anew in every process, for 15 seconds."""
    from umap import layouts, umap_

    slow = (umap_, "smooth_knn_dist"), (umap_, "compute_membership_strengths"), (layouts, _EPOCH)
    for module, name in slow:
        with suppress(AttributeError, RuntimeError):  # another version of UMAP; no folder to keep anything in
            getattr(module, name).enable_caching()
