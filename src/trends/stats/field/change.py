"""Recent papers held against earlier ones, with strata held constant, and the change of topics that they show."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trends.errors import DataError


class Contrast(NamedTuple):
    """Recent papers held against earlier ones, with strata held constant.

    Attributes
    ----------
    recent, earlier
        float64 (n_papers,), weight of each paper in its span, 0 outside; each sums to 1, and within each span a stratum
        weighs the same.
    years
        From the middle of the earlier papers to that of the recent ones, by weight.
    """

    recent: NDArray[np.float64]
    earlier: NDArray[np.float64]
    years: float


def contrast(
    years: NDArray[np.float64],
    strata: NDArray[np.int64],
    *,
    recent: NDArray[np.bool_],
    earlier: NDArray[np.bool_],
) -> Contrast:
    """Weigh recent and earlier papers so that strata that come, go or grow are no trend.

    Parameters
    ----------
    years
        (n_papers,), when each paper was published, in years.
    strata
        (n_papers,), stratum 0 … n − 1 of each paper; all 0 where papers are pooled.
    recent, earlier
        (n_papers,), which papers stand in each span; some may stand in none.

    Raises
    ------
    DataError
        Where no stratum has papers in both spans.

    Notes
    -----
    A stratum with m recent and n earlier papers weighs mn / (m + n), the weights of Mantel & Haenszel 1959 for a difference
    of proportions; one that has papers in one span only tells nothing of change and weighs 0.
    """
    n_strata = int(strata.max(initial=0)) + 1
    new = np.bincount(strata[recent], minlength=n_strata).astype(np.float64)
    old = np.bincount(strata[earlier], minlength=n_strata).astype(np.float64)
    weight = new * old / np.maximum(new + old, 1)
    if not weight.sum():
        raise DataError("no stratum has papers both in the recent and in the earlier span: choose longer spans or pool strata")
    weight /= weight.sum()
    of_new = np.where(recent, (weight / np.maximum(new, 1))[strata], 0.0)
    of_old = np.where(earlier, (weight / np.maximum(old, 1))[strata], 0.0)
    return Contrast(of_new, of_old, float(of_new @ years - of_old @ years))


class Change(NamedTuple):
    """Change of the log share of each topic per year, and its standard error, float64 (n_topics,)."""

    slope: NDArray[np.float64]
    error: NDArray[np.float64]


def measure_change(shares: NDArray[np.floating], spans: Contrast) -> Change:
    """Measure how fast the share of each topic changed from the earlier to the recent papers.

    Parameters
    ----------
    shares
        (n_papers, n_topics), how much of each paper belongs to each topic.
    spans
        Recent and earlier papers.

    Notes
    -----
    The logarithm of a ratio of shares, half a paper supposed on both sides; its variance is that of two Poisson counts,
    1 / count each (Rothman, Greenland & Lash 2008, *Modern Epidemiology*, chapter 14), here of count + 1/2.
    """
    supposed = 0.5 / min(np.count_nonzero(spans.recent), np.count_nonzero(spans.earlier))
    slope = np.log(spans.recent @ shares + supposed) - np.log(spans.earlier @ shares + supposed)
    variance = 1 / ((spans.recent > 0) @ shares + 0.5) + 1 / ((spans.earlier > 0) @ shares + 0.5)
    return Change(slope / spans.years, np.sqrt(variance) / spans.years)
