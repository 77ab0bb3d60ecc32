"""Topics against periods, so that waves of attention show."""

from typing import Any, Final

import polars as pl

from trends.charts.axes import axis, fewer_ticks, time_axis
from trends.charts.curves import FEW, share_rows
from trends.charts.drawable import empty_chart, series_or_reason
from trends.charts.shading import is_trusted, shaded
from trends.charts.style import OF_ITS_BEST, OF_ITS_BEST_ON_PHONE, SMALL_SIZE, Figure, base_layout
from trends.charts.tables import Tables, largest_topics, unheld_note
from trends.charts.text import escape, papers_of, some_of, wrap
from trends.data import Chart, Series
from trends.data.calendar import period_name

_TITLE: Final = "When each topic had its time"
_HOVER: Final = (
    "<b>%{y}</b><br>%{customdata[0]}: %{customdata[1]:.2p}, that is %{z:.0%} of its best<br>"
    "%{customdata[2]:,} of %{customdata[3]:,} papers<extra></extra>"
)
_ROW: Final = 18
_MARGIN: Final = {"l": 10, "r": 10, "t": 8, "b": 42}
_SCALE: Final = 42


def plot_heatmap(tables: Tables, *, n_topics: int = 60) -> Chart:
    """Draw the share of each topic in each complete period, relative to the topic's own best period.

    Topics are ordered by the middle of their time, the mean period weighted by share, earliest on top.

    Parameters
    ----------
    tables
        Without topics or two complete periods the chart is empty and says why.
    n_topics
        Most topics that are drawn, the largest.
    """
    series = series_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("heatmap", title=_TITLE, reason=series)
    chosen = largest_topics(tables.topics, n_topics)
    rows = _relative_shares(series, tables, chosen=chosen)
    shown = some_of(len(chosen), tables.topics.n_topics, noun="topic", how="largest")
    partial = f"; {series.every}s covered only in part are left out" if series.table["partial"].any() else ""
    thin = rows.filter(is_trusted(series, audit=tables.audit))["share"].null_count()
    blank = f" Blank: fewer than {FEW} papers." if thin else ""
    caption = (
        f"Each cell is a topic's share of {papers_of(series)}, relative to the topic's own best {series.every}: "
        "compare shapes of rows, not sizes. Topics whose time came early stand on top. "
        f"Shown: {shown}{partial}.{blank}{unheld_note(rows['label'])}"
    )
    return shaded(Chart("heatmap", _TITLE, caption, _figure(rows, series), rows), series, audit=tables.audit)


def _relative_shares(series: Series, tables: Tables, *, chosen: list[int]) -> pl.DataFrame:
    """Return the complete periods of some topics with `relative` (share / best share) and `middle` (the order of rows)."""
    complete = share_rows(series, tables.topics, chosen=chosen).filter(~pl.col("partial")).drop("partial")
    trusted = is_trusted(series, audit=tables.audit)
    complete = complete.with_columns(share=pl.when(trusted).then("share"))  # other cells would hide the grey
    place = pl.col("period").rank("dense")
    return complete.with_columns(
        relative=(pl.col("share") / pl.col("share").max().over("topic")).fill_nan(None),
        middle=((place * pl.col("share")).sum() / pl.col("share").sum()).over("topic"),
    ).sort("middle", "topic", "period", nulls_last=True)


def _figure(rows: pl.DataFrame, series: Series) -> Figure:
    topics = rows.partition_by("topic", maintain_order=True)
    labels = [topic["label"][0] for topic in topics]
    heatmap = {
        "type": "heatmap",
        "meta": {"topics": [topic["topic"][0] for topic in topics], "share": "cells"},
        "x": topics[0]["period"].dt.to_string().to_list(),
        "y": [escape(label) for label in labels],
        "z": [topic["relative"].round(3).to_list() for topic in topics],
        "customdata": [_cells(topic, series) for topic in topics],
        "hovertemplate": _HOVER,
        "hoverongaps": False,
        "xgap": 1 if topics[0].height <= 30 else 0,
        "ygap": 1,
        "coloraxis": "coloraxis",
    }
    names = {
        "type": "category",
        "ticklabelstandoff": 4,
        "autorange": "reversed",
        "tickvals": list(range(len(labels))),
        "ticktext": [wrap(label, width=44, lines=1) for label in labels],
    }
    phone = {"yaxis.ticktext": [wrap(label, width=26, lines=1) for label in labels]} | OF_ITS_BEST_ON_PHONE
    phone |= fewer_ticks(series, n_ticks=4)
    height = _MARGIN["t"] + _MARGIN["b"] + _ROW * max(len(labels), 6)
    phone |= {"height": height + _SCALE}
    layout = base_layout(height=height, margin=_MARGIN, phone=phone, time=True)
    return {
        "data": [heatmap],
        "layout": layout
        | {
            "font": layout["font"] | {"size": SMALL_SIZE},
            "xaxis": time_axis(series, n_ticks=9),
            "yaxis": axis(names) | {"showgrid": False},
            "coloraxis": OF_ITS_BEST,
        },
    }


def _cells(topic: pl.DataFrame, series: Series) -> list[list[Any]]:
    names = [period_name(day, series.every) for day in topic["period"]]
    return [list(cell) for cell in zip(names, topic["share"].round(6), topic["count"], topic["total"], strict=True)]
