"""Whether a figure can still be read when it is printed or copied without colour."""

import html
import re
from itertools import combinations
from typing import Any, Final, NamedTuple

from trends.charts.printing.colors import lightness, read_color
from trends.charts.style import Figure

# Below this difference of L*, thin lines and small areas side by side look alike.
_APART: Final = 12.0


class _Mark(NamedTuple):
    """What tells one thing in a plot from another: where, its name, how light it is, its dash and marker."""

    plot: str
    name: str
    lightness: float
    shape: tuple[str, str]


def alike_in_gray(figure: Figure) -> list[tuple[str, str]]:
    """Return the names of lines, or of areas, that differ in colour alone and look alike in gray.

    Two look alike where their lightness differs by less than 12 (CIE L*, 0 to 100), in the same plot, with the same dash
    and the same marker. Areas of one colour are named by their first; what holds other areas is no more than their frame.
    """
    marks = _lines(figure) or _areas(figure)
    return [(one.name, other.name) for one, other in combinations(marks, 2) if _look_alike(one, other)]


def _look_alike(one: _Mark, other: _Mark) -> bool:
    same = one.plot == other.plot and one.shape == other.shape
    return same and abs(one.lightness - other.lightness) < _APART


def _lines(figure: Figure) -> list[_Mark]:
    found: dict[tuple[str, str], _Mark] = {}
    for trace in figure["data"]:
        line, marker = trace.get("line") or {}, trace.get("marker") or {}
        read = read_color(str(line.get("color", "")))
        if read and trace["type"] == "scatter" and trace.get("name") and line.get("width") != 0:
            plot, shape = str(trace.get("xaxis", "x")), (line.get("dash", "solid"), marker.get("symbol", "circle"))
            found.setdefault((plot, trace["name"]), _Mark(plot, _plain(trace["name"]), lightness(read[0]), shape))
    return list(found.values())


def _areas(figure: Figure) -> list[_Mark]:
    found: dict[str, _Mark] = {}
    for trace in figure["data"]:
        colors = (trace.get("marker") or {}).get("colors") or []
        heads, facts = set(trace.get("parents") or []), trace.get("customdata") or []
        for color, (name, *_), tile in zip(colors, facts, trace.get("ids") or [], strict=False):
            if tile not in heads and (read := read_color(str(color))):
                found.setdefault(color, _Mark("", _plain(name), lightness(read[0]), ("", "")))
    return list(found.values())


def _plain(markup: Any) -> str:
    return html.unescape(re.sub(r"<[^<>]*>", " ", str(markup))).strip()
