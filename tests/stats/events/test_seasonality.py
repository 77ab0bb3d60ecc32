"""Rules of seasons: what comes back every year, not what drifts, grows or happens once."""

import numpy as np
import pytest

from trends.stats.events.curves import read_curves
from trends.stats.events.seasonality import judge_seasons

MONTHS = np.arange(60)
TOTALS = np.full(60, 1_000)


def judge(series) -> np.ndarray:
    return judge_seasons(read_curves(series), every=series.every)


def test_a_share_that_swings_every_year_is_seasonal(series_of):
    counts = np.random.default_rng(0).poisson(50 * (1 + 0.6 * np.cos(2 * np.pi * MONTHS / 12)), (20, 60))
    assert (judge(series_of(counts, TOTALS)) < 0.001).all()


def test_a_conference_month_is_seasonal(series_of):
    counts = np.random.default_rng(1).poisson(np.where(MONTHS % 12 == 6, 120, 40), (20, 60))
    assert (judge(series_of(counts, TOTALS)) < 0.05).mean() >= 0.9


@pytest.mark.parametrize("kind", ["flat", "growing", "step", "drift"])
def test_other_movements_are_named_seasonal_no_more_often_than_allowed(series_of, kind):
    rng = np.random.default_rng(2)
    drift = rng.normal(0, 0.3, (400, 60))
    for month in range(1, 60):
        drift[:, month] = 0.8 * drift[:, month - 1] + 0.6 * drift[:, month]
    shape = {"flat": 1, "growing": np.exp(MONTHS / 30), "step": np.where(MONTHS < 33, 1, 2), "drift": np.exp(drift)}[kind]
    p = judge(series_of(rng.poisson(40 * np.broadcast_to(shape, (400, 60))), TOTALS))
    assert (p <= 0.05).mean() <= 0.075


@pytest.mark.parametrize(("every", "n_periods"), [("year", 20), ("month", 30), ("quarter", 10)])
def test_years_and_short_series_have_no_season(series_of, every, n_periods):
    counts = np.full((2, n_periods), 30)
    assert np.isnan(judge(series_of(counts, np.full(n_periods, 1_000), every=every))).all()


def test_quarters_can_have_a_season(series_of):
    counts = np.random.default_rng(3).poisson(np.where(np.arange(24) % 4 == 1, 90, 40), (10, 24))
    assert (judge(series_of(counts, np.full(24, 1_000), every="quarter")) < 0.01).all()
