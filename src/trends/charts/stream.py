"""How the papers divide among topics over time, as areas that add up."""

from typing import Any, Final

import polars as pl

from trends.charts.axes import fewer_ticks, share_axis, time_axis, whole_time
from trends.charts.bands import pale
from trends.charts.curves import FEW, partial_note, share_rows
from trends.charts.drawable import empty_chart, series_or_reason
from trends.charts.ends import End, label_ends
from trends.charts.shading import shaded
from trends.charts.style import FONT_SIZE, GREY, SMALL_SIZE, Figure, base_layout, topic_color
from trends.charts.tables import Tables, largest_topics, unheld_note
from trends.charts.text import escape, papers_of, some_of
from trends.data import Chart, Series
from trends.data.calendar import period_name
from trends.data.phrases import percent

_TITLE: Final = "How the papers divide among topics"
_HOVER: Final = "%{customdata[0]}: %{customdata[1]} of papers<extra>%{fullData.name}</extra>"
_REST: Final = -1
_REST_NAME: Final = "all other topics"
_HEIGHT, _PHONE_HEIGHT = 480, 420
_MARGIN: Final = {"l": 50, "r": 240, "t": 12, "b": 44}
_PHONE_MARGIN: Final = {"l": 40, "r": 144, "t": 10, "b": 42}
_PATTERNS: Final = ("", "/", "\\", "x")
_PALETTE_SIZE: Final = 8


def plot_stream(tables: Tables, *, n_topics: int = 8) -> Chart:
    """Draw the shares of the largest topics on top of each other, and that of all other topics on top of these.

    Parameters
    ----------
    tables
        Without topics or two complete periods the chart is empty and says why.
    n_topics
        Most topics with an area of their own, the largest at the foot, where change is read best.
    """
    series = series_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("stream", title=_TITLE, reason=series)
    chosen = largest_topics(tables.topics, n_topics)
    rows = _stacked(tables, series, chosen=chosen)
    shown = some_of(len(chosen), tables.topics.n_topics, noun="topic", how="largest")
    rest = f"; grey areas: {_REST_NAME}" if tables.topics.n_topics > len(chosen) else ""
    gaps = f" Blank from top to foot: fewer than {FEW} papers." if rows["share"].null_count() else ""
    caption = (
        f"Each area is as high as its topic's share of {papers_of(series)}, the largest at the foot, where change is read best. "
        f"Blank above: papers in no topic. Shown: {shown}{rest}.{partial_note(series, drawn='paler')}{gaps}"
        f"{unheld_note(rows['label'])}"
    )
    chart = Chart("stream", _TITLE, caption, _figure(rows, series), rows)
    return shaded(chart, series, audit=tables.audit)


def _stacked(tables: Tables, series: Series, *, chosen: list[int]) -> pl.DataFrame:
    """Return a row per area and period with ``foot`` and ``top``, between which it is drawn; the rest is topic −1."""
    others = sorted(set(tables.topics.table["topic"]) - set(chosen))
    columns = ["topic", "label", "period", "count", "total", "share", "partial"]
    own = share_rows(series, tables.topics, chosen=chosen).select(columns)
    parts = [own]
    if others:
        rest = share_rows(series, tables.topics, chosen=others).group_by("period", maintain_order=True)
        many = pl.when(pl.col("share").null_count() == 0).then(pl.col("share").sum()).alias("share")
        summed = rest.agg(pl.col("count").sum(), pl.col("total", "partial").first(), many)
        named = summed.with_columns(topic=pl.lit(_REST, pl.Int64), label=pl.lit(_REST_NAME))
        parts.append(named.select(columns))
    top = pl.col("share").cum_sum().over("period")
    return pl.concat(parts).with_columns(foot=top - pl.col("share"), top=top)


def _figure(rows: pl.DataFrame, series: Series) -> Figure:
    highest = max(1.0, float(rows["top"].max() or 0.0))  # type: ignore[arg-type]
    areas = rows.partition_by("topic", maintain_order=True)
    ends = [end for area in areas if (end := _end(area, highest=highest))]
    wide, narrow = (
        label_ends(ends, plot_height=height - margin["t"] - margin["b"], size=size, width=width)
        for height, margin, size, width in (
            (_HEIGHT, _MARGIN, FONT_SIZE, 26),
            (_PHONE_HEIGHT, _PHONE_MARGIN, SMALL_SIZE, 17),
        )
    )
    phone = {"height": _PHONE_HEIGHT, "margin": _PHONE_MARGIN, "annotations": narrow, "font.size": SMALL_SIZE}
    layout = base_layout(height=_HEIGHT, margin=_MARGIN, phone=phone | fewer_ticks(series, n_ticks=4), time=True)
    axes = {"xaxis": time_axis(series, n_ticks=6) | whole_time(series), "yaxis": share_axis(1) | {"range": [0, highest]}}
    data = [trace for area in areas for trace in _area(area, series)]
    return {"data": data, "layout": layout | axes | {"annotations": wide}}


def _end(area: pl.DataFrame, *, highest: float) -> End | None:
    """Return the middle of an area at its right end; None where it has no share at all."""
    last = area.drop_nulls("share").tail(1)
    if last.is_empty():
        return None
    middle = float(last["foot"][0] + last["top"][0]) / 2
    return End(int(last["topic"][0]), last["label"][0], x=last["period"].dt.to_string()[0], y=middle, height=middle / highest)


def _area(area: pl.DataFrame, series: Series) -> list[dict[str, Any]]:
    """Draw one topic: an area for each run of periods without a gap, paler from the last complete period on."""
    runs = area.with_columns(run=pl.col("share").is_null().rle_id()).drop_nulls("share").partition_by("run", maintain_order=True)
    traces = []
    for run in runs:
        complete = run.filter(~pl.col("partial"))
        traces.append(_fill(complete, opacity=0.85))
        if complete.height < run.height:
            traces.append(_fill(run.tail(2), opacity=0.35))
    return [*traces, _points(area, series)]


def _fill(run: pl.DataFrame, *, opacity: float) -> dict[str, Any]:
    topic = int(run["topic"][0])
    color = GREY if topic == _REST else topic_color(topic)
    days = run["period"].dt.to_string().to_list()
    pattern = "" if topic == _REST else _PATTERNS[topic // _PALETTE_SIZE % len(_PATTERNS)]
    foot, top = (run[name].round(6).to_list() for name in ("foot", "top"))
    return (
        {
            "type": "scatter",
            "mode": "lines",
            "x": [*days, *reversed(days)],
            "y": [*foot, *reversed(top)],
            "fill": "toself",
            "fillcolor": pale(color, opacity=opacity),
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
        | _about(topic)
        | ({"fillpattern": {"shape": pattern, "size": 6, "solidity": 0.25}} if pattern else {})
    )


def _points(area: pl.DataFrame, series: Series) -> dict[str, Any]:
    """Put the numbers where a reader points: in the middle of the area, unseen."""
    seen = area.drop_nulls("share")
    facts = [[period_name(day, series.every), percent(share)] for day, share in seen.select("period", "share").iter_rows()]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": seen["period"].dt.to_string().to_list(),
        "y": ((seen["foot"] + seen["top"]) / 2).round(6).to_list(),
        "name": escape(area["label"][0]),
        "customdata": facts,
        "hovertemplate": _HOVER,
        "marker": {"size": 12, "opacity": 0},
    } | _about(int(area["topic"][0]))


def _about(topic: int) -> dict[str, Any]:
    return {"meta": {"share": "area", "topic": None if topic == _REST else topic}}
