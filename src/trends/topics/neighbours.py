"""Exact nearest neighbours of unit vectors by a blocked matrix product."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Neighbours(NamedTuple):
    """The nearest rows of each row, itself first.

    Attributes
    ----------
    rows
        int32 (n_papers, n_neighbours), by rising distance, ties by row.
    distances
        float32 (n_papers, n_neighbours), cosine distance, 0 to 2.
    """

    rows: NDArray[np.int32]
    distances: NDArray[np.float32]


def find_neighbours(matrix: NDArray[np.float32], *, n_neighbours: int, n_cells: int = 32_000_000) -> Neighbours:
    """Find the exact nearest neighbours by cosine.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    n_neighbours
        How many per row, the row itself counted; at most n_papers.
    n_cells
        Distances held in memory at once.
    """
    n = len(matrix)
    rows = np.empty((n, n_neighbours), dtype=np.int32)
    distances = np.empty((n, n_neighbours), dtype=np.float32)
    step = max(1, n_cells // n)
    for start in range(0, n, step):
        block = np.arange(start, min(start + step, n))
        away = 1 - matrix[block] @ matrix.T
        away[np.arange(len(block)), block] = -1  # itself is nearest, also among copies
        near = np.sort(np.argpartition(away, n_neighbours - 1, axis=1)[:, :n_neighbours], axis=1)
        found = np.take_along_axis(away, near, axis=1)
        order = np.argsort(found, axis=1, kind="stable")
        rows[block] = np.take_along_axis(near, order, axis=1)
        distances[block] = np.take_along_axis(found, order, axis=1)
    return Neighbours(rows, np.clip(distances, 0, 2))
