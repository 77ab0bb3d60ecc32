"""Periods joined to longer ones, where there are too many to compare one by one."""

from typing import Final

import polars as pl

from trends.data import Every
from trends.data.calendar import end_of

_LONGER: Final[dict[Every, tuple[Every, str]]] = {
    "day": ("month", "1mo"),
    "week": ("month", "1mo"),
    "month": ("quarter", "1q"),
    "quarter": ("year", "1y"),
}


def join_periods(rows: pl.DataFrame, *, keys: list[str], every: Every, most: int) -> tuple[pl.DataFrame, Every]:
    """Join periods to longer ones until there are at most so many, or they are years.

    Parameters
    ----------
    rows
        ``period``, ``count``, ``total`` and ``share`` by the keys; only complete periods.
    keys
        The other columns, which tell apart the rows of a period.
    every
        Length of the periods.
    most
        Most periods that there should be.

    Returns
    -------
    tuple[pl.DataFrame, Every]
        The same columns, sorted by key and period, and the new length. Counts and totals are sums, the share is the mean
        weighted by the totals, null where these are 0. What the rows cover only in part, at either end, is left out.
    """
    columns = [*keys, "period", "count", "total", "share"]
    table = rows.select(columns)
    first, last = table["period"].min(), end_of(table["period"].max(), every=every)  # type: ignore[arg-type]
    while table["period"].n_unique() > most and every in _LONGER:
        every, width = _LONGER[every]
        mean = (pl.col("share") * pl.col("total")).sum() / pl.col("total").sum()
        joined = table.group_by(*keys, pl.col("period").dt.truncate(width))
        table = joined.agg(pl.col("count", "total").sum(), mean.fill_nan(None).alias("share"))
    ends = pl.Series([end_of(start, every=every) for start in table["period"]], dtype=pl.Date)
    return table.filter((table["period"] >= first) & (ends <= last)).select(columns).sort(*keys, "period", nulls_last=True), every
