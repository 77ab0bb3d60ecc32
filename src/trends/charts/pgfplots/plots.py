"""Traces of a figure as plots of pgfplots: lines, bands, dots with their intervals, and bars."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from trends.charts.pgfplots.axes import Axis
from trends.charts.pgfplots.words import paint, to_tex
from trends.charts.style import Figure

Columns = dict[str, list[float]]
Look = tuple[float, str, str]  # size, symbol, colour

_DASHES: Final = {
    "solid": "solid",
    "dash": "dashed",
    "dashdot": "dashdotted",
    "longdash": "dash pattern=on 8pt off 3pt",
    "dot": "dotted",
}
_MARKS: Final = {
    "circle": "*",
    "square": "square*",
    "diamond": "diamond*",
    "triangle-up": "triangle*",
    "circle-open": "o",
    "square-open": "square",
    "diamond-open": "diamond",
    "triangle-up-open": "triangle",
    "triangle-right": "triangle*, mark options={rotate=-90}",
    "line-ns-open": "|",
}


@dataclass
class Plots:
    """The plots of one axis and the columns of numbers that they read.

    Attributes
    ----------
    x, y
        The axes.
    points
        Turns pixels of the figure into points in print.
    file
        Name of the CSV.
    columns
        All numbers so far, of all axes.
    lines
        LaTeX, a plot each.
    """

    x: Axis
    y: Axis
    points: Callable[[float], float]
    file: str
    columns: Columns
    lines: list[str] = field(default_factory=list)

    def add(self, trace: Figure, *, before: Figure | None) -> None:
        """Draw a trace; one that is filled to the one `before` it needs that one."""
        if trace["type"] == "bar":
            self._bars(trace)
            return
        if trace.get("fill"):
            self._band(trace, before)
        mode, line = trace.get("mode", "lines+markers"), trace.get("line") or {}
        if (trace.get("marker") or {}).get("opacity") == 0:
            return  # only there to be pointed at
        if "lines" in mode and line.get("width", 2):
            style = ["no markers", *self._line_style(line), *_faint(trace), "unbounded coords=jump"]
            self._plot(style, x=self._x(trace), y=self._y(trace))
        if "markers" in mode:
            self._dots(trace)

    def key(self, trace: Figure) -> str:
        """Return the entry of a trace in the legend."""
        marker, line = trace.get("marker") or {}, trace.get("line") or {}
        look = (marker.get("size", 6), str(marker.get("symbol", "circle")), str(marker.get("color", line.get("color", "black"))))
        has_line = "lines" in trace.get("mode", "lines+markers") and line
        style = ["no markers", *self._line_style(line)] if has_line else self._mark_style(look, marker)
        return f"\\addlegendimage{{{', '.join(style)}}}\\addlegendentry{{{to_tex(trace['name'])}}}"

    def _line_style(self, line: dict[str, Any]) -> list[str]:
        width = f"line width={self.points(line.get('width', 2)):.2f}pt"
        return [paint(str(line.get("color", "black")), key="draw"), _DASHES.get(line.get("dash", "solid"), "solid"), width]

    def _band(self, trace: Figure, before: Figure | None) -> None:
        x, y = self._x(trace), self._y(trace)
        if trace["fill"] == "tonexty" and before is not None:
            x, y = x + self._x(before)[::-1], y + self._y(before)[::-1]
        elif trace["fill"] != "toself":
            x, y = [x[0], *x, x[-1]], [0.0, *y, 0.0]
        for part in _parts(x, y):
            style = ["no markers", "draw=none", paint(str(trace.get("fillcolor", "gray")), key="fill")]
            self._plot(style, x=part[0], y=part[1], end=" -- cycle")

    def _dots(self, trace: Figure) -> None:
        """Draw the markers that look the same as one plot."""
        marker, x, y = trace.get("marker") or {}, self._x(trace), self._y(trace)
        default = (trace.get("line") or {}).get("color", "black")
        looks = [
            (
                _at(marker.get("size", 6), i),
                str(_at(marker.get("symbol", "circle"), i)),
                str(_at(marker.get("color", default), i)),
            )
            for i in range(len(x))
        ]
        for look in dict.fromkeys(look for look in looks if look[0]):
            chosen = [i for i, other in enumerate(looks) if other == look and not math.isnan(y[i])]
            if chosen:
                self._marks(trace, chosen, look)

    def _marks(self, trace: Figure, chosen: list[int], look: Look) -> None:
        style = [*self._mark_style(look, trace.get("marker") or {}), *_faint(trace)]
        extra: Columns = {}
        for side in ("x", "y"):
            if error := trace.get(f"error_{side}"):
                style += self._error_style(error, side=side)
                extra |= self._reach(error, chosen, side=side)
        x, y = self._x(trace), self._y(trace)
        self._plot(style, x=[x[i] for i in chosen], y=[y[i] for i in chosen], extra=extra)

    def _mark_style(self, look: Look, marker: dict[str, Any]) -> list[str]:
        size, symbol, color = look
        rim = (marker.get("line") or {}).get("width", 0)
        return [
            "only marks",
            f"mark={_MARKS.get(symbol, '*')}",
            f"mark size={self.points(size) / 2:.2f}pt",
            paint(color, key="color"),
            *([f"line width={max(self.points(rim), 0.4):.2f}pt"] if symbol.endswith("-open") else []),
        ]

    def _error_style(self, error: dict[str, Any], *, side: str) -> list[str]:
        width = f"line width={self.points(error.get('thickness', 2)):.2f}pt"
        color = paint(str(error.get("color", "black")), key="draw")
        return [
            f"error bars/{side} dir=both",
            f"error bars/{side} explicit",
            "error bars/error mark=none",
            f"error bars/error bar style={{{width}, {color}}}",
        ]

    def _reach(self, error: dict[str, Any], chosen: list[int], *, side: str) -> Columns:
        axis = self.x if side == "x" else self.y
        up, down = error["array"], error.get("arrayminus", error["array"])
        return {
            f"{side} error plus": [axis.length(up[i] or 0.0) for i in chosen],
            f"{side} error minus": [axis.length(down[i] or 0.0) for i in chosen],
        }

    def _bars(self, trace: Figure) -> None:
        """Draw each bar as an area of its own, which may start anywhere."""
        lies = trace.get("orientation") == "h"
        along, across = (self.x, self.y) if lies else (self.y, self.x)
        ends, rows = (trace["x"], trace["y"]) if lies else (trace["y"], trace["x"])
        for i, (length, row) in enumerate(zip(ends, rows, strict=True)):
            start, half = along.place(_at(trace.get("base", 0), i)), _at(trace.get("width", 0.8), i) / 2
            end, middle = start + along.length(length or 0), across.place(row)
            first, second = [start, end, end, start], [middle - half, middle - half, middle + half, middle + half]
            x, y = (first, second) if lies else (second, first)
            color = str(_at((trace.get("marker") or {}).get("color", "gray"), i))
            self._plot(["no markers", "draw=none", paint(color, key="fill")], x=x, y=y, end=" -- cycle")

    def _plot(self, style: Sequence[str], *, x: list[float], y: list[float], extra: Columns | None = None, end: str = "") -> None:
        """Add a plot of columns of the CSV."""
        number = sum(name.startswith("x") and name[1:].isdigit() for name in self.columns) + 1
        names = {f"x{number}": x, f"y{number}": y}
        reads = [f"x=x{number}", f"y=y{number}"]
        for what, values in (extra or {}).items():
            name = f"{what[0]}{number}{what.rsplit(' ', 1)[1]}"
            names[name] = values
            reads.append(f"{what}={name}")
        self.columns |= names
        self.lines.append(f"\\addplot[forget plot, {', '.join(style)}] table[{', '.join(reads)}] {{{self.file}}}{end};")

    def _x(self, trace: Figure) -> list[float]:
        return [self.x.place(value) for value in trace["x"]]

    def _y(self, trace: Figure) -> list[float]:
        return [self.y.place(value) for value in trace["y"]]


def _faint(trace: Figure) -> list[str]:
    return [f"opacity={trace['opacity']:g}"] if trace.get("opacity", 1) < 1 else []


def _at(value: Any, i: int) -> Any:
    return value[i] if isinstance(value, list) else value


def _parts(x: list[float], y: list[float]) -> list[tuple[list[float], list[float]]]:
    """Cut an outline at its gaps."""
    parts: list[tuple[list[float], list[float]]] = [([], [])]
    for one, other in zip(x, y, strict=True):
        if math.isnan(one) or math.isnan(other):
            parts.append(([], []))
        else:
            parts[-1][0].append(one)
            parts[-1][1].append(other)
    return [part for part in parts if part[0]]
