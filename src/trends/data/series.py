"""Counts and shares of topics over calendar periods."""

import html
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

import polars as pl

from trends.data.calendar import PERIODS, Every
from trends.data.phrases import counted
from trends.data.rules import check_no_nulls, check_schema, check_unique
from trends.errors import DataError

ALL_PAPERS: Final = "all papers of the period"

# Of fewer no growth is told. Five periods leave three degrees of freedom for the dispersion; below that its estimate is mostly
# chance. With ten papers the test is still honest, but the interval already spans a factor of several.
FEWEST_PERIODS: Final = 5
FEWEST_PAPERS: Final = 10

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
INTERVAL_SCHEMA: Final = pl.Schema({"low": pl.Float64, "high": pl.Float64})
STRATA_SCHEMA: Final = pl.Schema(
    {"topic": pl.Int64, "stratum": pl.String, "period": pl.Date, "count": pl.Float64, "total": pl.Int64}
)


@dataclass(frozen=True)
class Series:
    """A full grid of topics × calendar periods.

    Attributes
    ----------
    table
        A row per topic and period, sorted by both. ``period`` is the first day (weeks start on Monday); ``count`` papers
        of the topic, 0 in a gap; ``total`` papers of the period, outliers included, both as observed; ``share`` of the
        topic, a fraction, null where total is 0: count / total unless `denominator` says otherwise; ``partial`` marks the
        running period, which `until` cuts short. ``low`` and ``high`` bound the share with 95 % confidence, null where
        it is; a series made without them has neither column.
    every
        Length of a period.
    until
        First day that the papers no longer cover (exclusive).
    strata
        What the shares are made from where they are not count / total, else empty: a row per topic, stratum and period
        in which the stratum has papers, sorted by the three; ``count`` papers of the topic, where papers belong to
        several topics a sum of fractions, of ``total`` papers of the stratum.
    stratum_kind
        What the strata are: ``venue``, ``category`` or ``source``; None where papers are pooled.
    denominator
        What a share is a share of, in words, to follow "share of".
    """

    table: pl.DataFrame
    every: Every
    until: date
    strata: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=STRATA_SCHEMA))
    stratum_kind: Literal["venue", "category", "source"] | None = None
    denominator: str = ALL_PAPERS

    def __post_init__(self) -> None:
        """Check the rules."""
        table = self.table
        bounds = INTERVAL_SCHEMA if "low" in table.columns else {}
        check_schema(table, {**SERIES_SCHEMA, **bounds}, name="series")
        check_no_nulls(table, ["topic", "period", "count", "total", "partial"], name="series")
        check_unique(table, ["topic", "period"], name="series")
        if self.every not in PERIODS:
            raise DataError(f"series has periods of {self.every!r}, it must be one of {PERIODS}")
        if table.height != table["topic"].n_unique() * table["period"].n_unique():
            raise DataError("series is not a full grid: a gap must be a row with count 0")
        more = table.filter((pl.col("count") > pl.col("total")) | (pl.col("count") < 0))
        if more.height:
            raise DataError(f"series counts {more['count'][0]} of {more['total'][0]} papers in {more['period'][0]}")
        self._check_strata()

    def _repr_html_(self) -> str:
        topics, periods = (self.table[name].n_unique() for name in ("topic", "period"))
        size = f"<b>Series</b> of {counted(topics, 'topic')} in {counted(periods, self.every)}"
        return f"<p>{size}, as shares of {html.escape(self.denominator)}</p>{self.table._repr_html_()}"

    @property
    def complete(self) -> pl.DataFrame:
        """The rows of the periods that are over."""
        return self.table.filter(~pl.col("partial"))

    @property
    def measured(self) -> pl.DataFrame:
        """The rows that rates are estimated from: of periods that are over and hold papers."""
        return self.complete.filter(pl.col("total") > 0)

    @property
    def measured_periods(self) -> list[date]:
        """First days of the periods that rates are estimated from, sorted."""
        return self.measured["period"].unique().sort().to_list()

    def _check_strata(self) -> None:
        strata = self.strata
        check_schema(strata, STRATA_SCHEMA, name="strata")
        check_no_nulls(strata, strata.columns, name="strata")
        check_unique(strata, ["topic", "stratum", "period"], name="strata")
        n_cells = strata.select(pl.struct("stratum", "period").n_unique()).item()
        if strata.height != strata["topic"].n_unique() * n_cells:
            raise DataError("strata are not a full grid: each topic must have a row for each stratum and period with papers")
        if self.stratum_kind and strata.is_empty() and self.table.height:
            raise DataError(f"series holds {self.stratum_kind!r} constant without any strata, it must have both or neither")
