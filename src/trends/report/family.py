"""Families of topics, and finer topics inside them, that are proven to move where the topics of a run may not be."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from trends.data.phrases import listing

MOVING: Final = ("rising", "falling")
_MOST_NAMED: Final = 3


def find_finer(nodes: pl.DataFrame, *, labels: pl.DataFrame) -> pl.DataFrame:
    """Keep the finest nodes that are proven to move and are no topics of the run itself.

    Parameters
    ----------
    nodes
        Growth of every family, topic and finer topic: ``node``, ``parent``, ``layer`` (the lowest is that of the topics of the
        run, null for a family), ``topic``, ``label``, ``trend``, ``finest`` and the columns of growth.
    labels
        ``topic`` and ``label`` of the topics of the run.

    Returns
    -------
    The rows in their order with ``topic`` null, ``inside`` the topic that holds a finer one (null for a family, and for a
    finer topic that no topic holds), ``inside_label`` what it is part of or made of in words, null where it is neither, and
    ``n_tested``, how many nodes have a q-value.
    """
    parents = dict(nodes.select("node", "parent").iter_rows())
    own = dict(nodes.filter(pl.col("layer") == pl.col("layer").min()).select("node", "topic").iter_rows())
    names = dict(labels.select("topic", "label").iter_rows())
    moving = nodes.filter("finest", pl.col("trend").is_in(MOVING), ~pl.col("node").is_in(list(own)))
    placed = [_place(node, parents=parents, own=own, names=names) for node in moving["node"]]
    return moving.with_columns(
        pl.Series("inside", [topic for topic, _ in placed], dtype=pl.Int64),
        pl.Series("inside_label", [words for _, words in placed], dtype=pl.String),
        topic=pl.lit(None, pl.Int64),
        n_tested=pl.lit(nodes["q"].count(), pl.Int64),
    )


def _place(
    node: int, *, parents: Mapping[int, int | None], own: Mapping[int, int], names: Mapping[int, str]
) -> tuple[int | None, str | None]:
    """Return the topic that holds a node with its label, or for a family no topic and the labels of its own."""
    holder = next((above for above in _climb(node, parents) if above in own), None)
    if holder is not None:
        return own[holder], names[own[holder]]
    members = [names[topic] for leaf, topic in own.items() if node in _climb(leaf, parents)]
    return None, listing(members, at_most=_MOST_NAMED) if members else None


def _climb(node: int, parents: Mapping[int, int | None]) -> Sequence[int]:
    """List the nodes above a node, the nearest first."""
    path = []
    above = parents.get(node)
    while above is not None:
        path.append(above)
        above = parents.get(above)
    return path
