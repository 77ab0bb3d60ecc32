"""Texts and shapes of a figure as nodes and paths of pgfplots."""

from collections.abc import Callable
from typing import Any, Final

from trends.charts.pgfplots.axes import Axis
from trends.charts.pgfplots.words import paint, to_tex

_ANCHORS: Final = {
    ("left", "top"): "north west",
    ("left", "middle"): "west",
    ("left", "bottom"): "south west",
    ("center", "top"): "north",
    ("center", "middle"): "center",
    ("center", "bottom"): "south",
    ("right", "top"): "north east",
    ("right", "middle"): "east",
    ("right", "bottom"): "south east",
}
_AUTO: Final = {"x": "center", "y": "middle"}
_DASHES: Final = {"dot": "dotted", "dash": "dashed"}


def draw_text(text: dict[str, Any], x: Axis, y: Axis, *, points: Callable[[float], float]) -> str:
    """Return a node, with a line to the place that it speaks of where the figure has one."""
    place = _point((x, text.get("x", 0), text.get("xref", "x")), (y, text.get("y", 0), text.get("yref", "y")), of_text=True)
    anchor = _ANCHORS[_side(text, "x"), _side(text, "y")]
    words = f"{{{to_tex(text['text'])}}}"
    style = f"anchor={anchor}, align={text.get('align', 'left')}, inner sep=1pt, font=\\footnotesize"
    has_line = text.get("showarrow", True) and (text.get("ax") or text.get("ay"))
    names = ("ax", "ay") if has_line else ("xshift", "yshift")
    right, up = (round(points(text.get(name, 0)), 1) + 0.0 for name in names)
    node = f"\\node[{style}, xshift={right}pt, yshift={-up + 0.0 if has_line else up}pt]"
    if not has_line:
        return f"{node} at {place} {words};"
    line = f"\\draw[{paint(text.get('arrowcolor', '#8C8C8C'), key='draw')}, line width=0.4pt]"
    end = "(label)" if anchor == "center" else f"(label.{anchor})"  # at its edge, not across its words
    return f"{node} (label) at {place} {words}; {line} {place} -- {end};"


def draw_shape(shape: dict[str, Any], x: Axis, y: Axis) -> str:
    """Return a line or a rectangle."""
    corners = [
        _point((x, shape[f"x{end}"], shape.get("xref", "x")), (y, shape[f"y{end}"], shape.get("yref", "y")), of_text=False)
        for end in (0, 1)
    ]
    line = shape.get("line") or {}
    if shape["type"] == "rect":
        return f"\\path[{paint(shape.get('fillcolor', '#EEEEEE'), key='fill')}] {corners[0]} rectangle {corners[1]};"
    dash = _DASHES.get(line.get("dash", ""), "solid")
    return f"\\draw[{paint(line.get('color', '#8C8C8C'), key='draw')}, {dash}, line width=0.6pt] {corners[0]} -- {corners[1]};"


def _side(text: dict[str, Any], side: str) -> str:
    named = text.get(f"{side}anchor", "auto")
    return _AUTO[side] if named == "auto" else str(named)


def _point(across: tuple[Axis, Any, str], up: tuple[Axis, Any, str], *, of_text: bool) -> str:
    """Return a place, each coordinate in numbers of its axis or as a part of the plot."""
    relative = [ref == "paper" or ref.endswith(" domain") for _, _, ref in (across, up)]
    numbers = [
        float(value) if part else axis.place_text(value) if of_text else axis.clip(value)
        for (axis, value, _), part in zip((across, up), relative, strict=True)
    ]
    x, y = (f"{number:.6g}" for number in numbers)
    if relative[0] == relative[1]:
        return f"({'rel axis cs' if relative[0] else 'axis cs'}:{x},{y})"
    # Where only one is a part of the plot, the place is where a line up from the one meets a line across from the other.
    low = [f"{axis.bounds([])[0]:.6g}" for axis, _, _ in (across, up)]
    above_x = f"{{rel axis cs:{x},0}}" if relative[0] else f"{{axis cs:{x},{low[1]}}}"
    beside_y = f"{{rel axis cs:0,{y}}}" if relative[1] else f"{{axis cs:{low[0]},{y}}}"
    return f"({above_x} |- {beside_y})"
