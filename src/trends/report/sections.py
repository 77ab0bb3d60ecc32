"""What the page shows of each topic: its terms, its finding, its curve, its relatives, its papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from trends.data import Corpus, Series, Topics
from trends.report.evidence import is_enough
from trends.report.finding import Finding
from trends.report.life import tell_lives
from trends.report.papers import find_best, find_newest
from trends.report.relatives import Relatives
from trends.report.sparkline import draw_sparkline
from trends.report.stability import name_topics, tell_return
from trends.report.wording import Wording, tell_wordings

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
    best, newest
        Its most typical papers with abstracts, and its newest; empty where papers are not to be shown.
    life
        What became of it over time, a sentence each.
    wording
        How its words changed; None where nobody looked.
    strata
        Its growth in each stratum where it has papers, a row each: ``stratum``, ``growth`` with ``growth_low`` and
        ``growth_high``, null where none can be told, ``n_papers``, ``agrees``, and ``enough``, false where there are too few
        papers or periods for a rate; empty where papers are pooled.
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
    newest: list[dict[str, Any]]
    life: list[str]
    wording: Wording | None
    strata: list[dict[str, Any]]


def make_sections(
    corpus: Corpus,
    topics: Topics,
    *,
    relatives: Relatives,
    series: Series | None,
    statistics: Mapping[str, pl.DataFrame],
    findings: Mapping[int, Finding],
    papers: bool,
) -> list[Section]:
    """Gather the topics, the largest first."""
    best, newest = (find_best(corpus, topics), find_newest(corpus, topics)) if papers else ({}, {})
    lives = tell_lives(statistics, every=series.every) if series else {}
    wordings = tell_wordings(statistics, every=series.every) if series else {}
    strata = _split_strata(statistics)
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
            newest=newest.get(topic, []),
            life=lives.get(topic, []),
            wording=wordings.get(topic),
            strata=strata.get(topic, []),
        )
        for topic, n_papers, n_found, n_runs, stability in rows.sort("n_papers", descending=True, maintain_order=True).iter_rows()
    ]


def _split_strata(statistics: Mapping[str, pl.DataFrame]) -> dict[int, list[dict[str, Any]]]:
    """Return the growth in each stratum with papers of the topic, by topic and the largest stratum first."""
    agreement = statistics.get("agreement")
    if agreement is None:
        return {}
    parts = (
        agreement.filter(pl.col("n_papers") > 0)
        .with_columns(enough=is_enough())
        .sort("n_papers", descending=True, maintain_order=True)
        .partition_by("topic", as_dict=True)
    )
    return {topic: rows.to_dicts() for (topic,), rows in parts.items()}
