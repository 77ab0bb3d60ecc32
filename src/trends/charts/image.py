"""Figures for print: light, titled, at a width in millimetres, drawn by a browser through kaleido."""

import json
import re
import subprocess
import sys
from copy import deepcopy
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

from trends.charts.kaleido_worker import NO_BROWSER
from trends.charts.style import PHONE_WIDTH, Figure
from trends.charts.text import wrap
from trends.data import Chart
from trends.errors import MissingExtraError, TrendsError

Kind = Literal["pdf", "svg", "png"]

_WORKER: Final = Path(__file__).with_name("kaleido_worker.py")
_PATIENCE_SECONDS: Final = 180
_PIXELS_PER_MM: Final = 96 / 25.4
_INK, _PAPER = "#1A1A1A", "#FFFFFF"
_TITLE_SIZE, _TITLE_ROOM = 15, 30
_LETTERS_PER_PIXEL: Final = 0.11


def draw_image(chart: Chart, kind: Kind, *, width_mm: float, height_mm: float | None, scale: float) -> bytes:
    """Draw a chart as an image; its smallest text prints at 7.5 pt or more, whatever the width.

    Raises
    ------
    MissingExtraError
        Where kaleido is not installed.
    TrendsError
        Where no Chrome or Chromium is found, or it does not draw the figure in time.
    """
    if find_spec("kaleido") is None:
        raise MissingExtraError(package="kaleido", extra="figures", purpose=f"a figure as .{kind}")
    width = round(width_mm * _PIXELS_PER_MM)
    figure = for_print(chart, width=width)
    if height_mm is not None:
        figure["layout"]["height"] = round(height_mm * _PIXELS_PER_MM)
    options = {"format": kind, "width": width, "height": figure["layout"]["height"], "scale": scale if kind == "png" else 1}
    image = _run_worker({"figure": figure, "options": options}, name=chart.name)
    return _without_chance(image, kind)


def for_print(chart: Chart, *, width: int) -> Figure:
    """Return the figure on white paper with its title, in its narrow form where the paper is as narrow as a phone."""
    figure = deepcopy(chart.figure)
    for number, trace in enumerate(figure["data"]):
        trace["uid"] = f"{number:06}"  # plotly would invent one
        if trace["type"] == "scattergl":
            trace["type"] = "scatter"  # a canvas would print as pixels
    layout = figure["layout"]
    if width < PHONE_WIDTH:
        apply_updates(layout, layout["meta"]["phone"])
    title = {"text": wrap(chart.title, width=round(width * _LETTERS_PER_PIXEL), lines=1), "font": {"size": _TITLE_SIZE}}
    layout["title"] = title | {"x": 0, "y": 1, "yanchor": "top", "pad": {"l": 8, "t": 8}}
    layout["margin"]["t"] += _TITLE_ROOM
    layout["height"] += _TITLE_ROOM
    layout["width"] = width
    layout["font"]["color"] = _INK
    layout["paper_bgcolor"] = layout["plot_bgcolor"] = _PAPER
    return figure


def apply_updates(layout: dict[str, Any], updates: dict[str, Any]) -> None:
    """Change a layout in place by dotted names, as ``Plotly.relayout`` does."""
    for name, value in updates.items():
        *path, last = name.split(".")
        inner = layout
        for step in path:
            inner = inner.setdefault(step, {})
        inner[last] = deepcopy(value)


def _run_worker(job: dict[str, Any], *, name: str) -> bytes:
    command = [sys.executable, "-P", str(_WORKER)]
    try:
        done = subprocess.run(
            command, input=json.dumps(job).encode(), capture_output=True, timeout=_PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TrendsError(f"the browser did not draw chart {name!r} within {_PATIENCE_SECONDS} s: write .html instead") from error
    if done.returncode == NO_BROWSER:
        raise TrendsError("no Chrome or Chromium was found to draw images with: install one, or write .html or .json")
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise TrendsError(f"the browser could not draw chart {name!r}: {' '.join(why) or 'it gave no reason'}")
    return done.stdout


def _without_chance(image: bytes, kind: Kind) -> bytes:
    """Replace what differs at each drawing by as many constant bytes: the clock in a PDF, plotly's random ids in an SVG."""
    if kind == "pdf":
        return re.sub(rb"\(D:\d{14}", b"(D:20000101000000", image)
    found = re.search(rb'id="defs-([0-9a-f]{6})"', image) if kind == "svg" else None
    return image.replace(found[1], b"000000") if found else image
