"""The hierarchy of topics: what belongs together, how large it is, and what grows."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from trends.charts.drawable import empty_chart
from trends.charts.finer import find_finer
from trends.charts.style import SMALL_SIZE, Figure, base_layout
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import escape, signed_rate, wrap
from trends.charts.tile_names import HEAD, Words, name_tiles
from trends.charts.tiles import CLEAR, Tile, group_topics, lay_tiles
from trends.data import Chart, Tree
from trends.data.phrases import counted

_TITLE: Final = "How the topics belong together"
_HOVER: Final = "<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{value:,} papers<extra></extra>"
_HEIGHT, _PHONE_HEIGHT = 620, 900
_FIRST, _EACH = 240, 40  # pixels of few topics, which need less than all that room
_MARGIN: Final = {"l": 4, "r": 4, "t": 26, "b": 4}
# Of the plot in a wide window and in narrower ones, and on phones.
_WIDTHS, _PHONE_WIDTHS = (1064, 936), (350, 372, 328)
_MOST_INSIDE: Final = 10
_MOST_GROUPS: Final = 12
# Orange falls, blue rises; a step is half of a doubling or a halving in a year.
_STEPS: Final = ((0.5, "#A34100"), (0.71, "#D9782F"), (1.0, "#F2BE94"), (1.41, "#9CC9E8"), (2.0, "#3F93C9"))
_FASTEST: Final = "#00588C"
_UNCLEAR: Final = "#B9BBBE"
_GROUP: Final = "#5C6166"
# Plotly picks a legible colour for all names but this one.
_ROOT_NAME: Final = "<span style='color:#FFFFFF'>All topics</span>"

Finer = Mapping[str, Sequence[tuple[str, float]]]


def plot_tree(tables: Tables, *, n_groups: int | None = None) -> Chart:
    """Draw topics as areas inside groups of topics, coloured by growth where that is clear.

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
    rows = group_topics(_named(tables), n_groups=n_groups or min(round(math.sqrt(n_topics)), _MOST_GROUPS))
    rows = _with_growth(rows, tables.growth)
    tiles = lay_tiles(rows)
    finer = {str(node): topics for node, topics in find_finer(tables).items()}
    together = " Small topics of a group with the same trend share an area." if any(tile.topics for tile in tiles) else ""
    inside = " Arrows: finer topics inside that rise or fall." if finer else ""
    n_papers = int(rows["n_papers"].max())  # type: ignore[arg-type]
    caption = (
        f"Each area is a topic, as large as its part of the {counted(n_papers, 'paper')} in {counted(n_topics, 'topic')}; "
        f"similar topics stand in one group.{together} Blue: its share of papers rises, orange: it falls, darkest "
        f"where it at least doubles or halves in a year; grey: no clear trend.{inside}{unheld_note(rows['label'])}"
    )
    return Chart("tree", _TITLE, caption, _figure(tiles, finer), rows)


def _named(tables: Tables) -> Tree:
    """Return the tree with its topics named as in the table of topics, marks included."""
    labels = tables.topics.table.select("label", node="topic")
    return Tree(tables.tree.table.update(labels, on="node", how="left"))


def _with_growth(rows: pl.DataFrame, growth: pl.DataFrame | None) -> pl.DataFrame:
    """Add growth and trend of the topics; both are null for groups and for topics that have none."""
    if growth is None:
        return rows.with_columns(growth=pl.lit(None, dtype=pl.Float64), trend=pl.lit(None, dtype=pl.String))
    known = growth.select(pl.col("topic").alias("node"), "growth", "trend")
    return rows.join(known, on="node", how="left", maintain_order="left")


