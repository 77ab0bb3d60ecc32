"""What is expected of topics in the coming periods, beside what was and what would be if nothing changed."""

from datetime import timedelta
from typing import Any, Final

import polars as pl

from trends.charts.axes import share_axis, time_axis
from trends.charts.bands import band_traces
from trends.charts.curves import FEW
from trends.charts.drawable import empty_chart, series_or_reason
from trends.charts.panels import Grid, on_panel, panel_title, suffix
from trends.charts.shading import shaded
from trends.charts.style import GREY, SMALL_SIZE, Figure, base_layout, topic_color
from trends.charts.tables import Tables, largest_topics, unheld_note
from trends.charts.text import escape, papers_of, some_of
from trends.data import Chart, Series
from trends.data.calendar import period_name
from trends.data.phrases import counted

_TITLE: Final = "What to expect of the topics"
_WAS: Final = "<b>%{fullData.name}</b><br>%{customdata[0]}: %{y:.2p}<extra></extra>"
_WILL: Final = (
    "<b>%{fullData.name}</b><br>%{customdata[0]}: %{y:.2p} expected<br>%{customdata[1]:.2p} to %{customdata[2]:.2p}"
    "<extra></extra>"
)
_NAIVE, _COUNTED = "naive", "counted"
_FAN: Final = 0.35
_FEWEST_BEFORE, _TIMES_BEFORE = 8, 6
_PANEL: Final = 130
_ROOM_ABOVE: Final = 1.8
_MARGIN: Final = {"l": 40, "r": 10, "t": 40, "b": 42}
_AROUND: Final = _MARGIN["t"] + _MARGIN["b"]


def plot_forecast(tables: Tables, *, n_topics: int = 8) -> Chart:
    """Draw the share of topics so far and in the coming periods, with a fan that nine in ten shares should fall into.

    Parameters
    ----------
    tables
        Where the run forecasts nothing, or nothing can be drawn over time, the chart is empty and says so.
    n_topics
        Most topics that are drawn: first those that rise or fall beyond chance, then the largest.
    """
    series = series_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("forecast", title=_TITLE, reason=series)
    expected = tables.statistics.get("forecast")
    if expected is None:
        return empty_chart("forecast", title=_TITLE, reason="This run keeps no forecast: run it again to have one.")
    if expected.is_empty():
        return empty_chart("forecast", title=_TITLE, reason=f"The papers cover too few complete {series.every}s for a forecast.")
    if series.complete.filter(pl.col("total") >= FEW).is_empty():
        reason = f"No {series.every} that is over holds {FEW} papers: too few to draw what was, and what will be."
        return empty_chart("forecast", title=_TITLE, reason=reason)
    rows = _rows(_choose(tables, expected, n=n_topics), tables, expected)
    n_ahead = expected["period"].n_unique()
    span = f"next {series.every}" if n_ahead == 1 else f"next {counted(n_ahead, series.every)}"
    shown = some_of(rows["topic"].n_unique(), expected["topic"].n_unique(), noun="topic", how="surest to move or largest")
    caption = (
        f"Each panel is a topic's share of {papers_of(series)}, on its own scale: of late, with its 95% interval, and dashed "
        f"for the {span}, with the range that nine in ten shares should fall into. Dotted: the last share stays. "
        f"{_experience(tables, rows)} Shown: {shown}.{unheld_note(rows['label'])}"
    )
    return shaded(Chart("forecast", _TITLE, caption, _figure(rows, series), rows), series, audit=tables.audit)


def _choose(tables: Tables, expected: pl.DataFrame, *, n: int) -> list[int]:
    growth = pl.DataFrame(schema={"topic": pl.Int64, "trend": pl.String}) if tables.growth is None else tables.growth
    moving = growth.filter(pl.col("trend").is_in(["rising", "falling"]))["topic"]
    ranked = dict.fromkeys([*moving, *largest_topics(tables.topics, tables.topics.n_topics)])
    known = set(expected["topic"])
    return [topic for topic in ranked if topic in known][:n]


def _rows(chosen: list[int], tables: Tables, expected: pl.DataFrame) -> pl.DataFrame:
    """Return a row per topic, method and period; what was has the method ``counted``."""
    order = pl.DataFrame({"topic": chosen}, schema={"topic": pl.Int64}).with_row_index("rank")
    labelled = tables.topics.with_labels(order)
    was = _recent(tables.series, n_ahead=expected["period"].n_unique()).with_columns(method=pl.lit(_COUNTED))  # type: ignore[arg-type]
    bounds = [] if "low" in was.columns else [pl.lit(None, pl.Float64).alias(name) for name in ("low", "high")]
    columns = ["topic", "method", "period", "share", "low", "high"]
    both = pl.concat([was.with_columns(bounds).select(columns), expected.select(columns)])
    return labelled.join(both, on="topic").sort("rank", "method", "period").drop("rank")


