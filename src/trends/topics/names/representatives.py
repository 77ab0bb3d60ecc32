"""Papers that stand for a topic: central, varied, and one of them recent."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_CENTRAL: Final = 0.7
_RECENT: Final = 0.8


def find_representatives(
    matrix: NDArray[np.float32],
    *,
    groups: Sequence[NDArray[np.int64]],
    dates: NDArray[np.datetime64] | None,
    n: int,
) -> list[NDArray[np.int64]]:
    """Choose a few papers of each group that show what it is about.

    Parameters
    ----------
    matrix
        float32 (n_papers, n_dims), rows of unit length.
    groups
        For each group the rows of its papers.
    dates
        (n_papers,), NaT for an undated paper; None where no paper is dated.
    n
        Papers per group, at least 1; a smaller group gives all that it has.

    Returns
    -------
    Rows for each group, in the order chosen: the most central first. Of two or more, one at least is recent where dates
    are known: no older than four in five dated papers of the group.

    Notes
    -----
    Maximal marginal relevance (Carbonell & Goldstein 1998, equation 1, λ = 0.7): each step takes the paper that is most
    like the group's centroid and least like those already chosen. Equal papers go by row.
    """
    found = []
    for rows in groups:
        vectors = np.asarray(matrix[rows])
        recent = _recent(dates[rows]) if dates is not None else np.zeros(len(rows), dtype=bool)
        found.append(rows[_choose(vectors, recent=recent, n=min(n, len(rows)))])
    return found


def _recent(dates: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    known = np.sort(dates[~np.isnat(dates)])
    if not len(known):
        return np.zeros(len(dates), dtype=bool)
    return np.asarray(dates >= known[int(_RECENT * len(known))])


def _choose(vectors: NDArray[np.float32], *, recent: NDArray[np.bool_], n: int) -> list[int]:
    centroid = vectors.mean(axis=0, dtype=np.float64)
    central = vectors @ (centroid / max(float(np.linalg.norm(centroid)), np.finfo(float).tiny))
    alike = np.zeros(len(vectors))
    chosen: list[int] = []
    for step in range(n):
        gain = _CENTRAL * central - (1 - _CENTRAL) * alike
        gain[chosen] = -np.inf
        if 0 < step == n - 1 and recent.any() and not recent[chosen].any():
            gain[~recent] = -np.inf  # the last place is kept for a recent paper
        chosen.append(int(gain.argmax()))
        alike = np.maximum(alike, vectors @ vectors[chosen[-1]])
    return chosen
