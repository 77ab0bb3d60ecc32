"""Names where curves end, moved up or down so that no two lie on each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trends.charts.placement import spread
from trends.charts.style import GREY, topic_color
from trends.charts.text import escape, n_lines, wrap


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
    placed = spread(wanted, heights=[n_lines(text) * size * 1.3 + 4 for text in texts], top=plot_height)
    return [
        {
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
