"""Where a topic's change lies: how much of it stands in one venue, category or source alone."""

from typing import Final

import polars as pl

from trends.data import OUTLIER, Corpus, Series, Topics
from trends.data.audit import STRATUM_KINDS, StratumKind, stratum_of
from trends.stats.counting.counts import place_papers

CONCENTRATION_SCHEMA: Final = pl.Schema({"topic": pl.Int64, "stratum_kind": pl.String, "stratum": pl.String, "part": pl.Float64})


def locate_changes(series: Series, growth: pl.DataFrame, *, topics: Topics, corpus: Corpus) -> pl.DataFrame:
    """Find the venue, the category and the source in which most of a topic's rise or fall lies.

    Parameters
    ----------
    series
        What was counted.
    growth
        What `estimate_growth` says of it.
    topics, corpus
        The papers and the topic of each.

    Returns
    -------
    Columns of `CONCENTRATION_SCHEMA`, a row per topic and kind of strata, sorted by both. ``part`` is the change of the topic's
    papers in the ``stratum``, over all papers of the periods, divided by that of all its papers: from the first to the last
    ``n_pooled`` periods of `growth`. It passes 1 where the topic goes the other way elsewhere. Without a row are topics whose
    papers did not move the way their growth says, and the kind that is held constant, for there each stratum is compared with
    itself.
    """
    spans = growth["n_pooled"].drop_nulls()
    if spans.is_empty():
        return pl.DataFrame(schema=CONCENTRATION_SCHEMA)
    papers = _choose_ends(series, topics=topics, corpus=corpus, n_pooled=spans[0])
    ways = growth.drop_nulls("growth").select("topic", way=pl.col("growth").sign())
    kinds = [kind for kind in STRATUM_KINDS if kind != series.stratum_kind]
    parts = [_find_largest(papers, ways, kind=kind) for kind in kinds]
    return pl.concat(parts).match_to_schema(CONCENTRATION_SCHEMA).sort("topic", "stratum_kind")


def _choose_ends(series: Series, *, topics: Topics, corpus: Corpus, n_pooled: int) -> pl.DataFrame:
    """Return the counted papers of the first and the last periods, each with its ``weight`` in the change of a share."""
    starts, periods = series.table["period"].unique().sort(), series.measured_periods
    placed = corpus.table.with_columns(
        topics.members["topic"], period=starts.gather(pl.Series(place_papers(corpus, series)).replace(-1, None))
    )
    last = pl.col("period").is_in(periods[-n_pooled:])
    ends = placed.filter(pl.col("period").is_in(periods[:n_pooled]) | last)
    return ends.with_columns(weight=pl.when(last).then(1.0).otherwise(-1.0) / pl.len().over(last))


def _find_largest(papers: pl.DataFrame, ways: pl.DataFrame, *, kind: StratumKind) -> pl.DataFrame:
    """Return the stratum that holds the largest part of the change of each topic."""
    inside = papers.filter(pl.col("topic") != OUTLIER).with_columns(stratum_of(kind))
    whole = inside.group_by("topic").agg(whole=pl.col("weight").sum()).join(ways, on="topic")
    moved = whole.filter(pl.col("whole").sign() == pl.col("way"))
    parts = inside.drop_nulls("stratum").group_by("topic", "stratum").agg(own=pl.col("weight").sum()).join(moved, on="topic")
    return (
        parts.select("topic", "stratum", stratum_kind=pl.lit(kind), part=pl.col("own") / pl.col("whole"))
        .sort("part", "stratum", descending=[True, False])
        .unique("topic", keep="first", maintain_order=True)
    )
