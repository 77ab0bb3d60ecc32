"""Which topics hold the first ranks, and who overtakes whom."""

from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from trends.charts.axes import axis, fewer_ticks, time_axis
from trends.charts.curves import FEW
from trends.charts.drawable import empty_chart, series_or_reason
from trends.charts.ends import NAME_AT_BEGIN, End, label_ends
from trends.charts.longer import join_periods
from trends.charts.shading import shaded
from trends.charts.style import FONT_SIZE, GREY, SMALL_SIZE, Figure, base_layout, topic_color, topic_dash, topic_symbol
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import escape, papers_of, wrap
from trends.data import Chart, Every, Series
from trends.data.calendar import period_name
from trends.data.phrases import counted, percent

_TITLE: Final = "Who overtakes whom"
_HOVER: Final = "<b>%{fullData.name}</b><br>%{customdata[0]}: %{customdata[1]}<br>%{customdata[2]} of papers<extra></extra>"
_ROW: Final = 34
_MARGIN: Final = {"l": 190, "r": 240, "t": 12, "b": 44}
_PHONE_MARGIN: Final = {"l": 12, "r": 144, "t": 10, "b": 42}
_MOST_STEPS: Final = 16
_LEAST_ROWS: Final = 3


def plot_ranks(tables: Tables, *, n_ranks: int = 10) -> Chart:
    """Draw the rank of each topic that is ever among the first, period after period.

    More than 16 periods are joined to longer ones, in which a topic has the mean of its shares weighted by the papers of
    each period: ranks of short periods change places by chance.

    Parameters
    ----------
    tables
        Without topics or two complete periods the chart is empty and says why.
    n_ranks
        Number of ranks; a topic below them is not drawn.
    """
    series = series_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("ranks", title=_TITLE, reason=series)
    shares, every = join_periods(series.complete, keys=["topic"], every=series.every, most=_MOST_STEPS)
    rows = tables.topics.with_labels(_rank(shares, n_ranks=n_ranks))
    if rows["period"].n_unique() < 2:
        reason = f"Fewer than 2 complete {every}s have {FEW} papers or more, too few to show change."
        return empty_chart("ranks", title=_TITLE, reason=reason)
    tied = " Equal shares share a rank and are drawn below each other." if (rows["tied"] > 1).any() else ""
    joined = f", joined to {every}s" if every != series.every else ""
    caption = (
        f"Each line is a topic's rank by its share of {papers_of(series)}{joined}, the largest on top. A line breaks where "
        f"its topic leaves the first {counted(n_ranks, 'rank')}; grey lines are there neither first nor last.{tied} "
        f"Neighbours may differ by a few papers.{unheld_note(rows['label'])}"
    )
    chart = Chart("ranks", _TITLE, caption, _figure(rows, shares, series, every=every), rows)
    return shaded(chart, series, audit=tables.audit)


def _rank(shares: pl.DataFrame, *, n_ranks: int) -> pl.DataFrame:
    """Return the topics with papers in the first ranks of each period: ``rank``, ``tied`` topics, ``place`` to draw at.

    Topics that share a rank are placed below each other, the larger of the period before on top.
    """
    before = pl.col("share").shift(1).over("topic", order_by="period").fill_null(0.0)
    present = shares.with_columns(before=before).filter(pl.col("total") >= FEW, pl.col("share") > 0)
    ranked = present.with_columns(
        rank=pl.col("share").rank("min", descending=True).over("period"),
        tied=pl.len().over("period", "share"),
    ).sort(["period", "rank", "before", "topic"], descending=[False, False, True, False])
    placed = ranked.with_columns(place=pl.int_range(1, pl.len() + 1).over("period"))
    return placed.filter(pl.col("place") <= n_ranks).drop("before").sort("topic", "period")


