"""Rules of the regression: the textbook's for one stratum, and strata that differ or come and go leave the slope alone."""

import numpy as np
import pytest

from trends.stats.growth.negbin import Problem, begin, fit_counts

YEARS = (np.arange(30) - 14.5) / 12


def problem(counts: np.ndarray, totals: np.ndarray, design: np.ndarray | None = None) -> Problem:
    """State a problem for counts (n_topics, n_strata, n_periods)."""
    columns = YEARS[:, None] if design is None else design
    return Problem(counts.astype(float), totals[None].astype(float), columns, np.zeros(columns.shape[1]))


@pytest.mark.parametrize("alpha", [0.0, 0.3])
def test_slopes_and_errors_are_those_of_statsmodels(alpha):
    import statsmodels.api as sm

    rng = np.random.default_rng(3)
    totals = rng.integers(50, 500, 30)
    counts = rng.poisson(totals * 0.05 * rng.gamma(4, 0.25, (3, 30)))
    columns = np.column_stack([YEARS, np.cos(2 * np.pi * YEARS)])
    stated = problem(counts[:, None], totals[None], columns)
    fit = fit_counts(stated, begin(stated), alpha=np.full(3, alpha))
    family = sm.families.NegativeBinomial(alpha=alpha) if alpha else sm.families.Poisson()
    for row, count in enumerate(counts):
        theirs = sm.GLM(count, sm.add_constant(columns), family=family, offset=np.log(totals)).fit(tol=1e-13, scale=1)
        assert fit.state.effects[row] == pytest.approx(theirs.params[1:], rel=1e-6)
        assert fit.errors[row] == pytest.approx(theirs.bse[1:], rel=1e-6)
    assert fit.settled.all()


def test_with_poissons_variance_strata_are_dummies_of_statsmodels():
    import statsmodels.api as sm

    rng = np.random.default_rng(4)
    totals = rng.integers(50, 500, (3, 30))
    totals[1, ::2] = 0
    counts = rng.poisson(totals * np.array([0.02, 0.1, 0.05])[:, None])
    stated = problem(counts[None], totals)
    fit = fit_counts(stated, begin(stated), alpha=np.zeros(1))
    stratum, period = np.nonzero(totals)
    design = np.column_stack([np.eye(3)[stratum], YEARS[period]])
    offset = np.log(totals[stratum, period])
    theirs = sm.GLM(counts[stratum, period], design, family=sm.families.Poisson(), offset=offset).fit(tol=1e-13)
    assert fit.state.levels[0] == pytest.approx(theirs.params[:3], rel=1e-6)
    assert fit.state.effects[0, 0] == pytest.approx(theirs.params[3], rel=1e-6)
    assert fit.errors[0, 0] == pytest.approx(theirs.bse[3], rel=1e-6)


def test_errors_of_strata_are_as_large_as_slopes_scatter():
    rng = np.random.default_rng(5)
    totals = np.full((3, 30), 400)
    totals[1, :15] = 0
    shared = rng.gamma(10, 0.1, (2_000, 1, 30))
    stated = problem(rng.poisson(totals * np.array([0.02, 0.1, 0.05])[:, None] * shared), totals)
    fit = fit_counts(stated, begin(stated), alpha=np.full(2_000, 0.1))
    assert (fit.state.effects[:, 0] / fit.errors[:, 0]).std() == pytest.approx(1, abs=0.06)


def test_a_stratum_without_papers_of_a_topic_changes_nothing():
    rng = np.random.default_rng(6)
    totals = rng.integers(50, 500, (2, 30))
    counts = rng.poisson(totals * 0.05)[None]
    counts[:, 1] = 0
    both, alone = problem(counts, totals), problem(counts[:, :1], totals[:1])
    fits = [fit_counts(one, begin(one), alpha=np.array([0.2])) for one in (both, alone)]
    assert fits[0].state.effects == pytest.approx(fits[1].state.effects)
    assert fits[0].errors == pytest.approx(fits[1].errors)


def test_pull_is_how_far_the_slope_follows_a_period():
    rng = np.random.default_rng(7)
    totals = rng.integers(50, 500, (2, 30))
    totals[0, 20:] = 0
    counts = totals * np.array([0.05, 0.2])[:, None] * np.exp(0.3 * YEARS)
    lifted = counts.copy()
    lifted[:, 12] *= 1.0001
    stated = problem(np.stack([counts, lifted]), totals)
    fit = fit_counts(stated, begin(stated), alpha=np.full(2, 0.1))
    moved = fit.state.effects[1, 0] - fit.state.effects[0, 0]
    assert moved / 0.0001 == pytest.approx(fit.pull[0, 12], rel=1e-2)


def test_a_topic_that_begins_in_the_last_but_one_period_still_settles():
    counts = np.zeros((1, 1, 30))
    counts[0, 0, -2:] = [1, 5_000]
    stated = problem(counts, np.full((1, 30), 6_000))
    assert fit_counts(stated, begin(stated), alpha=np.zeros(1)).settled.all()


def test_a_stratum_that_is_over_before_the_first_period_changes_nothing():
    rng = np.random.default_rng(5)
    totals = np.stack([rng.integers(50, 500, 30), np.zeros(30, dtype=int)])
    counts = np.stack([rng.poisson(totals[0] * 0.1, (2, 30)), np.zeros((2, 30), dtype=int)], axis=1)
    both, alone = problem(counts, totals), problem(counts[:, :1], totals[:1])
    with_it, without = (fit_counts(one, begin(one), alpha=np.full(2, 0.1)) for one in (both, alone))
    assert with_it.settled.all()
    np.testing.assert_allclose(with_it.state.effects, without.state.effects)


@pytest.mark.parametrize("alpha", [0.3, 1.0, 10.0])
def test_a_topic_that_comes_up_at_once_in_venues_that_come_and_go_settles(alpha):
    counts = np.array([[0, 0, 0, 0, 1, 0, 12, 12, 10], [0, 0, 0, 0, 0, 0, 8, 0, 0]])
    totals = np.array([[0, 308, 511, 835, 871, 795, 774, 1249, 1029], [408, 0, 365, 0, 657, 0, 630, 0, 0]])
    stated = problem(counts[None], totals, np.arange(-4.0, 5)[:, None])
    fit = fit_counts(stated, begin(stated), alpha=np.full(1, alpha))
    assert fit.settled.all()
    assert fit.state.effects[0, 0] > 0.5
