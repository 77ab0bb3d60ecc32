"""The hierarchy of topics cut to groups, and the small topics of a group laid together, as tiles that have room for a name."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from trends.data import Tree

CLEAR: Final = ("rising", "falling")

_FEW: Final = 24
_LEAST: Final = 1 / 70

Nodes = dict[int, dict[str, Any]]
Children = dict[int | None, list[int]]


@dataclass(frozen=True)
class Tile:
    """An area: all topics, a group, a topic, or small topics of a group that have the same trend.

    Attributes
    ----------
    name, parent
        Names of the tile and of the one that holds it, empty for none.
    label
        Of a topic or a group; plain text, empty for several topics.
    n_papers
        In it.
    growth, trend
        Of a topic; of several the growth nearest to none. None for groups, and where no growth is known.
    holds
        Whether other tiles lie in it.
    topics
        Several small topics, with their labels and growth, the largest first.
    """

    name: str
    parent: str
    label: str
    n_papers: int
    growth: float | None
    trend: str | None
    holds: bool = False
    topics: tuple[tuple[int, str, float | None], ...] = ()


def group_topics(tree: Tree, *, n_groups: int) -> pl.DataFrame:
    """Return root, groups and topics: node, parent, label, n_papers; a group of one topic is the topic itself.

    The tree joins two nodes at a time, too deep to read; so the group with most papers is split until there are `n_groups`, and
    inside a group all topics stand side by side.
    """
    nodes = {row["node"]: row for row in tree.table.iter_rows(named=True)}
    children: Children = {}
    for node, row in nodes.items():
        children.setdefault(row["parent"], []).append(node)
    (root,) = children[None]
    groups = _split(root, nodes, children, n_groups=n_groups)
    parents: dict[int, int | None] = {root: None}
    for group in groups:
        parents |= {group: root} if group != root else {}
        parents |= {leaf: group for leaf in _leaves(group, children) if leaf != group}
    kept = pl.DataFrame({"node": list(parents), "parent": list(parents.values())}, schema={"node": pl.Int64, "parent": pl.Int64})
    return kept.join(tree.table.select("node", "label", "n_papers"), on="node", how="left", maintain_order="left")


def _split(root: int, nodes: Nodes, children: Children, *, n_groups: int) -> list[int]:
    """Split the group with most papers again and again; a topic cannot be split."""
    groups = [(-nodes[root]["n_papers"], root)]
    topics: list[int] = []
    while groups and len(groups) + len(topics) < n_groups:
        _, largest = heapq.heappop(groups)
        if largest not in children:
            topics.append(largest)
        for child in children.get(largest, []):
            heapq.heappush(groups, (-nodes[child]["n_papers"], child))
    return [group for _, group in sorted(groups)] + topics


def _leaves(node: int, children: Children) -> list[int]:
    below = [node]
    leaves = []
    while below:
        node = below.pop()
        leaves += [] if node in children else [node]
        below += children.get(node, [])
    return sorted(leaves)


def lay_tiles(rows: pl.DataFrame) -> list[Tile]:
    """Return the tiles of groups and topics, larger ones before smaller ones, what is laid together last.

    Topics that hold less than 1/70 of all papers would be specks without a name: of more than 24 topics, those of a group with
    the same trend become one tile.

    Parameters
    ----------
    rows
        As `group_topics` returns them, with ``growth`` and ``trend`` of topics.
    """
    heads = set(rows["parent"].drop_nulls())
    n_topics = rows.height - len(heads)
    least = _LEAST * int(rows["n_papers"].max()) if n_topics > _FEW else 0  # type: ignore[arg-type]
    ordered = rows.sort(["n_papers", "node"], descending=[True, False])
    tiles = [_tile(row, holds=row["node"] in heads) for row in ordered.filter(pl.col("parent").is_null()).iter_rows(named=True)]
    for children in ordered.filter(pl.col("parent").is_not_null()).partition_by("parent", maintain_order=True):
        large = (pl.col("n_papers") >= least) | pl.col("node").is_in(list(heads))
        tiles += [_tile(row, holds=row["node"] in heads) for row in children.filter(large).iter_rows(named=True)]
        tiles += _lay_together(children.filter(~large))
    return tiles


def _tile(row: dict[str, Any], *, holds: bool) -> Tile:
    parent = "" if row["parent"] is None else str(row["parent"])
    return Tile(str(row["node"]), parent, row["label"], row["n_papers"], row["growth"], row["trend"], holds=holds)


def _lay_together(small: pl.DataFrame) -> Iterator[Tile]:
    """Make one tile of the topics that rise, one of those that fall, one of the others; one topic alone stays itself."""
    for trend in (*CLEAR, None):
        alike = pl.col("trend") == trend if trend else ~pl.col("trend").is_in(CLEAR).fill_null(value=False)
        topics = list(small.filter(alike).iter_rows(named=True))
        if len(topics) == 1:
            yield _tile(topics[0], holds=False)
        elif topics:
            yield _join(topics, trend=trend)


def _join(topics: Sequence[dict[str, Any]], *, trend: str | None) -> Tile:
    parent = str(topics[0]["parent"])
    growth = min((topic["growth"] for topic in topics), key=abs) if trend else None
    named = tuple((topic["node"], topic["label"], topic["growth"]) for topic in topics)
    n_papers = sum(topic["n_papers"] for topic in topics)
    return Tile(f"{parent}-{trend or 'others'}", parent, "", n_papers, growth, trend or "unclear", topics=named)
