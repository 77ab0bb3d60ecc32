"""What the page shows of each topic: its terms, its finding, its curve, its neighbours, its papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from trends.data import Corpus, Series, Topics, Tree
from trends.report.finding import Finding
from trends.report.papers import find_best
from trends.report.sparkline import draw_sparkline

MAX_TERMS = 10
MAX_NEAR = 3


@dataclass(frozen=True)
class Section:
    """One topic on the page.

    Attributes
    ----------
    topic, label, n_papers
        From the table of topics.
    share
        Papers of the topic among all papers, a fraction.
    terms
        The best first.
    finding
        What can be said about its growth; None where there are no dates.
    curve
        SVG path of its share over the complete periods in a box of 100 × 24; empty where there are fewer than two.
    near
        Topics that the hierarchy joins to it first.
    best
        Its most typical papers with abstracts; empty where papers are not to be shown.
    """

    topic: int
    label: str
    n_papers: int
    share: float
    terms: list[str]
    finding: Finding | None
    curve: str
    near: list[int]
    best: list[dict[str, Any]]


def make_sections(
    corpus: Corpus,
    topics: Topics,
    *,
    tree: Tree,
    series: Series | None,
    findings: Mapping[int, Finding],
    papers: bool,
) -> list[Section]:
    """Gather the topics in their own order, the largest first."""
    best = find_best(corpus, topics) if papers else {}
    terms = dict(topics.terms.sort("topic", "rank").group_by("topic").agg(pl.col("term").head(MAX_TERMS)).iter_rows())
    near = find_near(tree)
    return [
        Section(
            topic=topic,
            label=label,
            n_papers=n_papers,
            share=n_papers / corpus.n_papers,
            terms=terms.get(topic, []),
            finding=findings.get(topic),
            curve="" if series is None else draw_sparkline(series, topic=topic),
            near=near.get(topic, []),
            best=best.get(topic, []),
        )
        for topic, label, n_papers in topics.table.sort("n_papers", descending=True, maintain_order=True).iter_rows()
    ]


def find_near(tree: Tree) -> dict[int, list[int]]:
    """Return for each leaf the leaves that join it first, up to three and the largest first."""
    table = tree.table
    size = dict(table.select("node", "n_papers").iter_rows())
    parent = {node: above for node, above in table.select("node", "parent").iter_rows() if above is not None}
    inner = set(parent.values())
    leaves: dict[int, list[int]] = {node: [] for node in inner}
    for leaf in (node for node in size if node not in inner):
        above = parent.get(leaf)
        while above is not None:
            leaves[above].append(leaf)
            above = parent.get(above)
    return {
        leaf: sorted((other for other in leaves[above] if other != leaf), key=lambda other: (-size[other], other))[:MAX_NEAR]
        for leaf, above in parent.items()
        if leaf not in inner
    }
