"""Which days the periods of a series cover, and how people name them."""

from datetime import date, timedelta
from typing import Final

import polars as pl

from trends.data import Every, Series
from trends.report.phrases import period

LONGEST: Final[dict[Every, int]] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}


def complete_periods(series: Series) -> list[date]:
    """Return the first days of the periods that growth is estimated from: not partial, and with papers."""
    return series.table.filter(~pl.col("partial"), pl.col("total") > 0)["period"].unique().sort().to_list()


def end_of(start: date, *, every: Every) -> date:
    """Return the first day after the period that begins on a day."""
    after = start + timedelta(days=LONGEST[every])
    return after if every in ("day", "week") else after.replace(day=1)


def name_span(first: date, last: date, *, every: Every) -> str:
    """Return the span from one period to another: Jan–Jun 2024, Q4 2023–Q1 2024, 2021–2023, 3 Mar–13 Apr 2025."""
    if every == "week":
        return name_span(first, last + timedelta(days=6), every="day")
    begin, end = period(first, every=every), period(last, every=every)
    if begin == end:
        return end
    if first.year == last.year:
        begin = begin.removesuffix(f" {last.year}")
    return f"{begin}–{end}"
