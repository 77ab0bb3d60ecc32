"""Small tables with known numbers, for every test of a chart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from trends.charts import Tables
from trends.data import OUTLIER, Audit, Corpus, Points, Series, Topics, Tree
from trends.data.audit import COVERAGE_SCHEMA
from trends.data.corpus import CORPUS_SCHEMA
from trends.data.points import POINTS_SCHEMA
from trends.data.series import SERIES_SCHEMA
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.data.tree import TREE_SCHEMA

MakeTables = Callable[..., Tables]

GROWTH_SCHEMA = {
    "topic": pl.Int64,
    "growth": pl.Float64,
    "growth_low": pl.Float64,
    "growth_high": pl.Float64,
    "q": pl.Float64,
    "n_papers": pl.Int64,
    "share_last": pl.Float64,
    "trend": pl.String,
}


@pytest.fixture(scope="session")
def make_tables() -> MakeTables:
    return build_tables


@pytest.fixture(scope="session")
def make_run() -> MakeTables:
    """Make tables as `make_tables` does, with everything that a whole run knows."""

    def made(counts: Sequence[Sequence[int]], *, venues: Sequence[str] = ("Venue A", "Venue B"), **options: Any) -> Tables:
        return furnish(build_tables(counts, **options), venues=venues)

    return made


@pytest.fixture(scope="session")
def make_growth() -> Callable[..., pl.DataFrame]:
    return build_growth


def build_growth(**columns: Sequence[object]) -> pl.DataFrame:
    """Fill in what a test does not care for."""
    n = len(next(iter(columns.values())))
    growth = columns.get("growth", [0.1] * n)
    usual = {
        "topic": list(range(n)),
        "growth": growth,
        "growth_low": [None if rate is None else rate - 0.2 for rate in growth],
        "growth_high": [None if rate is None else rate + 0.2 for rate in growth],
        "q": [0.5] * n,
        "n_papers": [50] * n,
        "share_last": [0.1] * n,
        "trend": ["unclear"] * n,
    }
    return pl.DataFrame(usual | columns, schema=GROWTH_SCHEMA)


def build_tables(
    counts: Sequence[Sequence[int]],
    *,
    outliers: Sequence[int] | None = None,
    labels: Sequence[str] | None = None,
    title: str = "A paper",
    running: bool = False,
    growth: pl.DataFrame | None = None,
    dated: bool = True,
    stability: Sequence[float] | None = None,
) -> Tables:
    """Make the papers, topics and series of some counts: a row per topic, a column per quarter from 2021 on.

    `outliers` are papers in no topic per quarter; `running` marks the last quarter as partial. By their `stability` topics are
    marked, the tree is not.
    """
    n_topics, n_periods = len(counts), max(map(len, counts), default=len(outliers or []))
    outliers = outliers or [0] * n_periods
    labels = labels or [f"Topic {topic}" for topic in range(n_topics)]
    quarters = [date(2021 + k // 4, 1 + 3 * (k % 4), 1) for k in range(n_periods)]
    placed = [
        (quarters[k], topic)
        for k in range(n_periods)
        for topic, count in [*enumerate(row[k] for row in counts), (OUTLIER, outliers[k])]
        for _ in range(count)
    ]
    ids = [f"sha:{number:06}" for number in range(len(placed))]
    corpus = pl.DataFrame(
        {
            "id": ids,
            "title": [title] * len(ids),
            "abstract": ["Text."] * len(ids),
            "published": [day if dated else None for day, _ in placed],
            "precision": ["day" if dated else None for _ in placed],
            "dated_by": [None] * len(ids),
            "authors": [[]] * len(ids),
            "categories": [[]] * len(ids),
            "venue": [None] * len(ids),
            "url": [None] * len(ids),
            "aliases": [None] * len(ids),
            "sources": [["test"]] * len(ids),
        },
        schema=CORPUS_SCHEMA,
    )
    members = pl.DataFrame(
        {
            "id": ids,
            "topic": [topic for _, topic in placed],
            "similarity": [0.5] * len(ids),
            "reason": ["far" if topic == OUTLIER else None for _, topic in placed],
        },
        schema=MEMBERS_SCHEMA,
    )
    sizes = [sum(row) for row in counts]
    stability = stability or [0.9] * n_topics
    topics = pl.DataFrame(
        {
            "topic": list(range(n_topics)),
            "label": labels,
            "n_papers": sizes,
            "n_found": [round(10 * jaccard) for jaccard in stability],
            "n_runs": [10] * n_topics,
            "stability": stability,
        },
        schema=TOPICS_SCHEMA,
    )
    totals = [sum(row[k] for row in counts) + outliers[k] for k in range(n_periods)]
    series = [
        (topic, quarters[k], row[k], totals[k], row[k] / totals[k] if totals[k] else None, running and k == n_periods - 1)
        for topic, row in enumerate(counts)
        for k in range(n_periods)
    ]
    angle = np.arange(len(ids), dtype=np.float32)
    return Tables(
        corpus=Corpus.of(corpus),
        topics=Topics(
            table=topics,
            terms=pl.DataFrame(schema=TERMS_SCHEMA),
            members=members,
            centroids=np.zeros((n_topics, 2), np.float32),
            model="test",
        ).marked(),
        tree=build_tree(labels, sizes),
        points=Points(pl.DataFrame({"id": ids, "x": np.cos(angle), "y": np.sin(angle)}, schema=POINTS_SCHEMA)),
        series=Series(pl.DataFrame(series, schema=SERIES_SCHEMA, orient="row"), "quarter", date(2030, 1, 1)) if dated else None,
        growth=growth,
        statistics=build_statistics(series, word=title) if dated else {},
        audit=build_audit(dict(zip(quarters, totals, strict=True)) if dated and placed else {}, venue=title),
        backtest=build_backtest(labels) if dated and n_topics else {},
    )


def build_statistics(series: Sequence[tuple[object, ...]], *, word: str) -> dict[str, pl.DataFrame]:
    """Let each topic take up a word, which half of its papers use in the end, and expect it to stay or to grow for a year."""
    complete = [(topic, day, count, share or 0.0) for topic, day, count, _, share, partial in series if not partial]
    last = {topic: (day, count, share) for topic, day, count, share in complete}
    ahead = [date(day.year + 1, month, 1) for day, *_ in list(last.values())[:1] for month in (1, 4, 7, 10)]
    return {
        "vocabulary": pl.DataFrame(
            [(topic, "entered", word, 0.0, 0.5) for topic in last],
            schema={"topic": pl.Int64, "change": pl.String, "term": pl.String, "share_first": float, "share_last": float},
            orient="row",
        ),
        "vocabulary_over_time": pl.DataFrame(
            [(topic, word, day, count // 2 if day == last[topic][0] else 0) for topic, day, count, _ in complete],
            schema={"topic": pl.Int64, "term": pl.String, "period": pl.Date, "n_papers": pl.Int64},
            orient="row",
        ).with_columns(share=pl.col("n_papers") / 10),
        "forecast": pl.DataFrame(
            [
                (topic, day, method, grown * share, 0.5 * share, 2 * share)
                for method, grown in (("field", 1.2), ("naive", 1.0))
                for topic, (_, _, share) in last.items()
                for day in ahead
            ],
            schema={"topic": pl.Int64, "period": pl.Date, "method": pl.String, "share": float, "low": float, "high": float},
            orient="row",
        ),
    }


def build_backtest(labels: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Make a backtest of two origins: each topic was foreseen to grow a little more than the one before it, and did."""
    asked = [date(2021, 7, 1), date(2022, 1, 1)]
    seen = [
        {"origin": day, "layer": 0, "topic": topic, "label": label, "n_recent": 20, "borrowed": rate, "followed": 2 * rate}
        for day in asked
        for topic, label in enumerate(labels)
        for rate in [0.02 * topic - 0.01]
    ]
    said = [
        {"origin": day, "topic": topic, "period": day, "share": 0.1, "low": 0.05, "high": 0.15, "method": "field", "came": came}
        for day in asked
        for topic in range(len(labels))
        for came in [0.2 if topic == 1 else 0.1]
    ]
    origins = [{"origin": day} for day in asked]
    return {
        "seen": pl.DataFrame(seen),
        "forecasts": pl.DataFrame(said),
        "rankings": pl.DataFrame([row | {"layer": 0, "chosen": True} for row in origins]),
        "scores": pl.DataFrame([row | {"every": "quarter", "method": "borrowed", "spearman": 0.5} for row in origins]),
        "errors": pl.DataFrame([row | {"method": "field", "coverage": 0.9} for row in origins]),
    }


