"""Shares that were forecast before an origin, held against shares that came."""

from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.backtesting.papers import Papers
from trends.backtesting.settings import MONTHS, BacktestSettings, Length
from trends.data import Series, Topics
from trends.stats.field.change import contrast
from trends.stats.field.estimate import average_field, estimate_field
from trends.stats.field.nearness import share_papers
from trends.stats.forecasting.forecast import FORECAST_SCHEMA, GUIDE_SCHEMA, METHODS, forecast
from trends.stats.forecasting.scores import FORECAST_SCORES_SCHEMA, score_forecasts

CAME_SCHEMA: Final = pl.Schema({"origin": pl.Date(), **FORECAST_SCHEMA, "came": pl.Float64()})
ERRORS_SCHEMA: Final = pl.Schema({"origin": pl.Date(), **FORECAST_SCORES_SCHEMA})


def foretell(papers: Papers, topics: Topics, *, now: int, settings: BacktestSettings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Forecast pooled shares from all papers before the origin, and score them."""
    matrix, period = papers.embeddings.matrix, papers.period
    shares = share_papers(matrix, topics.centroids, temperature=0)
    series = _count(shares, topics, period=period, every=settings.every)
    before, recent = period < now, (period >= now - settings.recent) & (period < now)
    years = period * MONTHS[settings.every] / 12
    long = contrast(years, papers.strata, recent=recent, earlier=before & ~recent)
    field = estimate_field(matrix, long, strata=papers.strata, at=matrix[recent])
    slope = average_field(field, shares[recent])
    guide = pl.DataFrame({"topic": topics.table["topic"], "slope": slope}, schema=GUIDE_SCHEMA)
    origin = date(now * MONTHS[settings.every] // 12, now * MONTHS[settings.every] % 12 + 1, 1)
    past, came = series.filter(pl.col("period") < origin), series.filter(pl.col("period") >= origin)
    said = forecast(
        Series(past, settings.every, origin), n_periods=settings.horizon, methods=METHODS, guide=guide, seed=settings.seed
    )
    known = came.select("topic", "period", came="share")
    errors = score_forecasts(said, came, past=past)
    return said.join(known, on=["topic", "period"], how="left", maintain_order="left"), errors


def _count(shares: NDArray[np.float32], topics: Topics, *, period: NDArray[np.int64], every: Length) -> pl.DataFrame:
    """Count the papers of each topic in each period, a full grid of the columns of a series."""
    first = int(period.min())
    place = period - first
    totals = np.bincount(place)
    counts = np.zeros((len(totals), shares.shape[1]))
    np.add.at(counts, place, shares)
    months = (np.arange(len(totals)) + first) * MONTHS[every]
    days = pl.Series([date(month // 12, month % 12 + 1, 1) for month in months.tolist()], dtype=pl.Date)
    grid = pl.DataFrame(
        {
            "topic": topics.table["topic"].gather(np.repeat(np.arange(shares.shape[1]), len(totals))),
            "period": days.gather(np.tile(np.arange(len(totals)), shares.shape[1])),
            "count": counts.T.ravel().round().astype(np.int64),
            "total": np.tile(totals, shares.shape[1]).astype(np.int64),
        }
    )
    share = pl.when(pl.col("total") > 0).then(pl.col("count") / pl.col("total"))
    return grid.with_columns(share=share, partial=pl.lit(False))
