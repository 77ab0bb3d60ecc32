"""One little panel per topic, all on the same scale."""

from typing import Final

import polars as pl

from trends.charts.axes import share_axis, time_axis, whole_time
from trends.charts.curves import partial_note, share_rows, share_traces
from trends.charts.drawable import empty_chart, series_or_reason
from trends.charts.panels import Grid, on_panel, panel_title
from trends.charts.shading import shaded
from trends.charts.style import SMALL_SIZE, TREND_COLORS, Figure, base_layout
from trends.charts.tables import Tables, largest_topics, unheld_note
from trends.charts.text import papers_of, some_of
from trends.data import Chart, Series
from trends.data.phrases import counted

_TITLE: Final = "Each topic on its own"
_PANEL, _GAP = 92, 58
_MARGIN: Final = {"l": 46, "r": 10, "t": 40, "b": 42}


def plot_small_multiples(tables: Tables, *, n_topics: int = 24) -> Chart:
    """Draw the share of the largest topics, a panel each, on one common scale.

    Parameters
    ----------
    tables
        Without topics or two complete periods the chart is empty and says why.
    n_topics
        Most topics that are drawn.
    """
    series = series_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("small_multiples", title=_TITLE, reason=series)
    chosen = largest_topics(tables.topics, n_topics)
    rows = _with_trend(share_rows(series, tables.topics, chosen=chosen), tables.growth)
    shown = some_of(len(chosen), tables.topics.n_topics, noun="topic", how="largest")
    n_papers = int(rows.unique("period")["total"].sum())
    caption = (
        f"Each panel is a topic's share of {papers_of(series)} ({counted(n_papers, 'paper')}), all on one scale. "
        f"Blue line: the share rises; orange: it falls; grey: neither is clear."
        f"{partial_note(series)} Shown: {shown}.{unheld_note(rows['label'])}"
    )
    chart = Chart("small_multiples", _TITLE, caption, _figure(rows, series), rows)
    return shaded(chart, series, audit=tables.audit)


def _with_trend(rows: pl.DataFrame, growth: pl.DataFrame | None) -> pl.DataFrame:
    if growth is None:
        return rows.with_columns(trend=pl.lit("too few"))
    joined = rows.join(growth.select("topic", "trend"), on="topic", how="left", maintain_order="left")
    return joined.with_columns(pl.col("trend").fill_null("too few"))


def _figure(rows: pl.DataFrame, series: Series) -> Figure:
    panels = rows.partition_by("topic", maintain_order=True)
    data, titles = [], []
    for number, panel in enumerate(panels):
        line = {"color": TREND_COLORS[panel["trend"][0]], "width": 1.5}
        data += [trace | on_panel(number) for trace in share_traces(panel, series, line=line, symbol="circle")]
        titles.append(panel_title(panel["label"][0], number))
    wide = Grid([len(panels)], columns=4, panel=_PANEL, gap=_GAP)
    narrow = Grid([len(panels)], columns=2, panel=_PANEL, gap=_GAP, gutter=0.09)
    top = float(rows["share"].max() or 0.0)  # type: ignore[arg-type]
    shared = {"x": time_axis(series, n_ticks=4) | whole_time(series), "y": share_axis(top) | {"nticks": 3}}
    axes = {name: shared[name[0]] | place | _match(name) for name, place in wide.places().items()}
    phone = {f"{name}.{key}": value for name, place in narrow.places().items() for key, value in place.items()}
    around = _MARGIN["t"] + _MARGIN["b"]
    phone |= {"height": around + narrow.height, "margin.l": 36}
    layout = base_layout(height=around + wide.height, margin=_MARGIN, phone=phone, time=True)
    return {"data": data, "layout": layout | {"font": layout["font"] | {"size": SMALL_SIZE}, "annotations": titles} | axes}


def _match(name: str) -> dict[str, str]:
    """Tie an axis to the first of its kind, so that all zoom together."""
    return {} if name.endswith("axis") else {"matches": name[0]}
