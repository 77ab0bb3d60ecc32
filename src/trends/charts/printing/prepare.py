"""Figures for print: dark on white, in the form that their width asks for, no text too small to read."""

from copy import deepcopy
from typing import Any, Final

from trends.charts.ends import spread_again
from trends.charts.printing.look import Look
from trends.charts.printing.palettes import recolor
from trends.charts.printing.spaces import Space
from trends.charts.style import SMALL_SIZE, Figure
from trends.charts.text import wrap
from trends.charts.tile_names import name_tiles
from trends.data import Chart

_INK, _PAPER = "#1A1A1A", "#FFFFFF"
# What journals ask for; Liberation Sans has the same widths where neither is installed.
_FONT: Final = "Arial, Helvetica, 'Liberation Sans', sans-serif"
_BARE_TOP: Final = 8
_PRESSED: Final = 0.8
_TITLE_SIZE, _TITLE_ROOM = 15, 30
_LETTERS_PER_PIXEL: Final = 0.11
_IN_PRINT: Final = 1.02


def for_print(chart: Chart, *, look: Look) -> Figure:
    """Return the figure on white paper, in the form for a phone where the paper is as narrow, or far too low for the other.

    Lengths are pixels before the zoom of the space in print, at which text of `SMALL_SIZE`, the smallest, is as large as that
    space asks for. A figure that is too high for its page is pressed to its height.
    """
    space = look.space
    figure = deepcopy(chart.figure)
    for number, trace in enumerate(figure["data"]):
        trace["uid"] = f"{number:06}"  # plotly would invent one
        if trace["type"] == "scattergl":
            trace["type"] = "scatter"  # a canvas would print as pixels
    layout = figure["layout"]
    layout["height"] = _height(chart, look)
    layout["margin"]["t"] -= _controls_room(layout)
    layout.pop("updatemenus", None)  # nobody presses a button on paper
    if _is_narrow(chart, look):
        apply_updates(layout, layout["meta"]["phone"] | {"height": layout["height"]})
    if space.titled:
        _set_title(layout, chart.title, width=space.width)
    layout["width"] = space.width
    layout["font"] |= {"color": _INK, "family": _FONT}
    layout["paper_bgcolor"] = layout["plot_bgcolor"] = _PAPER
    _enlarge(figure)
    _name_tiles(figure)
    if "range" in layout.get("yaxis", {}):
        room = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        spread_again(layout.get("annotations", []), ends=layout["yaxis"]["range"], plot_height=room)
    recolor(figure, look.palette)
    return figure


def own_height(chart: Chart, *, space: Space) -> int:
    """Return the height that a figure would like to have in a space, in pixels before its zoom."""
    layout = chart.figure["layout"]
    height = layout["meta"]["phone"].get("height", layout["height"]) if space.is_narrow else layout["height"]
    return int(height) - _controls_room(layout) + (_TITLE_ROOM if space.titled else 0)


def _height(chart: Chart, look: Look) -> int:
    own_mm = look.space.millimetres(own_height(chart, space=look.space))
    return look.space.pixels(look.height_mm or min(look.space.most_mm, own_mm))


def _is_narrow(chart: Chart, look: Look) -> bool:
    """Say whether the form for a phone is the better one: its labels, made for less room, stay apart where it is pressed."""
    layout = chart.figure["layout"]
    pressed = _height(chart, look) < _PRESSED * own_height(chart, space=look.space)
    return look.space.is_narrow or (pressed and layout["meta"]["phone"].get("height", layout["height"]) < layout["height"])


def _controls_room(layout: dict[str, Any]) -> int:
    """Return the pixels above the plot that hold buttons, which paper has no use for."""
    return int(layout["margin"]["t"]) - _BARE_TOP if "updatemenus" in layout else 0


def apply_updates(layout: dict[str, Any], updates: dict[str, Any]) -> None:
    """Change a layout in place by dotted names, as ``Plotly.relayout`` does."""
    for name, value in updates.items():
        *path, last = name.split(".")
        inner = layout
        for step in path:
            inner = inner.setdefault(step, {})
        inner[last] = deepcopy(value)


def _set_title(layout: dict[str, Any], title: str, *, width: int) -> None:
    text = {"text": wrap(title, width=round(width * _LETTERS_PER_PIXEL), lines=1), "font": {"size": _TITLE_SIZE}}
    layout["title"] = text | {"x": 0, "y": 1, "yanchor": "top", "pad": {"l": 8, "t": 8}}
    layout["margin"]["t"] += _TITLE_ROOM


def _name_tiles(figure: Figure) -> None:
    """Write on the tiles of a treemap what they have room for at their size in print, where the width of letters is known."""
    layout = figure["layout"]
    margin = layout["margin"]
    size = (layout["width"] - margin["l"] - margin["r"], layout["height"] - margin["t"] - margin["b"])
    for trace in figure["data"]:
        if trace["type"] == "treemap":
            trace["labels"] = name_tiles(trace, sizes=[size], wider=_IN_PRINT)


def _enlarge(part: Any) -> None:
    """Bring every font below `SMALL_SIZE` up to it."""
    if isinstance(part, list):
        for value in part:
            _enlarge(value)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key.endswith("font") and isinstance(value, dict) and "size" in value:
                value["size"] = max(value["size"], SMALL_SIZE)
            elif key == "uniformtext":
                value["minsize"] = SMALL_SIZE
            _enlarge(value)
