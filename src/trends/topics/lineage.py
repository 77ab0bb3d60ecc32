"""Ids that live on: a topic that is found again among more papers keeps the id that it had."""

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from trends.data import OUTLIER, Layers, Topics, Tree
from trends.topics.model import Fitted

_SAME: Final = 0.5


def keep_ids(fitted: Fitted, before: Topics, *, first_free: int) -> Fitted:
    """Give the topics of the chosen layer the ids of an earlier fit, wherever it had the same topic.

    Two topics are the same where their papers, those that only one of the fits knew aside, have a Jaccard index above 0.5: at
    most one has. Another topic takes the next id that was never used, the largest topic first.

    Parameters
    ----------
    fitted
        Topics, whose ids are their positions.
    before
        The topics of the chosen layer of the earlier fit.
    first_free
        Lowest id that no topic ever had.

    Returns
    -------
    The same topics under these ids, in their order; inner nodes of the tree take the ids behind the last.

    Notes
    -----
    Hennig 2007, "Cluster-wise assessment of cluster stability": at 0.5 or less a group counts as dissolved.
    """
    ids = _find_ids(fitted.topics, before, first_free=first_free)
    layers = list(fitted.layers.topics)
    layers[fitted.layers.chosen] = _renumber_topics(fitted.topics, ids)
    return fitted._replace(
        layers=Layers(tuple(layers), fitted.layers.chosen),
        tree=_renumber_tree(fitted.tree, ids),
        memberships=fitted.memberships.with_columns(_swap(ids)),
        guides=fitted.guides.with_columns(_swap(ids)),
    )


def _find_ids(topics: Topics, before: Topics, *, first_free: int) -> dict[int, int]:
    """Find the id of each topic, by its position."""
    had = before.members.select("id", had="topic")
    known = topics.members.select("id", "topic").join(had, on="id").filter((pl.col("topic") >= 0) | (pl.col("had") >= 0))
    shared = known.filter(pl.col("topic") != OUTLIER, pl.col("had") != OUTLIER).group_by("topic", "had").len("n_shared")
    sizes = {name: known.group_by(name).len(f"n_{name}") for name in ("topic", "had")}
    pairs = shared.join(sizes["topic"], on="topic").join(sizes["had"], on="had")
    jaccard = pl.col("n_shared") / (pl.col("n_topic") + pl.col("n_had") - pl.col("n_shared"))
    same = dict(pairs.filter(jaccard > _SAME).select("topic", "had").iter_rows())
    ids, free = {}, first_free
    for topic in topics.table["topic"]:
        ids[topic] = same.get(topic, free)
        free += topic not in same
    return ids


def _swap(ids: dict[int, int]) -> pl.Expr:
    """Put the id in the place of the position; outliers and nulls stay."""
    return pl.col("topic").replace(ids)


def _renumber_topics(topics: Topics, ids: dict[int, int]) -> Topics:
    table = topics.table.with_columns(_swap(ids))
    return replace(
        topics,
        table=table.sort("topic"),
        terms=topics.terms.with_columns(_swap(ids)).sort("topic", "rank"),
        members=topics.members.with_columns(_swap(ids)),
        centroids=topics.centroids[np.argsort(table["topic"].to_numpy(), kind="stable")],
    )


def _renumber_tree(tree: Tree, ids: dict[int, int]) -> Tree:
    inner = [node for node in tree.table["node"] if node not in ids]
    first = max(ids.values(), default=-1) + 1
    nodes = ids | {node: first + step for step, node in enumerate(inner)}
    return Tree(tree.table.with_columns(pl.col("node", "parent").replace(nodes)).sort("node"))