def furnish(tables: Tables, *, venues: Sequence[str] = ("Venue A", "Venue B")) -> Tables:
    """Add what a run tells of topics over time: an interval of each share, venues held constant, and for every
    topic one event of each kind.

    Each venue has an equal part of the papers. The onset and the new level are in the second period, the burst is the third.
    """
    if tables.series is None or tables.topics.n_topics == 0:
        return tables
    table, part = tables.series.table.filter(pl.col("total") > 0), len(venues)
    named = table.join(pl.DataFrame({"stratum": list(venues)}), how="cross")
    strata = named.select(
        "topic", "stratum", "period", count=pl.col("count") / part, total=(pl.col("total") / part).round().cast(pl.Int64)
    )
    series = replace(
        tables.series,
        table=tables.series.table.with_columns(low=pl.col("share") * 0.8, high=pl.col("share") * 1.2),
        strata=strata.sort("topic", "stratum", "period"),
        stratum_kind="venue",
        denominator="papers by venue",
    )
    topics, days = tables.topics.table.select("topic"), table["period"].unique().sort().to_list()
    first, second, third = (days[min(place, len(days) - 1)] for place in range(3))
    shares = {"share_before": 0.1, "share_after": 0.2, "gain": 4.0}
    lit = {name: pl.lit(value) for name, value in shares.items()}
    onset = topics.with_columns(
        onset=pl.lit(second), onset_low=pl.lit(first), onset_high=pl.lit(third), share_since=pl.lit(0.2), **lit
    )
    burst = topics.with_columns(
        level=pl.lit(1, pl.Int64),
        first=pl.lit(third),
        last=pl.lit(third),
        n_periods=pl.lit(1, pl.Int64),
        n_papers=pl.lit(9, pl.Int64),
        share=pl.lit(0.2),
        share_usual=pl.lit(0.1),
        weight=pl.lit(5.0),
        running=pl.lit(False),
    )
    change = topics.with_columns(period=pl.lit(second), factor=pl.lit(2.0), **lit)
    rates = {"growth": 0.3, "growth_low": 0.1, "growth_high": 0.5}
    agreement = (
        strata.select("topic", "stratum")
        .unique()
        .with_columns(
            *(pl.lit(rate).alias(name) for name, rate in rates.items()),
            n_papers=pl.lit(9, pl.Int64),
            n_periods=pl.lit(len(days), pl.Int64),
            agrees=pl.lit(True),
        )
    )
    known = {
        "bursts": burst,
        "onsets": onset.drop("share_after"),
        "changes": change,
        "agreement": agreement.sort("topic", "stratum"),
    }
    return replace(tables, series=series, statistics={**tables.statistics, **known})


def build_audit(totals: Mapping[date, int], *, venue: str) -> Audit:
    """Cover all papers by one venue."""
    cells = [(*stratum, day, n, True, None) for stratum in (("all", "all"), ("venue", venue)) for day, n in totals.items()]
    return Audit(coverage=pl.DataFrame(cells, schema=COVERAGE_SCHEMA, orient="row"), every="quarter")


def build_tree(labels: Sequence[str], sizes: Sequence[int]) -> Tree:
    """Join the topics one after the other, the first two lowest."""
    nodes = [[topic, None, 0.0, label, size] for topic, (label, size) in enumerate(zip(labels, sizes, strict=True))]
    open_node = 0
    for topic in range(1, len(labels)):
        joined = len(nodes)
        size = nodes[open_node][4] + nodes[topic][4]
        nodes[open_node][1] = nodes[topic][1] = joined
        nodes.append([joined, None, float(topic), f"Group {joined}", size])
        open_node = joined
    return Tree(pl.DataFrame(nodes, schema=TREE_SCHEMA, orient="row"))
