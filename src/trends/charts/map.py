"""The map of papers: near means alike, colour means topic, date or growth."""

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from trends.charts.drawable import empty_chart
from trends.charts.places import STEPS, pack, to_steps
from trends.charts.point_colors import choose_color
from trends.charts.region_names import MOST_NAMES, name_regions
from trends.charts.style import FONT_SIZE, GREY, SMALL_SIZE, Figure, base_layout, topic_color, topic_symbol
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import wrap
from trends.data import OUTLIER, Chart
from trends.data.phrases import counted

_TITLE: Final = "The map of papers"
_HOVER: Final = "%{text}<br><i>%{fullData.name}</i><extra></extra>"
_HEIGHT, _PHONE_HEIGHT = 700, 520
# The narrowest plot that the names must fit without touching; a wider page only moves them apart.
_WIDTH, _PHONE_WIDTH = 680, 310
_MARGIN: Final = {"l": 4, "r": 4, "t": 64, "b": 4}


def plot_map(tables: Tables, *, n_points: int = 120_000) -> Chart:
    """Draw each paper where the map puts it, coloured by topic, date or growth, with the names of the largest topics.

    A point's ``customdata`` is the row of its paper in the corpus: what a reader draws a line around, or looks for by words,
    leads to papers. Places are whole steps of 1/20,000 of the plot, far less than a pixel.

    Parameters
    ----------
    tables
        Without papers the chart is empty and says so; without topics all papers are grey. Growth is that around each paper
        where a run knows it (``field``), else that of its topic where this rises or falls beyond chance.
    n_points
        Most papers that are drawn; of more, a sample that is even in the order of their dates.
    """
    rows = _papers(tables)
    if rows.is_empty():
        return empty_chart("map", title=_TITLE, reason="There are no papers to draw.")
    drawn = _evenly(rows, n_points)
    sample = (
        f" Drawn are {drawn.height:,} of {counted(rows.height, 'paper')}, spread evenly over the dates."
        if drawn.height < rows.height
        else ""
    )
    n_outliers = drawn.filter(pl.col("topic") == OUTLIER).height
    instead = f", the date or {_growth_words(tables)}"
    caption = (
        "Each point is a paper; near means alike, the axes mean nothing. Colour: the topic (colours repeat)"
        f"{instead}. Small: {n_outliers:,} of {counted(drawn.height, 'paper')} in no topic. The largest topics are "
        f"named where there is room.{sample}{unheld_note(drawn['label'])}"
    )
    return Chart("map", _TITLE, caption, _figure(drawn, screen_only=[instead]), drawn.drop("row"))


def _growth_words(tables: Tables) -> str:
    around = "growth of the share around the paper, untested"
    return around if "field" in tables.statistics else "growth of the topic, grey where unclear"


def _papers(tables: Tables) -> pl.DataFrame:
    """Return a row per paper: its row in the corpus, what to show of it, topic, label, growth, place; an outlier has no label."""
    papers = tables.corpus.table.select("id", "title", "published", "precision").with_row_index("row")
    members = tables.topics.members.select("id", "topic")
    labels = tables.topics.table.select("topic", "label")
    growth, key = _growth(tables)
    placed = papers
    for table, on in ((tables.points.table, "id"), (members, "id")):
        placed = placed.join(table, on=on, how="inner", maintain_order="left")
    for table, on in ((labels, "topic"), (growth, key)):
        placed = placed.join(table, on=on, how="left", maintain_order="left")
    return placed


def _growth(tables: Tables) -> tuple[pl.DataFrame, str]:
    """Return growth per year with the column that tells whose it is."""
    if "field" in tables.statistics:
        return tables.statistics["field"].select("id", "growth"), "id"
    if tables.growth is None:
        return pl.DataFrame(schema={"topic": pl.Int64, "growth": pl.Float64}), "topic"
    return tables.growth.filter(pl.col("trend").is_in(["rising", "falling"])).select("topic", "growth"), "topic"


def _evenly(rows: pl.DataFrame, n: int) -> pl.DataFrame:
    if rows.height <= n:
        return rows
    return rows[np.linspace(0, rows.height - 1, n).round().astype(np.int64)]


def _figure(rows: pl.DataFrame, *, screen_only: list[str]) -> Figure:
    grid = rows.with_columns(pl.Series(axis, to_steps(rows[axis].to_numpy())) for axis in ("x", "y"))
    parts = grid.partition_by("topic", maintain_order=True)
    parts.sort(key=lambda part: (part["topic"][0] != OUTLIER, -part.height, part["topic"][0]))
    size = 5 if rows.height <= 10_000 else 4 if rows.height <= 40_000 else 3
    data = [_points(part, size=size) for part in parts]
    named = [part for part in parts if part["topic"][0] != OUTLIER][:MOST_NAMES]
    wide, narrow = (
        name_regions(named, width=width, height=height - _MARGIN["t"] - _MARGIN["b"], size=font, letters=letters)
        for width, height, font, letters in ((_WIDTH, _HEIGHT, FONT_SIZE, 22), (_PHONE_WIDTH, _PHONE_HEIGHT, SMALL_SIZE, 16))
    )
    phone = {"height": _PHONE_HEIGHT, "annotations": narrow}
    layout = base_layout(height=_HEIGHT, margin=_MARGIN, phone=phone, screen_only=screen_only)
    hidden = {"visible": False, "range": [0, STEPS]}
    axes = {"xaxis": hidden, "yaxis": hidden, "annotations": wide, "dragmode": "pan"}
    meta = {"meta": layout["meta"] | {"points": True}}
    return {"data": data, "layout": layout | axes | meta | choose_color(data, parts)}


def _points(papers: pl.DataFrame, *, size: int) -> dict[str, Any]:
    topic = int(papers["topic"][0])
    outlier = topic == OUTLIER
    return {
        "type": "scattergl",
        "mode": "markers",
        "name": "in no topic" if outlier else wrap(papers["label"][0], width=60, lines=2),
        "meta": {"topic": topic},
        "x": pack(papers["x"].to_numpy()),
        "y": pack(papers["y"].to_numpy()),
        "customdata": pack(papers["row"].cast(pl.Int32).to_numpy()),
        "text": [_hover(*paper) for paper in papers.select("title", "published", "precision").iter_rows()],
        "hovertemplate": _HOVER,
        "marker": {
            "size": max(size - 2, 2) if outlier else size,
            "opacity": 0.35 if outlier else 0.7,
            "color": GREY if outlier else topic_color(topic),
            "coloraxis": "coloraxis",
            "symbol": "circle" if outlier else topic_symbol(topic),
            "line": {"width": 0},
        },
    }


def _hover(title: str, published: date | None, precision: str | None) -> str:
    shown = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", None: ""}[precision]
    day = published.strftime(shown) if published else "undated"
    return f"{wrap(title or 'untitled', width=60, lines=2)}<br>{day}"
