"""Whether the share of a topic comes back every year."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from trends.data import Every
from trends.stats.events.curves import Curves, Matrix
from trends.stats.events.lines import fit_slopes

_PER_YEAR: Final[dict[Every, int]] = {"day": 365, "week": 52, "month": 12, "quarter": 4}
_LEAST_YEARS: Final = 3
_MOST_WAVES: Final = 3
_MOST_NEIGHBOURS: Final = 3


def judge_seasons(curves: Curves, *, every: Every) -> Matrix:
    r"""Return the p-value of no season for each topic, NaN where there are fewer than three years or no papers (n_topics,).

    A season has more power at one, two and three waves a year than there is at the frequencies beside these, over as many of
    the last years as are whole. Slow drift and autocorrelation lift the neighbours as well, and so are no season.

    Notes
    -----
    The power of Pearson residuals around a log-linear trend is taken at whole numbers of waves over the span; the mean at the
    waves of the year over the mean at their neighbours is held against F: the F test of lines in a locally flat spectrum,
    Percival & Walden (1993), *Spectral Analysis for Physical Applications*, section 10.11.
    """
    from scipy.stats import f

    none = np.full(len(curves.topics), np.nan)
    n_years = _whole_years(curves.years, every=every)
    if n_years < _LEAST_YEARS:
        return none
    recent = curves.years[-1] - curves.years < n_years - 0.5 / _PER_YEAR[every]
    counts, years = curves.counts[:, recent], curves.years[recent]
    residuals = _residuals(counts, curves.exposures[:, recent], times=years)
    waves = np.arange(1, min(_MOST_WAVES, (_PER_YEAR[every] - 1) // 2) + 1)
    apart = np.arange(1, min(_MOST_NEIGHBOURS, (n_years - 1) // 2) + 1) / n_years
    beside = (waves[:, None] + np.concatenate([-apart, apart])).ravel()
    ratio = _power(residuals, waves, times=years) / _power(residuals, beside, times=years)
    p: Matrix = np.where(counts.any(axis=1), f.sf(ratio, 2 * len(waves), 2 * len(beside)), none)
    return p


def _whole_years(years: Matrix, *, every: Every) -> int:
    """Return how many whole years the periods span, 0 where they are years themselves."""
    if every not in _PER_YEAR or not len(years):
        return 0
    return int(years[-1] - years[0] + 1.5 / _PER_YEAR[every])


def _residuals(counts: Matrix, exposures: Matrix, *, times: Matrix) -> Matrix:
    """Return Pearson residuals around a log-linear trend."""
    fit = fit_slopes(counts, exposures, times=times)
    trend = exposures * np.exp(fit.slope[:, None] * times)
    expected = trend * (counts.sum(axis=1) / trend.sum(axis=1))[:, None]
    residuals: Matrix = np.divide(counts - expected, np.sqrt(expected), out=np.zeros_like(counts), where=expected > 0)
    return residuals


def _power(residuals: Matrix, frequencies: NDArray[Any], *, times: Matrix) -> Matrix:
    """Return the mean power at some frequencies per year, a little above 0."""
    waves = residuals @ np.exp(-2j * np.pi * np.outer(times, frequencies))
    power: Matrix = (np.abs(waves) ** 2).mean(axis=1) + np.finfo(float).tiny
    return power
