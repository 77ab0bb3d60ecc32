"""Growth of each topic within each stratum: whether venues, categories or sources tell the same."""

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from trends.data import Series
from trends.stats.counting.grid import Grid, lay_grid
from trends.stats.growth.regression import can_fit, fit_slopes
from trends.stats.growth.slopes import bound

AGREEMENT_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64,
        "stratum": pl.String,
        "growth": pl.Float64,
        "growth_low": pl.Float64,
        "growth_high": pl.Float64,
        "n_papers": pl.Int64,
        "n_periods": pl.Int64,
        "agrees": pl.Boolean,
    }
)


def compare_strata(series: Series, growth: pl.DataFrame) -> pl.DataFrame:
    """Estimate the growth of each topic within each stratum, and hold it against that of the whole.

    Parameters
    ----------
    series
        Counts and totals of strata that are held constant.
    growth
        What `estimate_growth` says of the series.

    Returns
    -------
    Columns of `AGREEMENT_SCHEMA`, a row per topic and stratum, sorted by topic, strata with most papers of the topic first,
    ties by name; empty where papers are pooled. ``growth`` of the share of the stratum's papers, a fraction per year, lies
    between ``growth_low`` and ``growth_high`` (95 %); all three are null with fewer than 10 papers of the topic there, in
    fewer than 5 periods with papers of the stratum, or where no finite growth fits best. ``n_papers`` of the topic stand in
    the ``n_periods`` of the stratum (papers that count by parts are rounded). ``agrees`` is false where the whole interval
    lies on the other side of no growth than the growth of the whole: a wide interval agrees with everything. It is null
    where either growth is.

    Notes
    -----
    The regression of `estimate_growth` on one stratum at a time. Overdispersion is shared among the topics of a stratum.
    """
    if series.stratum_kind is None:
        return pl.DataFrame(schema=AGREEMENT_SCHEMA)
    grid = lay_grid(series)
    parts = [_estimate_within(grid, place) for place in range(len(grid.strata))]
    whole = growth.select("topic", whole="growth")
    table = pl.concat([pl.DataFrame(schema=AGREEMENT_SCHEMA).drop("agrees"), *parts]).join(whole, on="topic", how="left")
    against = pl.when(pl.col("whole") > 0).then(pl.col("growth_high") < 0).otherwise(pl.col("growth_low") > 0)
    known = pl.col("whole").is_not_null() & pl.col("growth").is_not_null()
    judged = table.with_columns(agrees=pl.when(known).then(~against)).select(AGREEMENT_SCHEMA.names())
    return judged.sort("topic", "n_papers", "stratum", descending=[False, True, False])


def _estimate_within(grid: Grid, place: int) -> pl.DataFrame:
    """Estimate the growth of every topic in one stratum, a position among those of the grid."""
    own = _keep_stratum(grid, place)
    fitted = np.flatnonzero(can_fit(own.counts, own.totals, own.years))
    columns = {name: np.full(len(own.topics), np.nan) for name in ("growth", "growth_low", "growth_high")}
    if fitted.size:
        found = fit_slopes(own, fitted)
        for name, values in bound(found.slopes, name="growth").items():
            columns[name][fitted] = np.where(found.settled, values, np.nan)
    return pl.DataFrame(
        {
            "topic": own.topics,
            "stratum": [grid.strata[place]] * len(own.topics),
            **{name: pl.Series(values, dtype=pl.Float64).fill_nan(None) for name, values in columns.items()},
            "n_papers": pl.Series(own.counts.sum(axis=(1, 2))).round().cast(pl.Int64),
            "n_periods": pl.Series([own.n_periods] * len(own.topics), dtype=pl.Int64),
        }
    )


def _keep_stratum(grid: Grid, place: int) -> Grid:
    """Return the grid of one stratum in the periods in which it has papers."""
    there = grid.totals[place] > 0
    return replace(
        grid,
        periods=grid.periods.filter(pl.Series(there)),
        years=grid.years[there],
        strata=grid.strata[place : place + 1],
        counts=grid.counts[:, place : place + 1, there],
        totals=grid.totals[place : place + 1, there],
        shares=grid.shares[:, there],
        papers=grid.papers[there],
    )
