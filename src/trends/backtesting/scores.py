"""Scores of each origin of a backtest, and how good they could be."""

from typing import Final

import polars as pl

from trends.backtesting.settings import BacktestSettings

SCORES_SCHEMA: Final = pl.Schema(
    {
        "origin": pl.Date,
        "every": pl.String,
        "method": pl.String,
        "n_topics": pl.Float64,
        "spearman": pl.Float64,
        "precision": pl.Float64,
        "chance": pl.Float64,
        "csi": pl.Float64,
        "top_ratio": pl.Float64,
        "ceiling": pl.Float64,
    }
)


def score_origins(rankings: pl.DataFrame, *, settings: BacktestSettings) -> pl.DataFrame:
    """Average the scores of the chosen layer over the splits of each origin.

    Parameters
    ----------
    rankings
        Columns of `RANKINGS_SCHEMA`.
    settings
        What was held against what.

    Returns
    -------
    Columns of `SCORES_SCHEMA`, a row per origin and method. ``every`` is the length of a period, ``n_topics`` a mean;
    ``chance`` is the precision of a draw by lot; ``ceiling`` the rank correlation with what followed that perfect foresight
    would reach, null where the halves of what followed do not agree at all. The others are those of `score_ranking`.

    Notes
    -----
    The reliability of what followed is that of its halves by Spearman 1910 and Brown 1910, *British Journal of Psychology*
    3, 271-322: 2r / (1 + r); a correlation with it is at most its square root.
    """
    chosen = rankings.filter("chosen").group_by("origin", "method", maintain_order=True)
    first = (pl.col("n_topics") // 3).clip(1, settings.k)
    scores = chosen.agg(
        pl.col("n_topics", "spearman", "precision").mean(),
        chance=(first / pl.col("n_topics")).mean(),
        csi=pl.col("csi").mean(),
        top_ratio=pl.col("top_ratio").mean(),
        halves=pl.col("halves").mean(),
    )
    reliable = 2 * pl.col("halves") / (1 + pl.col("halves"))
    ceiling = pl.when(pl.col("halves") > 0).then(reliable.sqrt())
    told = scores.with_columns(every=pl.lit(settings.every), ceiling=ceiling)
    return told.select(SCORES_SCHEMA.names()).cast(dict(SCORES_SCHEMA))  # type: ignore[arg-type]
