"""Whether shares only rise or fall, by their order alone: a second opinion that no model stands behind."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_MOST_PAIRS: Final = 4_000_000


class Order(NamedTuple):
    """What the order of the shares of each topic says.

    Attributes
    ----------
    tau
        Kendall's rank correlation with time, τ-b, from −1 to 1; 0 where all shares are equal.
    p
        Two-sided p-value of no trend.
    slope
        Median change of the share per year, a fraction.
    """

    tau: Array
    p: Array
    slope: Array


def order_shares(shares: Array, years: Array) -> Order:
    """Test shares (n_topics, n_periods) for a trend by Mann and Kendall, and measure it by Theil and Sen.

    Notes
    -----
    Mann (1945), *Econometrica* 13, 245-259; Kendall (1975), *Rank Correlation Methods*, section 4.4, for ties; Sen (1968),
    *Journal of the American Statistical Association* 63, 1379-1389. Periods are taken as independent.
    """
    from scipy.special import ndtr

    n_periods = shares.shape[1]
    surplus = np.zeros(len(shares))
    equals = np.ones(shares.shape)
    for lag in range(1, n_periods):
        later, earlier = shares[:, lag:], shares[:, :-lag]
        surplus += np.sign(later - earlier).sum(axis=1)
        same = later == earlier
        equals[:, lag:] += same
        equals[:, :-lag] += same
    variance = (_triple(n_periods) - (_triple(equals) / equals).sum(axis=1)) / 18
    n_pairs = n_periods * (n_periods - 1) / 2
    untied = n_pairs - ((equals - 1) / 2).sum(axis=1)
    tau = np.divide(surplus, np.sqrt(n_pairs * untied), out=np.zeros_like(surplus), where=untied > 0)
    z = np.divide(surplus, np.sqrt(variance), out=np.zeros_like(surplus), where=variance > 0)
    return Order(tau, 2 * ndtr(-np.abs(z)), _median_slopes(shares, years))


def _triple(n: Array | int) -> Array:
    """Return 18 times the variance of Kendall's sum over n values in random order."""
    return np.asarray(n * (n - 1) * (2 * n + 5), dtype=np.float64)


def _median_slopes(shares: Array, years: Array) -> Array:
    """Return the median over all pairs of periods, for as many topics at once as memory should hold."""
    n_periods = shares.shape[1]
    n_pairs = n_periods * (n_periods - 1) // 2
    n_at_once = max(1, _MOST_PAIRS // max(1, n_pairs))
    slopes = np.zeros(len(shares))
    for start in range(0, len(shares), n_at_once):
        some = shares[start : start + n_at_once]
        pairs = [(some[:, lag:] - some[:, :-lag]) / (years[lag:] - years[:-lag]) for lag in range(1, n_periods)]
        between = np.concatenate(pairs, axis=1, dtype=np.float32)  # half as long to put in order
        between.partition([(n_pairs - 1) // 2, n_pairs // 2], axis=1)
        slopes[start : start + n_at_once] = between[:, [(n_pairs - 1) // 2, n_pairs // 2]].mean(axis=1)
    return slopes
