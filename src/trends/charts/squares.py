"""Where the areas of a treemap lie, found as plotly finds it, so that it is known how much room each has for its name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_TINY: Final = 1e-9


@dataclass(frozen=True)
class Area:
    """A rectangle in pixels, from (`x0`, `y0`) at the top left to (`x1`, `y1`)."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Pixels across."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Pixels down."""
        return self.y1 - self.y0

    def inside(self, *, left: float, top: float, right: float, bottom: float) -> "Area":
        """Return what is left within margins, which may be nothing."""
        x0, y0, x1, y1 = self.x0 + left, self.y0 + top, self.x1 - right, self.y1 - bottom
        x0, x1 = (x0, x1) if x0 <= x1 else ((x0 + x1) / 2,) * 2
        y0, y1 = (y0, y1) if y0 <= y1 else ((y0 + y1) / 2,) * 2
        return Area(x0, y0, x1, y1)


def find_areas(treemap: Mapping[str, Any], *, width: float, height: float) -> list[Area]:
    """Return the area of each tile of a treemap with ``sort: False`` and ``branchvalues: total``, in the order of its ``ids``.

    Parameters
    ----------
    treemap
        The trace; read are ``ids``, ``parents``, ``values``, ``tiling.pad`` and ``marker.pad``.
    width, height
        Of the plot in pixels.

    Notes
    -----
    d3-hierarchy's treemap: Bruls, Huizing and van Wijk 2000, "Squarified treemaps", with paddings.
    """
    values = dict(zip(treemap["ids"], treemap["values"], strict=True))
    children: dict[str, list[str]] = {}
    for name, parent in zip(treemap["ids"], treemap["parents"], strict=True):
        children.setdefault(parent, []).append(name)
    half, pad = treemap["tiling"]["pad"] / 2, treemap["marker"]["pad"]
    margins = {side: pad[side[0]] - half for side in ("left", "top", "right", "bottom")}
    (root,) = children[""]
    found, waiting = {root: Area(0, 0, width, height)}, [root]
    while waiting:
        name = waiting.pop()
        below = children.get(name, [])
        areas = _fill(found[name].inside(**margins), [values[child] for child in below], total=values[name])
        gaps = dict.fromkeys(margins, half)
        found |= {child: area.inside(**gaps) for child, area in zip(below, areas, strict=True)}
        waiting += below
    return [found[name] for name in treemap["ids"]]


def _fill(area: Area, values: Sequence[float], *, total: float) -> Iterator[Area]:
    """Cut an area into pieces as large as their values, row by row, each row along the shorter side."""
    at = 0
    while at < len(values):
        row = _row(values[at:], total=total, longer=max(area.width, area.height), shorter=min(area.width, area.height))
        part = sum(row) / total
        if area.width < area.height:
            foot = area.y0 + area.height * part
            yield from _slice(Area(area.x0, area.y0, area.x1, foot), row, across=True)
            area = Area(area.x0, foot, area.x1, area.y1)
        else:
            end = area.x0 + area.width * part
            yield from _slice(Area(area.x0, area.y0, end, area.y1), row, across=False)
            area = Area(end, area.y0, area.x1, area.y1)
        total -= sum(row)
        at += len(row)


def _row(values: Sequence[float], *, total: float, longer: float, shorter: float) -> Sequence[float]:
    """Return the first values that lie in one row: as many as make its worst piece ever more like a square."""
    unit = max(longer, _TINY) / max(shorter, _TINY) / total
    best = float("inf")
    for n in range(1, len(values) + 1):
        row = values[:n]
        beta = sum(row) ** 2 * unit
        worst = max(max(row) / beta, beta / min(row))
        if worst > best:
            return values[: n - 1]
        best = worst
    return values


def _slice(area: Area, values: Sequence[float], *, across: bool) -> Iterator[Area]:
    """Cut an area in one direction."""
    done, total = 0.0, sum(values)
    for value in values:
        begin, done = done / total, done + value
        end = done / total
        if across:
            yield Area(area.x0 + area.width * begin, area.y0, area.x0 + area.width * end, area.y1)
        else:
            yield Area(area.x0, area.y0 + area.height * begin, area.x1, area.y0 + area.height * end)
