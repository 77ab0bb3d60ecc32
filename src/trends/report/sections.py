"""What the page shows of each topic: its terms, its finding, its curve, its relatives, its papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from trends.data import Corpus, Series, Topics
from trends.report.finding import Finding
from trends.report.papers import find_best
from trends.report.relatives import Relatives
from trends.report.sparkline import draw_sparkline
from trends.report.stability import name_topics, tell_return

MAX_TERMS = 10


@dataclass(frozen=True)
class Section:
    """One topic on the page.

    Attributes
    ----------
    topic, label, n_papers, n_found, n_runs, stability
        From the table of topics; the last three are None where nobody measured whether the topic comes back.
    came_back
        `stability` in a sentence; empty where it is None.
    share
        Papers of the topic among all papers, a fraction.
    terms
        The best first.
    finding
        What can be said about its growth; None where there are no dates.
    curve
        SVG path of its share over the complete periods in a box of 100 × 24; empty where there are fewer than two.
    near, coarser, finer
        Its `Relatives`; empty where it has none.
    best
        Its most typical papers with abstracts; empty where papers are not to be shown.
    """

    topic: int
    label: str
    n_papers: int
    n_found: int | None
    n_runs: int | None
    stability: float | None
    came_back: str
    share: float
    terms: list[str]
    finding: Finding | None
    curve: str
    near: list[int]
    coarser: str
    finer: list[str]
    best: list[dict[str, Any]]


def make_sections(
    corpus: Corpus,
    topics: Topics,
    *,
    relatives: Relatives,
    series: Series | None,
    findings: Mapping[int, Finding],
    papers: bool,
) -> list[Section]:
    """Gather the topics in their own order, the largest first."""
    best = find_best(corpus, topics) if papers else {}
    terms = dict(topics.terms.sort("topic", "rank").group_by("topic").agg(pl.col("term").head(MAX_TERMS)).iter_rows())
    labels = name_topics(topics)
    rows = topics.table.select("topic", "n_papers", "n_found", "n_runs", "stability")
    return [
        Section(
            topic=topic,
            label=labels[topic],
            n_papers=n_papers,
            n_found=n_found,
            n_runs=n_runs,
            stability=stability,
            came_back="" if stability is None else tell_return(n_found=n_found, n_runs=n_runs, stability=stability),
            share=n_papers / corpus.n_papers,
            terms=terms.get(topic, []),
            finding=findings.get(topic),
            curve="" if series is None else draw_sparkline(series, topic=topic),
            near=relatives.near.get(topic, []),
            coarser=relatives.coarser.get(topic, ""),
            finer=relatives.finer.get(topic, []),
            best=best.get(topic, []),
        )
        for topic, n_papers, n_found, n_runs, stability in rows.sort("n_papers", descending=True, maintain_order=True).iter_rows()
    ]
