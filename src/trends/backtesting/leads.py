"""When the topics that rise today would have been called rising, by the run's own rule, and how far they had come."""

from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from trends.data import Series
from trends.stats import estimate_growth
from trends.stats.counting.grid import DAYS_PER_YEAR

LEADS_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64,
        "trend": pl.String,
        "called": pl.Date,
        "n_papers": pl.Int64,
        "share_called": pl.Float64,
        "share_last": pl.Float64,
        "lead_years": pl.Float64,
    }
)


def find_leads(series: Series) -> pl.DataFrame:
    """Ask at the start of each period which topics rise, from the periods before it alone.

    The topics themselves are those of today, found with later papers: this tells how early the counts would have spoken,
    not whether the topic would have been found. That is what `backtest` is for.

    Parameters
    ----------
    series
        Counts of the topics; partial periods are left out.

    Returns
    -------
    Columns of `LEADS_SCHEMA`, a row for each topic that rises at the end or ever did, those called first on top.
    ``trend`` is that of all complete periods. ``called`` is the first day on which the periods before made it ``rising``
    (q ≤ 0.05), null where only the last period does; ``n_papers`` it had until then. ``share_called`` and ``share_last``
    are its shares then and at the end, each pooled over the last quarter of the periods, ``lead_years`` is the time between.
    """
    periods = series.complete["period"].unique().sort()
    today = estimate_growth(_cut(series, before=series.until)).select("topic", "trend", "share_last")
    calls = [_call(series, day) for day in periods[1:]]
    first = pl.concat(calls).unique("topic", keep="first", maintain_order=True)
    lead = (pl.lit(series.until) - pl.col("called")).dt.total_days() / DAYS_PER_YEAR
    told = today.join(first, on="topic", how="left").with_columns(lead_years=lead)
    listed = told.filter((pl.col("trend") == "rising") | pl.col("called").is_not_null())
    return listed.select(LEADS_SCHEMA.names()).cast(dict(LEADS_SCHEMA)).sort("called", "topic", nulls_last=True)  # type: ignore[arg-type]


def _call(series: Series, day: date) -> pl.DataFrame:
    """List the topics that are called rising on a day."""
    rising = estimate_growth(_cut(series, before=day)).filter(trend="rising")
    return rising.select("topic", "n_papers", called=pl.lit(day), share_called="share_last")


def _cut(series: Series, *, before: date) -> Series:
    """Leave out the periods from a day on, and the partial ones."""
    whole = series.complete.filter(pl.col("period") < before)
    strata = series.strata.filter(pl.col("period").is_in(whole["period"].unique().implode()))
    return replace(series, table=whole, strata=strata)
