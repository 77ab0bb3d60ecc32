"""The map of papers: near means alike, colour means topic."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.charts.drawable import empty_chart
from trends.charts.placement import Box, find_room
from trends.charts.style import FONT_SIZE, GREY, SMALL_SIZE, Figure, base_layout, topic_color, topic_symbol
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import escape, n_lines, wrap
from trends.data import OUTLIER, Chart
from trends.data.phrases import counted

_TITLE: Final = "The map of papers"
_HOVER: Final = "%{text}<br><i>%{fullData.name}</i><extra></extra>"
_HEIGHT, _PHONE_HEIGHT = 640, 460
# The narrowest plot that the labels must fit without touching; a wider page only moves them apart.
_WIDTH, _PHONE_WIDTH = 680, 310
_MARGIN: Final = {"l": 4, "r": 4, "t": 4, "b": 4}
_STEPS, _EDGE = 20_000, 1_000
_MOST_LABELS: Final = 40
_SHIFT: Final = {"left": 0.5, "center": 0.0, "right": -0.5}


def plot_map(tables: Tables, *, n_points: int = 100_000) -> Chart:
    """Draw each paper where the map puts it, coloured by topic, with the names of the largest topics.

    Places are rounded to 1/20,000 of the plot, far less than a pixel, and written as 16-bit integers.

    Parameters
    ----------
    tables
        Without papers the chart is empty and says so; without topics all papers are grey.
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
    caption = (
        "Each point is a paper; similar papers lie near each other, and only nearness has a meaning, not the axes. Colour is the "
        f"topic (colours repeat); {n_outliers:,} of {counted(drawn.height, 'paper')} in no topic are small and grey. "
        f"The largest topics are named where there is room.{sample}{unheld_note(drawn['label'])}"
    )
    return Chart("map", _TITLE, caption, _figure(drawn), drawn)


def _papers(tables: Tables) -> pl.DataFrame:
    """Return a row per paper: id, title, published, topic, label, x, y; the label of an outlier is null."""
    papers = tables.corpus.table.select("id", "title", "published", "precision")
    members = tables.topics.members.select("id", "topic")
    labels = tables.topics.table.select("topic", "label")
    placed = papers.join(tables.points.table, on="id", how="inner", maintain_order="left")
    return placed.join(members, on="id", how="inner", maintain_order="left").join(
        labels, on="topic", how="left", maintain_order="left"
    )


def _evenly(rows: pl.DataFrame, n: int) -> pl.DataFrame:
    if rows.height <= n:
        return rows
    return rows[np.linspace(0, rows.height - 1, n).round().astype(np.int64)]


def _figure(rows: pl.DataFrame) -> Figure:
    grid = rows.with_columns(_steps("x"), _steps("y"))
    topics = grid.partition_by("topic", maintain_order=True, as_dict=True)
    by_size = sorted(topics.items(), key=lambda item: (item[0][0] != OUTLIER, -item[1].height, item[0][0]))
    size = 5 if rows.height <= 10_000 else 4 if rows.height <= 40_000 else 3
    data = [_points(papers, size=size) for _, papers in by_size]
    named = [papers for (topic,), papers in by_size if topic != OUTLIER][:_MOST_LABELS]
    hidden = {"visible": False, "range": [0, _STEPS]}
    phone = {
        "height": _PHONE_HEIGHT,
        "annotations": _labels(named, width=_PHONE_WIDTH, height=_PHONE_HEIGHT, size=SMALL_SIZE, letters=16),
    }
    layout = base_layout(height=_HEIGHT, margin=_MARGIN, phone=phone)
    labels = _labels(named, width=_WIDTH, height=_HEIGHT, size=FONT_SIZE, letters=22)
    return {"data": data, "layout": layout | {"xaxis": hidden, "yaxis": hidden, "annotations": labels}}


def _steps(name: str) -> pl.Expr:
    """Scale a coordinate to whole steps inside the edges of the plot; the axes have no unit that could be lost."""
    column = pl.col(name).cast(pl.Float64)
    width = column.max() - column.min()
    return (
        pl.when(width > 0)
        .then((column - column.min()) / width)
        .otherwise(0.5)
        .mul(_STEPS - 2 * _EDGE)
        .add(_EDGE)
        .round()
        .cast(pl.Int16)
        .alias(name)
    )


def _points(papers: pl.DataFrame, *, size: int) -> dict[str, Any]:
    topic = int(papers["topic"][0])
    outlier = topic == OUTLIER
    return {
        "type": "scattergl",
        "mode": "markers",
        "name": "in no topic" if outlier else wrap(papers["label"][0], width=60, lines=2),
        "x": _typed(papers["x"].to_numpy()),
        "y": _typed(papers["y"].to_numpy()),
        "text": [_hover(*paper) for paper in papers.select("title", "published", "precision").iter_rows()],
        "hovertemplate": _HOVER,
        "marker": {
            "size": max(size - 2, 2) if outlier else size,
            "opacity": 0.35 if outlier else 0.7,
            "color": GREY if outlier else topic_color(topic),
            "symbol": "circle" if outlier else topic_symbol(topic),
            "line": {"width": 0},
        },
    }


def _typed(values: NDArray[np.int16]) -> dict[str, str]:
    """Return an array as plotly reads it from JSON without a number for each value."""
    return {"dtype": "i2", "bdata": base64.b64encode(values.astype("<i2").tobytes()).decode()}


def _hover(title: str, published: date | None, precision: str | None) -> str:
    shown = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", None: ""}[precision]
    day = published.strftime(shown) if published else "undated"
    return f"{wrap(title or 'untitled', width=60, lines=2)}<br>{day}"


def _labels(named: Sequence[pl.DataFrame], *, width: int, height: int, size: int, letters: int) -> list[dict[str, Any]]:
    """Name topics at the median of their papers, the largest first; a name that finds no room is dropped.

    Parameters
    ----------
    named
        The papers of each topic, the largest first.
    width, height
        Plot in pixels for which the names must not touch; on a larger one they only move apart.
    size
        Font size in pixels.
    letters
        Most characters in a line.
    """
    texts = [wrap(papers["label"][0], width=letters, lines=3) for papers in named]
    wanted = [
        Box(
            x=float(np.median(papers["x"].to_numpy())) / _STEPS * width,
            y=float(np.median(papers["y"].to_numpy())) / _STEPS * height,
            width=0.68 * size * max(map(len, text.split("<br>"))),
            height=1.3 * size * n_lines(text) + 4,
        )
        for text, papers in zip(texts, named, strict=True)
    ]
    sides = [_side(box, width=width) for box in wanted]
    inside = [replace(box, x=box.x + _SHIFT[side] * box.width) for box, side in zip(wanted, sides, strict=True)]
    return [
        {
            "x": round(want.x / width * _STEPS),
            "y": round(want.y / height * _STEPS),
            "xanchor": side,
            "ax": 0,
            "ay": round(want.y - box.y, 1),
            "showarrow": box.y != want.y,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": topic_color(int(papers["topic"][0])),
            "text": f"<b>{text}</b>",
            "hovertext": escape(papers["label"][0]),
            "font": {"size": size, "shadow": "auto"},
        }
        for want, box, side, text, papers in zip(wanted, find_room(inside, top=height), sides, texts, named, strict=True)
        if box
    ]


def _side(box: Box, *, width: int) -> str:
    """Return which side of a name stands at its place: the middle, but near an edge the end that keeps it inside."""
    if 2 * box.x < box.width:
        return "left"
    return "right" if 2 * (width - box.x) < box.width else "center"
