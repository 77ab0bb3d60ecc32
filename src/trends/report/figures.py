"""What the page must know of a figure: whether and how it is drawn, and how to take the papers out of it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from trends.data import Chart

WEBGL: Final = frozenset({"mesh3d", "parcoords", "scatter3d", "scattergl", "scatterpolargl", "splom", "surface"})
HOVER_KEYS: Final = frozenset({"customdata", "hovertemplate", "hovertext", "text"})


def is_drawn(chart: Chart) -> bool:
    """Tell whether there was enough to draw; else the caption says why not."""
    return bool(chart.figure["data"])


def needs_webgl(charts: Iterable[Chart]) -> bool:
    """Tell whether a chart draws with WebGL, whose shaders plotly compiles in the page."""
    return any(trace.get("type") in WEBGL for chart in charts for trace in chart.figure["data"])


def hide_papers(chart: Chart) -> Chart:
    """Take the papers out of a chart of papers, one whose table has a column ``title``: its points stay, words and data go."""
    if "title" not in chart.table.columns:
        return chart
    traces = [
        {key: value for key, value in trace.items() if key not in HOVER_KEYS} | {"hoverinfo": "name"}
        for trace in chart.figure["data"]
    ]
    return replace(chart, figure={**chart.figure, "data": traces}, table=chart.table.clear())
