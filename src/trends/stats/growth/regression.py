"""Regression of counts on time: a straight line of the log share, or a bent one where the straight one leaves too much."""

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trends.data.series import FEWEST_PAPERS, FEWEST_PERIODS
from trends.stats.counting.grid import Grid
from trends.stats.growth.dispersion import fit_dispersed
from trends.stats.growth.negbin import Fit, Problem, State
from trends.stats.growth.seasons import swing
from trends.stats.growth.slopes import Slopes, read_slopes

Array = NDArray[np.float64]


# As sure as by 10 observations that a season is no more than a few times as rich as another: it keeps a topic whose papers
# all fall into one season finite, and takes nothing from any other.
_SEASON_PENALTY: Final = 1.0

# Six periods leave three degrees of freedom beside a level, a slope and a bend. The weak prior keeps a topic finite that has
# papers in two periods only.
_LEAST_FOR_BEND: Final = 6
_BEND_PENALTY: Final = 0.1
_FALSE_BENDS: Final = 0.05


class Fitted(NamedTuple):
    """Regressions of the topics that can be fitted, an entry or a row for each.

    Attributes
    ----------
    slopes
        The effect of time.
    freedoms
        The degrees of freedom behind the dispersion (n_topics,).
    alpha
        Overdispersion (n_topics,).
    expected
        Fitted counts of the periods (n_topics, n_periods).
    season
        What the season adds to the log share (n_topics, n_periods).
    bend
        What the log share has more at the ends of the time than in the middle, beside the line (n_topics,); 0 where even.
    settled
        Whether the regression came to rest (n_topics,).
    """

    slopes: Slopes
    freedoms: Array
    alpha: Array
    expected: Array
    season: Array
    bend: Array
    settled: NDArray[np.bool_]


def can_fit(counts: Array, totals: Array, years: Array) -> NDArray[np.bool_]:
    """Tell which topics have enough papers in enough periods and a finite best slope.

    It is finite unless all papers stand in the first period of their stratum, or all in the last.
    """
    if len(years) < FEWEST_PERIODS or not totals.size:
        return np.zeros(len(counts), dtype=bool)
    of_strata = counts.sum(axis=2)
    first = np.where(totals > 0, years, years[-1]).min(axis=1)
    last = np.where(totals > 0, years, years[0]).max(axis=1)
    mean = np.einsum("kst,t->k", counts, years)
    room = 1e-9 * (years[-1] - years[0]) * np.maximum(1, of_strata.sum(axis=1))
    finite = (mean > of_strata @ first + room) & (mean < of_strata @ last - room)
    able: NDArray[np.bool_] = (of_strata.sum(axis=1) >= FEWEST_PAPERS) & finite
    return able


def fit_slopes(grid: Grid, fitted: NDArray[np.intp]) -> Fitted:
    r"""Regress the counts of these topics, positions in the grid, on time and season, and on a bend where there is one.

    Returns
    -------
    Fitted
        The slope is the mean one of the time, bent or not: a bend is as high at the last period as at the first. The p-value is
        that of no change at all, of slope and bend together where there is a bend.

    Raises
    ------
    LinAlgError
        Where a topic cannot be fitted, see `can_fit`.

    Notes
    -----
    What begins late and then doubles every year is no straight line of the log share: what the line leaves would be taken for
    noise, and the clearest rise for chance. Each topic is therefore regressed on :math:`u^2` as well, where u runs from −1 to
    1 over the periods. The bend is kept where it is not 0 (p ≤ .05) and the topic, at the last period, still moves the way it
    moved on the whole; a wave remains a line. What that finds, and that it raises no false alarms, is measured in
    ``experiments/false-alarms``.
    """
    waves = swing(grid.years, every=grid.every)
    problem = _state(grid, fitted, bends=np.empty((grid.n_periods, 0)), waves=waves)
    fit, freedoms = fit_dispersed(problem)
    even = _conclude(problem, fit, freedoms, n_bends=0)
    if grid.n_periods < _LEAST_FOR_BEND:
        return even
    problem = _state(grid, fitted, bends=(grid.years[:, None] / grid.years[-1]) ** 2, waves=waves)
    start = State(fit.state.levels, np.insert(fit.state.effects, 1, 0, axis=1))
    fit, freedoms = fit_dispersed(problem, near=replace(fit, state=start))
    return _choose(even, _conclude(problem, fit, freedoms, n_bends=1), where=_are_bent(fit, freedoms, last=grid.years[-1]))


def _state(grid: Grid, fitted: NDArray[np.intp], *, bends: Array, waves: Array) -> Problem:
    """State the regression on time, bends and waves (n_periods, n_columns)."""
    columns = np.column_stack([grid.years, bends, waves])
    penalties = np.array([0.0, *[_BEND_PENALTY] * bends.shape[1], *[_SEASON_PENALTY] * waves.shape[1]])
    return Problem(grid.counts[fitted], grid.totals[None], columns - columns.mean(axis=0), penalties)


def _conclude(problem: Problem, fit: Fit, freedoms: Array, *, n_bends: int) -> Fitted:
    """Read what a fit says, whose design has the bends behind time."""
    slopes = read_slopes(fit, freedoms, design=problem.design)
    if n_bends:
        slopes = slopes._replace(p=_test_change(fit, slopes, n_effects=1 + n_bends))
    bends, waves = np.split(fit.state.effects[:, 1:], [n_bends], axis=1)
    return Fitted(
        slopes=slopes,
        freedoms=freedoms,
        alpha=fit.alpha,
        expected=fit.expected,
        season=waves @ problem.design[:, 1 + n_bends :].T,
        bend=bends.sum(axis=1),
        settled=fit.settled,
    )


def _test_change(fit: Fit, slopes: Slopes, *, n_effects: int) -> Array:
    """Return the p-value of no change at all: Wald's test that slope and bend are both 0, against F."""
    from scipy.special import fdtrc

    effects = fit.state.effects[:, :n_effects, None]
    squares = effects.swapaxes(1, 2) @ np.linalg.solve(fit.covariance[:, :n_effects, :n_effects], effects)
    p: Array = fdtrc(n_effects, slopes.freedom, squares[:, 0, 0] / (n_effects * slopes.inflation))
    return p


def _are_bent(fit: Fit, freedoms: Array, *, last: float) -> NDArray[np.bool_]:
    """Tell which topics have a bend that is more than chance and, at the `last` of the years, still move as on the whole."""
    from scipy.special import stdtr

    slope, bend = fit.state.effects[:, 0], fit.state.effects[:, 1]
    sure = 2 * stdtr(freedoms, -np.abs(bend / fit.errors[:, 1])) <= _FALSE_BENDS
    found: NDArray[np.bool_] = sure & fit.settled & ((slope + 2 * bend / last) * slope > 0)
    return found


def _choose(even: Fitted, bent: Fitted, *, where: NDArray[np.bool_]) -> Fitted:
    """Take the second regression of some topics, and the first of the others."""
    return Fitted(
        slopes=Slopes(*(np.where(where, new, old) for old, new in zip(even.slopes, bent.slopes, strict=True))),
        freedoms=np.where(where, bent.freedoms, even.freedoms),
        alpha=np.where(where, bent.alpha, even.alpha),
        expected=np.where(where[:, None], bent.expected, even.expected),
        season=np.where(where[:, None], bent.season, even.season),
        bend=np.where(where, bent.bend, 0),
        settled=np.where(where, bent.settled, even.settled),
    )
