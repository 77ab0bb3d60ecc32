"""Exact nearest neighbours: of unit vectors by blocked matrix products, of sparse rows by lists of who shares what."""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_BLOCK = 1000  # products of so many rows stay in the cache while they are transposed; a power of two would not
_CHUNK = 256


class Neighbours(NamedTuple):
    """The nearest rows of each row, itself first.

    Attributes
    ----------
    rows
        int32 (n_papers, n_neighbours), by rising distance, ties by row; −1 where there are no more.
    distances
        float32 (n_papers, n_neighbours), cosine distance, 0 to 2; 1 where there are no more.
    """

    rows: NDArray[np.int32]
    distances: NDArray[np.float32]

    def nearest(self, n_neighbours: int) -> "Neighbours":
        """Keep the nearest alone, the row itself counted."""
        return Neighbours(self.rows[:, :n_neighbours], self.distances[:, :n_neighbours])


def find_neighbours(matrix: NDArray[np.float32], *, n_neighbours: int) -> Neighbours:
    """Find the exact nearest neighbours by cosine.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    n_neighbours
        How many per row, the row itself counted; at most n_papers.
    """
    n_papers = len(matrix)
    rows, likeness = _nobody(n_papers, n_neighbours)
    blocks = [np.arange(start, min(start + _BLOCK, n_papers)) for start in range(0, n_papers, _BLOCK)]
    for number, block in enumerate(blocks):
        for other in blocks[number:]:  # each product serves both blocks
            products = matrix[block] @ matrix[other].T
            if other is block:
                np.fill_diagonal(products, np.inf)  # itself is nearest, also among copies
                _push(products, block[0], other[0], rows, likeness)
            else:
                _push(products, block[0], other[0], rows, likeness)
                _push(np.ascontiguousarray(products.T), other[0], block[0], rows, likeness)
    return _sorted(rows, likeness)


def find_sparse_neighbours(matrix: csr_matrix, *, n_neighbours: int) -> Neighbours:
    """Find the exact nearest neighbours by cosine among rows that share a column.

    Parameters
    ----------
    matrix
        (n_papers, n_columns), not negative, rows of unit length or empty.
    n_neighbours
        How many per row, the row itself counted; at most n_papers.
    """
    rows, likeness = _nobody(matrix.shape[0], n_neighbours)
    turned = matrix.T.tocsr()
    _push_sparse(matrix.indptr, matrix.indices, matrix.data, turned.indptr, turned.indices, turned.data, rows, likeness)
    return _sorted(rows, likeness)


def _nobody(n_papers: int, n_neighbours: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return a heap for each row, its worst neighbour on top."""
    return np.full((n_papers, n_neighbours), -1, dtype=np.int32), np.full((n_papers, n_neighbours), -np.inf, dtype=np.float32)


def _sorted(rows: NDArray[np.int32], likeness: NDArray[np.float32]) -> Neighbours:
    for start in range(0, len(rows), _BLOCK):
        part = slice(start, start + _BLOCK)
        order = np.lexsort((rows[part], -likeness[part]))
        rows[part] = np.take_along_axis(rows[part], order, axis=1)
        likeness[part] = np.take_along_axis(likeness[part], order, axis=1)
    found = np.where(likeness > -np.inf, likeness, 0)
    return Neighbours(rows, np.clip(1 - found, 0, 2, out=found))


@njit(cache=True, nogil=True, inline="always")
def _keep(rows, likeness, row, value):  # type: ignore[no-untyped-def]
    """Put a neighbour in the place of the worst."""
    size = len(rows)
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and likeness[child + 1] < likeness[child]:
            child += 1
        if likeness[child] >= value:
            break
        rows[at], likeness[at] = rows[child], likeness[child]
        at = child
    rows[at], likeness[at] = row, value


@njit(cache=True, nogil=True, parallel=True)
def _push(products, first_row, first_column, rows, likeness):  # type: ignore[no-untyped-def]
    """Offer to each row of a block all columns of the block, in place."""
    for row in prange(products.shape[0]):
        paper = first_row + row
        for column in range(products.shape[1]):
            if products[row, column] > likeness[paper, 0]:
                _keep(rows[paper], likeness[paper], first_column + column, products[row, column])


@njit(cache=True, nogil=True, parallel=True)
def _push_sparse(starts, columns, values, turned_starts, papers, weights, rows, likeness):  # type: ignore[no-untyped-def]
    """Offer to each row itself and all rows that share a column with it, in place."""
    n_papers = len(rows)
    for chunk in prange((n_papers + _CHUNK - 1) // _CHUNK):
        shared = np.zeros(n_papers, dtype=np.float32)
        touched = np.empty(n_papers, dtype=np.int32)
        for paper in range(chunk * _CHUNK, min((chunk + 1) * _CHUNK, n_papers)):
            touched[0], n_touched, shared[paper] = paper, 1, np.inf
            for entry in range(starts[paper], starts[paper + 1]):
                column, value = columns[entry], values[entry]
                for place in range(turned_starts[column], turned_starts[column + 1]):
                    other = papers[place]
                    if shared[other] == 0:
                        touched[n_touched] = other
                        n_touched += 1
                    shared[other] += value * weights[place]
            for place in range(n_touched):
                other = touched[place]
                if shared[other] > likeness[paper, 0]:
                    _keep(rows[paper], likeness[paper], other, shared[other])
                shared[other] = 0