def _recent(series: Series, *, n_ahead: int) -> pl.DataFrame:
    """Return the complete periods that stand beside the coming ones: so few that the fan is not a sliver."""
    known = series.complete.filter(pl.col("total") >= FEW)
    periods = known["period"].unique().sort().tail(max(_FEWEST_BEFORE, _TIMES_BEFORE * n_ahead))
    return known.filter(pl.col("period").is_in(periods.implode()))


def _experience(tables: Tables, rows: pl.DataFrame) -> str:
    """Say how well such forecasts did at earlier dates, where a run was asked."""
    method = next(name for name in rows["method"].unique().sort() if name not in (_COUNTED, _NAIVE))
    errors = tables.backtest.get("errors", pl.DataFrame({"method": []}, schema={"method": pl.String}))
    asked = errors.filter(pl.col("method") == method)
    if asked.is_empty():
        return "Such forecasts have not been tested on these papers (trends backtest does)."
    held = float(asked["coverage"].mean())  # type: ignore[arg-type]
    return f"At {counted(asked.height, 'earlier date')} such ranges held {held:.0%} of the shares that came."


def _figure(rows: pl.DataFrame, series: Series) -> Figure:
    panels = rows.partition_by("topic", maintain_order=True)
    data = [trace | on_panel(number) for number, panel in enumerate(panels) for trace in _panel(panel, series)]
    titles = [panel_title(panel["label"][0], number, width=26) for number, panel in enumerate(panels)]
    phone_titles = [panel_title(panel["label"][0], number, width=20) for number, panel in enumerate(panels)]
    wide = Grid([len(panels)], columns=4, panel=_PANEL, gap=58, gutter=0.05)
    narrow = Grid([len(panels)], columns=2, panel=_PANEL, gap=58, gutter=0.14)
    first, last = rows["period"].min(), rows["period"].max()
    room = (last - first) * 0.02 + timedelta(days=1)  # type: ignore[operator]
    time = time_axis(series, n_ticks=3) | {"range": [str(first - room), str(last + room)]}  # type: ignore[operator]
    axes = {f"xaxis{suffix(number)}": time | ({"matches": "x"} if number else {}) for number in range(len(panels))}
    axes |= {f"yaxis{suffix(number)}": share_axis(_top(panel)) | {"nticks": 4} for number, panel in enumerate(panels)}
    phone = {f"{name}.{key}": value for name, place in narrow.places(own_scale=True).items() for key, value in place.items()}
    phone |= {"height": _AROUND + narrow.height, "margin.l": 30, "annotations": phone_titles}
    layout = base_layout(height=_AROUND + wide.height, margin=_MARGIN, phone=phone, time=True)
    placed = {name: axes[name] | place for name, place in wide.places(own_scale=True).items()}
    return {"data": data, "layout": layout | {"font": layout["font"] | {"size": SMALL_SIZE}, "annotations": titles} | placed}


def _panel(panel: pl.DataFrame, series: Series) -> list[dict[str, Any]]:
    """Draw what was, its interval, what is expected from the last share on, its fan, and no change."""
    topic = int(panel["topic"][0])
    color = topic_color(topic)
    was = panel.filter(pl.col("method") == _COUNTED)
    here = was.tail(1).with_columns(low="share", high="share")
    plain = pl.concat([here, panel.filter(pl.col("method") == _NAIVE)])
    fan = pl.concat([here, panel.filter(~pl.col("method").is_in([_COUNTED, _NAIVE]))])
    traces = [
        *band_traces(was, low="low", high="high", color=color),
        *band_traces(fan, low="low", high="high", color=color, opacity=_FAN),
        _line(plain, series, color=GREY, dash="dot") | {"mode": "lines", "hoverinfo": "skip"},
        _line(fan, series, color=color, dash="dash") | {"mode": "lines", "hovertemplate": _WILL},
        _line(was, series, color=color, dash="solid") | {"hovertemplate": _WAS},
    ]
    return [trace | {"meta": {"topic": topic}} for trace in traces]


def _line(rows: pl.DataFrame, series: Series, *, color: str, dash: str) -> dict[str, Any]:
    names = [period_name(day, series.every) for day in rows["period"]]
    low, high = (rows[name].round(6) for name in ("low", "high"))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(rows["label"][0]),
        "x": rows["period"].dt.to_string().to_list(),
        "y": rows["share"].round(6).to_list(),
        "customdata": [list(point) for point in zip(names, low, high, strict=True)],
        "line": {"color": color, "width": 2 if color != GREY else 1.5, "dash": dash},
        "marker": {"size": 3},
        "cliponaxis": False,
    }


def _top(panel: pl.DataFrame) -> float:
    """Return where a panel ends: above the fan, but not so far that the curve lies flat at its foot."""
    best, high = (float(panel[name].max() or 0.0) for name in ("share", "high"))  # type: ignore[arg-type]
    return max(best, min(_ROOM_ABOVE * best, high))
