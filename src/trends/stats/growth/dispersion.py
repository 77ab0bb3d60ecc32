"""How much more than by chance the counts of a topic vary, estimated for many topics together."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from trends.stats.growth.negbin import Fit, Problem, begin, fit_counts
from trends.stats.growth.shrinkage import find_spread

Array = NDArray[np.float64]

_MOST_ROUNDS: Final = 10
_STEPS_A_ROUND: Final = 3
_ENOUGH: Final = 1e-4  # of the standard deviation of a rate: errors change less
_MOST_STEPS: Final = 20


def fit_dispersed(problem: Problem, *, near: Fit | None = None) -> tuple[Fit, Array]:
    r"""Fit counts of which nobody knows how much they vary.

    Parameters
    ----------
    problem
        Counts, totals and design.
    near
        A fit from which to begin, with the same effects; from no effect and Poisson's variance where there is none.

    Returns
    -------
    tuple
        The fit, with the overdispersion of each topic; and the degrees of freedom behind each standard error
        (n_topics,), at least those that the periods leave and at most those of all topics together.

    Notes
    -----
    A topic's own α matches Pearson's :math:`X^2` with its degrees of freedom f (Breslow 1984, *Applied Statistics* 33,
    38-44). With a few periods that is mostly chance. It is therefore drawn towards the mean of all topics, the more the
    less it differs from topic to topic (variance :math:`\tau^2`, see `find_spread`) and the less certain it is (variance
    :math:`v = 2 / \sum_t (\mu_t / (1 + \alpha \mu_t))^2`); the others lend it the certainty of :math:`f v / \tau^2` more
    degrees of freedom. Where few papers are expected, one that comes counts for too much; the goal therefore rises from f to
    f (1 + s), s being the mean of :math:`(y - \mu) \, d \log V / d \mu` where that is positive (after Fletcher 2012,
    *Biometrika* 99, 230-237). Smyth (2004, *Statistical Applications in Genetics and Molecular Biology* 3, article 3) does so
    for variances, McCarthy, Chen & Smyth (2012, *Nucleic Acids Research* 40, 4288-4297) for counts.
    """
    n_topics = len(problem.counts)
    start, alpha = (near.state, near.alpha) if near else (begin(problem), np.zeros(n_topics))
    fit = fit_counts(problem, start, alpha=alpha)
    freedoms, own, step = np.full(n_topics, float(problem.freedom)), fit.alpha, np.zeros(n_topics)
    for _ in range(_MOST_ROUNDS):
        own = _match_own(fit, own, freedom=problem.freedom)
        alpha, freedoms = _moderate(fit, own, freedom=problem.freedom)
        before, step = step, np.sqrt(alpha) - np.sqrt(fit.alpha)
        swings = (step * before < 0) & (np.abs(step) > np.abs(before) / 2)
        step = np.where(np.abs(step) > _ENOUGH, np.where(swings, step / 2, step), 0)
        if not step.any():
            break
        fit = fit_counts(problem, fit.state, alpha=(np.sqrt(fit.alpha) + step) ** 2, still=step == 0, n_steps=_STEPS_A_ROUND)
    return fit_counts(problem, fit.state, alpha=fit.alpha), freedoms


def _moderate(fit: Fit, own: Array, *, freedom: int) -> tuple[Array, Array]:
    """Return the α of each topic, drawn towards that of all, and the degrees of freedom behind it."""
    n_topics, common = len(own), float(np.median(own))
    strength = (fit.expected / (1 + common * fit.expected)) ** 2
    variances = 2 / np.maximum(strength.sum(axis=1), np.finfo(np.float64).tiny)
    common, tau = find_spread(own, variances)
    drawn = (own * tau + common * variances) / (tau + variances)
    most = float(n_topics)
    lent = np.divide(variances, tau, out=np.full(n_topics, most), where=tau > variances / most)
    return np.maximum(drawn, 0), freedom * np.minimum(1 + lent, most)


def _match_own(fit: Fit, alpha: Array, *, freedom: int) -> Array:
    """Return the α of each topic that makes Pearson's sum equal to its goal, see `fit_dispersed`, by Newton's steps."""
    deviations = fit.observed - fit.expected
    squares = deviations**2
    for _ in range(_MOST_STEPS):
        spread = fit.expected * (1 + alpha[:, None] * fit.expected)
        there = spread > 0
        pearson = np.divide(squares, spread, out=np.zeros_like(squares), where=there)
        steepness = 1 + 2 * alpha[:, None] * fit.expected
        rarity = np.divide(deviations * steepness, spread, out=np.zeros_like(squares), where=there).mean(axis=1)
        goal = freedom * (1 + np.maximum(0, rarity))
        slope = (pearson * fit.expected / (1 + alpha[:, None] * fit.expected)).sum(axis=1)
        step = np.divide(pearson.sum(axis=1) - goal, slope, out=np.zeros_like(alpha), where=slope > 0)
        before, alpha = alpha, np.maximum(alpha + step, 0)
        if np.all(np.abs(alpha - before) <= _ENOUGH * alpha):
            break
    return alpha