def _figure(tiles: Sequence[Tile], finer: Finer) -> Figure:
    treemap: Figure = {
        "type": "treemap",
        "meta": {
            "topics": [_topics_of(tile) for tile in tiles],
            "words": [_words(tile, finer.get(tile.name, [])) for tile in tiles],
        },
        "ids": [tile.name for tile in tiles],
        "parents": [tile.parent for tile in tiles],
        "labels": [_ROOT_NAME] * len(tiles),
        "values": [tile.n_papers for tile in tiles],
        "customdata": [_facts(tile, finer.get(tile.name, [])) for tile in tiles],
        "hovertemplate": _HOVER,
        "branchvalues": "total",
        "sort": False,
        "textinfo": "label",
        "tiling": {"pad": 1},
        "marker": {
            "colors": [_color(tile) for tile in tiles],
            "pad": {"t": HEAD, "l": 2, "r": 2, "b": 2},
            "line": {"width": 0},
        },
        "root": {"color": _GROUP},
        "textfont": {"size": SMALL_SIZE},
    }
    room = _FIRST + _EACH * len(tiles)
    height, phone_height = min(_HEIGHT, room), min(_PHONE_HEIGHT, room)
    labels, phone_labels = (
        name_tiles(treemap, sizes=[(width, high - _MARGIN["t"] - _MARGIN["b"]) for width in widths])
        for widths, high in ((_WIDTHS, height), (_PHONE_WIDTHS, phone_height))
    )
    named = treemap | {"labels": labels, "meta": treemap["meta"] | {"phone": phone_labels}}
    layout = base_layout(height=height, margin=_MARGIN, phone={"height": phone_height})
    return {"data": [named], "layout": layout | {"uniformtext": {"minsize": 10, "mode": "hide"}}}


def _words(tile: Tile, finer: Sequence[tuple[str, float]]) -> Words | None:
    """Return the name of a tile and what may stand below: growth that is clear, and what moves inside; None for the root."""
    if tile.holds:
        return (escape(tile.label), []) if tile.parent else None
    if tile.topics:
        return _name_several(tile), [(escape(f"{', '.join(label for _, label, _ in tile.topics)}."), 2 * len(tile.topics))]
    growth = [(f"{signed_rate(tile.growth)} a year", 1)] if tile.trend in CLEAR and tile.growth is not None else []
    return escape(tile.label), [*growth, *((escape(_arrow(*one)), 2) for one in finer)]


def _topics_of(tile: Tile) -> int | list[int] | None:
    """Return whose area it is, for a page that is narrowed to some topics; groups are about none."""
    if tile.topics:
        return [topic for topic, _, _ in tile.topics]
    return None if tile.holds else int(tile.name)


def _name_several(tile: Tile) -> str:
    return f"{len(tile.topics):,} {tile.trend if tile.trend in CLEAR else 'more'}"


def _arrow(label: str, growth: float) -> str:
    """Write the growth of a finer topic and its name."""
    return f"{'↑' if growth > 0 else '↓'} {signed_rate(growth)} {label}"


def _facts(tile: Tile, finer: Sequence[tuple[str, float]]) -> list[str]:
    if tile.topics:
        return [f"{_name_several(tile)} topics", _list_topics(tile)]
    inside = "".join(f"<br>{wrap(_arrow(*one), width=60, lines=2)}" for one in finer[:_MOST_INSIDE])
    return [escape(tile.label), _growth_words(tile) + inside]


def _list_topics(tile: Tile) -> str:
    """List several topics for the hover, with growth where it is clear."""
    lines = [
        wrap(label, width=60, lines=1) + (f", {signed_rate(growth)} a year" if tile.trend in CLEAR and growth is not None else "")
        for _, label, growth in tile.topics[:_MOST_INSIDE]
    ]
    left = len(tile.topics) - _MOST_INSIDE
    return "<br>".join([*lines, f"and {left:,} more"] if left > 0 else lines)


def _color(tile: Tile) -> str:
    """Colour a topic by its growth factor, in even steps on both sides of 1; grey where its trend is not clear."""
    if tile.holds:
        return _GROUP
    if tile.trend not in CLEAR or tile.growth is None:
        return _UNCLEAR
    factor = 1 + tile.growth
    return next((color for most, color in _STEPS if factor < most), _FASTEST)


def _growth_words(tile: Tile) -> str:
    if tile.holds:
        return "a group of topics"
    return "no growth rate" if tile.growth is None else f"{signed_rate(tile.growth)} per year, {tile.trend}"
