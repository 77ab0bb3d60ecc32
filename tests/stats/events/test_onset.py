"""Rules of onsets: found where a rise begins, null where the data do not say, with peaks and half-lives that know counts."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from trends.stats.events.curves import read_curves
from trends.stats.events.onset import ONSET_SCHEMA, find_onsets
from trends.stats.events.smoothing import smooth

TOTALS = np.full(60, 1_000)
MONTHS = np.arange(60)


def onset_places(series) -> pl.DataFrame:
    """Return the table with the position of each onset among the periods, sorted by topic."""
    periods = series.table["period"].unique().sort()
    place = pl.col("onset").map_batches(lambda days: periods.search_sorted(days), return_dtype=pl.UInt32)
    return find_onsets(series).sort("topic").with_columns(place=pl.when(pl.col("onset").is_not_null()).then(place).cast(pl.Int64))


def test_a_step_has_its_onset_where_it_is(series_of):
    counts = np.array([[10] * 30 + [40] * 30])
    row = find_onsets(series_of(counts, TOTALS)).row(0, named=True)
    assert row["onset"] == date(2020, 7, 1)
    assert row["onset_low"] <= row["onset"] <= row["onset_high"]
    assert (row["share_before"], row["share_since"]) == pytest.approx((0.01, 0.04))


@pytest.mark.parametrize(("every", "n_periods"), [("week", 104), ("month", 60), ("quarter", 24), ("year", 12)])
def test_births_are_dated_within_two_periods_at_any_length_of_period(series_of, every, n_periods):
    middle = n_periods // 2
    share = 0.03 * np.clip((np.arange(n_periods) - middle + 0.5) / 3, 0, 1)
    counts = np.random.default_rng(n_periods).poisson(1_000 * share, (100, n_periods))
    found = onset_places(series_of(counts, np.full(n_periods, 1_000), every=every)).drop_nulls("onset")
    assert found.height >= (70 if every == "quarter" else 90)
    assert ((found["place"] - middle).abs() <= 2).mean() >= 0.95


def test_the_interval_of_a_slow_rise_holds_its_onset(series_of):
    share = 0.03 * np.exp(np.log(5) * np.maximum(0, MONTHS - 30) / 30)
    counts = np.random.default_rng(1).poisson(1_000 * share, (200, 60))
    found = find_onsets(series_of(counts, TOTALS)).drop_nulls("onset")
    assert found.height >= 0.8 * 200
    true = date(2020, 7, 1)
    assert ((found["onset_low"] <= true) & (true <= found["onset_high"])).mean() >= 0.95


def test_what_has_always_grown_has_no_onset(series_of):
    counts = np.random.default_rng(2).poisson(20 * np.exp(0.4 * MONTHS / 12), (200, 60))
    assert find_onsets(series_of(counts, TOTALS))["onset"].count() <= 0.05 * 200


def test_flat_topics_and_falling_ones_have_no_onset(series_of):
    rng, totals = np.random.default_rng(3), np.geomspace(300, 2_000, 60).astype(int)
    expected = np.geomspace(0.002, 0.05, 300)[:, None] * totals
    for counts in (rng.poisson(expected), rng.poisson(rng.gamma(expected / 2, 2)), rng.poisson(expected * np.exp(-MONTHS / 24))):
        assert find_onsets(series_of(counts, totals))["onset"].count() <= 0.05 * 300


def test_shares_that_halve_every_year_have_a_half_life_of_a_year(series_of):
    counts = np.random.default_rng(4).poisson(80 * 0.5 ** (MONTHS / 12), (50, 60))
    table = find_onsets(series_of(counts, TOTALS)).drop_nulls("half_life")
    assert table.height >= 48
    assert table["half_life"].median() == pytest.approx(1, rel=0.03)
    inside = (table["half_life_low"] <= 1) & (table["half_life_high"] >= 1)
    assert inside.mean() >= 0.85


def test_the_peak_is_that_of_many_papers_not_of_one_thin_period(series_of):
    counts, totals = np.array([[50] * 10 + [150] * 6 + [50] * 9 + [1]]), np.array([1_000] * 25 + [3])
    row = find_onsets(series_of(counts, totals)).row(0, named=True)
    assert date(2018, 11, 1) <= row["peak"] <= date(2019, 4, 1)
    assert row["share_peak"] == pytest.approx(0.15, rel=0.1)


def test_a_constant_share_is_smoothed_to_itself(series_of):
    totals = np.array([100, 3_000, 40, 0, 900, 100, 2_000, 60])
    smoothed = smooth(read_curves(series_of((totals * 0.05)[None], totals)))
    assert smoothed == pytest.approx(np.full((1, 7), 0.05))


def test_the_order_of_topics_does_not_matter(series_of):
    counts = np.random.default_rng(5).poisson([[9] * 30 + [60] * 30, [9] * 60, [40] * 9 + [9] * 51])
    forward, backward = (find_onsets(series_of(rows, TOTALS)) for rows in (counts, counts[::-1]))
    assert_frame_equal(forward, backward.with_columns(topic=2 - backward["topic"]), check_row_order=False)


def test_a_topic_without_papers_and_a_short_series_say_nothing(series_of):
    empty = find_onsets(series_of(np.zeros((1, 60)), TOTALS))
    short = find_onsets(series_of(np.array([[1, 2, 3, 4, 5]]), np.full(5, 100)))
    for table in (empty, short):
        assert table.schema == ONSET_SCHEMA
        assert table.drop("topic").row(0) == (None,) * (len(ONSET_SCHEMA) - 1)
