"""Tracked subfields side by side: share over time, how sure it is, and how far it depends on the line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from trends.charts.axes import fewer_ticks, share_axis, time_axis, whole_time
from trends.charts.bands import band_traces
from trends.charts.drawable import empty_chart
from trends.charts.ends import End, label_ends
from trends.charts.shading import shaded
from trends.charts.style import FONT_SIZE, SMALL_SIZE, Figure, base_layout, topic_color, topic_dash
from trends.charts.text import escape, growth_words
from trends.data import Audit, Chart, Series
from trends.data.calendar import period_name

_TITLE: Final = "Tracked subfields"
_HOVER: Final = (
    "<b>%{fullData.name}</b><br>%{customdata[0]}: %{y:.2p}<br>%{customdata[1]:,} of %{customdata[2]:,} papers<extra></extra>"
)
_HEIGHT, _PHONE_HEIGHT = 440, 440
_MARGIN: Final = {"l": 50, "r": 250, "t": 12, "b": 44}
_PHONE_MARGIN: Final = {"l": 40, "r": 144, "t": 10, "b": 42}
_LEAST_PERIODS: Final = 2
_OPACITY: Final = 0.15


@dataclass(frozen=True)
class TrackedCurve:
    """A subfield over time.

    Attributes
    ----------
    name
        As the user calls it.
    series
        Its series, as its only topic.
    loose, strict
        The same with the line drawn lower and higher.
    growth, low, high
        Growth per year and its 95 % interval, fractions; None where they are not known.
    """

    name: str
    series: Series
    loose: Series
    strict: Series
    growth: float | None
    low: float | None
    high: float | None

    @property
    def rate(self) -> str:
        """The growth in words: ``+61% a year (+38% to +88%)``."""
        if self.growth is None or self.low is None or self.high is None:
            return "growth unknown"
        return growth_words(self.growth, self.low, self.high)


def plot_tracks(curves: Sequence[TrackedCurve], *, audit: Audit | None = None) -> Chart:
    """Draw the share of several subfields on a common axis, each with a band from the loose to the strict line.

    Parameters
    ----------
    curves
        Subfields of the same papers, counted over the same periods; with none, or fewer than two complete periods, the chart
        is empty and says why.
    audit
        What of the papers can be trusted; None where nobody looked.
    """
    if not curves:
        return empty_chart("tracks", title=_TITLE, reason="There are no dated papers to draw.")
    rows = pl.concat([_rows(curve) for curve in curves])
    series = curves[0].series
    if rows["period"].n_unique() < _LEAST_PERIODS:
        return empty_chart("tracks", title=_TITLE, reason=f"The papers cover fewer than 2 complete {series.every}s.")
    return shaded(Chart("tracks", _TITLE, _caption(series), _figure(curves, rows, series), rows), series, audit=audit)


def _rows(curve: TrackedCurve) -> pl.DataFrame:
    """Return the complete periods of a curve, with its band."""
    edges = [edge.complete.select("period", pl.col("share").alias(name)) for name, edge in _edges(curve).items()]
    rows = curve.series.complete.with_columns(track=pl.lit(curve.name))
    for edge in edges:
        rows = rows.join(edge, on="period", how="left", maintain_order="left")
    return rows.select("track", "period", "count", "total", "share", *_edges(curve))


def _edges(curve: TrackedCurve) -> dict[str, Series]:
    return {"share_strict": curve.strict, "share_loose": curve.loose}


def _caption(series: Series) -> str:
    return (
        f"Each line is a subfield's share of {series.denominator}, by {series.every}, running {series.every} left out. Its band "
        "reaches from the share of the papers that surely belong to that of all that may: where it is narrow, little depends on "
        "where the line is drawn. Below each name stands the yearly growth of the share with its 95% interval."
    )


def _figure(curves: Sequence[TrackedCurve], rows: pl.DataFrame, series: Series) -> Figure:
    top = float(rows.select(pl.max_horizontal("share", "share_loose").max()).item() or 0.0)
    parts = rows.partition_by("track", maintain_order=True)
    data = [trace for number, part in enumerate(parts) for trace in _band(part, number=number)]
    data += [_line(part, series, number=number) for number, part in enumerate(parts)]
    ends = [
        _end(part, curve.rate, number=number, top=top) for number, (part, curve) in enumerate(zip(parts, curves, strict=True))
    ]
    wide, narrow = (
        label_ends(
            [replace(end, more=end.more.replace(" (", f"{gap}(")) for end in ends],
            plot_height=height - margin["t"] - margin["b"],
            size=size,
            width=width,
        )
        for height, margin, size, width, gap in (
            (_HEIGHT, _MARGIN, FONT_SIZE, 28, " "),
            (_PHONE_HEIGHT, _PHONE_MARGIN, SMALL_SIZE, 18, "<br>"),
        )
    )
    phone = {"height": _PHONE_HEIGHT, "margin": _PHONE_MARGIN, "font.size": SMALL_SIZE, "annotations": narrow}
    phone |= fewer_ticks(series, n_ticks=3)
    axes = {"xaxis": time_axis(series, n_ticks=6) | whole_time(series), "yaxis": share_axis(top)}
    layout = base_layout(height=_HEIGHT, margin=_MARGIN, phone=phone, time=True) | axes | {"annotations": wide}
    return {"data": data, "layout": layout}


def _band(rows: pl.DataFrame, *, number: int) -> list[dict[str, Any]]:
    """Fill between the strict and the loose share; where a period has no papers the band is broken."""
    return band_traces(rows, low="share_strict", high="share_loose", color=topic_color(number), opacity=_OPACITY)


def _line(rows: pl.DataFrame, series: Series, *, number: int) -> dict[str, Any]:
    periods = [period_name(day, series.every) for day in rows["period"]]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(rows["track"][0]),
        "x": rows["period"].dt.to_string().to_list(),
        "y": rows["share"].round(6).to_list(),
        "customdata": [list(point) for point in zip(periods, rows["count"], rows["total"], strict=True)],
        "hovertemplate": _HOVER,
        "line": {"color": topic_color(number), "dash": topic_dash(number), "width": 2},
        "marker": {"size": 4},
        "connectgaps": False,
        "cliponaxis": False,
    }


def _end(rows: pl.DataFrame, rate: str, *, number: int, top: float) -> End:
    """Return where a curve ends, named with its growth; one without any share ends at the foot."""
    last = rows.drop_nulls("share").tail(1)
    share = float(last["share"][0]) if last.height else 0.0
    day = (last if last.height else rows.tail(1))["period"].dt.to_string()[0]
    return End(number, rows["track"][0], x=day, y=share, height=share / (1.05 * top or 1.0), more=escape(rate))
