"""The hierarchy of topics: what belongs together, how large it is, and what grows."""

import heapq
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from trends.charts.drawable import empty_chart
from trends.charts.finer import find_finer
from trends.charts.style import SMALL_SIZE, Figure, base_layout
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import escape, n_lines, signed_rate, wrap
from trends.data import Chart, Tree
from trends.data.phrases import counted

_TITLE: Final = "How the topics belong together"
_HOVER: Final = "<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{value:,} papers<extra></extra>"
_HEIGHT, _PHONE_HEIGHT = 620, 900
_MARGIN: Final = {"l": 4, "r": 4, "t": 26, "b": 4}
# How many letters and how many lines fit into a square as large as all papers; on a phone, where it is smaller than on a page.
_LETTERS: Final = 62
_LINES: Final = 28
_MOST_INSIDE: Final = 10
_MOST_GROUPS: Final = 12
_CLEAR: Final = ("rising", "falling")
# Orange falls, blue rises; a step is half of a doubling or a halving in a year.
_STEPS: Final = ((0.5, "#A34100"), (0.71, "#D9782F"), (1.0, "#F2BE94"), (1.41, "#9CC9E8"), (2.0, "#3F93C9"))
_FASTEST: Final = "#00588C"
_UNCLEAR: Final = "#B9BBBE"
_GROUP: Final = "#5C6166"
# Plotly picks a legible colour for all names but this one.
_ROOT_NAME: Final = "<span style='color:#FFFFFF'>All topics</span>"

Nodes = dict[int, dict[str, Any]]
Children = dict[int | None, list[int]]
Finer = Mapping[int, Sequence[tuple[str, float]]]


def plot_tree(tables: Tables, *, n_groups: int | None = None) -> Chart:
    """Draw topics as areas inside groups of topics, coloured by growth where that is clear.

    The tree joins two nodes at a time, too deep to read; so the group with most papers is split until there are
    `n_groups`, and inside a group all topics stand side by side.

    Parameters
    ----------
    tables
        Without topics the chart is empty and says so.
    n_groups
        Number of groups; by default the square root of the number of topics, at most 12.
    """
    if tables.tree.table.is_empty():
        return empty_chart("tree", title=_TITLE, reason="There are no topics to draw.")
    n_topics = tables.topics.n_topics
    rows = _grouped(_named(tables), n_groups=n_groups or min(round(math.sqrt(n_topics)), _MOST_GROUPS))
    rows = _with_growth(rows, tables.growth)
    finer = find_finer(tables)
    inside = " Arrows: finer topics inside that rise or fall." if finer else ""
    n_papers = int(rows["n_papers"].max())  # type: ignore[arg-type]
    caption = (
        f"Each area is one of {n_topics:,} topics, as large as its part of the {counted(n_papers, 'paper')} in topics; similar "
        "topics stand together. Blue: its share of papers rises, orange: it falls, darkest where it at least doubles or halves "
        f"in a year; grey: no clear trend.{inside}{unheld_note(rows['label'])}"
    )
    return Chart("tree", _TITLE, caption, _figure(rows, finer), rows)


def _named(tables: Tables) -> Tree:
    """Return the tree with its topics named as in the table of topics, marks included."""
    labels = tables.topics.table.select("label", node="topic")
    return Tree(tables.tree.table.update(labels, on="node", how="left"))


def _grouped(tree: Tree, *, n_groups: int) -> pl.DataFrame:
    """Return root, groups and topics: node, parent, label, n_papers; a group of one topic is the topic itself."""
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


def _with_growth(rows: pl.DataFrame, growth: pl.DataFrame | None) -> pl.DataFrame:
    """Add growth and trend of the topics; both are null for groups and for topics that have none."""
    if growth is None:
        return rows.with_columns(growth=pl.lit(None, dtype=pl.Float64), trend=pl.lit(None, dtype=pl.String))
    known = growth.select(pl.col("topic").alias("node"), "growth", "trend")
    return rows.join(known, on="node", how="left", maintain_order="left")


def _figure(rows: pl.DataFrame, finer: Finer) -> Figure:
    heads = set(rows["parent"].drop_nulls())
    whole = int(rows["n_papers"].max())  # type: ignore[arg-type]
    areas = [
        row | {"holds": row["node"] in heads, "side": math.sqrt(row["n_papers"] / whole)} for row in rows.iter_rows(named=True)
    ]
    treemap = {
        "type": "treemap",
        "meta": {"topics": [None if area["holds"] else area["node"] for area in areas]},
        "ids": [str(node) for node in rows["node"]],
        "parents": ["" if parent is None else str(parent) for parent in rows["parent"]],
        "labels": [_write(area, finer.get(area["node"], [])) for area in areas],
        "values": rows["n_papers"].to_list(),
        "customdata": [_facts(area, finer.get(area["node"], [])) for area in areas],
        "hovertemplate": _HOVER,
        "branchvalues": "total",
        "textinfo": "label",
        "tiling": {"pad": 1},
        "marker": {
            "colors": [_color(area) for area in areas],
            "pad": {"t": 22, "l": 2, "r": 2, "b": 2},
            "line": {"width": 0},
        },
        "root": {"color": _GROUP},
        "textfont": {"size": SMALL_SIZE},
    }
    layout = base_layout(height=_HEIGHT, margin=_MARGIN, phone={"height": _PHONE_HEIGHT})
    return {"data": [treemap], "layout": layout | {"uniformtext": {"minsize": 10, "mode": "hide"}}}


def _write(area: dict[str, Any], finer: Sequence[tuple[str, float]]) -> str:
    """Write what an area has room for, taken as a square: its name, growth that is clear, and what moves inside."""
    if area["parent"] is None and area["holds"]:
        return _ROOT_NAME
    if area["holds"]:
        return wrap(area["label"], width=max(int(_LETTERS * area["side"]), 12), lines=1)
    wide = min(max(int(_LETTERS * area["side"]), 12), 24)
    most = max(int(_LINES * area["side"]), 1)
    words = [f"<b>{wrap(area['label'], width=wide, lines=min(most, 4))}</b>"]
    if area["trend"] in _CLEAR:
        words.append(f"{signed_rate(area['growth'])} a year")
    for one in finer:
        more = [*words, _arrow(*one, letters=wide)]
        if n_lines("<br>".join(more)) > most:
            break
        words = more
    return "<br>".join(words)


def _arrow(label: str, growth: float, *, letters: int) -> str:
    """Write the growth of a finer topic and its name, on two lines where it needs them."""
    return f"{'↑' if growth > 0 else '↓'} {wrap(f'{signed_rate(growth)} {label}', width=letters - 2, lines=2)}"


def _facts(area: dict[str, Any], finer: Sequence[tuple[str, float]]) -> list[str]:
    inside = "".join(f"<br>{_arrow(*one, letters=60)}" for one in finer[:_MOST_INSIDE])
    return [escape(area["label"]), _growth_words(area["growth"], area["trend"]) + inside]


def _color(area: dict[str, Any]) -> str:
    """Colour a topic by its growth factor, in even steps on both sides of 1; grey where its trend is not clear."""
    if area["trend"] is None and area["holds"]:
        return _GROUP
    if area["trend"] not in _CLEAR:
        return _UNCLEAR
    factor = 1 + area["growth"]
    return next((color for most, color in _STEPS if factor < most), _FASTEST)


def _growth_words(growth: float | None, trend: str | None) -> str:
    if trend is None:
        return "a group of topics"
    return "too few papers for a growth rate" if growth is None else f"{signed_rate(growth)} per year, {trend}"
