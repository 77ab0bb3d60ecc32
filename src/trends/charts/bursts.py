"""When topics took off: bursts, onsets and changes of level, a row per topic."""

from datetime import timedelta
from typing import Any, Final

import polars as pl

from trends.charts.axes import fewer_ticks, time_axis
from trends.charts.bands import pale
from trends.charts.drawable import empty_chart, series_or_reason
from trends.charts.rows import names_above, row_axis, rows_height
from trends.charts.shading import shaded
from trends.charts.style import GREY, SMALL_SIZE, Figure, base_layout, topic_color
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import escape, some_of
from trends.data import Chart, Series
from trends.data.calendar import end_of, period_name, span_name
from trends.data.phrases import counted, percent

_TITLE: Final = "When topics took off"
_HOVER: Final = "<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>"
_MARGIN: Final = {"l": 10, "r": 16, "t": 44, "b": 42}
_PHONE_MARGIN: Final = _MARGIN | {"l": 8, "t": 74}
_KINDS: Final = ("bursts", "onsets", "changes")
_BAR: Final = 0.5
_ABOVE_NAMES: Final = 14
_DAY_MS: Final = 86_400_000
_PALE: Final = 0.45
_TICK: Final = {"symbol": "line-ns-open", "size": 18, "color": GREY, "line": {"width": 2}}


def plot_bursts(tables: Tables, *, n_topics: int = 30) -> Chart:
    """Draw the bursts, the onset and the changes of level of each topic that has any, earliest on top.

    Parameters
    ----------
    tables
        Read are the statistics ``bursts``, ``onsets`` and ``changes``. Where nothing can be drawn over time, or nothing
        happened, the chart is empty and says so.
    n_topics
        Most topics that are drawn: those whose strongest event the data speak for most.
    """
    series = series_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("bursts", title=_TITLE, reason=series)
    known = _events(tables)
    if known.is_empty():
        return empty_chart("bursts", title=_TITLE, reason="No topic bursts, sets in or changes its level beyond chance.")
    events = _strongest(known, n_topics=n_topics)
    shown = some_of(events["topic"].n_unique(), known["topic"].n_unique(), noun="topic", how="strongest")
    caption = (
        "Bar: a burst, a time with a multiple of the topic's usual share of papers, darker where it is a multiple again; "
        "arrow: still going on. Diamond: the onset of its rise, with the 95% interval. Tick: a new level of its share. "
        f"Shown: {shown} with any of these, the earliest on top.{unheld_note(events['label'])}"
    )
    chart = Chart("bursts", _TITLE, caption, _figure(events, series), events)
    return shaded(chart, series, audit=tables.audit)


def _events(tables: Tables) -> pl.DataFrame:
    """Return a row per event: topic, label, kind, level, start, end, low, high, shares, papers, running and strength in nats."""
    bursts, onsets, changes = (tables.statistics.get(name, pl.DataFrame()) for name in _KINDS)
    parts = []
    if bursts.height:
        names = {"first": "start", "last": "end", "share_usual": "share_before", "share": "share_after", "weight": "strength"}
        parts.append(bursts.rename(names).drop("n_periods").with_columns(kind=pl.lit("burst")))
    if onsets.height:
        names = {"onset": "start", "onset_low": "low", "onset_high": "high", "share_since": "share_after", "gain": "strength"}
        kept = ["topic", *names.values(), "share_before"]
        parts.append(onsets.rename(names).select(kept).drop_nulls("start").with_columns(kind=pl.lit("onset")))
    if changes.height:
        names = {"period": "start", "gain": "strength"}
        parts.append(changes.rename(names).drop("factor").with_columns(kind=pl.lit("change")))
    if not parts:
        return pl.DataFrame()
    labels = tables.topics.table.select("topic", "label")
    return labels.join(pl.concat(parts, how="diagonal"), on="topic", how="inner")


def _strongest(events: pl.DataFrame, *, n_topics: int) -> pl.DataFrame:
    """Return the events of the topics with the strongest ones, earliest topic first."""
    by_topic = events.group_by("topic").agg(pl.col("strength").max().alias("most"), pl.col("start").min().alias("begin"))
    chosen = by_topic.sort(["most", "topic"], descending=[True, False]).head(n_topics)
    ordered = chosen.sort("begin", "topic").with_row_index("row").select("row", "topic")
    return ordered.join(events, on="topic", how="inner").sort(
        "row", "kind", "start", "strength", descending=[False, False, False, True]
    )


def _figure(events: pl.DataFrame, series: Series) -> Figure:
    labels = events.unique("row").sort("row")["label"].to_list()
    phone = names_above(labels) | fewer_ticks(series, n_ticks=4) | {"font.size": SMALL_SIZE}
    height, phone_height = (rows_height(len(labels), margin=margin) for margin in (_MARGIN, _PHONE_MARGIN))
    plot_height = phone_height - _PHONE_MARGIN["t"] - _PHONE_MARGIN["b"]
    phone |= {"margin": _PHONE_MARGIN, "height": phone_height, "legend.y": round(1 + _ABOVE_NAMES / plot_height, 3)}
    layout = base_layout(height=height, margin=_MARGIN, phone=phone, time=True)
    axes = {"xaxis": time_axis(series, n_ticks=8) | {"range": _span(series), "showgrid": True}, "yaxis": row_axis(labels)}
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": SMALL_SIZE}, "itemclick": False}
    data = [trace for topic in events.partition_by("row", maintain_order=True) for trace in _row(topic, series)]
    return {
        "data": [*_KEYS, *data],
        "layout": layout | axes | {"barmode": "overlay", "showlegend": True, "legend": legend | {"itemdoubleclick": False}},
    }


