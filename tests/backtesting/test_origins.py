from datetime import date

import polars as pl
import pytest

from trends.backtesting.origins import Calendar, check_origins, choose_origins, lay_calendar, windows
from trends.backtesting.settings import BacktestSettings
from trends.data import Series
from trends.data.series import SERIES_SCHEMA
from trends.errors import ConfigError, DataError

YEARS = Calendar("year", 2016, 2025)
BY_YEAR = BacktestSettings(every="year", **windows("year"))


def series_of(days, *, every, until, partial=()):
    rows = [(0, day, 1, 10, 0.1, day in partial) for day in days]
    return Series(pl.DataFrame(rows, schema=SERIES_SCHEMA, orient="row"), every, until)


def test_the_last_origins_are_those_whose_outcome_is_known():
    assert choose_origins(YEARS, settings=BY_YEAR, n_origins=3) == [date(year, 1, 1) for year in (2022, 2023, 2024)]


def test_origins_stand_a_horizon_apart_so_that_no_outcome_counts_twice():
    settings = BacktestSettings(every="month", **windows("month"))
    calendar = Calendar("month", 2024 * 12, 2025 * 12 + 6)
    origins = choose_origins(calendar, settings=settings, n_origins=3)
    assert origins == [date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1)]


def test_no_origin_stands_before_three_windows_of_papers():
    assert choose_origins(YEARS, settings=BY_YEAR, n_origins=50)[0] == date(2019, 1, 1)


def test_a_run_too_short_says_how_long_it_must_be():
    with pytest.raises(DataError, match="covers 3 complete years, a backtest needs 4"):
        choose_origins(Calendar("year", 2020, 2023), settings=BY_YEAR, n_origins=5)


def test_an_origin_whose_outcome_is_not_known_yet_is_an_error():
    with pytest.raises(ConfigError, match="2025-01-01 is too late to know what followed, it must be 2024-01-01 or before"):
        check_origins([date(2023, 1, 1), date(2025, 1, 1)], calendar=YEARS, settings=BY_YEAR)


def test_a_running_period_is_no_part_of_the_calendar():
    days = [date(2020 + number // 4, 3 * (number % 4) + 1, 1) for number in range(8)]
    series = series_of(days, every="quarter", until=date(2021, 11, 5), partial=[days[0], days[-1]])
    calendar = lay_calendar(series)
    assert calendar.day(calendar.first) == date(2020, 4, 1)
    assert calendar.day(calendar.end) == date(2021, 10, 1)


def test_weeks_are_asked_by_month_and_a_month_cut_short_is_left_out():
    series = series_of([date(2024, 1, 8), date(2024, 1, 15)], every="week", until=date(2024, 3, 1))
    calendar = lay_calendar(series)
    assert calendar.every == "month"
    assert calendar.day(calendar.first) == date(2024, 2, 1)
    assert calendar.day(calendar.end) == date(2024, 3, 1)
