"""Intervals of shares."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

CONFIDENCE: Final = 0.95


def wilson(share: NDArray[np.float64], n_papers: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bound observed shares with 95 % confidence.

    Parameters
    ----------
    share
        Fractions, NaN where there are no papers.
    n_papers
        How many papers each share is worth, of any shape that goes with it; a whole number is not needed.

    Returns
    -------
    tuple
        Lower and upper bounds from 0 to 1, NaN where the share is.

    Notes
    -----
    Wilson (1927), *Journal of the American Statistical Association* 22, 209-212; with an effective number of papers where
    a share is weighted, as Korn & Graubard (1998), *Survey Methodology* 24, 193-201, do for Clopper and Pearson's.
    """
    from scipy.special import ndtri

    z = ndtri((1 + CONFIDENCE) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = share + z**2 / (2 * n_papers)
        reach = z * np.sqrt(share * (1 - share) / n_papers + z**2 / (4 * n_papers**2))
        scale = 1 + z**2 / n_papers
        low, high = (centre - reach) / scale, (centre + reach) / scale
    return np.clip(low, 0, share), np.clip(high, share, 1)
