"""How much the counts of a topic scatter beyond chance, told so that a step, a burst or a trend is not taken for scatter."""

from typing import Final

import numpy as np

from trends.stats.events.curves import Curves, Matrix

# A fifth of the pairs of periods may hold a change before the estimate rises with it.
_KEPT: Final = 0.8

# Below this excess a ratio of two says nothing, and above this correlation a drift cannot be told from a change.
_LEAST_EXCESS: Final = 0.2
_LARGEST_CORRELATION: Final = 0.9

_LEAST_PERIODS: Final = 24
_USUAL_CORRELATION: Final = 0.25


def measure_noise(curves: Curves) -> Matrix:
    r"""Return by what factor sums of counts over many periods vary more than Poisson counts do, at least 1 (n_topics,).

    Two periods h apart are compared by the :math:`\chi^2` of their two counts against equal shares, which is 1 on average
    for Poisson counts. Its mean over all such pairs, :math:`v_h`, is a variogram: slow movements cancel, and as only the
    smallest 80 % of the pairs are used (and scaled by what those are for :math:`\chi^2_1`), so do sharp ones.

    Notes
    -----
    Counts with an autoregressive share have :math:`v_h = 1 + a(1 - \rho^h)`, so that :math:`\rho = (v_2 - 1)/(v_1 - 1) - 1`
    and :math:`\rho^2 = (v_4 - 1)/(v_2 - 1) - 1`; the mean of the two is taken, from 0 to 0.9, and 1/4 where fewer than 24
    periods do not tell. The result is :math:`1 + a(1 + \rho)/(1 - \rho)`, the long-run variance (Priestley 1981, *Spectral
    Analysis and Time Series*, section 5.3.2). Differences of neighbours for a variance that movements do not disturb: von
    Neumann (1941), *Annals of Mathematical Statistics* 12, 367-395; their trimming: Rousseeuw (1984), *Journal of the American
    Statistical Association* 79, 871-880.
    """
    n_periods = len(curves.periods)
    if n_periods < 2:
        return np.ones(len(curves.topics))
    one = _excess(curves, apart=1)
    if n_periods < _LEAST_PERIODS:
        rho = np.full_like(one, _USUAL_CORRELATION)
        variance = one / (1 - rho)
    else:
        two, four = (_excess(curves, apart=lag) for lag in (2, 4))
        by_two = np.clip(two / np.maximum(one, _LEAST_EXCESS) - 1, 0, 1)
        by_four = np.sqrt(np.clip(four / np.maximum(two, _LEAST_EXCESS) - 1, 0, 1))
        rho = np.minimum((by_two + by_four) / 2, _LARGEST_CORRELATION)
        variance = (one + two + four) / (3 - rho - rho**2 - rho**4)
    noise: Matrix = 1 + variance * (1 + rho) / (1 - rho)
    return noise


def _excess(curves: Curves, *, apart: int) -> Matrix:
    """Return by how much the trimmed mean of chi-squared of all periods so far apart exceeds that of Poisson counts."""
    from scipy.stats import chi2

    count, later = curves.counts[:, :-apart], curves.counts[:, apart:]
    exposure, later_exposure = curves.exposures[:, :-apart], curves.exposures[:, apart:]
    apartness = (count * later_exposure - later * exposure) ** 2
    scale = exposure * later_exposure * (count + later)
    squares = np.sort(np.divide(apartness, scale, out=np.zeros_like(scale), where=scale > 0), axis=1)
    kept = squares[:, : int(np.ceil(_KEPT * squares.shape[1]))].mean(axis=1)
    excess: Matrix = np.maximum(0, kept * _KEPT / chi2.cdf(chi2.ppf(_KEPT, 1), 3) - 1)
    return excess