def _figure(rows: pl.DataFrame, shares: pl.DataFrame, series: Series, *, every: Every) -> Figure:
    within = shares["period"].is_between(rows["period"].min(), rows["period"].max())
    periods = shares["period"].filter(within).unique().sort().to_list()
    n_rows = int(rows["place"].max())  # type: ignore[arg-type]
    curves = rows.partition_by("topic", maintain_order=True)
    height = _ROW * max(n_rows, _LEAST_ROWS)
    ends = [_end(curve, n_rows=n_rows) for curve in curves if curve["period"][-1] == periods[-1]]
    wide, narrow = (
        label_ends(ends, plot_height=height, size=size, width=width) for size, width in ((FONT_SIZE, 26), (SMALL_SIZE, 17))
    )
    firsts = [_first(curve) for curve in curves if curve["period"][0] == periods[0]]
    phone = {"margin": _PHONE_MARGIN, "annotations": narrow, "font.size": SMALL_SIZE} | fewer_ticks(
        series, n_ticks=4, every=every
    )
    layout = base_layout(height=height + _MARGIN["t"] + _MARGIN["b"], margin=_MARGIN, phone=phone, time=True)
    axes = {"xaxis": time_axis(series, n_ticks=8, every=every) | _span(periods), "yaxis": _rank_axis(n_rows)}
    edges = {periods[0], periods[-1]}
    # The named ones last, so that they lie on top.
    ordered = sorted(curves, key=lambda curve: not edges.isdisjoint(curve["period"]))
    data = [_curve(curve, periods, every=every, named=not edges.isdisjoint(curve["period"])) for curve in ordered]
    # A rank says nothing without the others, which a page that is narrowed to some topics draws faintly.
    meta = layout["meta"] | {"context": True}
    return {"data": data, "layout": layout | axes | {"annotations": [*firsts, *wide], "meta": meta}}


def _rank_axis(n_rows: int) -> dict[str, Any]:
    ranks = {"range": [n_rows + 0.5, 0.5], "tickvals": list(range(1, n_rows + 1)), "showgrid": False}
    return axis(ranks | {"side": "right", "showticklabels": False})


def _span(periods: list[date]) -> dict[str, list[str]]:
    room = (periods[-1] - periods[0]) * 0.02 + timedelta(days=1)
    return {"range": [str(periods[0] - room), str(periods[-1] + room)]}


def _curve(curve: pl.DataFrame, periods: list[date], *, every: Every, named: bool) -> dict[str, Any]:
    """Draw one topic, broken where it is not among the first."""
    topic = int(curve["topic"][0])
    color = topic_color(topic) if named else GREY
    steps = pl.DataFrame({"period": periods}).join(curve, on="period", how="left", maintain_order="left")
    facts = [
        None if rank is None else [period_name(day, every), _rank_words(rank, tied), percent(share)]
        for day, rank, tied, share in steps.select("period", "rank", "tied", "share").iter_rows()
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [str(day) for day in periods],
        "y": steps["place"].to_list(),
        "name": escape(curve["label"][0]),
        "meta": {"topic": topic},
        "customdata": facts,
        "hovertemplate": _HOVER,
        "connectgaps": False,
        "cliponaxis": False,
        "opacity": 1 if named else 0.5,
        "line": {"color": color, "dash": topic_dash(topic) if named else "solid", "width": 3 if named else 1.5},
        "marker": {"size": 10 if named else 6, "symbol": topic_symbol(topic), "color": color},
    }


def _rank_words(rank: int, tied: int) -> str:
    return f"rank {rank}" + (f", shared by {tied:,} topics" if tied > 1 else "")


def _end(curve: pl.DataFrame, *, n_rows: int) -> End:
    place = int(curve["place"][-1])
    label, day = f"{curve['rank'][-1]}. {curve['label'][0]}", curve["period"].dt.to_string()[-1]
    return End(topic=int(curve["topic"][0]), label=label, x=day, y=place, height=1 - (place - 0.5) / n_rows)


def _first(curve: pl.DataFrame) -> dict[str, Any]:
    """Write a name to the left of where a line begins."""
    return {
        "name": NAME_AT_BEGIN,
        "x": curve["period"].dt.to_string()[0],
        "y": int(curve["place"][0]),
        "text": wrap(f"{curve['label'][0]}", width=26, lines=2),
        "hovertext": escape(curve["label"][0]),
        "align": "right",
        "xanchor": "right",
        "xshift": -12,
        "showarrow": False,
        "font": {"size": SMALL_SIZE},
    }
