from datetime import date

import numpy as np
import polars as pl
import pytest

from trends.errors import ConfigError, DataError
from trends.stats.forecasting.forecast import FORECAST_SCHEMA, GUIDE_SCHEMA, METHODS, forecast, smooth


def rising(n_topics: int, n_periods: int, *, step: float, seed: int, total: int = 5000) -> tuple[np.ndarray, np.ndarray]:
    """Draw counts of topics whose log odds walk at random."""
    random = np.random.default_rng(seed)
    odds = -4 + random.normal(0, 0.5, (n_topics, 1)) + step * random.normal(size=(n_topics, n_periods)).cumsum(axis=1)
    totals = np.full(n_periods, total)
    return random.binomial(total, 1 / (1 + np.exp(-odds))), totals


def test_naive_says_the_last_share_and_drift_goes_on(series_of):
    counts, totals = np.array([[100, 200, 400]]), np.full(3, 100_000)
    said = forecast(series_of(counts, totals, every="year"), n_periods=2)
    share = {method: said.filter(pl.col("method") == method)["share"].to_list() for method in ("naive", "drift")}
    assert share["naive"] == pytest.approx([0.004, 0.004], rel=0.01)
    assert share["drift"] == pytest.approx([0.008, 0.016], rel=0.02)
    assert said.schema == FORECAST_SCHEMA
    assert said["period"].unique().sort().to_list() == [date(2021, 1, 1), date(2022, 1, 1)]


def test_the_damped_trend_runs_as_in_statsmodels():
    from statsmodels.tsa.holtwinters import Holt

    odds = np.random.default_rng(0).normal(size=12).cumsum()
    theirs = Holt(odds, damped_trend=True, initialization_method="known", initial_level=odds[0], initial_trend=0.0).fit(
        smoothing_level=0.6, smoothing_trend=0.3, damping_trend=0.8, optimized=False
    )
    # Theirs takes the first value as one more period, at its starting level, which fades a trend of 0.
    ours = smooth(odds[None], alpha=0.6, beta=0.3, damping=0.8)
    np.testing.assert_allclose(ours.errors[0], theirs.resid[1:], atol=1e-10)
    reach = 0.8 ** np.arange(1, 4)
    np.testing.assert_allclose(ours.level[0] + ours.slope[0] * reach.cumsum(), theirs.forecast(3), atol=1e-10)


@pytest.mark.parametrize("step", [0.0, 0.15])
@pytest.mark.parametrize("method", ["naive", "damped"])
def test_nine_in_ten_observed_shares_lie_in_the_interval(series_of, step, method):
    counts, totals = rising(400, 13, step=step, seed=1)
    series = series_of(counts[:, :12], totals[:12])
    said = forecast(series, n_periods=1, methods=(method,))
    came = counts[:, 12] / totals[12]
    inside = (said["low"].to_numpy() <= came) & (came <= said["high"].to_numpy())
    assert 0.85 <= inside.mean() <= 0.96


def test_topics_that_leap_do_not_widen_the_intervals_of_all_others(series_of):
    random = np.random.default_rng(5)
    leaps = np.where(random.random((300, 13)) < 0.04, 1.5, 0.05) * random.normal(size=(300, 13))
    counts = random.binomial(20_000, 1 / (1 + np.exp(4 - leaps.cumsum(axis=1))))
    said = forecast(series_of(counts[:, :12], np.full(12, 20_000)), n_periods=1, methods=("naive",))
    came = counts[:, 12] / 20_000
    inside = (said["low"].to_numpy() <= came) & (came <= said["high"].to_numpy())
    assert 0.85 <= inside.mean() <= 0.95


def test_smoothing_foretells_noisy_counts_better_than_the_last_share(series_of):
    counts, totals = rising(300, 13, step=0.02, seed=2, total=800)
    said = forecast(series_of(counts[:, :12], totals[:12]), n_periods=1, methods=("naive", "damped"))
    came = counts[:, 12] / totals[12]
    error = {name[0]: np.abs(frame["share"].to_numpy() - came).mean() for name, frame in said.group_by("method")}
    assert error["damped"] < 0.9 * error["naive"]


def test_a_guide_lifts_the_topic_that_it_names_by_half_of_its_growth_in_the_first_year(series_of):
    counts, totals = np.full((2, 6), 100), np.full(6, 100_000)
    guide = pl.DataFrame({"topic": [1], "slope": [0.4]}, schema=GUIDE_SCHEMA)
    said = forecast(series_of(counts, totals, every="year"), n_periods=1, methods=("field",), guide=guide)["share"]
    assert said[1] / said[0] == pytest.approx(np.exp(0.2), rel=0.01)


def test_partial_periods_tell_nothing_and_the_forecast_begins_with_them(series_of):
    counts, totals = np.array([[50, 50, 50, 1]]), np.array([1000, 1000, 1000, 500])
    said = forecast(series_of(counts, totals, n_partial=1), n_periods=1, methods=("naive",))
    assert said["share"][0] == pytest.approx(0.05, rel=0.02)
    assert said["period"].to_list() == [date(2018, 4, 1)]


def test_the_same_seed_says_the_same(series_of):
    counts, totals = rising(5, 8, step=0.1, seed=3)
    series = series_of(counts, totals)
    guide = pl.DataFrame(schema=GUIDE_SCHEMA)
    once, again = (forecast(series, n_periods=3, methods=METHODS, guide=guide, seed=7) for _ in range(2))
    assert once.equals(again)
    assert (once["low"] <= once["share"]).all()
    assert (once["share"] <= once["high"]).all()


def test_two_periods_foretell_nothing(series_of):
    assert forecast(series_of(np.ones((2, 2), dtype=int), np.full(2, 9)), n_periods=1).is_empty()


def test_what_cannot_be_asked_for_is_an_error(series_of):
    series = series_of(np.ones((1, 4), dtype=int), np.full(4, 9))
    with pytest.raises(ConfigError, match="'magic', it must be one of"):
        forecast(series, n_periods=1, methods=("magic",))
    with pytest.raises(ConfigError, match="needs a guide"):
        forecast(series, n_periods=1, methods=("field",))
    with pytest.raises(ConfigError, match="0 periods"):
        forecast(series, n_periods=0)
    with pytest.raises(DataError, match="the guide of a forecast has the columns"):
        forecast(series, n_periods=1, methods=("field",), guide=pl.DataFrame({"topic": [1]}))
