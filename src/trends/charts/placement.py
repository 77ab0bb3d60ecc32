"""Where labels go so that none lies on another; pure geometry in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np

# Across and up, in widths and heights of a box: first where it is, then ever further away, rather up or down than aside.
_MOVES: Final = sorted(
    product((0, 0.3, -0.3, 0.6, -0.6), (0, 0.75, -0.75, 1.25, -1.25, 1.75, -1.75, 2.5, -2.5)),
    key=lambda move: 4 * abs(move[0]) + abs(move[1]),
)


def spread(wanted: Sequence[float], *, heights: Sequence[float], top: float) -> list[float]:
    """Move labels apart along a vertical line, each as little as the two passes allow.

    Parameters
    ----------
    wanted
        Where the middle of each label would like to be, in pixels above the line's foot.
    heights
        Height of each label; where all together are higher than `top`, they are taken as smaller and will overlap a little.
    top
        Upper end of the line; the lower end is 0.

    Returns
    -------
    list[float]
        The middle of each label, in the order of `wanted`.
    """
    squeeze = min(1.0, top / sum(heights)) if heights else 1.0
    half = [squeeze * height / 2 for height in heights]
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed = list(wanted)
    floor = 0.0
    for i in order:
        placed[i] = max(wanted[i], floor + half[i])
        floor = placed[i] + half[i]
    ceiling = top
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling - half[i])
        ceiling = placed[i] - half[i]
    return placed


@dataclass(frozen=True)
class Box:
    """A label's rectangle in pixels around its middle."""

    x: float
    y: float
    width: float
    height: float

    def touches(self, other: "Box") -> bool:
        """Tell whether two boxes overlap."""
        beside = 2 * abs(self.x - other.x) >= self.width + other.width
        above = 2 * abs(self.y - other.y) >= self.height + other.height
        return not (beside or above)


class Boxes:
    """Many boxes, asked at once."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        edges = [(box.x, box.y, box.width, box.height) for box in boxes]
        self._edges = np.array(edges, dtype=np.float64).reshape(-1, 4).T

    def count_touched(self, others: Sequence[Box]) -> int:
        """Return how many of the boxes any of the others overlaps, as `Box.touches` tells it."""
        x, y, width, height = self._edges
        touched = np.zeros(len(x), dtype=bool)
        for box in others:
            beside = 2 * np.abs(x - box.x) >= width + box.width
            above = 2 * np.abs(y - box.y) >= height + box.height
            touched |= ~(beside | above)
        return int(touched.sum())


def find_room(boxes: Sequence[Box], *, top: float, right: float) -> list[Box | None]:
    """Place boxes one after the other where they are, or else as near as there is room from 0 to `right` and from 0 to `top`.

    Returns
    -------
    list[Box | None]
        Where each box came to lie; None where it would have touched an earlier one in all its places.
    """

    def fits(box: Box) -> bool:
        high = box.height / 2 <= box.y <= top - box.height / 2
        return high and box.width / 2 <= box.x <= right - box.width / 2

    placed: list[Box | None] = []
    for box in boxes:
        taken = [other for other in placed if other]
        places = (replace(box, x=box.x + across * box.width, y=box.y + up * box.height) for across, up in _MOVES)
        placed.append(next((place for place in places if fits(place) and not any(map(place.touches, taken))), None))
    return placed
