"""Counted papers to a series: the full grid of topics and periods, with shares and their intervals."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import OUTLIER, Series, Topics
from trends.data.audit import StratumKind, has_name
from trends.data.phrases import counted
from trends.data.series import ALL_PAPERS, INTERVAL_SCHEMA, SERIES_SCHEMA
from trends.stats.counting.grid import lay_strata
from trends.stats.counting.intervals import wilson
from trends.stats.counting.periods import Calendar
from trends.stats.counting.strata import standardise

_COLUMNS: Final = [*SERIES_SCHEMA, *INTERVAL_SCHEMA]


def fill_series(
    calendar: Calendar,
    topics: Topics,
    papers: pl.DataFrame,
    *,
    stratum_kind: StratumKind | None,
    memberships: pl.DataFrame | None,
) -> Series:
    """Spread counts over the full grid of topics and periods.

    Parameters
    ----------
    calendar
        The periods.
    topics
        The topics.
    papers
        A row per counted paper: ``id, topic, stratum, period``; a period without any is a gap.
    stratum_kind, memberships
        As for `count`.
    """
    counts = papers.filter(pl.col("topic") != OUTLIER).group_by("topic", "period").agg(pl.len().cast(pl.Int64).alias("count"))
    ids = topics.table.select("topic")
    totals = papers.group_by("period").agg(pl.len().cast(pl.Int64).alias("total"))
    periods = calendar.table.drop("total").join(totals, on="period", how="left", maintain_order="left")
    grid = ids.join(periods, how="cross").join(counts, on=["topic", "period"], how="left")
    grid = grid.with_columns(pl.col("count", "total").fill_null(0)).sort("topic", "period")
    if stratum_kind is None and memberships is None:
        share = grid.select(pl.when(pl.col("total") > 0).then(pl.col("count") / pl.col("total")).fill_null(np.nan))
        table = _with_shares(grid, share.to_series().to_numpy(), worth=grid["total"].cast(pl.Float64).to_numpy())
        return Series(table, calendar.every, calendar.until)
    strata = _fill_strata(ids, papers, memberships=memberships)
    shares, worth = standardise(*lay_strata(strata, periods=periods["period"], n_topics=ids.height))
    return Series(
        table=_with_shares(grid, shares.ravel(), worth=worth.ravel()),
        every=calendar.every,
        until=calendar.until,
        strata=strata,
        stratum_kind=stratum_kind,
        denominator=_name_denominator(strata, stratum_kind=stratum_kind, parts=memberships is not None),
    )


def _with_shares(grid: pl.DataFrame, shares: NDArray[np.float64], *, worth: NDArray[np.float64]) -> pl.DataFrame:
    low, high = wilson(shares, worth)
    columns = {name: pl.Series(values).fill_nan(None) for name, values in (("share", shares), ("low", low), ("high", high))}
    return grid.with_columns(**columns).select(_COLUMNS)


def _fill_strata(ids: pl.DataFrame, papers: pl.DataFrame, *, memberships: pl.DataFrame | None) -> pl.DataFrame:
    """Count each topic in each stratum and period in which the stratum has papers."""
    cells = papers.group_by("stratum", "period").agg(pl.len().cast(pl.Int64).alias("total"))
    whole = papers.with_columns(share=pl.lit(1.0))
    parts = whole if memberships is None else memberships.join(papers.drop("topic"), on="id")
    key = ["topic", "stratum", "period"]
    counts = parts.group_by(key).agg(pl.col("share").sum().cast(pl.Float64).alias("count"))
    filled = ids.join(cells, how="cross").join(counts, on=key, how="left").with_columns(pl.col("count").fill_null(0.0))
    return filled.select(*key, "count", "total").sort(key)


def _name_denominator(strata: pl.DataFrame, *, stratum_kind: StratumKind | None, parts: bool) -> str:
    denominator = ALL_PAPERS
    n_known, names = strata["stratum"].n_unique(), strata.filter(has_name())["stratum"].unique()
    if stratum_kind and len(names):
        rest = " or none" if len(names) < n_known else ""
        where = f"with the {stratum_kind} {names[0]}" if len(names) == 1 else f"in {counted(len(names), stratum_kind)}"
        same = ", each with the same weight in every period" if n_known > 1 else ""
        denominator = f"{ALL_PAPERS} {where}{rest}{same}"
    return f"{denominator}, where a paper counts in several topics by parts" if parts else denominator
