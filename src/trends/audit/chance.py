"""Chances of counts, from the incomplete beta and gamma functions alone: scipy's distributions take seconds to import."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Chances = NDArray[np.float64]


def chance_of_fewer(counts: ArrayLike, *, expected: float, spread: float) -> Chances:
    """Return the chance of each count or a smaller one.

    Notes
    -----
    Of a negative binomial with the variance expected + (spread × expected)²; its distribution function is the regularised
    incomplete beta function at 1 / (1 + spread² × expected) (Abramowitz and Stegun 1964, 26.5.26).
    """
    from scipy.special import betainc

    size = 1 / spread**2
    return np.asarray(betainc(size, np.asarray(counts) + 1.0, size / (size + expected)))


def chance_of_more(counts: ArrayLike, *, expected: float, spread: float) -> Chances:
    """Return the chance of each count, 1 or more, or a larger one; the distribution is that of `chance_of_fewer`."""
    from scipy.special import betainc

    size = 1 / spread**2
    return np.asarray(betainc(np.asarray(counts, dtype=np.float64), size, expected / (size + expected)))


def poisson_chance_of_more(counts: ArrayLike, *, expected: ArrayLike) -> Chances:
    """Return the chance of each count or a larger one where papers come independently (26.4.21 of the same)."""
    from scipy.special import gammainc

    counts = np.asarray(counts, dtype=np.float64)
    return np.where(counts > 0, gammainc(np.maximum(counts, 1.0), expected), 1.0)


def chance_of_same_mix(pair: NDArray[np.int64]) -> float:
    """Return the chance that two columns of counts (n, 2) differ this much as samples of one mix, by Pearson's chi-square.

    Every row and every column must hold papers.
    """
    from scipy.special import gammaincc

    expected = pair.sum(axis=1, keepdims=True) * pair.sum(axis=0, keepdims=True) / pair.sum()
    statistic = float(((pair - expected) ** 2 / expected).sum())
    return float(gammaincc((len(pair) - 1) / 2, statistic / 2))
