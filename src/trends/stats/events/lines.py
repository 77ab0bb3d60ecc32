"""Log-linear trends of counts, fitted to the ends of many curves at once."""

from typing import Final, NamedTuple

import numpy as np
from scipy.special import xlogy

from trends.stats.events.curves import Matrix

# Changes of the log share over the whole span: from e⁻²⁰ to e⁴⁰, in small steps around none and larger ones far from it.
_SLOPES: Final = np.sinh(np.arange(-3.7, 4.4, 0.1))

_MOST_STEPS: Final = 50
_LARGEST_STEP: Final = 2.0
_LARGEST_SLOPE: Final = 50.0
_TOLERANCE: Final = 1e-8
_SMALLEST: Final = 1e-300


class Slopes(NamedTuple):
    """Slope of the log share, its standard error for Poisson counts, and the likelihood gained over no slope, in nats."""

    slope: Matrix
    error: Matrix
    gain: Matrix


def best_line(counts: Matrix, exposures: Matrix, *, times: Matrix) -> Matrix:
    r"""Return the log likelihood of the best log-linear trend from each period to the last (n_topics, n_periods).

    Parameters
    ----------
    counts, exposures
        Papers, and papers that they could have been (n_topics, n_periods); both 0 outside the span of interest.
    times
        From 0 to 1 (n_periods,).

    Notes
    -----
    With its level at the best, a Poisson trend of slope b has the log likelihood :math:`Y \ln Y + b \sum y_t t - Y \ln \sum N_t
    e^{bt}` and terms that do not depend on the trend. For a given b all sums from a period to the last are cumulative, so
    that a grid of slopes costs no more than so many passes. The likelihood is concave in b: a parabola through the best slope
    and its neighbours gives the maximum to within a fraction of a nat.
    """
    papers, moments = _to_the_end(counts), _to_the_end(counts * times)
    best, before, last = (np.full(counts.shape, -np.inf) for _ in range(3))
    for slope in _SLOPES:
        chances = _to_the_end(exposures * np.exp(slope * times))
        now = slope * moments - papers * np.log(np.maximum(chances, _SMALLEST))
        top = (last >= before) & (last > now)
        best[top] = _vertex(before[top], last[top], now[top])
        before, last = last, now
    line: Matrix = np.maximum(best, last) + xlogy(papers, papers)
    return line


def _vertex(before: Matrix, top: Matrix, after: Matrix) -> Matrix:
    """Return the top of the parabola through three points side by side, the middle one where there is none before."""
    between = np.isfinite(before)
    left = np.where(between, before, top)
    vertex: Matrix = top + np.where(between, (after - left) ** 2 / (8 * (2 * top - left - after)), 0)
    return vertex


def fit_slopes(counts: Matrix, exposures: Matrix, *, times: Matrix) -> Slopes:
    """Fit a log-linear Poisson trend to each curve by Newton's method; arguments as for `best_line`, times in years.

    Source: McCullagh & Nelder (1989), *Generalized Linear Models*, section 6.2; the level is solved for, as the fitted counts
    of a curve add up to its papers.
    """
    papers, moment = counts.sum(axis=1), counts @ times
    goal = np.divide(moment, papers, out=np.zeros_like(papers), where=papers > 0)
    slope = np.zeros_like(goal)
    for _ in range(_MOST_STEPS):
        mean, variance, _ = _tilt(exposures, slope, times=times)
        step = np.divide(goal - mean, variance, out=np.zeros_like(goal), where=variance > 0)
        previous, slope = slope, np.clip(slope + np.clip(step, -_LARGEST_STEP, _LARGEST_STEP), -_LARGEST_SLOPE, _LARGEST_SLOPE)
        if np.all(np.abs(slope - previous) <= _TOLERANCE):
            break
    _, variance, chances = _tilt(exposures, slope, times=times)
    information = papers * variance
    error = np.divide(1, np.sqrt(information), out=np.full_like(goal, np.inf), where=information > 0)
    return Slopes(slope, error, slope * moment - papers * np.log(chances / exposures.sum(axis=1)))


def _tilt(exposures: Matrix, slope: Matrix, *, times: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Return mean and variance of time where exposures grow with the slope, and their sum."""
    tilted = exposures * np.exp(slope[:, None] * times)
    chances = tilted.sum(axis=1)
    mean = tilted @ times / chances
    return mean, (tilted * (times - mean[:, None]) ** 2).sum(axis=1) / chances, chances


def _to_the_end(values: Matrix) -> Matrix:
    """Add up from each period to the last."""
    sums: Matrix = values[:, ::-1].cumsum(axis=1)[:, ::-1]
    return sums
