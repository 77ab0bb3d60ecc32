"""Shares over periods as curves: how a curve, its running period and its label at the end are drawn."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from trends.charts.axes import fewer_ticks, share_axis, time_axis, whole_time
from trends.charts.bands import band_traces
from trends.charts.ends import End, label_ends
from trends.charts.style import (
    FONT_SIZE,
    SMALL_SIZE,
    Figure,
    base_layout,
    topic_color,
    topic_dash,
    topic_symbol,
)
from trends.charts.text import escape, papers_of
from trends.data import Series, Topics
from trends.data.calendar import period_name
from trends.data.phrases import counted

# Constant, with all data outside: a label that holds %{…} stays a label.
HOVER: Final = (
    "<b>%{fullData.name}</b><br>%{customdata[0]}: %{y:.2p}<br>%{customdata[1]:,} of %{customdata[2]:,} papers<extra></extra>"
)
MANY_PERIODS: Final = 24

FEW: Final = 5
_THIN: Final = 0.25
_OPACITY: Final = 0.09
_MOST_DEEP: Final = 2.5  # bands on each other, on average, that leave lines and grid clear
_ROOM_ABOVE: Final = 1.15

_HEIGHT: Final = 440
_MARGIN: Final = {"l": 50, "r": 240, "t": 12, "b": 44}
_PHONE_HEIGHT: Final = 400
_PHONE_MARGIN: Final = {"l": 40, "r": 144, "t": 10, "b": 42}


def share_rows(series: Series, topics: Topics, *, chosen: Sequence[int]) -> pl.DataFrame:
    """Return the data behind curves: the series of some topics, with their labels, in the order of `chosen`.

    A first period that is covered in part is left out, the running one while it is thin. A share is null where its period
    has fewer than 5 papers: shares of a handful of papers would stretch the axis for all others and say nothing. ``low`` and
    ``high``, its 95 % interval, are there where the series has them.
    """
    order = pl.DataFrame({"topic": chosen}, schema={"topic": pl.Int64}).with_row_index("rank")
    labelled = topics.with_labels(order)
    running = pl.lit(_running_is_drawn(series)) & (pl.col("period") == pl.col("period").max())
    drawn = series.table.filter(~pl.col("partial") | running)
    joined = labelled.join(drawn, on="topic", how="inner").sort("rank", "period")
    bounds = [name for name in ("low", "high") if name in joined.columns]
    shares = [pl.when(pl.col("total") >= FEW).then(name).alias(name) for name in ("share", *bounds)]
    return joined.select("topic", "label", "period", "count", "total", *shares, "partial")


def share_figure(rows: pl.DataFrame, series: Series) -> Figure:
    """Draw one curve per topic on a common axis, each labelled where it ends.

    Parameters
    ----------
    rows
        As `share_rows` returns them.
    series
        The series that `rows` come from, for the length of its periods.
    """
    curves = rows.partition_by("topic", maintain_order=True)
    top = top_of(rows, room=_ROOM_ABOVE)
    axes = {"xaxis": time_axis(series, n_ticks=6) | whole_time(series), "yaxis": share_axis(top)}
    ends = _ends(curves, top=1.05 * top or 1.0)
    labels = label_ends(ends, plot_height=_plot_height(_HEIGHT, _MARGIN), size=FONT_SIZE, width=26)
    phone_labels = label_ends(ends, plot_height=_plot_height(_PHONE_HEIGHT, _PHONE_MARGIN), size=SMALL_SIZE, width=17)
    phone = {"height": _PHONE_HEIGHT, "margin": _PHONE_MARGIN, "annotations": phone_labels, "font.size": SMALL_SIZE}
    phone |= fewer_ticks(series, n_ticks=4)
    layout = base_layout(height=_HEIGHT, margin=_MARGIN, phone=phone, time=True) | axes | {"annotations": labels}
    opacity = _band_opacity(rows, top=top)
    data = [trace for curve in curves for trace in interval_traces(curve, opacity=opacity)]
    for curve in curves:
        topic = int(curve["topic"][0])
        line = {"color": topic_color(topic), "dash": topic_dash(topic), "width": 2}
        data += share_traces(curve, series, line=line, symbol=topic_symbol(topic))
    return {"data": data, "layout": layout}


def _band_opacity(rows: pl.DataFrame, *, top: float) -> float:
    """Return how far bands are seen through: further where they lie on each other all over the plot, or it would turn to mud."""
    if "low" not in rows.columns or not top:
        return _OPACITY
    height = (pl.col("high").clip(upper_bound=top) - pl.col("low")).clip(lower_bound=0).mean()
    n_deep = float(rows.group_by("topic").agg(height=height)["height"].sum()) / top
    return round(_OPACITY * min(1.0, _MOST_DEEP / n_deep), 3) if n_deep else _OPACITY


def interval_traces(curve: pl.DataFrame, *, opacity: float) -> list[dict[str, Any]]:
    """Draw the interval of the share of one topic as a band, while periods are complete; nothing where the series has none."""
    if "low" not in curve.columns:
        return []
    topic = int(curve["topic"][0])
    complete = curve.filter(~pl.col("partial"))
    band = band_traces(complete, low="low", high="high", color=topic_color(topic), opacity=opacity)
    return [trace | {"meta": {"topic": topic}} for trace in band]


def top_of(rows: pl.DataFrame, *, room: float) -> float:
    """Return where the axis ends: above the intervals, but at most at `room` times the best share, or curves would lie flat."""
    best = float(rows["share"].max() or 0.0)  # type: ignore[arg-type]
    return min(room * best, float(rows["high"].max() or best)) if "high" in rows.columns else best  # type: ignore[arg-type]


def share_traces(curve: pl.DataFrame, series: Series, *, line: Mapping[str, Any], symbol: str) -> list[dict[str, Any]]:
    """Draw the share of one topic: solid while periods are complete, then dotted and open for the running one.

    A period with hardly any papers has no share and leaves a gap; the small markers keep a period between two gaps visible.
    """
    complete = curve.filter(~pl.col("partial"))
    size = 6 if curve.height <= MANY_PERIODS else 3
    traces = [_trace(complete, series) | {"line": dict(line), "marker": {"size": size, "symbol": symbol}}]
    running = curve.filter(pl.col("partial"))
    if running.height:
        joined = pl.concat([complete.tail(1), running])
        hidden = [0] * (joined.height - running.height)
        traces.append(
            _trace(joined, series)
            | {
                "line": dict(line) | {"dash": "dot"},
                "marker": {"size": [*hidden, *[size + 1] * running.height], "symbol": f"{symbol}-open", "color": line["color"]},
            }
        )
    return traces


def how_to_read(rows: pl.DataFrame, series: Series, *, shown: str) -> str:
    """Say what curves of shares mean: the denominator, which topics, the running period, the gaps."""
    periods = rows.unique("period")
    scope = f"{counted(int(periods['total'].sum()), 'paper')} in {counted(periods.height, series.every)}"
    breaks = f" A line breaks where a {series.every} has fewer than {FEW} papers." if rows["share"].null_count() else ""
    band = ", its band the 95% interval" if "low" in rows.columns else ""
    return f"Each line is a topic's share of {papers_of(series)} ({scope}){band}. Shown: {shown}.{partial_note(series)}{breaks}"


def partial_note(series: Series, *, drawn: str = "dotted, with an open point") -> str:
    """Say what became of periods that the papers cover only in part, to stand in a caption; empty where there are none."""
    first, last = _partial_edges(series)
    note = f" The first {series.every} is covered only in part and left out." if first else ""
    if last and _running_is_drawn(series):
        return f"{note} {drawn.capitalize()}: the last {series.every}, still running."
    return f"{note} The last {series.every} is still running and left out, for it has too few papers yet." if last else note


def _partial_edges(series: Series) -> tuple[bool, bool]:
    """Tell whether the first and the last period are covered only in part."""
    partial = series.table.unique("period").sort("period")["partial"]
    return bool(partial[0] and len(partial) > 1), bool(partial[-1])


def _running_is_drawn(series: Series) -> bool:
    periods = series.table.unique("period").sort("period")
    usual = periods.filter(~pl.col("partial"))["total"].median()
    return bool(periods["total"][-1] >= max(FEW, _THIN * usual))  # type: ignore[operator]


def _trace(rows: pl.DataFrame, series: Series) -> dict[str, Any]:
    names = [period_name(day, series.every) for day in rows["period"]]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": rows["period"].dt.to_string().to_list(),
        "y": rows["share"].round(6).to_list(),
        "name": escape(rows["label"][0]),
        "meta": {"topic": int(rows["topic"][0]), "share": "curve"},
        "customdata": [list(point) for point in zip(names, rows["count"], rows["total"], strict=True)],
        "hovertemplate": HOVER,
        "connectgaps": False,
        "cliponaxis": False,
    }


def _ends(curves: Sequence[pl.DataFrame], *, top: float) -> list[End]:
    """Return where each curve that has a share at all ends."""
    lasts = [curve.drop_nulls("share").tail(1) for curve in curves]
    return [
        End(
            topic=int(last["topic"][0]),
            label=last["label"][0],
            x=last["period"].dt.to_string()[0],
            y=float(last["share"][0]),
            height=float(last["share"][0]) / top,
        )
        for last in lasts
        if last.height
    ]


def _plot_height(height: int, margin: Mapping[str, int]) -> int:
    return height - margin["t"] - margin["b"]
