"""The shares of all topics as the page reads them, to draw a topic alone and to count anew within a stratum."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from trends.data import Audit, Series
from trends.data.calendar import end_of, period_name
from trends.data.trust import untrusted_periods

_DIGITS: Final = 4


def make_grid(series: Series, *, audit: Audit | None = None) -> dict[str, Any]:
    """Return the periods of a series that are over as lists, one value per period.

    Returns
    -------
    dict
        ``periods`` (first days), ``ends`` (first days after), ``names``, ``total``; ``topics``, by topic: ``count``, ``share``
        and, where the series has them, ``low`` and ``high`` (fractions, null where unknown); ``kind``, what the strata are,
        null where there are none; ``strata``, by name, the largest first: ``total`` and ``topics``, counts by topic.
        ``untrusted``, there and of all papers, is why the `audit` does not trust a period, null where it does.
    """
    rows = series.complete.sort("topic", "period")
    periods = rows["period"].unique().sort().to_list()
    values = [name for name in ("count", "share", "low", "high") if name in rows.columns]
    rounded = rows.with_columns(pl.col(pl.Float64).round_sig_figs(_DIGITS))
    topics = rounded.group_by("topic", maintain_order=True).agg(values).to_dicts()
    total = rows.unique("period", maintain_order=True).sort("period")["total"].to_list()
    return {
        "periods": [day.isoformat() for day in periods],
        "ends": [end_of(day, every=series.every).isoformat() for day in periods],
        "names": [period_name(day, series.every) for day in periods],
        "total": total,
        "untrusted": _doubt(series, audit, periods=periods),
        "topics": {row["topic"]: {name: row[name] for name in values} for row in topics},
        "kind": series.stratum_kind,
        "strata": {
            name: _count_within(series, name, periods=periods)
            | {"untrusted": _doubt(series, audit, periods=periods, stratum=name)}
            for name in list_strata(series)
        },
    }


def list_strata(series: Series) -> list[str]:
    """Return the names of the strata, the largest first; empty where papers are pooled."""
    sizes = series.strata.unique(["stratum", "period"]).group_by("stratum").agg(pl.col("total").sum())
    return sizes.sort(["total", "stratum"], descending=[True, False])["stratum"].to_list() if series.stratum_kind else []


def _doubt(series: Series, audit: Audit | None, *, periods: Sequence[date], stratum: str | None = None) -> list[str | None]:
    found = dict(untrusted_periods(audit, series, stratum=stratum).iter_rows()) if audit else {}
    return [found.get(period) for period in periods]


def _count_within(series: Series, stratum: str, *, periods: Sequence[Any]) -> dict[str, Any]:
    """Return the papers of a stratum and of each topic in it; 0 in a period without any."""
    rows = series.strata.filter(pl.col("stratum") == stratum)
    calendar = pl.DataFrame({"period": periods}, schema={"period": pl.Date})
    counts = calendar.join(rows.pivot("topic", index=["period", "total"], values="count"), on="period", how="left")
    filled = counts.fill_null(0).sort("period").with_columns(pl.col(pl.Float64).round_sig_figs(_DIGITS))
    topics = filled.drop("period", "total")
    return {"total": filled["total"].to_list(), "topics": {column.name: column.to_list() for column in topics}}
