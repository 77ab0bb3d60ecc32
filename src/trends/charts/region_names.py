"""Names of topics on a map, where they lie densest, moved apart so that none covers another."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl

from trends.charts.letters import text_width
from trends.charts.placement import Box, find_room
from trends.charts.places import STEPS, find_peak
from trends.charts.style import topic_color
from trends.charts.text import escape, n_lines, wrap

MOST_NAMES: Final = 40
_LINE: Final = 1.3
_SHIFT: Final = {"left": 0.5, "center": 0.0, "right": -0.5}


def name_regions(named: Sequence[pl.DataFrame], *, width: int, height: int, size: int, letters: int) -> list[dict[str, Any]]:
    """Name topics where their papers lie densest, the first first; a name that finds no room is dropped.

    Parameters
    ----------
    named
        The papers of each topic, with ``label`` and ``x`` and ``y`` in steps.
    width, height
        Plot in pixels on which the names must not touch; on a larger one they only move apart.
    size
        Font size in pixels.
    letters
        Most characters in a line.

    Returns
    -------
    Plotly's annotations; one that had to move has a leader to its region.
    """
    texts = [wrap(papers["label"][0], width=letters, lines=3) for papers in named]
    peaks = [find_peak(papers["x"].to_numpy(), papers["y"].to_numpy()) for papers in named]
    wanted = [
        Box(
            x=x / STEPS * width,
            y=y / STEPS * height,
            width=text_width(text, size=size, bold=True) + 6,
            height=_LINE * size * n_lines(text) + 4,
        )
        for (x, y), text in zip(peaks, texts, strict=True)
    ]
    sides = [_side(box, width=width) for box in wanted]
    inside = [replace(box, x=box.x + _SHIFT[side] * box.width) for box, side in zip(wanted, sides, strict=True)]
    return [
        _name(papers, text, peak=peak, side=side, across=box.x - start.x, up=box.y - start.y, size=size)
        for papers, text, peak, side, start, box in zip(
            named, texts, peaks, sides, inside, find_room(inside, top=height, right=width), strict=True
        )
        if box
    ]


def _side(box: Box, *, width: int) -> str:
    """Return which side of a name stands at its place: the middle, but near an edge the end that keeps it inside."""
    if 2 * box.x < box.width:
        return "left"
    return "right" if 2 * (width - box.x) < box.width else "center"


def _name(
    papers: pl.DataFrame, text: str, *, peak: tuple[float, float], side: str, across: float, up: float, size: int
) -> dict[str, Any]:
    topic = int(papers["topic"][0])
    return {
        "name": f"topic-{topic}",
        "x": round(peak[0]),
        "y": round(peak[1]),
        "xanchor": side,
        "ax": round(across, 1),
        "ay": round(-up, 1),
        "showarrow": bool(across or up),
        "arrowhead": 0,
        "arrowwidth": 1.5,
        "arrowcolor": topic_color(topic),
        "text": f"<b>{text}</b>",
        "hovertext": escape(papers["label"][0]),
        "font": {"size": size, "shadow": "auto"},
    }
