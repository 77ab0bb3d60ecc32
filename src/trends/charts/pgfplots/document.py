"""A figure as a picture of pgfplots, and the numbers that it reads."""

import csv
import io
import math
import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from trends.charts.pgfplots.axes import Axis
from trends.charts.pgfplots.plots import Columns, Plots
from trends.charts.pgfplots.texts import draw_shape, draw_text
from trends.charts.pgfplots.words import comment
from trends.charts.printing import Look, Space, for_print, print_caption
from trends.charts.style import Figure
from trends.data import Chart
from trends.errors import ConfigError, DataError

_TYPES: Final = {"scatter", "bar"}
_MOST_POINTS: Final = 5_000
_LETTER_MM: Final = 1.45
_COMMANDS: Final = re.compile(r"[\\{}%#$&~^]")
_PREAMBLE: Final = r"% In the preamble: \usepackage{pgfplots} \pgfplotsset{compat=1.16}"
_STYLE: Final = r"""
  scale only axis, clip=false, scaled ticks=false, table/col sep=comma, filter discard warning=false,
  label style={font=\footnotesize}, tick label style={font=\footnotesize},
  legend columns=2, legend style={font=\footnotesize, draw=none, at={(0,1.02)}, anchor=south west, cells={anchor=west}},
  xticklabel style={align=center}, yticklabel style={align=right},
  axis line style={draw=none}, tick style={draw=none}, grid style={draw=black!15, line width=0.3pt},""".strip("\n")


@dataclass(frozen=True)
class Document:
    """LaTeX to be read in, and the CSV that it reads."""

    tex: str
    csv: str


def to_pgfplots(chart: Chart, *, look: Look, file: str) -> Document:
    r"""Return a chart as pgfplots, so that LaTeX sets its type; the document needs ``\usepackage{pgfplots}``.

    Parameters
    ----------
    chart
        A chart of lines, bands, dots or bars.
    look
        Its size in print and its colours.
    file
        Name of the CSV, as LaTeX will find it.

    Raises
    ------
    ConfigError
        Where LaTeX would read the name of the CSV as a command.
    DataError
        Where the chart has nothing to draw, or no form in pgfplots: areas, cells, or more than 5,000 points.
    """
    if found := _COMMANDS.search(file):
        raise ConfigError(
            f"{file!r} has {found[0]!r} in its name, which LaTeX takes for a command: letters, digits, - and _ are safe"
        )
    if reason := why_not(chart):
        raise DataError(reason)
    figure, columns = for_print(chart, look=look), Columns()
    plots = [_subplot(figure, names, space=look.space, columns=columns, file=file) for names in _pairs(figure)]
    caption = comment(print_caption(chart, palette=look.palette))
    tex = "\n".join([caption, _PREAMBLE, r"\begin{tikzpicture}", *plots, r"\end{tikzpicture}"]) + "\n"
    return Document(tex, _to_csv(columns))


def why_not(chart: Chart) -> str:
    """Return a sentence that says why a chart cannot be set by pgfplots; empty where it can."""
    if not chart.figure["data"]:
        return f"chart {chart.name!r} has nothing to draw: {chart.caption}"
    others = sorted({trace["type"] for trace in chart.figure["data"]} - _TYPES)
    n_points = sum(len(trace["x"]) for trace in chart.figure["data"] if isinstance(trace.get("x"), list))
    if not others and n_points <= _MOST_POINTS:
        return ""
    what = f"a {others[0].removesuffix('gl')} plot of this kind" if others else f"{n_points:,} points"
    return f"chart {chart.name!r} has no form in pgfplots, which sets lines, bands, dots and bars, not {what}: take .pdf"


def _pairs(figure: Figure) -> list[tuple[str, str]]:
    """List the pairs of axes that traces are drawn on, in their order."""
    return list(dict.fromkeys((trace.get("xaxis", "x"), trace.get("yaxis", "y")) for trace in figure["data"]))


def _subplot(figure: Figure, names: tuple[str, str], *, space: Space, columns: Columns, file: str) -> str:
    layout = figure["layout"]
    x, y = (Axis(name[0], layout[f"{name[0]}axis{name[1:]}"]) for name in names)
    traces = [trace for trace in figure["data"] if (trace.get("xaxis", "x"), trace.get("yaxis", "y")) == names]
    drawn = Plots(x, y, points=lambda pixels: space.millimetres(pixels) / 25.4 * 72.27, file=file, columns=columns)
    for before, trace in zip([None, *traces], traces, strict=False):
        drawn.add(trace, before=before)
    y_values = [y.place(value) for trace in traces for value in trace["y"]]
    x_values = [x.place(value) for trace in traces for value in trace["x"]]
    options = [*_place(layout, names, space=space, letters=y.widest(y_values)), *x.options(x_values), *y.options(y_values)]
    first = names == _pairs(figure)[0]
    shapes = [draw_shape(shape, x, y) for shape in layout.get("shapes", []) if _stands_on(shape, names, first=first)]
    texts = [
        draw_text(text, x, y, points=drawn.points)
        for text in layout.get("annotations", [])
        if _stands_on(text, names, first=first)
    ]
    keys = [
        drawn.key(trace) for trace in traces if layout.get("showlegend") and trace.get("showlegend", True) and "name" in trace
    ]
    body = "\n".join(f"  {line}" for line in [*shapes, *drawn.lines, *keys, *texts])
    return f"\\begin{{axis}}[\n{_STYLE}\n  {', '.join(options)},\n]\n{body}\n\\end{{axis}}"


def _place(layout: dict[str, Any], names: tuple[str, str], *, space: Space, letters: int) -> list[str]:
    """Return where a plot stands in the picture and how large it is."""
    margin = layout["margin"]
    left = max(space.millimetres(margin["l"]), letters * _LETTER_MM + 2)
    right, above, below = (space.millimetres(margin[side]) for side in "rtb")
    width, height = space.width_mm - left - right, space.millimetres(layout["height"]) - above - below
    (x0, x1), (y0, y1) = (layout[f"{name[0]}axis{name[1:]}"].get("domain", (0, 1)) for name in names)
    return [
        f"at={{({left + x0 * width:.2f}mm,{below + y0 * height:.2f}mm)}}",
        "anchor=south west",
        f"width={(x1 - x0) * width:.2f}mm",
        f"height={(y1 - y0) * height:.2f}mm",
    ]


def _stands_on(part: dict[str, Any], names: tuple[str, str], *, first: bool) -> bool:
    """Say whether a text or a shape belongs to a plot; what stands on the paper goes with the first."""
    axes = [str(part.get(f"{side}ref", side)).removesuffix(" domain") for side in "xy"]
    if axes == ["paper", "paper"]:
        return first
    return all(axis in (name, "paper") for axis, name in zip(axes, names, strict=True))


def _to_csv(columns: Columns) -> str:
    """Write columns of unequal length; pgfplots leaves out what is no number."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(columns)
    for row in zip_longest(*columns.values(), fillvalue=math.nan):
        writer.writerow(f"{value:.8g}" for value in row)
    return target.getvalue()
