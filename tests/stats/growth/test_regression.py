"""Rules of the regression on time: bent where growth comes late, straight where it is even, and never a wave for a rise."""

import numpy as np
import pytest

from trends.stats import estimate_growth
from trends.stats.counting.grid import lay_grid
from trends.stats.growth.regression import can_fit, fit_slopes

TOTALS = np.round(1_600 * 1.2 ** np.arange(9)).astype(int)  # nine years of a growing corpus
LATE = np.where(np.arange(9) < 4, 0, np.arange(9) - 4) * np.log(2)  # flat, then twice as much every year


def growth_of(series_of, logs, *, share=0.004):
    """Return the growth of topics whose log share moves like this, a row each, counts as expected."""
    counts = np.round(share * np.exp(np.atleast_2d(logs)) * TOTALS)
    return estimate_growth(series_of(counts, TOTALS, every="year")).sort("topic")


def test_what_begins_late_and_doubles_every_year_rises(series_of):
    row = growth_of(series_of, LATE).row(0, named=True)
    assert row["trend"] == "rising"
    assert row["bend"] > 0.5
    assert row["growth_low"] > 0


def test_the_growth_of_a_bent_topic_is_the_mean_one(series_of):
    logs = 1.2 * (np.linspace(-1, 1, 9) ** 2 + np.linspace(-1, 1, 9))
    row = growth_of(series_of, logs, share=0.02).row(0, named=True)
    assert row["growth"] == pytest.approx(np.expm1((logs[-1] - logs[0]) / 8), rel=0.05)
    assert row["bend"] == pytest.approx(1.2, rel=0.05)


def test_what_rises_and_then_falls_is_no_rise(series_of):
    wave = -8 * (np.linspace(-1, 1, 9) - 0.3) ** 2
    row = growth_of(series_of, wave, share=0.02).row(0, named=True)
    assert row["trend"] == "unclear"
    assert row["bend"] == 0


def test_even_growth_has_no_bend(series_of):
    rng = np.random.default_rng(0)
    counts = rng.poisson(0.01 * np.exp(np.linspace(0, 2, 9)) * TOTALS, (100, 9))
    found = estimate_growth(series_of(counts, TOTALS, every="year"))
    assert (found["bend"] != 0).mean() <= 0.06
    assert (found["trend"] == "rising").mean() >= 0.99


def test_topics_that_vary_without_a_trend_are_not_bent_into_one(series_of):
    rng = np.random.default_rng(1)
    counts = rng.poisson(rng.gamma(20, 1 / 20, (400, 9)) * 0.01 * TOTALS)
    found = estimate_growth(series_of(counts, TOTALS, every="year"))
    assert ((found["p"] <= 0.05) & (found["trend"] == "rising")).mean() <= 0.01
    assert (found["p"] <= 0.05).mean() <= 0.06


def test_slope_and_bend_are_tested_together_as_statsmodels_does(series_of):
    import statsmodels.api as sm

    counts = np.round(0.004 * np.exp(LATE) * TOTALS)
    grid = lay_grid(series_of(counts[None], TOTALS, every="year"))
    found = fit_slopes(grid, np.array([0]))
    place = grid.years / grid.years[-1]
    design = sm.add_constant(np.column_stack([grid.years, place**2]))
    family = sm.families.NegativeBinomial(alpha=found.alpha[0]) if found.alpha[0] else sm.families.Poisson()
    theirs = sm.GLM(counts, design, family=family, offset=np.log(TOTALS)).fit(scale=1)
    test = theirs.wald_test(np.eye(3)[1:], use_f=False, scalar=True)
    from scipy.stats import f

    expected = f.sf(test.statistic / 2 / found.slopes.inflation[0], 2, found.slopes.freedom[0])
    assert np.log(found.slopes.p[0]) == pytest.approx(np.log(expected), rel=0.05)  # the weak prior of the bend shows a little


def test_five_periods_are_too_few_to_see_a_bend(series_of):
    counts = np.array([[10, 10, 10, 40, 160]])
    grid = lay_grid(series_of(counts, np.full(5, 1_000), every="year"))
    assert fit_slopes(grid, np.array([0])).bend.tolist() == [0]


def test_all_papers_in_the_last_period_have_no_finite_slope():
    counts = np.array([[[0, 0, 0, 0, 0, 12.0]], [[0, 0, 0, 0, 1, 12.0]]])
    assert can_fit(counts, np.full((1, 6), 100.0), np.arange(6.0)).tolist() == [False, True]


def test_papers_in_the_last_two_periods_alone_stay_finite(series_of):
    counts = np.array([[0, 0, 0, 0, 0, 5, 30], [5, 5, 5, 5, 5, 5, 5]])
    found = estimate_growth(series_of(counts, np.full(7, 1_000), every="year"))
    assert found["growth"].is_finite().all()
