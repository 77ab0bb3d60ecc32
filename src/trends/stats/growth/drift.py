"""What a slope loses where a topic stays above or below its trend for several periods."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from trends.stats.growth.negbin import Fit

Array = NDArray[np.float64]

# Autocorrelation above the last of these cannot be told from a trend.
_CORRELATIONS: Final = np.linspace(0, 0.96, 25)
# The drift of a topic is drawn towards that of all topics as if they were this many periods of its own.
_LENT_PERIODS: Final = 20


def inflate(fit: Fit, *, design: Array) -> Array:
    r"""Return the factor on the variance of the first effect of each topic that drift asks for, at least 1.

    Parameters
    ----------
    fit
        A fit of counts.
    design
        What its effects were multiplied with (n_periods, n_effects).

    Notes
    -----
    The factor that the papers of a period share (see `fit_counts`) is taken as a first-order autoregression with
    coefficient ρ, so that two periods have the covariance :math:`\alpha \mu_t \mu_u \rho^{|t - u|}` (Zeger 1988,
    *Biometrika* 75, 621-629). With g for `Fit.pull`, the variance of the effect is then :math:`\alpha \sum g_t g_u
    \rho^{|t - u|}` beside Poisson's part.

    ρ comes from the products of neighbouring Pearson residuals. A trend takes up some of a drift, so that residuals
    correlate and vary too little; both are set right by what a drift with this ρ would leave of itself after regression
    on the design, which also raises α.
    """
    excess = 1 - 1 / (1 + fit.alpha[:, None] * fit.expected)
    spread = fit.expected * (1 + fit.alpha[:, None] * fit.expected)
    residuals = np.divide(fit.observed - fit.expected, np.sqrt(spread), out=np.zeros_like(spread), where=spread > 0)
    squares, products = _leave(design)
    rho = _find_rho(residuals, excess.mean(axis=1), ratios=products / squares, first=(squares[0], products[0]))
    raised = fit.alpha * squares[0] / np.interp(rho, _CORRELATIONS, squares)
    own = (fit.pull**2).sum(axis=1)
    drifting = raised * (own + 2 * _sum_lagged(fit.pull, rho))
    variance = fit.errors[:, 0] ** 2
    extra = drifting - fit.alpha * own
    inflation: Array = 1 + np.maximum(0, np.divide(extra, variance, out=np.zeros_like(extra), where=variance > 0))
    return inflation


def _find_rho(residuals: Array, excess: Array, *, ratios: Array, first: tuple[float, float]) -> Array:
    """Return the ρ of each topic that leaves such residuals, given what part of their variance is excess."""
    squares, products = first
    observed = (residuals[:, 1:] * residuals[:, :-1]).sum(axis=1) - (1 - excess) * products
    possible = excess * squares
    common = observed.sum() / possible.sum() if possible.sum() > 0 else 0.0
    drawn = (observed + _LENT_PERIODS * common) / (possible + _LENT_PERIODS)
    rho: Array = np.interp(drawn, ratios, _CORRELATIONS)
    return rho


def _leave(design: Array) -> tuple[Array, Array]:
    """Return the sums of squares and of neighbouring products that a drift of variance 1 leaves, for each correlation.

    With an orthonormal basis U of level and design and R the correlations of the drift, its residuals have the covariance
    (I − UU')R(I − UU').
    """
    n_periods = len(design)
    basis, _ = np.linalg.qr(np.column_stack([np.ones(n_periods), design]))
    lags = np.abs(np.subtract.outer(np.arange(n_periods), np.arange(n_periods)))
    squares, products = [], []
    for rho in _CORRELATIONS:
        image = rho**lags @ basis
        inner = basis.T @ image
        crossed = (basis[1:] * image[:-1]).sum() + (image[1:] * basis[:-1]).sum()
        squares.append(n_periods - np.trace(inner))
        products.append((n_periods - 1) * rho - crossed + ((basis[1:] @ inner) * basis[:-1]).sum())
    return np.array(squares), np.array(products)


def _sum_lagged(pull: Array, rho: Array) -> Array:
    """Return the sum over pairs of periods of both pulls times ρ to the power of their distance."""
    behind, together = np.zeros(len(rho)), np.zeros(len(rho))
    for now, before in zip(pull.T[1:], pull.T[:-1], strict=True):
        behind = rho * (behind + before)
        together += now * behind
    return together
