from datetime import date

import polars as pl
import pytest

from trends.report.outlook import take_outlook, tell_outlook


@pytest.fixture
def expect(make):
    """Say what to expect of a topic that rose from 0.4 to 2.1% of papers, but for the numbers given."""
    ahead = {"expected": date(2026, 7, 1), "share_expected": 0.03, "share_expected_low": 0.014, "share_expected_high": 0.052}
    return lambda **row: tell_outlook(make.evidence | ahead | row, "quarter")


def test_a_rise_is_told_with_the_share_to_expect_its_interval_and_the_period(expect):
    assert expect() == " In Q3 2026, expect 3% (90% interval 1.4 to 5.2%)."


def test_an_interval_that_holds_the_share_from_which_a_topic_rose_says_nothing(expect):
    assert expect(share_expected_low=0.003) == ""
    assert expect(share_first=0.0, share_expected_low=0.0) == ""


def test_a_fall_is_told_only_where_the_interval_leaves_out_that_the_topic_comes_back(expect):
    falling = {"trend": "falling", "growth": -0.3, "share_first": 0.06, "share_expected_low": 0.0}
    assert expect(**falling).endswith("(90% interval 0 to 5.2%).")
    assert expect(**falling | {"share_first": 0.05}) == ""


def test_of_a_topic_that_is_not_proven_to_move_nothing_is_foretold(expect):
    assert expect(trend="unclear") == ""


def test_a_run_that_forecasts_nothing_foretells_nothing(expect, make):
    assert take_outlook({}).is_empty()
    assert tell_outlook(make.evidence, "quarter") == ""


def test_the_last_period_counts_and_the_method_that_expects_a_change():
    rows = [
        (topic, date(2026, month, 1), share, share / 2, share * 2, method)
        for topic in (0, 1)
        for month in (1, 4)
        for method, share in (("naive", 0.1), ("field", 0.01 * month))
    ]
    forecast = pl.DataFrame(rows, schema=["topic", "period", "share", "low", "high", "method"], orient="row")
    outlook = take_outlook({"forecast": forecast})
    assert outlook.rows() == [(topic, date(2026, 4, 1), 0.04, 0.02, 0.08) for topic in (0, 1)]
