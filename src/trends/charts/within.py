"""Growth within each venue, category or source: what a page may draw in place of that of all papers."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from trends.charts.factors import factor_axis, factor_range, with_factors


def growth_within(statistics: Mapping[str, pl.DataFrame], *, topics: pl.Series) -> pl.DataFrame:
    """Return the growth of these topics wherever a stratum has one, as `with_factors` lays it out; nothing is tested there.

    Without the statistic ``agreement`` the table is empty.
    """
    known = {"topic": pl.Int64, "stratum": pl.String, "n_papers": pl.Int64}
    known |= dict.fromkeys(("growth", "growth_low", "growth_high"), pl.Float64)
    rows = statistics.get("agreement", pl.DataFrame(schema=known)).select(list(known))
    drawn = rows.filter(pl.col("growth").is_not_null() & pl.col("topic").is_in(topics.implode()))
    return with_factors(drawn.with_columns(q=pl.lit(None, dtype=pl.Float64)))


def points_within(drawn: pl.DataFrame) -> dict[int, dict[str, Any]]:
    """Return by topic and stratum where the point stands, how far its interval reaches and what is said of it."""
    found: dict[int, dict[str, Any]] = {}
    for row in drawn.iter_rows(named=True):
        facts = [row[name] for name in ("rate", "rate_low", "rate_high", "n_papers")]
        place = {"at": row["at"], "up": row["up"], "down": row["down"], "facts": facts}
        found.setdefault(row["topic"], {})[row["stratum"]] = place
    return found


def axes_within(drawn: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """Return by stratum what is other of the axis of growth."""
    parts = drawn.partition_by("stratum", as_dict=True, maintain_order=True)
    axes = {str(name): factor_axis(*factor_range(rows)) for (name,), rows in parts.items()}
    return {name: {key: axis[key] for key in ("range", "tickvals", "ticktext")} for name, axis in axes.items()}
