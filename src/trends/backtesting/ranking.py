"""Growth that was seen before an origin, held against growth that followed."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.backtesting.papers import Papers
from trends.backtesting.settings import MONTHS, BacktestSettings
from trends.data import Layers, Topics
from trends.stats.field.change import Contrast, contrast, measure_change
from trends.stats.field.estimate import average_field, choose_n_neighbours, estimate_field, find_near
from trends.stats.field.nearness import choose_temperature, share_papers
from trends.stats.forecasting.scores import RANKING_SCHEMA, rank_correlation, score_ranking
from trends.stats.growth.borrowing import borrow_strength

RANKINGS_SCHEMA: Final = pl.Schema(
    {
        "origin": pl.Date(),
        "layer": pl.Int64(),
        "chosen": pl.Boolean(),
        "method": pl.String(),
        "split": pl.Int64(),
        **RANKING_SCHEMA,
        "halves": pl.Float64(),
    }
)
SEEN_SCHEMA: Final = pl.Schema(
    {
        "origin": pl.Date,
        "layer": pl.Int64,
        "topic": pl.Int64,
        "label": pl.String,
        "n_recent": pl.Int64,
        "naive": pl.Float64,
        "counts": pl.Float64,
        "field": pl.Float64,
        "borrowed": pl.Float64,
        "followed": pl.Float64,
    }
)

_RANKED: Final = ("naive", "counts", "field", "borrowed")
_HALVES: Final = ("one_half", "other_half")
_FEWEST: Final = 5


def rank(papers: Papers, layers: Layers, *, now: int, settings: BacktestSettings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Hold the growth that each method sees in one half of the recent papers against that which follows from the other."""
    matrix, period = np.asarray(papers.embeddings.matrix), papers.period
    recent = (period >= now - settings.recent) & (period < now)
    before = np.flatnonzero(period < now)
    near = before[find_near(matrix[before], at=matrix[recent], n_neighbours=choose_n_neighbours(len(before)))]
    shares = [_share(topics, matrix, before=before, n_topics_each=settings.n_topics_each) for topics in layers.topics]
    random, again = np.random.default_rng(settings.seed), np.random.default_rng([settings.seed, 1])
    rankings, seen = [], []
    for split in range(settings.n_splits):
        half = random.random(len(period)) < 0.5
        spans = _spans(papers, half=half, quarter=again.random(len(period)) < 0.5, now=now, settings=settings)
        field = estimate_field(matrix, spans.long, strata=papers.strata, at=matrix[recent], near=near)
        for layer, topics in enumerate(layers.topics):
            views = _views(shares[layer], topics, recent=recent, field=field, spans=spans)
            where: dict[str, object] = {"layer": layer, "chosen": layer == layers.chosen, "split": split}
            where["halves"] = rank_correlation(*(views[name].to_numpy() for name in _HALVES)) if views.height > 1 else None
            followed = views["followed"].to_numpy()
            rankings += [
                where | {"method": method} | score_ranking(views[method].to_numpy(), followed, k=settings.k) for method in _RANKED
            ]
            if split == 0:
                seen.append(views.drop(_HALVES).with_columns(layer=pl.lit(layer, pl.Int64)))
    return pl.DataFrame(rankings, schema_overrides=dict(RANKING_SCHEMA)), pl.concat(seen)


class _Spans(NamedTuple):
    """What each method holds against what, in one half of the recent papers, and what followed, in the other and its halves."""

    naive: Contrast
    long: Contrast
    after: Contrast
    one_half: Contrast
    other_half: Contrast


def _spans(
    papers: Papers, *, half: NDArray[np.bool_], quarter: NDArray[np.bool_], now: int, settings: BacktestSettings
) -> _Spans:
    period, strata = papers.period, papers.strata
    years = period * MONTHS[settings.every] / 12
    after, recent = period >= now, (period >= now - settings.recent) & (period < now)
    earlier, one_before = ~after & ~recent, ~after & ~recent & (period >= now - 2 * settings.recent)
    return _Spans(
        naive=contrast(years, np.zeros_like(strata), recent=recent & half, earlier=one_before),
        long=contrast(years, strata, recent=recent & half, earlier=earlier),
        after=contrast(years, strata, recent=after, earlier=recent & ~half),
        one_half=contrast(years, strata, recent=after & quarter, earlier=recent & ~half & quarter),
        other_half=contrast(years, strata, recent=after & ~quarter, earlier=recent & ~half & ~quarter),
    )


def _share(
    topics: Topics, matrix: NDArray[np.float32], *, before: NDArray[np.int64], n_topics_each: float
) -> NDArray[np.float32]:
    """Give papers to topics by nearness; how far they spread is settled by those before the origin."""
    temperature = 0.0
    if 1 < n_topics_each < topics.n_topics:
        temperature = choose_temperature(matrix[before], topics.centroids, n_topics_each=n_topics_each)
    return share_papers(matrix, topics.centroids, temperature=temperature)


def _views(
    shares: NDArray[np.float32], topics: Topics, *, recent: NDArray[np.bool_], field: NDArray[np.float64], spans: _Spans
) -> pl.DataFrame:
    """Tell what each method sees of each topic that has enough recent papers, and what followed."""
    counts, around = measure_change(shares, spans.long), average_field(field, shares[recent])
    views = {
        "naive": measure_change(shares, spans.naive).slope,
        "counts": counts.slope,
        "field": around,
        "borrowed": borrow_strength(counts.slope, counts.error, guide=around).slope,
        "followed": measure_change(shares, spans.after).slope,
        "one_half": measure_change(shares, spans.one_half).slope,
        "other_half": measure_change(shares, spans.other_half).slope,
    }
    n_recent = pl.Series("n_recent", shares[recent].sum(axis=0)).round().cast(pl.Int64)
    table = topics.table.select("topic", "label").with_columns(
        n_recent, **{name: pl.Series(view) for name, view in views.items()}
    )
    return table.filter(pl.col("n_recent") >= _FEWEST)
