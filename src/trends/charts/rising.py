"""The topics whose share rises beyond doubt, over time, each on a scale of its own."""

from typing import Any, Final

import polars as pl

from trends.charts.axes import share_axis, time_axis, whole_time
from trends.charts.curves import interval_traces, partial_note, share_rows, share_traces, top_of
from trends.charts.drawable import empty_chart, growth_or_reason, series_or_reason
from trends.charts.panels import Grid, on_panel, panel_title, suffix
from trends.charts.shading import shaded
from trends.charts.style import SMALL_SIZE, Figure, base_layout, topic_color
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import growth_words, papers_of, some_of
from trends.data import Chart, Series

_TITLE: Final = "The topics that rise fastest"
_PANEL: Final = 130
_ROOM_ABOVE: Final = 1.6
_OPACITY: Final = 0.18
_MARGIN: Final = {"l": 40, "r": 10, "t": 56, "b": 42}
_AROUND: Final = _MARGIN["t"] + _MARGIN["b"]


def plot_rising(tables: Tables, *, n_topics: int = 8) -> Chart:
    """Draw the share of the topics that rise, those first whose growth is surely high.

    Parameters
    ----------
    tables
        Where no topic has the trend ``rising``, or nothing can be drawn over time, the chart is empty and says so.
    n_topics
        Most topics that are drawn, in falling order of the lower end of the 95 % interval of growth.
    """
    series, growth = series_or_reason(tables), growth_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("rising", title=_TITLE, reason=series)
    if isinstance(growth, str):
        return empty_chart("rising", title=_TITLE, reason=growth)
    rising = growth.filter(pl.col("trend") == "rising").sort(["growth_low", "topic"], descending=[True, False])
    if rising.is_empty():
        return empty_chart("rising", title=_TITLE, reason=_none_rises(growth.height))
    chosen = rising.head(n_topics)
    rows = share_rows(series, tables.topics, chosen=chosen["topic"].to_list())
    shown = some_of(chosen.height, rising.height, noun="rising topic", how="surest")
    band = " Band: the 95% interval of each share." if "low" in rows.columns else ""
    caption = (
        f"Each panel is a topic's share of {papers_of(series)}, on its own scale: compare shapes, not sizes.{band} "
        f"Below each name: growth per year with its 95% interval.{partial_note(series)} "
        f"Shown: {shown}, by the lower end of that interval.{unheld_note(rows['label'])}"
    )
    chart = Chart("rising", _TITLE, caption, _figure(rows, chosen, series), rows)
    return shaded(chart, series, audit=tables.audit)


def _figure(rows: pl.DataFrame, chosen: pl.DataFrame, series: Series) -> Figure:
    data, titles, phone_titles, tops = [], [], [], []
    rates = chosen.select("growth", "growth_low", "growth_high").iter_rows()
    for number, (curve, rate) in enumerate(zip(rows.partition_by("topic", maintain_order=True), rates, strict=True)):
        data += [trace | on_panel(number) for trace in _curve(curve, series)]
        label, words = curve["label"][0], growth_words(*rate)
        titles.append(panel_title(label, number, more=words, width=26))
        phone_titles.append(panel_title(label, number, more=words.replace(" (", "<br>("), width=20))
        tops.append(top_of(curve, room=_ROOM_ABOVE))
    wide = Grid([len(tops)], columns=4, panel=_PANEL, gap=68, gutter=0.05)
    narrow = Grid([len(tops)], columns=2, panel=_PANEL, gap=84, gutter=0.14)
    time = time_axis(series, n_ticks=4) | whole_time(series)
    axes = {f"xaxis{suffix(number)}": time | _match(number) for number in range(len(tops))}
    axes |= {f"yaxis{suffix(number)}": share_axis(top) | {"nticks": 4} for number, top in enumerate(tops)}
    phone = {f"{name}.{key}": value for name, place in narrow.places(own_scale=True).items() for key, value in place.items()}
    phone |= {"height": _AROUND + 16 + narrow.height, "margin.l": 30, "margin.t": 72, "annotations": phone_titles}
    layout = base_layout(height=_AROUND + wide.height, margin=_MARGIN, phone=phone, time=True)
    placed = {name: axes[name] | place for name, place in wide.places(own_scale=True).items()}
    return {"data": data, "layout": layout | {"font": layout["font"] | {"size": SMALL_SIZE}, "annotations": titles} | placed}


def _curve(curve: pl.DataFrame, series: Series) -> list[dict[str, Any]]:
    """Draw the share of a topic over its interval."""
    color = topic_color(int(curve["topic"][0]))
    return interval_traces(curve, opacity=_OPACITY) + share_traces(
        curve, series, line={"color": color, "width": 2}, symbol="circle"
    )


def _match(number: int) -> dict[str, str]:
    return {"matches": "x"} if number else {}


def _none_rises(n_tested: int) -> str:
    if n_tested == 1:
        return "The one topic with enough papers does not rise by more than chance explains."
    return f"None of the {n_tested:,} topics with enough papers rises by more than chance explains."