def _span(series: Series) -> list[str]:
    """Return the first and the last day with a little room."""
    first, last = series.table["period"].min(), series.table["period"].max()
    end = end_of(last, every=series.every)  # type: ignore[arg-type]
    room = (end - first) * 0.02 + timedelta(days=1)  # type: ignore[operator]
    return [str(first - room), str(end + room)]  # type: ignore[operator]


def _row(events: pl.DataFrame, series: Series) -> list[dict[str, Any]]:
    """Draw what happened to one topic."""
    color = topic_color(int(events["topic"][0]))
    draw = {"burst": _bars, "change": _ticks, "onset": _diamonds}
    kinds = events.partition_by("kind", maintain_order=True, as_dict=True)
    traces = [trace for (kind,), rows in kinds.items() for trace in draw[kind](rows, series, color)]
    return [trace | {"meta": {"topic": int(events["topic"][0])}, "showlegend": False} for trace in traces]


def _bars(bursts: pl.DataFrame, series: Series, color: str) -> list[dict[str, Any]]:
    """Draw bursts as bars, the strong ones over the weak ones that hold them, with an arrow where one goes on."""
    rows = bursts.sort("level", "start")
    ends = [end_of(day, every=series.every) for day in rows["end"]]
    lengths = [(end - start).days * _DAY_MS for start, end in zip(rows["start"], ends, strict=True)]
    words = [_burst_words(burst, series) for burst in rows.iter_rows(named=True)]
    colors = [color if level > 1 else pale(color, opacity=_PALE) for level in rows["level"]]
    bars = {
        "type": "bar",
        "orientation": "h",
        "base": rows["start"].dt.to_string().to_list(),
        "x": lengths,
        "y": rows["row"].to_list(),
        "width": _BAR,
        "marker": {
            "color": colors,
            "line": {"width": 0},
        },
    } | _hover(rows, words)
    running = [end for end, runs in zip(ends, rows["running"], strict=True) if runs]
    if not running:
        return [bars]
    arrow = {"symbol": "triangle-right", "size": 12, "color": color}
    return [bars, _marks([max(running)], [rows["row"][0]]) | {"marker": arrow, "hoverinfo": "skip"}]


def _diamonds(onsets: pl.DataFrame, series: Series, color: str) -> list[dict[str, Any]]:
    reach = {
        "type": "data",
        "symmetric": False,
        "array": [(high - at).days * _DAY_MS for at, high in onsets.select("start", "high").iter_rows()],
        "arrayminus": [(at - low).days * _DAY_MS for at, low in onsets.select("start", "low").iter_rows()],
        "color": GREY,
        "thickness": 2,
        "width": 4,
    }
    marker = {"symbol": "diamond", "size": 11, "color": color, "line": {"width": 1.5, "color": "#FFFFFF"}}
    words = [_onset_words(onset, series) for onset in onsets.iter_rows(named=True)]
    return [_marks(onsets["start"], onsets["row"]) | {"marker": marker, "error_x": reach} | _hover(onsets, words)]


def _ticks(changes: pl.DataFrame, series: Series, _color: str) -> list[dict[str, Any]]:
    words = [
        f"a new level from {period_name(change['start'], series.every)}: {_before_after(change)} after"
        for change in changes.iter_rows(named=True)
    ]
    return [_marks(changes["start"], changes["row"]) | {"marker": _TICK} | _hover(changes, words)]


def _marks(days: Any, rows: Any) -> dict[str, Any]:
    return {"type": "scatter", "mode": "markers", "x": [str(day) for day in days], "y": list(rows)}


def _hover(rows: pl.DataFrame, words: list[str]) -> dict[str, Any]:
    return {
        "customdata": [[escape(label), line] for label, line in zip(rows["label"], words, strict=True)],
        "hovertemplate": _HOVER,
    }


def _burst_words(burst: dict[str, Any], series: Series) -> str:
    span = span_name(burst["start"], burst["end"], every=series.every)
    goes_on = ", still going on" if burst["running"] else ""
    return (
        f"burst {span}{goes_on}:<br>{percent(burst['share_after'])} of papers, over all periods {percent(burst['share_before'])}"
        f"<br>{counted(burst['n_papers'], 'paper')}"
    )


def _onset_words(onset: dict[str, Any], series: Series) -> str:
    at, low, high = (period_name(onset[name], series.every) for name in ("start", "low", "high"))
    return f"began to rise in {at} (95% interval {low} to {high}):<br>{_before_after(onset)} since"


def _before_after(event: dict[str, Any]) -> str:
    return f"{percent(event['share_before'])} of papers before, {percent(event['share_after'])}"


def _key(name: str, trace: dict[str, Any]) -> dict[str, Any]:
    """Return an entry of the legend: a trace without a point."""
    nowhere = {"x": [None], "y": [None], "name": name, "hoverinfo": "skip", "showlegend": True}
    return {"type": "scatter", "mode": "markers"} | nowhere | trace


_KEYS: Final = (
    _key("burst", {"marker": {"symbol": "square", "size": 12, "color": pale(GREY, opacity=_PALE)}}),
    _key("strong burst", {"marker": {"symbol": "square", "size": 12, "color": GREY}}),
    _key("onset", {"marker": {"symbol": "diamond", "size": 11, "color": GREY}}),
    _key("new level", {"marker": _TICK | {"size": 12}}),
)
