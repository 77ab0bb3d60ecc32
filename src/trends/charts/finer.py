"""Finer topics that rise or fall inside the topics of a run."""

from collections.abc import Mapping

import polars as pl

from trends.charts.tables import Tables


def find_finer(tables: Tables) -> dict[int, list[tuple[str, float]]]:
    """Return for each topic the finest topics inside it that move beyond chance.

    Returns
    -------
    dict
        By topic the labels with their growth, a fraction per year, those first that surely move fast; a topic without any is
        not there. Empty
        where a run keeps no ``nodes``.
    """
    nodes = tables.statistics.get("nodes")
    if nodes is None:
        return {}
    above = dict(nodes.select("node", "parent").iter_rows())
    topics = set(tables.topics.table["topic"])
    finer = nodes.filter("finest", pl.col("layer").is_not_null(), ~pl.col("node").is_in(list(topics)))
    surely = pl.min_horizontal(*((1 + pl.col(bound)).log().abs() for bound in ("growth_low", "growth_high")))
    surest = finer.sort(surely, "node", descending=[True, False])
    found: dict[int, list[tuple[str, float]]] = {}
    for node, label, growth in surest.select("node", "label", "growth").iter_rows():
        holder = _find_holder(node, above, topics)
        if holder is not None:
            found.setdefault(holder, []).append((label, growth))
    return found


def _find_holder(node: int, above: Mapping[int, int | None], topics: set[int]) -> int | None:
    """Return the topic that holds a node, None where none does."""
    holder = above.get(node)
    while holder is not None and holder not in topics:
        holder = above.get(holder)
    return holder
