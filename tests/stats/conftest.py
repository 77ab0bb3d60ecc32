"""Small corpora with topics, made by hand: a paper is (date or None, precision or None, topic)."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from trends.data import CORPUS_SCHEMA, Corpus, Every, Series, Topics
from trends.data.topics import TERMS_SCHEMA, TOPICS_SCHEMA

Paper = tuple[date | None, str | None, int]


def build(papers: list[Paper]) -> tuple[Topics, Corpus]:
    table = pl.DataFrame(
        {
            "id": [f"sha:{number:05}" for number in range(len(papers))],
            "title": ["a paper"] * len(papers),
            "abstract": [""] * len(papers),
            "published": [day for day, _, _ in papers],
            "precision": [precision for _, precision, _ in papers],
            "dated_by": [None] * len(papers),
            "authors": [[]] * len(papers),
            "categories": [[]] * len(papers),
            "venue": [None] * len(papers),
            "url": [None] * len(papers),
            "aliases": [None] * len(papers),
            "sources": [[]] * len(papers),
        },
        schema=CORPUS_SCHEMA,
    )
    corpus = Corpus.of(table)
    topic_of = pl.DataFrame({"id": table["id"], "topic": [topic for _, _, topic in papers]}, schema_overrides={"topic": pl.Int64})
    members = (
        corpus.table.select("id")
        .join(topic_of, on="id", maintain_order="left")
        .with_columns(similarity=pl.lit(0.5), reason=pl.lit(None, pl.String))
    )
    sizes = Counter(topic for _, _, topic in papers if topic >= 0)
    n_topics = max(sizes, default=-1) + 1
    topics = Topics(
        table=pl.DataFrame(
            {
                "topic": range(n_topics),
                "label": [f"topic {topic}" for topic in range(n_topics)],
                "n_papers": [sizes[topic] for topic in range(n_topics)],
                **dict.fromkeys(("n_found", "n_runs", "stability")),
            },
            schema=TOPICS_SCHEMA,
        ),
        terms=pl.DataFrame(schema=TERMS_SCHEMA),
        members=members,
        centroids=np.ones((n_topics, 1), dtype=np.float32),
        model="made by hand",
    )
    return topics, corpus


def build_venues(papers: list[tuple[date | None, str | None, int, str | None]]) -> tuple[Topics, Corpus]:
    """Make a study whose papers have a venue, too."""
    topics, corpus = build([(day, precision, topic) for day, precision, topic, _ in papers])
    ids = [f"sha:{number:05}" for number in range(len(papers))]
    venues = pl.DataFrame({"id": ids, "venue": [venue for *_, venue in papers]}, schema_overrides={"venue": pl.String})
    table = corpus.table.drop("venue").join(venues, on="id", maintain_order="left")
    return topics, Corpus(table.select(CORPUS_SCHEMA.names()))


def spread(n_papers: int, *, since: date, until: date, precision: str = "day", topic: int = 0) -> list[Paper]:
    """Spread papers evenly over the days of a span."""
    n_days = (until - since).days
    days = [since + timedelta(days=number * n_days // n_papers) for number in range(n_papers)]
    coarsest = {"day": lambda day: day, "month": lambda day: day.replace(day=1), "year": lambda day: day.replace(month=1, day=1)}
    return [(coarsest[precision](day), precision, topic) for day in days]


def build_series(counts: np.ndarray, totals: np.ndarray, *, every: Every = "month", n_partial: int = 0) -> Series:
    """Make a series from counts (n_topics, n_periods); the last `n_partial` periods are partial."""
    interval = {"week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}[every]
    n_topics, n_periods = counts.shape
    periods = pl.select(pl.date_range(date(2018, 1, 1), date(2060, 1, 1), interval)).to_series().head(n_periods)
    table = pl.DataFrame(
        {
            "topic": np.repeat(np.arange(n_topics), n_periods),
            "period": periods.gather(np.tile(np.arange(n_periods), n_topics)),
            "count": counts.ravel().astype(np.int64),
            "total": np.tile(totals.astype(np.int64), n_topics),
            "partial": np.tile(np.arange(n_periods) >= n_periods - n_partial, n_topics),
        }
    )
    share = pl.when(pl.col("total") > 0).then(pl.col("count") / pl.col("total"))
    columns = ["topic", "period", "count", "total", "share", "partial"]
    return Series(table.with_columns(share=share).select(columns), every, date(2060, 1, 1))


@pytest.fixture
def study() -> Callable[[list[Paper]], tuple[Topics, Corpus]]:
    return build


@pytest.fixture
def study_of_venues() -> Callable[..., tuple[Topics, Corpus]]:
    return build_venues


@pytest.fixture
def even() -> Callable[..., list[Paper]]:
    return spread


@pytest.fixture
def series_of() -> Callable[..., Series]:
    return build_series
