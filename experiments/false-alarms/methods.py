"""What is compared: each method turns a draw into a direction and a two-sided p-value per topic."""

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats
from simulate import Draw

from trends.stats import estimate_growth
from trends.stats.growth.monotone import order_shares
from trends.stats.growth.negbin import Problem, begin, fit_counts

Array = NDArray[np.float64]
Verdict = tuple[Array, Array]


def least_squares(found: Draw) -> Verdict:
    """Regress raw counts on time."""
    counts, years = found.counts.sum(axis=1), found.years
    fits = [stats.linregress(years, row) for row in counts]
    return np.array([fit.slope for fit in fits]), np.array([fit.pvalue for fit in fits])


def rank_counts(found: Draw) -> Verdict:
    """Test raw counts by Mann and Kendall."""
    order = order_shares(found.counts.sum(axis=1), found.years)
    return order.tau, order.p


def rank_shares(found: Draw) -> Verdict:
    """Test pooled shares by Mann and Kendall."""
    order = order_shares(found.counts.sum(axis=1) / found.totals.sum(axis=0), found.years)
    return order.tau, order.p


def poisson(found: Draw) -> Verdict:
    """Regress pooled counts with the offset log N and Poisson's variance."""
    slope, error, _ = _fit(found, alpha=np.zeros(len(found.counts)))
    return slope, 2 * stats.norm.sf(np.abs(slope / error))


def quasi_poisson(found: Draw) -> Verdict:
    """Regress with the offset log N and a variance of φ times Poisson's, against Student's t."""
    slope, error, pearson = _fit(found, alpha=np.zeros(len(found.counts)))
    freedom = len(found.years) - 2
    return slope, 2 * stats.t.sf(np.abs(slope / (error * np.sqrt(np.maximum(1, pearson / freedom)))), freedom)


def pooled(found: Draw) -> Verdict:
    """Estimate growth by the package, all papers together."""
    return _ours(found, stratified=False)


def stratified(found: Draw) -> Verdict:
    """Estimate growth by the package with the venues held constant."""
    return _ours(found, stratified=True)


def _fit(found: Draw, *, alpha: Array) -> tuple[Array, Array, Array]:
    years = (found.years - found.years.mean())[:, None]
    problem = Problem(found.counts.sum(axis=1, keepdims=True), found.totals.sum(axis=0)[None, None], years, np.zeros(1))
    fit = fit_counts(problem, begin(problem), alpha=alpha)
    pearson = ((fit.observed - fit.expected) ** 2 / fit.expected).sum(axis=1)
    return fit.state.effects[:, 0], fit.errors[:, 0], pearson


def _ours(found: Draw, *, stratified: bool) -> Verdict:
    table = estimate_growth(found.series(stratified=stratified)).sort("topic")
    apart = (pl.col("growth_low") > 0) | (pl.col("growth_high") < 0)  # what the package asks for beside a small p
    judged = table.select("growth", p=pl.when(apart).then("p"))
    return judged["growth"].fill_null(0).to_numpy(), judged["p"].fill_null(1).to_numpy()


METHODS: dict[str, Callable[[Draw], Verdict]] = {
    "OLS on raw counts": least_squares,
    "Mann–Kendall on raw counts": rank_counts,
    "Poisson, offset log N": poisson,
    "quasi-Poisson, offset log N": quasi_poisson,
    "Mann–Kendall on shares": rank_shares,
    "trends, pooled": pooled,
    "trends, venues held constant": stratified,
}
