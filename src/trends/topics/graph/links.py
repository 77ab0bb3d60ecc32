"""The graph of papers: who is near in meaning, and who uses the same rare phrases."""

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from trends.topics.graph.device import Device, choose_device, find_neighbours_by_torch
from trends.topics.graph.neighbours import Neighbours, find_neighbours, find_sparse_neighbours

_N_LINKS: Final = 40
_LEAST_REACH: Final = 30
_SPARE: Final = 1.3
_MOST: Final = 0.75
_COMMON: Final = 0.1


class Views(NamedTuple):
    """Papers, and the nearest papers of each as two views see them.

    Attributes
    ----------
    rows
        int64 (n_papers,), which rows of the corpus these papers are, rising.
    matrix
        float32 (n_papers, n_dims), rows of unit length.
    words
        (n_papers, n_phrases), not zero where the paper uses the phrase; None where meaning alone links papers.
    by_meaning
        Nearest by the vectors, some more than links need, so that papers can be left out.
    by_words
        Nearest by the phrases, rare ones counting more; None without words.
    """

    rows: NDArray[np.int64]
    matrix: NDArray[np.float32]
    words: csr_matrix | None
    by_meaning: Neighbours
    by_words: Neighbours | None

    @property
    def n_papers(self) -> int:
        """Number of papers."""
        return len(self.matrix)

    def of(self, papers: NDArray[np.int64]) -> "Views":
        """See these papers alone, as if the others had never been written; neighbours are found anew where many are left out."""
        words = None if self.words is None else self.words[papers]
        if len(papers) < _MOST * self.n_papers:
            return view(self.matrix[papers], words=words, rows=self.rows[papers])
        by_words = None if self.by_words is None else _among(self.by_words, papers)
        return Views(self.rows[papers], self.matrix[papers], words, _among(self.by_meaning, papers), by_words)


def view(
    matrix: NDArray[np.float32],
    *,
    words: csr_matrix | None,
    rows: NDArray[np.int64] | None = None,
    device: Device = "cpu",
) -> Views:
    """Find the nearest papers of each paper.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    words
        (n_papers, n_phrases), not zero where the paper uses the phrase; None for meaning alone.
    rows
        Which rows of the corpus these papers are; None for all.
    device
        Where neighbours in meaning are found.

    Raises
    ------
    ConfigError
        Where there is no such device.
    """
    n_neighbours = min(len(matrix), 1 + round(_SPARE * _reach(len(matrix))))
    if choose_device(device, n_papers=len(matrix)) == "cpu":
        by_meaning = find_neighbours(matrix, n_neighbours=n_neighbours)
    else:
        by_meaning = find_neighbours_by_torch(matrix, n_neighbours=n_neighbours, device="cuda")
    by_words = None if words is None else find_sparse_neighbours(weigh_words(words), n_neighbours=n_neighbours)
    return Views(np.arange(len(matrix)) if rows is None else rows, matrix, words, by_meaning, by_words)


def link(views: Views) -> csr_matrix:
    """Link each paper to papers near in meaning and to papers near in words.

    Returns
    -------
    Symmetric float64 (n_papers, n_papers): a link counts 1 for each view and direction that knows it, so at most 4.

    Notes
    -----
    Links go to about 40 ranks among the nearest √n_papers (at least 30), spaced geometrically: the near ones draw fine
    topics, the far ones coarse topics, and the cost stays linear. With a reach that does not grow, ten times the papers
    give several times the topics.
    """
    n_papers = views.n_papers
    ranks = np.unique(np.round(np.geomspace(1, max(_reach(n_papers), 1), _N_LINKS)).astype(np.int64))
    links = _links(views.by_meaning.rows, ranks=ranks)
    if views.by_words is not None:
        links = links + _links(views.by_words.rows, ranks=ranks)
    return (links + links.T).tocsr()


def weigh_words(words: csr_matrix) -> csr_matrix:
    """Weigh phrases by rarity, rows of unit length; a phrase in more than a tenth of the papers says nothing.

    Notes
    -----
    log(n_papers / papers that use it): Spärck Jones 1972, "A statistical interpretation of term specificity".
    """
    n_papers = words.shape[0]
    papers = np.bincount(words.indices, minlength=words.shape[1])
    telling = (papers > 1) & (papers <= max(2, _COMMON * n_papers))
    rarity = np.where(telling, np.log(n_papers / np.maximum(papers, 1)), 0.0)
    weighted = (words.sign() @ diags(rarity)).tocsr()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    unit = (diags(1 / np.where(length > 0, length, 1)) @ weighted).tocsr().astype(np.float32)
    unit.eliminate_zeros()
    return unit


def _reach(n_papers: int) -> int:
    return min(n_papers - 1, max(_LEAST_REACH, round(math.sqrt(n_papers))))


def _links(rows: NDArray[np.int32], *, ranks: NDArray[np.int64]) -> csr_matrix:
    chosen = rows[:, ranks[ranks < rows.shape[1]]]
    known = chosen >= 0
    starts = np.concatenate([[0], np.cumsum(known.sum(axis=1), dtype=np.int64)])
    return csr_matrix((np.ones(int(starts[-1])), chosen[known], starts), shape=(len(rows), len(rows)))


def _among(near: Neighbours, papers: NDArray[np.int64]) -> Neighbours:
    """Keep the neighbours that are among the papers, the nearest first, and number them anew."""
    number = np.full(len(near.rows) + 1, -1, dtype=np.int32)  # the last is for neighbours that are not there
    number[papers] = np.arange(len(papers))
    rows = number[near.rows[papers]]
    order = np.argsort(rows < 0, axis=1, kind="stable")
    return Neighbours(np.take_along_axis(rows, order, axis=1), np.take_along_axis(near.distances[papers], order, axis=1))
