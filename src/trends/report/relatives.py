"""What stands near a topic: its neighbours in the tree, the coarser topic that holds it, the finer ones inside it."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from trends.data import Layers, Tree

MAX_NEAR = 3


@dataclass(frozen=True)
class Relatives:
    """The relatives of the chosen topics, by topic; a topic without any is no key.

    Attributes
    ----------
    near
        The topics that the tree joins to it first, the largest first.
    coarser
        Label of the topic of the next coarser layer that holds most of its papers, where that holds other topics as well.
    finer
        Labels of the topics of the next finer layer inside it, the largest first, where there is more than one.
    """

    near: Mapping[int, list[int]]
    coarser: Mapping[int, str]
    finer: Mapping[int, list[str]]


def find_relatives(tree: Tree, layers: Layers | None) -> Relatives:
    """Gather the relatives of the chosen topics; without layers there are neighbours only."""
    if layers is None:
        return Relatives(find_near(tree), {}, {})
    return Relatives(find_near(tree), find_coarser(layers), find_finer(layers))


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


def find_coarser(layers: Layers) -> dict[int, str]:
    """Return for each topic the label of the coarser one that it is a part of."""
    pairs = _parents_of_several(layers, layer=layers.chosen)
    if pairs is None:
        return {}
    coarser = layers.topics[layers.chosen - 1].table.select("label", parent="topic")
    return dict(pairs.join(coarser, on="parent").select("topic", "label").iter_rows())


def find_finer(layers: Layers) -> dict[int, list[str]]:
    """Return for each topic the labels of the finer ones that are parts of it, the largest first."""
    pairs = _parents_of_several(layers, layer=layers.chosen + 1)
    if pairs is None:
        return {}
    finer = layers.topics[layers.chosen + 1].table.select("topic", "label", "n_papers")
    ordered = pairs.join(finer, on="topic").sort(["n_papers", "topic"], descending=[True, False])
    return dict(ordered.group_by("parent").agg("label").iter_rows())


def _parents_of_several(layers: Layers, *, layer: int) -> pl.DataFrame | None:
    """Return ``topic`` and ``parent`` of a layer where the parent has several, for one alone would be the same topic twice."""
    if not 0 < layer < layers.n_layers:
        return None
    return layers.parents(layer).drop_nulls("parent").filter(pl.len().over("parent") > 1)
