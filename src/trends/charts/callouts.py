"""Names beside points, or at the end of a short line, each where it lies on no other name and on no point."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from trends.charts.letters import text_width
from trends.charts.placement import Box, Boxes
from trends.charts.style import GREY
from trends.charts.text import escape, n_lines, wrap

_LINE: Final = 1.3
_POINT, _CORNER = 12, 4
_FAR: Final = (10, 20, 32, 46)  # pixels from a point to the nearest edge of a name at the end of a line
_STEP: Final = 4  # pixels between the dots that stand for a line where it must not cross a name
_CROSSED: Final = 6  # of what is to be avoided, by a name and its line

Spot = tuple[float, float]
Move = tuple[float, float, tuple[str, str] | None]


@dataclass(frozen=True)
class _Place:
    """A text, its box in each size of the plot, and the sides that hold it to its point; without these a line does."""

    text: str
    points: Sequence[Spot]
    boxes: Sequence[Box]
    anchor: tuple[str, str] | None

    def takes(self) -> list[list[Box]]:
        """Return, for each size, what is no longer free once the name stands here."""
        lines = [[]] * len(self.boxes) if self.anchor else map(_dots, self.points, self.boxes)
        return [[box, *dots] for box, dots in zip(self.boxes, lines, strict=True)]

    def hides(self, avoided: Sequence[Boxes]) -> int:
        """Count what is hidden, in the size in which it is most."""
        return max(others.count_touched(boxes) for boxes, others in zip(self.takes(), avoided, strict=True))


def name_points(
    points: Sequence[tuple[float, float, str]],
    *,
    ranges: Sequence[Sequence[float]],
    sizes: Sequence[tuple[int, int]],
    font: int,
    taken: Sequence[Sequence[Box]],
    avoided: Sequence[Sequence[Box]],
    n_first: int,
    most_hidden: int,
) -> list[dict[str, Any]]:
    """Return the names of points, the first ones first; a name that finds no room is left out.

    Of the first `n_first`, whose points stay free of names, the one that has the fewest places left goes first, and one that has
    none beside its point stands at the end of a line.

    Parameters
    ----------
    points
        The place of each on the axes, in the units of `ranges`, and its name.
    ranges
        First and last value of the horizontal and of the vertical axis; logarithms where the axis has them.
    sizes
        Width and height in pixels of the plots that the names must fit.
    font
        Font size in pixels.
    taken
        For each size, where no name may lie, in pixels from the lower left corner of the plot.
    avoided
        For each size, what names hide as little of as they can.
    n_first
        How many points are those that matter most.
    most_hidden
        Of what is to be avoided, how much the names of the others may hide; one that would hide more is left out.
    """
    (left, right), (foot, top) = ranges
    parts = [((x - left) / (right - left), (y - foot) / (top - foot)) for x, y, _ in points]
    spots = [[(across * width, up * height) for width, height in sizes] for across, up in parts]
    used = [[*boxes, *(Box(*spot[i], _POINT, _POINT) for spot in spots[:n_first])] for i, boxes in enumerate(taken)]
    near = {n: _free(_places(_beside, point[-1], spots[n], font=font, sizes=sizes), used) for n, point in enumerate(points)}
    marks = [Boxes(boxes) for boxes in avoided]
    names = {}
    while near:
        number = min(near, key=lambda n: (n >= n_first, len(near[n]) if n < n_first else 0, n))
        places = near.pop(number)
        at_most = math.inf if number < n_first else most_hidden
        if number < n_first and not places:
            places = _free(_places(_apart, points[number][-1], spots[number], font=font, sizes=sizes), used)
            at_most = _CROSSED
        hidden = [place.hides(marks) for place in places]
        if places and min(hidden) <= at_most:
            best = places[hidden.index(min(hidden))]
            new = best.takes()
            used = [[*old, *boxes] for old, boxes in zip(used, new, strict=True)]
            near = {n: _free(places, new) for n, places in near.items()}
            names[number] = _name(points[number], best, font=font)
    return [names[number] for number in sorted(names)]


def _free(places: Sequence[_Place], used: Sequence[Sequence[Box]]) -> list[_Place]:
    """Return the places that touch nothing of what is used, in no size."""
    return [place for place in places if not any(map(_touch, place.takes(), used))]


def _touch(boxes: Sequence[Box], others: Sequence[Box]) -> bool:
    return any(box.touches(other) for box in boxes for other in others)


def _places(
    moves: Callable[[float, float], list[Move]], label: str, spots: Sequence[Spot], *, font: int, sizes: Sequence[tuple[int, int]]
) -> list[_Place]:
    """Return where a name may stand inside the plot, in two lines or narrower in three."""
    found = []
    for text in (wrap(label, width=26, lines=2), wrap(label, width=16, lines=3)):
        wide, high = text_width(text, size=font), n_lines(text) * font * _LINE
        for across, up, anchor in moves(wide, high):
            boxes = [Box(x + across, y + up, wide, high) for x, y in spots]
            if all(map(_is_inside, boxes, sizes)):
                found.append(_Place(text, spots, boxes, anchor))
    return found


def _beside(wide: float, high: float) -> list[Move]:
    """Return where a name may touch its point: right of it, left of it, above, below, and at its four corners."""
    aside, above = wide / 2 + _POINT / 2 + 2, high / 2 + _POINT / 2 + 1
    corner = wide / 2 + _CORNER
    return [
        (aside, 0, ("left", "middle")),
        (-aside, 0, ("right", "middle")),
        (0, above, ("center", "bottom")),
        (0, -above, ("center", "top")),
        (corner, above, ("left", "bottom")),
        (corner, -above, ("left", "top")),
        (-corner, above, ("right", "bottom")),
        (-corner, -above, ("right", "top")),
    ]


def _apart(wide: float, high: float) -> list[Move]:
    """Return where a name may stand at the end of a line, the shortest lines first."""
    sides = [(across, up) for across, up in product((1, -1, 0), (0, 1, -1)) if across or up]
    return [(across * (wide / 2 + far), up * (high / 2 + far), None) for far in _FAR for across, up in sides]


def _dots(point: Spot, box: Box) -> list[Box]:
    """Return dots along the line from a point to the middle of its name."""
    across, up = box.x - point[0], box.y - point[1]
    length = math.hypot(across, up)
    n = max(int(length / _STEP), 1)
    return [Box(point[0] + across * i / n, point[1] + up * i / n, 1, 1) for i in range(n) if length * i / n > _POINT]


def _is_inside(box: Box, size: tuple[int, int]) -> bool:
    width, height = size
    return box.width / 2 <= box.x <= width - box.width / 2 and box.height / 2 <= box.y <= height - box.height / 2


def _name(point: tuple[float, float, str], place: _Place, *, font: int) -> dict[str, Any]:
    x, y, label = point
    words = {"text": place.text, "hovertext": escape(label), "font": {"size": font}, "borderpad": 0}
    return {"x": x, "y": y} | words | (_held(*place.anchor) if place.anchor else _held_by_line(place))


def _held(across: str, up: str) -> dict[str, Any]:
    shift = _POINT // 2 + 2 if up == "middle" else _CORNER
    return {
        "showarrow": False,
        "align": across,
        "xanchor": across,
        "yanchor": up,
        "xshift": {"left": shift, "right": -shift, "center": 0}[across],
        "yshift": {"bottom": _POINT // 2, "top": -_POINT // 2, "middle": 0}[up],
    }


def _held_by_line(place: _Place) -> dict[str, Any]:
    (x, y), box = place.points[0], place.boxes[0]
    return {
        "showarrow": True,
        "align": "center",
        "xanchor": "center",
        "yanchor": "middle",
        "ax": round(box.x - x, 1),
        "ay": round(y - box.y, 1),
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": GREY,
        "standoff": _POINT // 2,
    }
