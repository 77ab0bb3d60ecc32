"""Names beside points, each where it lies on no other name and on no point."""

import math
from collections.abc import Sequence
from typing import Any

from trends.charts.placement import Box
from trends.charts.text import escape, n_lines, wrap

_LETTER, _LINE = 0.58, 1.3
_POINT, _CORNER = 12, 4


def name_points(
    points: Sequence[tuple[float, float, str]],
    *,
    ranges: Sequence[Sequence[float]],
    size: tuple[int, int],
    font: int,
    taken: Sequence[Box],
    avoided: Sequence[Box] = (),
    n_sure: int | None = None,
) -> list[dict[str, Any]]:
    """Return the names of points, the first ones first; a name that finds no room is left out.

    Parameters
    ----------
    points
        The place of each on the axes, in the units of `ranges`, and its name.
    ranges
        First and last value of the horizontal and of the vertical axis; logarithms where the axis has them.
    size
        Width and height of the narrowest plot that the names must fit, in pixels.
    font
        Font size in pixels.
    taken
        Where no name may lie, in pixels from the lower left corner of the plot.
    avoided
        What names hide as little of as they can; of the points the first `n_sure` alone stay free of names, and names after these
        hide nothing or are left out.
    """
    width, height = size
    (left, right), (foot, top) = ranges
    at = [((x - left) / (right - left) * width, (y - foot) / (top - foot) * height) for x, y, _ in points]
    used = [*taken, *(Box(x, y, _POINT, _POINT) for x, y in at[:n_sure])]
    names = []
    for number, ((x, y, label), (across, up)) in enumerate(zip(points, at, strict=True)):
        places = [(text, *place) for text in _wraps(label) for place in _places(across, up, text=text, font=font)]
        inside = [place for place in places if _inside(place[-1], width=width, height=height)]
        free = [
            (_count_hidden(box, avoided), text, anchor, box) for text, anchor, box in inside if not any(map(box.touches, used))
        ]
        n_hidden, text, anchor, box = min(free, key=lambda place: place[0], default=(math.inf, "", ("", ""), None))
        if box and (n_hidden == 0 or n_sure is None or number < n_sure):
            used.append(box)
            names.append(_name(label, text, place=(x, y), anchor=anchor, font=font))
    return names


def _wraps(label: str) -> list[str]:
    """Return a name in two lines, and narrower in three."""
    return [wrap(label, width=26, lines=2), wrap(label, width=16, lines=3)]


def _count_hidden(box: Box, avoided: Sequence[Box]) -> int:
    return sum(map(box.touches, avoided))


def _places(x: float, y: float, *, text: str, font: int) -> list[tuple[tuple[str, str], Box]]:
    """Return where a name may stand: right of the point, left of it, above, below, and at its four corners."""
    wide, high = max(map(len, text.split("<br>"))) * font * _LETTER, n_lines(text) * font * _LINE
    aside, above = wide / 2 + _POINT / 2 + 2, high / 2 + _POINT / 2 + 1
    corner = wide / 2 + _CORNER
    return [
        (("left", "middle"), Box(x + aside, y, wide, high)),
        (("right", "middle"), Box(x - aside, y, wide, high)),
        (("center", "bottom"), Box(x, y + above, wide, high)),
        (("center", "top"), Box(x, y - above, wide, high)),
        (("left", "bottom"), Box(x + corner, y + above, wide, high)),
        (("left", "top"), Box(x + corner, y - above, wide, high)),
        (("right", "bottom"), Box(x - corner, y + above, wide, high)),
        (("right", "top"), Box(x - corner, y - above, wide, high)),
    ]


def _inside(box: Box, *, width: int, height: int) -> bool:
    return box.width / 2 <= box.x <= width - box.width / 2 and box.height / 2 <= box.y <= height - box.height / 2


def _name(label: str, text: str, *, place: tuple[float, float], anchor: tuple[str, str], font: int) -> dict[str, Any]:
    across, up = anchor
    shift = _POINT // 2 + 2 if up == "middle" else _CORNER
    return {
        "x": place[0],
        "y": place[1],
        "text": text,
        "hovertext": escape(label),
        "showarrow": False,
        "align": across,
        "xanchor": across,
        "yanchor": up,
        "xshift": {"left": shift, "right": -shift, "center": 0}[across],
        "yshift": {"bottom": _POINT // 2, "top": -_POINT // 2, "middle": 0}[up],
        "borderpad": 0,
        "font": {"size": font},
    }
