"""The growth field: how fast the literature around each paper grows, without topics."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from trends.stats.field.change import Contrast

_N_NEIGHBOURS: Final = 400
_BLOCK: Final = 1_000

# Weight of papers that are supposed to stand near each place in both spans: three papers make no growth.
_SUPPOSED: Final = 2.0

# The ridge, in units of the mean variance of a direction: 0.3 to 10 rank topics alike, see experiments/backtest.
_RIDGE: Final = 3.0


def find_near(matrix: NDArray[np.float32], *, at: NDArray[np.float32], n_neighbours: int) -> NDArray[np.int32]:
    """Find the papers nearest to each place by cosine, a block of places at a time.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    at
        (n_places, n_dims), rows of unit length.
    n_neighbours
        How many, at most n_papers.

    Returns
    -------
    int32 (n_places, n_neighbours), rows of `matrix`, nearest first; a place that is a paper counts itself.
    """
    near = np.empty((len(at), n_neighbours), dtype=np.int32)
    for start in range(0, len(at), _BLOCK):
        likeness = at[start : start + _BLOCK] @ matrix.T
        chosen = np.argpartition(likeness, -n_neighbours, axis=1)[:, -n_neighbours:]
        order = np.argsort(-np.take_along_axis(likeness, chosen, axis=1), axis=1, kind="stable")
        near[start : start + _BLOCK] = np.take_along_axis(chosen, order, axis=1)
    return near


def choose_n_neighbours(n_papers: int) -> int:
    """Return how many papers around a place tell of its growth: 400, or a tenth of a small corpus."""
    return max(1, min(_N_NEIGHBOURS, n_papers // 10))


def estimate_field(
    matrix: NDArray[np.float32],
    change: Contrast,
    *,
    strata: NDArray[np.int64],
    at: NDArray[np.float32] | None = None,
    near: NDArray[np.integer] | None = None,
) -> NDArray[np.float64]:
    r"""Estimate how fast the share of the literature around each place grows.

    Two estimates of the same quantity, the logarithm of the ratio of the densities of recent and earlier papers, are
    averaged: a local one from the nearest papers, and a global one that is linear in the vector. The first sees small
    regions and is noisy, the second is steady and sees broad drifts alone.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    change
        Recent and earlier papers.
    strata
        (n_papers,), as for `contrast`.
    at
        (n_places, n_dims), rows of unit length; None is at the papers themselves.
    near
        int32 (n_places, n_neighbours), rows of the papers near each place where they are known; None finds as many as
        `choose_n_neighbours` says among the papers of either span. A neighbourhood is as wide as papers are sparse.

    Returns
    -------
    float64 (n_places,), change of the log share of the literature there per year: 0.1 is about 10 % a year.

    Notes
    -----
    Nearest-neighbour estimate of a density ratio: Loftsgaarden & Quesenberry 1965, *Annals of Mathematical Statistics* 36,
    1049-1051, with two supposed papers in each span as a prior. Linear estimate: ridge regression (Hoerl & Kennard 1970,
    *Technometrics* 12, 55-67) of being recent on the vectors, both centred within strata; with equal weights of the spans
    the slope of a linear score of variance 1/4 is a quarter of that of the logarithm of the odds.
    """
    places = matrix if at is None else at
    used = np.flatnonzero(change.recent + change.earlier)
    if near is None:
        near = used[find_near(matrix[used], at=places, n_neighbours=choose_n_neighbours(len(used)))]
    local = local_change(near, change)
    direction = _direction(matrix[used], recent=change.recent[used], earlier=change.earlier[used], strata=strata[used])
    middle = (change.recent[used] + change.earlier[used]) / 2 @ matrix[used]
    growth: NDArray[np.float64] = (local + places @ direction - middle @ direction) / 2 / change.years
    return growth


def average_field(field: NDArray[np.float64], shares: NDArray[np.floating]) -> NDArray[np.float64]:
    """Average the field over the papers of each topic, and let the shares of all topics together stand still.

    Recent papers stand where recent papers are dense, so that the field is positive around most of them: what a topic has
    more than the mean of all is its growth.

    Parameters
    ----------
    field
        (n_papers,), growth around recent papers.
    shares
        (n_papers, n_topics), how much of each belongs to each topic; a paper of none has zeros.

    Returns
    -------
    float64 (n_topics,), change of the log share per year, 0 on average over papers; 0 for a topic without papers.
    """
    sizes = shares.sum(axis=0)
    means = np.where(sizes > 0, field @ shares / np.maximum(sizes, np.finfo(np.float32).tiny), 0.0)
    centre = means @ sizes / max(sizes.sum(), 1)
    growth: NDArray[np.float64] = np.where(sizes > 0, means - centre, 0.0)
    return growth


def local_change(near: NDArray[np.integer], change: Contrast) -> NDArray[np.float64]:
    """Return the log ratio of recent to earlier weight among the papers near each place, (n_places,)."""
    supposed = suppose(change)
    ratio: NDArray[np.float64] = np.log((_gather(change.recent, near) + supposed) / (_gather(change.earlier, near) + supposed))
    return ratio


def suppose(change: Contrast) -> float:
    """Return the weight that is supposed near every place in both spans: where nobody is near, nothing changes."""
    return _SUPPOSED / min(np.count_nonzero(change.recent), np.count_nonzero(change.earlier))


def _gather(weights: NDArray[np.float64], near: NDArray[np.integer]) -> NDArray[np.float64]:
    """Add up the weights of the papers near each place, a block at a time."""
    blocks = [weights[near[start : start + _BLOCK]].sum(axis=1) for start in range(0, len(near), _BLOCK)]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def _direction(
    matrix: NDArray[np.float32], *, recent: NDArray[np.float64], earlier: NDArray[np.float64], strata: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the vector (n_dims,) along which the log odds of being recent rise."""
    weight = recent + earlier
    of_stratum = np.maximum(np.bincount(strata, weights=weight), np.finfo(np.float64).tiny)
    means = np.zeros((len(of_stratum), matrix.shape[1]))
    np.add.at(means, strata, weight[:, None] * matrix)
    centred = matrix - (means / of_stratum[:, None])[strata]
    # In every stratum that weighs anything both spans weigh the same, so that being recent is 1/2 on average.
    score = np.where(recent > 0, 0.5, -0.5)
    covariance = (centred * weight[:, None]).T @ centred
    ridge = _RIDGE * np.trace(covariance) / len(covariance)
    slope: NDArray[np.float64] = np.linalg.solve(covariance + ridge * np.eye(len(covariance)), centred.T @ (weight * score))
    return 4 * slope
