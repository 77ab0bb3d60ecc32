"""Slopes of log shares, with errors that know overdispersion and drift: what every table of growth rests on."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trends.stats.counting.grid import Grid
from trends.stats.counting.intervals import CONFIDENCE
from trends.stats.growth.dispersion import fit_dispersed
from trends.stats.growth.drift import inflate
from trends.stats.growth.negbin import Fit, Problem
from trends.stats.growth.seasons import swing

Array = NDArray[np.float64]

# Five periods leave three degrees of freedom for the dispersion; below that its estimate is mostly chance. With ten
# papers the test is still honest, but the interval already spans a factor of several: with fewer there is nothing to tell.
MIN_PERIODS: Final = 5
_MIN_PAPERS: Final = 10
_LEAST_FREEDOM: Final = 3.0

# As sure as by 10 observations that a season is no more than a few times as rich as another: it keeps a topic whose papers
# all fall into one season finite, and takes nothing from any other.
_SEASON_PENALTY: Final = 1.0

# e to this power is still a float; a burst inside a few days can grow faster than that per year and is cut there.
_LARGEST_LOG: Final = 700.0


class Slopes(NamedTuple):
    """Slopes of the log share per year with their errors and what stands behind these, an entry per fitted topic."""

    slope: Array
    error: Array
    freedom: Array
    inflation: Array


class Fitted(NamedTuple):
    """A regression of the topics that can be fitted.

    Attributes
    ----------
    problem, fit, freedoms
        What was fitted, the fit, and the degrees of freedom behind its dispersion.
    slopes
        The effect of time.
    """

    problem: Problem
    fit: Fit
    freedoms: Array
    slopes: Slopes


def can_fit(counts: Array, totals: Array, years: Array) -> NDArray[np.bool_]:
    """Tell which topics have enough papers in enough periods and a finite best slope.

    It is finite unless all papers stand in the first period of their stratum, or all in the last.
    """
    if len(years) < MIN_PERIODS or not totals.size:
        return np.zeros(len(counts), dtype=bool)
    of_strata = counts.sum(axis=2)
    first = np.where(totals > 0, years, years[-1]).min(axis=1)
    last = np.where(totals > 0, years, years[0]).max(axis=1)
    mean = np.einsum("kst,t->k", counts, years)
    room = 1e-9 * (years[-1] - years[0]) * np.maximum(1, of_strata.sum(axis=1))
    finite = (mean > of_strata @ first + room) & (mean < of_strata @ last - room)
    able: NDArray[np.bool_] = (of_strata.sum(axis=1) >= _MIN_PAPERS) & finite
    return able


def fit_slopes(grid: Grid, fitted: NDArray[np.intp]) -> Fitted:
    """Regress the counts of these topics, positions in the grid, on time and season.

    Raises
    ------
    LinAlgError
        Where a topic cannot be fitted, see `can_fit`.
    """
    waves = swing(grid.years, every=grid.every)
    design = np.column_stack([grid.years - grid.years.mean(), waves - waves.mean(axis=0)])
    penalties = np.array([0.0, *[_SEASON_PENALTY] * waves.shape[1]])
    problem = Problem(grid.counts[fitted], grid.totals[None], design, penalties)
    fit, freedoms = fit_dispersed(problem)
    return Fitted(problem, fit, freedoms, read_slopes(fit, freedoms, design=design))


def read_slopes(fit: Fit, freedoms: Array, *, design: Array) -> Slopes:
    """Widen the errors of the slopes for drift, which also leaves fewer periods to judge them by."""
    inflation = inflate(fit, design=design)
    freedom = np.maximum(_LEAST_FREEDOM, freedoms / inflation)
    return Slopes(fit.state.effects[:, 0], fit.errors[:, 0] * np.sqrt(inflation), freedom, inflation)


def bound(slopes: Slopes, *, name: str) -> dict[str, Array]:
    """Return growth per year and its 95 % bounds: `name`, and the same with ``_low`` and ``_high``."""
    from scipy.special import stdtrit

    margin = stdtrit(slopes.freedom, (1 + CONFIDENCE) / 2) * slopes.error
    return {
        name: per_year(slopes.slope),
        f"{name}_low": per_year(slopes.slope - margin),
        f"{name}_high": per_year(slopes.slope + margin),
    }


def per_year(slope: Array) -> Array:
    """Turn slopes of the log share into growth per year, fractions."""
    growth: Array = np.expm1(np.minimum(slope, _LARGEST_LOG))
    return growth
