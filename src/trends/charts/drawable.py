"""Whether there is enough to draw, and the empty chart that says what is missing."""

from typing import Final

import polars as pl

from trends.charts.style import base_layout
from trends.charts.tables import Tables
from trends.data import Chart, Series
from trends.data.phrases import counted

_MARGIN: Final = {"l": 0, "r": 0, "t": 0, "b": 0}
_HIDDEN: Final = {"visible": False}
_LOWEST: Final = 10  # what plotly allows


def series_or_reason(tables: Tables) -> Series | str:
    """Return the series where shares can be drawn over time, else a sentence that says why not."""
    if tables.topics.n_topics == 0:
        return "There are no topics to draw."
    if tables.series is None:
        return "No paper is dated, so that nothing can be drawn over time."
    n_complete = tables.series.complete["period"].n_unique()
    if n_complete < 2:
        return f"The papers cover {counted(n_complete, f'complete {tables.series.every}')}; at least 2 are needed to show change."
    return tables.series


def growth_or_reason(tables: Tables) -> pl.DataFrame | str:
    """Return the growth of the topics that have one, in the table's order, else a sentence that says why there is none."""
    series = series_or_reason(tables)
    if isinstance(series, str):
        return series
    known = None if tables.growth is None else tables.growth.drop_nulls("growth")
    if known is None or known.is_empty():
        return "No topic has enough papers in enough periods to estimate its growth."
    return known


def empty_chart(name: str, *, title: str, reason: str) -> Chart:
    """Return a chart without data whose caption says why there is nothing to see."""
    layout = base_layout(height=_LOWEST, margin=_MARGIN, phone={})
    return Chart(name, title, reason, {"data": [], "layout": layout | {"xaxis": _HIDDEN, "yaxis": _HIDDEN}}, pl.DataFrame())
