"""Names where curves end, moved up or down so that no two lie on each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from trends.charts.placement import spread
from trends.charts.style import GREY, topic_color
from trends.charts.text import escape, n_lines, wrap

NAME_AT_BEGIN = "begin"

_NAME, _NAME_AND_MORE = "end", "end and more"


@dataclass(frozen=True)
class End:
    """The last point of a topic's curve.

    Attributes
    ----------
    topic, label
        Whose curve it is; a negative topic is none and has a grey leader.
    x, y
        The point, as on the axes.
    height
        The point's place between the foot of the plot, 0, and its top, 1.
    more
        Markup for lines below the name.
    """

    topic: int
    label: str
    x: str
    y: float
    height: float
    more: str = ""


def label_ends(ends: Sequence[End], *, plot_height: int, size: int, width: int) -> list[dict[str, Any]]:
    """Return a name to the right of each end, with a leader to its curve.

    Parameters
    ----------
    ends
        In any order.
    plot_height
        Height of the plot in pixels, margins left out.
    size
        Font size in pixels.
    width
        Most characters in a line; a name takes two lines at most.
    """
    texts = [wrap(end.label, width=width, lines=2) + (f"<br>{end.more}" if end.more else "") for end in ends]
    wanted = [end.height * plot_height for end in ends]
    placed = spread(wanted, heights=[_height(text, size) for text in texts], top=plot_height)
    return [
        {
            "name": _NAME_AND_MORE if end.more else _NAME,
            "x": end.x,
            "y": round(end.y, 6),
            "text": text,
            "hovertext": escape(end.label),
            "align": "left",
            "xanchor": "left",
            "ax": 24,
            "ay": round(want - at, 1),
            "font": {"size": size},
            "arrowhead": 0,
            "arrowwidth": 1,
            "standoff": 5,
            "arrowcolor": topic_color(end.topic) if end.topic >= 0 else GREY,
        }
        for end, text, at, want in zip(ends, texts, placed, wanted, strict=True)
    ]


def _height(text: str, size: int) -> float:
    return n_lines(text) * size * 1.3 + 4


def spread_again(annotations: Sequence[dict[str, Any]], *, ends: tuple[float, float], plot_height: int) -> None:
    """Move names at ends, in place, to where they do not touch in a plot of another height; others stay as they are.

    Names at ends that have no room in two lines are cut to one, and so are names at beginnings that are higher than a rank.

    Parameters
    ----------
    annotations
        Of a figure.
    ends
        What the vertical axis has at its foot and at its top.
    plot_height
        Height of the plot in pixels.
    """
    unit = plot_height / abs(ends[1] - ends[0])
    _cut([one for one in annotations if one.get("name") == NAME_AT_BEGIN and _height_of(one) > unit])
    if sum(_height_of(one) for one in annotations if one.get("name") == _NAME) > plot_height:
        _cut([one for one in annotations if one.get("name") == _NAME])
    names = [one for one in annotations if one.get("name") in (_NAME, _NAME_AND_MORE)]
    wanted = [(name["y"] - ends[0]) / (ends[1] - ends[0]) * plot_height for name in names]
    placed = spread(wanted, heights=[_height_of(name) for name in names], top=plot_height)
    for name, at, want in zip(names, placed, wanted, strict=True):
        name["ay"] = round(want - at, 1)


def _height_of(name: dict[str, Any]) -> float:
    return _height(name["text"], name["font"]["size"])


def _cut(names: Sequence[dict[str, Any]]) -> None:
    """Bring names to one line."""
    for name in names:
        width = max(len(unescape(line)) for line in name["text"].split("<br>"))
        name["text"] = wrap(unescape(name["hovertext"]), width=width, lines=1)
