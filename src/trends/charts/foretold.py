"""Shares that were foretold at the last earlier date against shares that came."""

from typing import Any, Final

import polars as pl

from trends.charts.axes import axis
from trends.charts.backtest import reason_not_to_draw
from trends.charts.drawable import empty_chart
from trends.charts.style import FALLING, GREY, RISING, SMALL_SIZE, Figure, base_layout
from trends.charts.tables import Tables
from trends.charts.text import escape, some_of, wrap
from trends.data import Chart
from trends.data.calendar import period_name
from trends.data.phrases import listing

_TITLE: Final = "Shares foretold and shares that came"
_METHOD: Final = "field"
_HOVER: Final = (
    "<b>%{text}</b><br>came %{x:.1%}<br>foretold %{customdata[0]:.1%} "
    "(90% interval %{customdata[1]:.1%} to %{customdata[2]:.1%})<extra></extra>"
)
_ROW: Final = 24
_MARGIN: Final = {"l": 10, "r": 16, "t": 8, "b": 56}


def plot_foretold(tables: Tables, *, n_topics: int = 30) -> Chart:
    """Draw the share that each topic was foretold to have at the end of the last horizon, and the share that came.

    Parameters
    ----------
    tables
        Where the run was not asked at earlier dates, or nothing could be foretold, the chart is empty and says so.
    n_topics
        Most topics that are drawn, the largest.
    """
    reason = reason_not_to_draw(tables)
    if reason:
        return empty_chart("foretold", title=_TITLE, reason=reason)
    rows = _rows(tables)
    if rows.is_empty():
        return empty_chart("foretold", title=_TITLE, reason="At the last date too few periods lay before to foretell shares.")
    drawn = rows.head(n_topics)
    errors = tables.backtest["errors"].filter(method=_METHOD).sort("origin")
    every = tables.backtest["scores"]["every"][0]
    held = [f"{part:.0%} in {period_name(day, every)}" for day, part in errors.select("origin", "coverage").iter_rows()]
    asked, ahead = (period_name(rows[day][0], every) for day in ("origin", "period"))
    caption = (
        f"Lines are the 90% intervals that the papers before {asked} gave for {ahead}, ticks the middle of the forecast, points "
        "the shares that came: blue inside, orange outside. One in ten should lie outside. Inside were, by the date of asking: "
        f"{listing(held)}. Topics are those of {asked}, not those of the run. "
        f"Shown: {some_of(drawn.height, rows.height, noun='topic', how='largest')}."
    )
    return Chart("foretold", _TITLE, caption, _figure(drawn), drawn)


def _rows(tables: Tables) -> pl.DataFrame:
    """Return the topics of the last origin in the last period foretold, the largest first."""
    backtest = tables.backtest
    said = backtest["forecasts"].filter(method=_METHOD).drop_nulls("came")
    last = said.filter(pl.col("origin") == pl.col("origin").max()).filter(pl.col("period") == pl.col("period").max())
    layers = backtest["rankings"].filter("chosen").select("origin", "layer").unique()
    names = backtest["seen"].join(layers, on=["origin", "layer"], how="semi").select("origin", "topic", "label")
    named = last.join(names, on=["origin", "topic"]).select("origin", "period", "topic", "label", "share", "low", "high", "came")
    return named.sort("came", "topic", descending=[True, False])


def _figure(rows: pl.DataFrame) -> Figure:
    drawn = rows.with_row_index("row").with_columns(inside=pl.col("came").is_between("low", "high"))
    names = {
        "tickvals": list(range(rows.height)),
        "ticktext": [wrap(label, width=40, lines=1) for label in rows["label"]],
        "range": [rows.height - 0.4, -0.6],
        "ticklabelstandoff": 8,
        "gridcolor": "rgba(128,128,128,0.12)",
    }
    phone = {"yaxis.ticktext": [wrap(label, width=20, lines=1) for label in rows["label"]], "font.size": SMALL_SIZE}
    layout = base_layout(height=_MARGIN["t"] + _MARGIN["b"] + _ROW * max(rows.height, 3), margin=_MARGIN, phone=phone)
    share = {"rangemode": "tozero", "tickformat": ".1~%", "title": {"text": "share of papers", "font": {"size": 12}}}
    came = [_points(drawn.filter(inside=inside), color=color) for inside, color in ((True, RISING), (False, FALLING))]
    return {"data": [_intervals(drawn), *came], "layout": layout | {"xaxis": axis(share), "yaxis": axis(names)}}


def _intervals(rows: pl.DataFrame) -> dict[str, Any]:
    """Draw the forecasts: a tick in the middle of a line."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["share"].round(5).to_list(),
        "y": rows["row"].to_list(),
        "hoverinfo": "skip",
        "marker": {"symbol": "line-ns-open", "size": 12, "color": GREY, "line": {"width": 2}},
        "error_x": {
            "array": (rows["high"] - rows["share"]).round(5).to_list(),
            "arrayminus": (rows["share"] - rows["low"]).round(5).to_list(),
            "color": GREY,
            "thickness": 3,
            "width": 0,
        },
    }


def _points(rows: pl.DataFrame, *, color: str) -> dict[str, Any]:
    """Draw the shares that came."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["came"].round(5).to_list(),
        "y": rows["row"].to_list(),
        "text": [escape(label) for label in rows["label"]],
        "customdata": rows.select(pl.col("share", "low", "high").round(5)).rows(),
        "hovertemplate": _HOVER,
        "marker": {"size": 9, "color": color},
    }
