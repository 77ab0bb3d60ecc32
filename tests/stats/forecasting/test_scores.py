from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy import stats

from trends.stats.forecasting.scores import measure_lead, rank_correlation, score_forecasts, score_ranking

FIRST, SECOND, THIRD = date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)


def test_the_rank_correlation_is_scipys_ties_included():
    random = np.random.default_rng(0)
    one, other = random.integers(0, 5, 40).astype(float), random.normal(size=40)
    assert rank_correlation(one, other) == pytest.approx(stats.spearmanr(one, other).statistic)
    assert rank_correlation(np.ones(4), np.arange(4.0)) is None


def test_scores_of_six_topics_by_hand():
    seen = np.array([0.5, 0.4, 0.3, 0.0, -0.1, -0.2])
    followed = np.array([0.6, -0.1, 0.2, 0.3, 0.0, -0.3])
    scores = score_ranking(seen, followed, k=2)
    assert scores["precision"] == 0.5  # of the first two, 0 is among the two best (0 and 3)
    assert scores["csi"] == pytest.approx(2 / 4)  # called 0 1 2, came 0 2 3
    assert scores["top_ratio"] == pytest.approx(np.exp(0.25 - 0.1))
    assert scores["n_topics"] == 6


def test_perfect_foresight_scores_one():
    growth = np.linspace(-0.5, 0.5, 30)
    scores = score_ranking(growth, growth)
    assert (scores["spearman"], scores["precision"], scores["csi"]) == (pytest.approx(1), 1, 1)


def test_two_topics_and_nobody_fast_have_no_scores():
    assert score_ranking(np.zeros(2), np.zeros(2))["spearman"] is None
    assert score_ranking(np.array([0.0, 0.01, 0.02]), np.array([0.0, 0.01, -0.02]))["csi"] is None


def shares(topic: int, values: dict[date, float]) -> pl.DataFrame:
    return pl.DataFrame({"topic": [topic] * len(values), "period": list(values), "share": list(values.values())})


def test_errors_are_held_against_a_naive_step_of_the_past():
    past = shares(0, {FIRST: 0.10, SECOND: 0.14})  # a step of 0.04
    came = shares(0, {THIRD: 0.16})
    said = shares(0, {THIRD: 0.14}).with_columns(low=pl.lit(0.1), high=pl.lit(0.2), method=pl.lit("naive"))
    scores = score_forecasts(said, came, past=past)
    assert scores["mase"][0] == pytest.approx(0.02 / 0.04)
    assert scores["coverage"][0] == 1
    assert scores["n"][0] == 1


def test_a_share_outside_the_interval_is_not_covered():
    past, came = shares(0, {FIRST: 0.1, SECOND: 0.2}), shares(0, {THIRD: 0.5})
    said = shares(0, {THIRD: 0.2}).with_columns(low=pl.lit(0.1), high=pl.lit(0.3), method=pl.lit("drift"))
    assert score_forecasts(said, came, past=past)["coverage"][0] == 0


def test_the_lead_is_positive_where_the_flag_came_first():
    flagged = pl.DataFrame({"name": ["a", "b"], "date": [FIRST, None]}, schema={"name": pl.String, "date": pl.Date})
    reached = pl.DataFrame({"name": ["a", "a", "b"], "size": [10, 50, 10], "date": [date(2019, 1, 1), THIRD, THIRD]})
    lead = measure_lead(flagged, reached=reached)["lead_years"]
    assert lead[0] == pytest.approx(-1, abs=0.01)
    assert lead[1] == pytest.approx(2, abs=0.01)
    assert lead[2] is None
