"""The colours in which figures print: the report's own, another set that colour-blind readers can tell apart, and gray."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from trends.charts.printing.colors import read_color, to_gray, write_color
from trends.charts.style import DASHES, GREY, PALETTE, SYMBOLS, Figure
from trends.data import Chart

# Tol 2021, "Colour schemes", SRON/EPS/TN/09-002: the scheme "vibrant", then indigo and olive of "muted".
TOL: Final = ("#0077BB", "#EE7733", "#009988", "#EE3377", "#33BBEE", "#CC3311", "#332288", "#999933")
GRAYS: Final = ("#000000", "#707070", "#A0A0A0")
PALETTES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"default": PALETTE, "tol": TOL, "gray": GRAYS})

_PALE: Final = "#BDBDBD"
_LIGHT_TO_DARK: Final = [[0, "#E0E0E0"], [1, "#1A1A1A"]]
_WHITE: Final = [[0, "#FFFFFF"], [1, "#FFFFFF"]]  # beside cells in shades of gray, one gray would be one of them
_IN_GRAY: Final = {
    "blue": "black",
    "orange": "mid-grey",
    "grey": "light grey",
    "coloured": "dark",
    "colour": "shade",
    "colours": "shades",
}
_RUNNING: Final = "dot"


def recolor(figure: Figure, palette: str) -> None:
    """Change the colours of a figure in place; in gray, lines also get dashes and markers of their own."""
    if palette == "tol":
        _replace(figure, _of_palette(TOL))
    elif palette == "gray":
        _set_lines_apart(figure)
        _replace(figure, _grayed)


def reword(chart: Chart, palette: str) -> str:
    """Return the caption with the colours that a palette prints in the place of blue, orange and grey."""
    if palette != "gray":
        return chart.caption
    marked = any(_is_single(trace.get("colorscale")) for trace in chart.figure["data"])
    words = _IN_GRAY | ({"grey": "white"} if marked else {})
    return re.sub(
        rf"\b({'|'.join(words)})\b", lambda found: _like(found[1], words[found[1].lower()]), chart.caption, flags=re.IGNORECASE
    )


def _like(old: str, new: str) -> str:
    return new.capitalize() if old[0].isupper() else new


def _of_palette(colors: tuple[str, ...]) -> Callable[[str], str]:
    """Return what replaces each colour of the default palette by its fellow and leaves all others."""
    fellows = {_rgb(old): _rgb(new) for old, new in zip(PALETTE, colors, strict=True)}

    def replaced(text: str) -> str:
        read = read_color(text)
        return write_color(fellows[read[0]], read[1]) if read and read[0] in fellows else text

    return replaced


def _grayed(text: str) -> str:
    read = read_color(text)
    if read is None:
        return text
    known = {_rgb(PALETTE[0]): _rgb(GRAYS[0]), _rgb(PALETTE[1]): _rgb(GRAYS[1]), _rgb(GREY): _rgb(_PALE)}
    return write_color(known.get(read[0]) or to_gray(read[0]), read[1])


def _rgb(color: str) -> tuple[int, int, int]:
    read = read_color(color)
    if read is None:
        raise AssertionError(f"{color} is no colour")
    return read[0]


def _set_lines_apart(figure: Figure) -> None:
    """Give each line of a plot a gray, a dash and a marker that no other of the first twelve has."""
    plots: dict[str, dict[str, int]] = {}
    for trace in figure["data"]:
        if trace["type"] == "scatter" and "name" in trace and trace.get("line", {}).get("color"):
            names = plots.setdefault(trace.get("xaxis", "x"), {})
            names.setdefault(trace["name"], len(names))
    for trace in figure["data"]:
        names = plots.get(trace.get("xaxis", "x"), {})
        if trace.get("name") in names and len(names) > 1 and trace.get("line"):
            _restyle(trace, names[trace["name"]])


def _restyle(trace: dict[str, Any], number: int) -> None:
    line, marker = trace["line"], trace.setdefault("marker", {})
    line["color"] = GRAYS[number % len(GRAYS)]
    if line.get("dash") != _RUNNING:
        line["dash"] = DASHES[number % len(DASHES)]
    is_open = str(marker.get("symbol", "")).endswith("-open")
    marker |= {"color": line["color"], "symbol": SYMBOLS[number % len(SYMBOLS)] + ("-open" if is_open else "")}


def _gray_scale(scale: Any) -> list[list[Any]]:
    """Return a scale in gray: white for cells that are marked, shades of one gray for those of one hue, else light to dark."""
    if _is_single(scale):
        return _WHITE
    hues = {read[0] for _, color in scale if (read := read_color(color))} if isinstance(scale, list) else set()
    return [[at, _grayed(color)] for at, color in scale] if len(hues) == 1 else _LIGHT_TO_DARK


def _is_single(scale: Any) -> bool:
    """Say whether a colour scale is of one colour: for cells that are marked, not measured."""
    return isinstance(scale, list) and len({color for _, color in scale}) == 1


def _replace(part: Any, color: Callable[[str], str]) -> Any:
    """Replace every colour inside a part of a figure, in place where it can hold others."""
    if isinstance(part, dict):
        for key, value in part.items():
            part[key] = _gray_scale(value) if key == "colorscale" and color is _grayed else _replace(value, color)
    elif isinstance(part, list):
        part[:] = [_replace(value, color) for value in part]
    elif isinstance(part, str) and part[:1] in "#r":
        return color(part)
    return part
