"""Grey bands behind periods that the audit of the papers does not trust, and the sentence that says why."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, Final

import polars as pl

from trends.charts.style import FAINT
from trends.data import Audit, Chart, Series
from trends.data.calendar import end_of, span_name
from trends.data.phrases import plural
from trends.data.trust import untrusted_periods

_MOST: Final = 3  # spans that a caption names

Span = tuple[date, date, str]


def shaded(chart: Chart, series: Series, *, audit: Audit | None) -> Chart:
    """Return a chart over time with a grey band behind each span that is not to be trusted, and the caption saying so.

    Every horizontal axis of dates gets the bands. A point stands on the first day of its period, so that a band reaches half a
    period to either side.

    Parameters
    ----------
    chart
        A chart of the periods of `series`; one without data stays as it is.
    series
        What is drawn.
    audit
        What of the papers can be trusted; without it the chart stays as it is.
    """
    spans = find_spans(series, audit=audit)
    if not spans or not chart.figure["data"]:
        return chart
    layout = chart.figure["layout"]
    axes = [name for name, axis in layout.items() if re.fullmatch(r"xaxis\d*", name) and axis.get("type") == "date"]
    return _with_bands(chart, dict.fromkeys(axes, spans), series, why=_explain(spans, series))


def shaded_strata(chart: Chart, series: Series, *, axes: Mapping[str, str], audit: Audit | None) -> Chart:
    """Return a chart with a grey band behind each span in which one stratum is not to be trusted, and the caption saying so.

    Parameters
    ----------
    chart, series, audit
        As of `shaded`, which draws the spans of all papers.
    axes
        Which stratum is drawn over a horizontal axis.
    """
    of_all = {} if audit is None else dict(untrusted_periods(audit, series).iter_rows())
    spans = {name: find_spans(series, audit=audit, stratum=stratum, but=of_all) for name, stratum in axes.items()}
    if not any(spans.values()):
        return chart
    why = f"Grey in one panel: what the audit does not trust of this {series.stratum_kind}, such as periods without it."
    return _with_bands(chart, spans, series, why=why)


def find_spans(series: Series, *, audit: Audit | None, stratum: str | None = None, but: Collection[date] = ()) -> list[Span]:
    """Return the first and the last period of each span that is not to be trusted, with the reason; in order.

    Of all papers, or of those of a `stratum`; periods named by `but` are left out.
    """
    if audit is None:
        return []
    found = {period: why for period, why in untrusted_periods(audit, series, stratum=stratum).iter_rows() if period not in but}
    periods = series.table["period"].unique().sort().to_list()
    return list(_join([(period, found.get(period)) for period in periods]))


def is_trusted(series: Series, *, audit: Audit | None) -> pl.Expr:
    """Tell whether the column ``period`` lies outside of all spans that are not to be trusted."""
    inside = [pl.col("period").is_between(first, last) for first, last, _ in find_spans(series, audit=audit)]
    return ~pl.any_horizontal(pl.lit(False), *inside)


def _join(reasons: list[tuple[date, str | None]]) -> Iterator[Span]:
    """Join periods side by side that have the same reason."""
    for reason, group in groupby(reasons, key=lambda one: one[1]):
        periods = [period for period, _ in group]
        if reason:
            yield periods[0], periods[-1], reason


def _with_bands(chart: Chart, spans: Mapping[str, list[Span]], series: Series, *, why: str) -> Chart:
    layout = chart.figure["layout"]
    bands = [_band(span, series, name=name, axis=layout[name]) for name, own in spans.items() for span in own]
    figure = chart.figure | {"layout": layout | {"shapes": [*layout.get("shapes", []), *bands]}}
    return replace(chart, figure=figure, caption=f"{chart.caption} {why}")


def _band(span: Span, series: Series, *, name: str, axis: dict[str, Any]) -> dict[str, Any]:
    first, last, _ = span
    begin, end = (datetime.combine(period, time()) for period in (first, last))
    return {
        "type": "rect",
        "xref": name.replace("axis", ""),
        "yref": f"{axis.get('anchor', 'y')} domain",
        "x0": str(begin - _half(first, series)),
        "x1": str(end + _half(last, series)),
        "y0": 0,
        "y1": 1,
        "fillcolor": FAINT,
        "line": {"width": 0},
        "layer": "below",
    }


def _half(period: date, series: Series) -> timedelta:
    return (end_of(period, every=series.every) - period) / 2


def _explain(spans: list[Span], series: Series) -> str:
    named = [f"{span_name(first, last, every=series.every)}: {reason}" for first, last, reason in spans[:_MOST]]
    more = [f"{len(spans) - _MOST:,} more"] if len(spans) > _MOST else []
    bands = f"Grey {plural(len(spans), 'band')}"
    return f"{bands}: what the audit of the papers does not trust ({'; '.join([*named, *more])})."
