"""Every node of the topic tree as a topic of its own, and which of them to report: the finest that the evidence carries."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from trends.data import Layers, Series, Tree
from trends.stats.growth.estimate import GROWTH_SCHEMA, decide, estimate_growth, sort_growth
from trends.stats.growth.family import FAMILY_SCHEMA, list_family

NODES_SCHEMA: Final = pl.Schema({**FAMILY_SCHEMA, **GROWTH_SCHEMA, "finest": pl.Boolean()})


def measure_nodes(series: Series, tree: Tree, *, layers: Layers, finer: Sequence[Series]) -> pl.DataFrame:
    """Estimate the growth of topics, of the families that they form, and of the finer topics inside them, as one set of tests.

    Parameters
    ----------
    series
        Counts of the topics of the chosen layer.
    tree
        The tree over these.
    layers
        The topics of all layers.
    finer
        Counts of the topics of each finer layer, in the periods and strata of `series`.

    Returns
    -------
    Columns of `NODES_SCHEMA`, a row per node (see `list_family`), in the order of `estimate_growth`, whose columns these are;
    ``q`` is over all nodes. ``finest`` marks a node that rises or falls and has none below that does the same: what to
    report. Coarser layers take no part, the tree stands for them.
    """
    family = list_family(tree, layers)
    numbers = family.drop_nulls("topic").select("node", "layer", "topic")
    parts = [count_nodes(series, tree)]
    for layer, counts in enumerate(finer, start=layers.chosen + 1):
        parts.append(_renumber(counts, numbers.filter(pl.col("layer") == layer)))
    table = pl.concat([part.table.drop("low", "high", strict=False) for part in parts]).sort("topic", "period")
    strata = pl.concat([part.strata for part in parts]).sort("topic", "stratum", "period")
    growth = estimate_growth(replace(series, table=table, strata=strata))
    finest = find_finest(growth, family)["topic"]
    joined = growth.rename({"topic": "node"}).join(family, on="node", how="left", maintain_order="left")
    return joined.with_columns(finest=pl.col("node").is_in(finest.implode())).select(NODES_SCHEMA.names())


def take_topics(nodes: pl.DataFrame, *, layer: int) -> pl.DataFrame:
    """Take the topics of one layer out of the nodes, and test them among themselves.

    A topic is estimated once: what its growth rests on, overdispersion and drift, is learnt from all nodes. Only the number of
    tests is that of the topics.

    Parameters
    ----------
    nodes
        As `measure_nodes` returns them.
    layer
        The layer of the topics.

    Returns
    -------
    Columns of `GROWTH_SCHEMA`, a row per topic, in the order of `estimate_growth`.
    """
    rows = nodes.filter(layer=layer).select(GROWTH_SCHEMA.names())
    tested, rest = rows.filter(pl.col("p").is_not_null()), rows.filter(pl.col("p").is_null())
    judged = decide(tested).select(GROWTH_SCHEMA.names()) if tested.height else tested
    return sort_growth(pl.concat([judged, rest]))


def _renumber(series: Series, numbers: pl.DataFrame) -> Series:
    """Put the node of each topic in the place of its number; a topic without a node is left out."""
    nodes = numbers.select("topic", "node")

    def swap(table: pl.DataFrame) -> pl.DataFrame:
        return table.join(nodes, on="topic").with_columns(topic="node").select(table.columns)

    strata = swap(series.strata).sort("topic", "stratum", "period")
    return replace(series, table=swap(series.table).sort("topic", "period"), strata=strata)


def count_nodes(series: Series, tree: Tree) -> Series:
    """Add up the counts of the topics below each node.

    Returns
    -------
    A series whose ``topic`` is a node of the tree; a leaf keeps its counts. Shares and strata add up likewise; intervals
    do not, and are left out.
    """
    leaves = _leaves_below(tree)
    table = series.table.drop("low", "high", strict=False)
    columns, order = table.columns, ["topic", "period"]
    sums = [pl.col("count").sum(), pl.col("total").first(), pl.col("share").sum(), pl.col("partial").first()]
    empty = pl.when(pl.col("total") > 0).then("share").alias("share")
    nodes = leaves.join(table, left_on="leaf", right_on="topic").group_by("node", "period").agg(sums).with_columns(empty)
    strata = series.strata
    if strata.height:
        below = leaves.join(strata, left_on="leaf", right_on="topic").group_by("node", "stratum", "period")
        summed = below.agg(pl.col("count").sum(), pl.col("total").first()).rename({"node": "topic"})
        strata = summed.select(strata.columns).sort("topic", "stratum", "period")
    return replace(series, table=nodes.rename({"node": "topic"}).select(columns).sort(order), strata=strata)


def find_finest(growth: pl.DataFrame, family: pl.DataFrame) -> pl.DataFrame:
    """Keep the nodes that rise or fall with no node below them doing the same.

    A parent whose growth is that of one child is no news beside the child; a parent that rises while none of its
    children can be told from flat is.

    Parameters
    ----------
    growth
        What `estimate_growth` says of the nodes: columns ``topic`` (a node) and ``trend`` at least.
    family
        ``node`` and ``parent`` of each node.

    Returns
    -------
    The rows of `growth` whose ``trend`` is ``rising`` or ``falling`` and that have no node of the same trend below, in
    the order given.

    Notes
    -----
    The outer nodes of Yekutieli 2008, *Journal of the American Statistical Association* 103, 309-316. ``trend`` must come
    of q-values over all nodes, as `estimate_growth` gives them; that the tests of a node and of those below it depend on
    each other positively keeps the rate of false discoveries over all nodes, and of the outer ones it is at most some
    2.9 times as large by his bound (1.0 where tests are independent). How often nodes are named where dates mean nothing
    is measured in ``experiments/false-alarms``.
    """
    moving = growth.filter(pl.col("trend").is_in(["rising", "falling"])).select("topic", "trend")
    above = _ancestors(family).join(moving, left_on="node", right_on="topic").select("ancestor", "trend").unique()
    finest = moving.join(above, left_on=["topic", "trend"], right_on=["ancestor", "trend"], how="anti")
    return growth.join(finest.select("topic"), on="topic", how="semi", maintain_order="left")


def _ancestors(family: pl.DataFrame) -> pl.DataFrame:
    """Pair each node with every node above it: ``node, ancestor``."""
    parents = family.select("node", ancestor="parent").drop_nulls()
    pairs = step = parents
    while step.height:
        higher = step.join(parents.rename({"node": "ancestor", "ancestor": "higher"}), on="ancestor")
        step = higher.select("node", ancestor="higher")
        pairs = pl.concat([pairs, step])
    return pairs


def _leaves_below(tree: Tree) -> pl.DataFrame:
    """Pair each node with the leaves below it: ``node, leaf``; a leaf lies below itself."""
    inner = tree.table["parent"].drop_nulls().unique()
    leaves = tree.table.filter(~pl.col("node").is_in(inner.implode())).select("node", leaf="node")
    above = _ancestors(tree.table).rename({"node": "leaf", "ancestor": "node"}).select("node", "leaf")
    return pl.concat([leaves, above.join(leaves.select("leaf"), on="leaf", how="semi")])
