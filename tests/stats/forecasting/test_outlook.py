import numpy as np
import polars as pl
import pytest

from trends.stats.counting.years import count_year
from trends.stats.forecasting.forecast import FORECAST_SCHEMA, GUIDE_SCHEMA
from trends.stats.forecasting.outlook import look_ahead

COUNTS = np.array([[100, 110, 90, 105, 95, 100, 104, 98, 101], [50, 50, 50, 50, 50, 50, 50, 50, 50]])
TOTALS = np.full(9, 1_000)


@pytest.mark.parametrize(
    ("every", "n_periods", "n_ahead"), [("month", 60, 12), ("month", 9, 3), ("quarter", 20, 4), ("year", 9, 1), ("year", 2, 1)]
)
def test_a_year_is_looked_ahead_but_no_more_than_a_third_of_what_lies_behind(series_of, every, n_periods, n_ahead):
    series = series_of(np.full((1, n_periods), 50), np.full(n_periods, 1_000), every=every)
    assert count_year(series) == n_ahead


def test_the_method_of_the_field_stands_before_the_naive_one(series_of):
    guide = pl.DataFrame({"topic": [0, 1], "slope": [0.4, -0.4]}, schema=GUIDE_SCHEMA)
    table = look_ahead(series_of(COUNTS, TOTALS, every="year"), guide=guide)
    assert table.schema == FORECAST_SCHEMA
    shares = {(method, topic): share for topic, share, method in table.select("topic", "share", "method").iter_rows()}
    assert list(shares) == [("field", 0), ("field", 1), ("naive", 0), ("naive", 1)]
    assert shares["field", 0] > shares["naive", 0]
    assert shares["field", 1] < shares["naive", 1]
    assert table.select(inside=pl.col("share").is_between("low", "high"))["inside"].all()


def test_without_a_field_the_damped_trend_stands_in(series_of):
    table = look_ahead(series_of(COUNTS, TOTALS, every="year"), guide=None)
    assert table["method"].unique().sort().to_list() == ["damped", "naive"]


def test_the_first_period_is_the_one_after_the_last_that_is_over(series_of):
    series = series_of(COUNTS, TOTALS, every="year", n_partial=1)
    assert look_ahead(series, guide=None)["period"].min() == series.table["period"].max()


def test_two_periods_are_no_past(series_of):
    assert look_ahead(series_of(COUNTS[:, :2], TOTALS[:2], every="year"), guide=None).is_empty()
