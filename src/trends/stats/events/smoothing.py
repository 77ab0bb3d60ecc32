"""A share smoothed over time by a kernel that weighs papers, not periods."""

from typing import Final

import numpy as np

from trends.stats.events.curves import Curves, Matrix

# Standard deviations of the kernel, in periods; none wider than a quarter of the series.
_WIDTHS: Final = (12.0, 6.0, 3.0, 1.5, 0.75)
_WIDEST: Final = 0.25
_SMALLEST: Final = 1e-300


def smooth(curves: Curves) -> Matrix:
    r"""Smooth the share of each topic, with the width that predicts left-out periods best (n_topics, n_periods).

    Notes
    -----
    :math:`\hat p_t = \sum_u K_{tu} y_u / \sum_u K_{tu} N_u` with a Gaussian kernel K: the local constant fit of Poisson counts
    (Loader 1999, *Local Regression and Likelihood*, section 4.1). A period without the topic weighs as its papers do and an
    empty one nothing. The width is the one of five under which each period is likeliest, given all others: likelihood
    cross-validation (the same, section 4.4).
    """
    n_periods = len(curves.periods)
    gaps = np.arange(n_periods)[:, None] - np.arange(n_periods)
    best, smoothed = np.full(len(curves.topics), -np.inf), np.zeros(curves.counts.shape)
    for width in _WIDTHS:
        kernel = np.exp(-0.5 * (gaps / min(width, max(_WIDTHS[-1], _WIDEST * n_periods))) ** 2)
        papers, chances = curves.counts @ kernel, curves.exposures @ kernel
        others = np.maximum(_SMALLEST, papers - curves.counts) / np.maximum(_SMALLEST, chances - curves.exposures)
        likelihood = (curves.counts * np.log(others) - curves.exposures * others).sum(axis=1)
        better = likelihood > best
        best[better], smoothed[better] = likelihood[better], (papers / chances)[better]
    return smoothed
