"""Small results of a run, built by hand: what is not given is plain and valid."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

from trends.data import CORPUS_SCHEMA, OUTLIER, Chart, Corpus, Intake, Series, Topics, Tree
from trends.data.series import SERIES_SCHEMA
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.data.tree import TREE_SCHEMA
from trends.report import Content
from trends.report.evidence import EVIDENCE_SCHEMA

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
GROWTH = {
    "topic": 0,
    "growth": 0.61,
    "growth_low": 0.38,
    "growth_high": 0.88,
    "p": 0.0001,
    "q": 0.001,
    "share_first": 0.004,
    "share_last": 0.021,
    "n_papers": 84,
    "n_periods": 11,
    "n_pooled": 1,
    "doubling_years": 1.456,
    "agrees": True,
    "dispersion": 1.2,
    "inflation": 1.1,
    "trend": "rising",
}
UNTESTED = dict.fromkeys(
    [
        *["growth", "growth_low", "growth_high", "p", "q", "share_first", "share_last", "n_pooled"],
        *["doubling_years", "agrees", "dispersion", "inflation"],
    ]
)
# A topic that rose from 0.4 to 2.1 % of papers within 11 quarters.
EVIDENCE = dict.fromkeys(EVIDENCE_SCHEMA) | {
    "topic": 0,
    "label": "Machine unlearning",
    "trend": "rising",
    "kind": "rising",
    "growth": 0.61,
    "growth_low": 0.38,
    "growth_high": 0.88,
    "change": 2.7,
    "change_low": 1.4,
    "change_high": 4.7,
    "n_days": 1004,
    "doubling_years": 1.456,
    "p": 0.0001,
    "q": 0.001,
    "n_tested": 18,
    "agrees": True,
    "share_first": 0.004,
    "share_last": 0.021,
    "span_first": "Q1–Q2 2023",
    "span_last": "Q2–Q3 2025",
    "n_papers": 84,
    "n_periods": 11,
    "n_pooled": 2,
    "stratum_kind": "venue",
}
QUARTERS = [date(year, month, 1) for year in (2023, 2024, 2025) for month in (1, 4, 7, 10)]


def make_papers(papers: Sequence[Mapping[str, Any]], *, intake: Intake | None = None) -> Corpus:
    plain = {
        "abstract": "An abstract.",
        "published": date(2024, 5, 17),
        "precision": "day",
        "authors": ["Ada Lovelace"],
        "categories": [],
        "venue": None,
        "url": None,
        "sources": ["a.csv"],
    }
    rows = [{"id": f"sha:{place}", "title": f"Paper {place}", **plain, **paper} for place, paper in enumerate(papers)]
    return Corpus.of(pl.DataFrame(rows, schema=CORPUS_SCHEMA), intake=intake)


def make_topics(
    corpus: Corpus,
    *,
    members: Mapping[str, int],
    labels: Sequence[str],
    stability: Sequence[float | None] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Topics:
    """Put papers into topics by id; the other papers are in none. The first paper of a topic is nearest to its centre.

    Topics hold unless their `stability` says otherwise; they came back in as many of 10 runs, null where it is None.
    """
    topics = [members.get(paper, OUTLIER) for paper in corpus.ids]
    similarity = [1 - place / 100 if labels else None for place in range(len(topics))]
    jaccard = pl.Series([0.9] * len(labels) if stability is None else stability, dtype=pl.Float64)
    why = [
        (reasons or {}).get(paper, "far") if topic == OUTLIER else None for paper, topic in zip(corpus.ids, topics, strict=True)
    ]
    sizes = [topics.count(topic) for topic in range(len(labels))]
    terms = [(topic, rank, f"term {topic} {rank}", 1.0) for topic in range(len(labels)) for rank in range(3)]
    table = pl.DataFrame({"topic": range(len(labels)), "label": labels, "n_papers": sizes, "stability": jaccard})
    found = (10 * pl.col("stability")).round().cast(pl.Int64)
    runs = pl.when(pl.col("stability").is_not_null()).then(10)
    return Topics(
        table=table.with_columns(n_found=found, n_runs=runs).select(TOPICS_SCHEMA.names()).cast(TOPICS_SCHEMA),
        terms=pl.DataFrame(terms, schema=TERMS_SCHEMA, orient="row"),
        members=pl.DataFrame({"id": corpus.ids, "topic": topics, "similarity": similarity, "reason": why}, schema=MEMBERS_SCHEMA),
        centroids=np.eye(len(labels), max(1, len(labels)), dtype=np.float32),
        model="by hand",
    )


def make_tree(edges: Mapping[int, int | None], *, sizes: Mapping[int, int] | None = None) -> Tree:
    """Build a tree from node → parent."""
    rows = [
        (node, parent, float(node in edges.values()) * node, f"Node {node}", (sizes or {}).get(node, 1))
        for node, parent in edges.items()
    ]
    return Tree(pl.DataFrame(rows, schema=TREE_SCHEMA, orient="row"))


def make_series(counts: Mapping[int, Sequence[int]], *, totals: Sequence[int], partial: int = 1) -> Series:
    """Lay counts over quarters from 2023 on; the last `partial` ones are not over."""
    rows = [
        (topic, QUARTERS[place], count, total, count / total if total else None, place >= len(totals) - partial)
        for topic, numbers in counts.items()
        for place, (count, total) in enumerate(zip(numbers, totals, strict=True))
    ]
    until = QUARTERS[len(totals) - 1] + timedelta(days=45 if partial else 92)
    return Series(pl.DataFrame(rows, schema=SERIES_SCHEMA, orient="row"), "quarter", until)


def make_growth(*rows: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(
        [GROWTH | row for row in rows],
        schema_overrides={**dict.fromkeys(UNTESTED, pl.Float64), "n_pooled": pl.Int64, "agrees": pl.Boolean},
    )


def make_tally(**n_papers: int) -> pl.DataFrame:
    """Account for the papers by reason; an underscore stands for a space."""
    reasons = [reason.replace("_", " ") for reason in n_papers]
    return pl.DataFrame(
        {"reason": reasons, "n_papers": list(n_papers.values())}, schema={"reason": pl.String, "n_papers": pl.Int64}
    )


def make_chart(name: str = "lines", *, data: list[dict[str, Any]] | None = None, table: pl.DataFrame | None = None) -> Chart:
    drawn = [{"type": "scatter", "x": [1, 2, 3], "y": [0.1, 0.2, 0.3]}] if data is None else data
    layout = {"height": 300, "paper_bgcolor": "rgba(0,0,0,0)", "meta": {"phone": {"height": 200}}}
    figure = {"data": drawn, "layout": layout}
    return Chart(name, f"Chart {name}", f"How to read {name}.", figure, pl.DataFrame() if table is None else table)


def make_content(**parts: Any) -> Content:
    """Build the results of a run: six papers, two topics, one paper in none, one undated."""
    corpus = make_papers([{}, {}, {}, {}, {}, {"published": None, "precision": None}])
    topics = make_topics(
        corpus, members={"sha:0": 0, "sha:1": 0, "sha:2": 0, "sha:3": 1, "sha:5": 1}, labels=["Unlearning", "Legal text"]
    )
    plain = {
        "title": "A field",
        "corpus": corpus,
        "topics": topics,
        "tree": make_tree({0: 2, 1: 2, 2: None}),
        "series": make_series({0: [1, 2, 0], 1: [0, 1, 0]}, totals=[2, 3, 0]),
        "growth": make_growth({"topic": 0}, {"topic": 1, "trend": "too few", "n_papers": 1, "n_periods": 2, **UNTESTED}),
        "tally": make_tally(counted=5, undated=1),
        "charts": [make_chart()],
        "facts": {"Software": {"trends": "0.1.0"}},
        "command": "trends run --config config.toml",
    }
    return Content(**(plain | parts))


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    return SimpleNamespace(
        papers=make_papers,
        topics=make_topics,
        tree=make_tree,
        series=make_series,
        growth=make_growth,
        tally=make_tally,
        chart=make_chart,
        content=make_content,
        untested=UNTESTED,
        evidence=EVIDENCE,
    )


@pytest.fixture(scope="module")
def chromium():
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no chromium is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
