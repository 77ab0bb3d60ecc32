"""Counts and shares of topics over calendar periods."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import polars as pl

from trends.data.rules import check_no_nulls, check_schema, check_unique
from trends.errors import DataError

Every = Literal["day", "week", "month", "quarter", "year"]

PERIODS: Final[tuple[Every, ...]] = ("day", "week", "month", "quarter", "year")

SERIES_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64,
        "period": pl.Date,
        "count": pl.Int64,
        "total": pl.Int64,
        "share": pl.Float64,
        "partial": pl.Boolean,
    }
)


@dataclass(frozen=True)
class Series:
    """A full grid of topics × calendar periods.

    Attributes
    ----------
    table
        A row per topic and period, sorted by both. ``period`` is the first day (weeks start on Monday); ``count`` papers
        of the topic, 0 in a gap; ``total`` papers of the period, outliers included; ``share`` = count / total, a
        fraction, null where total is 0; ``partial`` marks the running period, which `until` cuts short.
    every
        Length of a period.
    until
        First day that the papers no longer cover (exclusive).
    """

    table: pl.DataFrame
    every: Every
    until: date

    def __post_init__(self) -> None:
        """Check the rules."""
        table = self.table
        check_schema(table, SERIES_SCHEMA, name="series")
        check_no_nulls(table, ["topic", "period", "count", "total", "partial"], name="series")
        check_unique(table, ["topic", "period"], name="series")
        if self.every not in PERIODS:
            raise DataError(f"series has periods of {self.every!r}, it must be one of {PERIODS}")
        if table.height != table["topic"].n_unique() * table["period"].n_unique():
            raise DataError("series is not a full grid: a gap must be a row with count 0")
        more = table.filter((pl.col("count") > pl.col("total")) | (pl.col("count") < 0))
        if more.height:
            raise DataError(f"series counts {more['count'][0]} of {more['total'][0]} papers in {more['period'][0]}")
