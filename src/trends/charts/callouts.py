"""Names beside points, each where it lies on no other name and on no point."""

from collections.abc import Sequence
from typing import Any, Final

from trends.charts.placement import Box
from trends.charts.text import escape, n_lines, wrap

_LETTER, _LINE = 0.58, 1.3
_POINT: Final = 12


def name_points(
    points: Sequence[tuple[float, float, str]],
    *,
    ranges: Sequence[Sequence[float]],
    size: tuple[int, int],
    font: int,
    taken: Sequence[Box],
    avoided: Sequence[Box] = (),
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
        Where a name lies only if it has no other room.
    """
    width, height = size
    (left, right), (foot, top) = ranges
    at = [((x - left) / (right - left) * width, (y - foot) / (top - foot) * height) for x, y, _ in points]
    used = [*taken, *(Box(x, y, _POINT, _POINT) for x, y in at)]
    names = []
    for (x, y, label), (across, up) in zip(points, at, strict=True):
        text = wrap(label, width=26, lines=2)
        inside = [place for place in _places(across, up, text=text, font=font) if _inside(place[1], width=width, height=height)]
        free = [place for place in inside if not any(map(place[1].touches, used))]
        if free:
            anchor, box = next((place for place in free if not any(map(place[1].touches, avoided))), free[0])
            used.append(box)
            names.append(_name(label, text, place=(x, y), anchor=anchor, font=font))
    return names


def _places(x: float, y: float, *, text: str, font: int) -> list[tuple[tuple[str, str], Box]]:
    """Return where a name may stand: right of the point, left of it, above, below."""
    wide, high = max(map(len, text.split("<br>"))) * font * _LETTER, n_lines(text) * font * _LINE
    aside, above = wide / 2 + _POINT / 2 + 2, high / 2 + _POINT / 2
    return [
        (("left", "middle"), Box(x + aside, y, wide, high)),
        (("right", "middle"), Box(x - aside, y, wide, high)),
        (("center", "bottom"), Box(x, y + above, wide, high)),
        (("center", "top"), Box(x, y - above, wide, high)),
    ]


def _inside(box: Box, *, width: int, height: int) -> bool:
    return box.width / 2 <= box.x <= width - box.width / 2 and box.height / 2 <= box.y <= height - box.height / 2


def _name(label: str, text: str, *, place: tuple[float, float], anchor: tuple[str, str], font: int) -> dict[str, Any]:
    across, up = anchor
    shift = _POINT // 2 + 2
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
        "yshift": {"bottom": shift, "top": -shift, "middle": 0}[up],
        "borderpad": 0,
        "font": {"size": font},
    }
