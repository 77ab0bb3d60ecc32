"""How fast topics grow, and how sure that is."""

import math
from typing import Any, Final

import polars as pl

from trends.charts.axes import axis
from trends.charts.drawable import empty_chart, growth_or_reason
from trends.charts.style import GREY, SMALL_SIZE, TREND_COLORS, Figure, base_layout
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import escape, signed_percent, some_of, wrap
from trends.data import Chart

_TITLE: Final = "How fast topics grow"
_HOVER: Final = (
    "<b>%{text}</b><br>%{customdata[0]} per year, 95% interval %{customdata[1]} to %{customdata[2]}<br>"
    "q = %{customdata[3]:.2g}, %{customdata[4]:,} papers<extra></extra>"
)
_SIGNIFICANT: Final = 0.05
# An interval may reach down to −100 % or up without end; beyond these factors a year it is cut.
_SLOWEST, _FASTEST = 0.05, 20.0
# The roundest first: a tick that comes too near to an earlier one is left out.
_TICKS: Final = (0.0, 1.0, -0.5, 3.0, -0.75, 9.0, -0.9, 0.5, -0.3, 0.25, -0.2, 0.1, -0.1, 0.05, -0.05)
_ROW: Final = 34
_MARGIN: Final = {"l": 10, "r": 16, "t": 8, "b": 56}


def plot_growth(tables: Tables, *, n_topics: int = 30) -> Chart:
    """Draw the growth of topics as points with 95 % intervals, fastest on top.

    The axis is even in growth factors: halving is as far from 0 as doubling.

    Parameters
    ----------
    tables
        Where no growth is known the chart is empty and says why.
    n_topics
        Most topics that are drawn: those with the smallest q.
    """
    known = growth_or_reason(tables)
    if isinstance(known, str):
        return empty_chart("growth", title=_TITLE, reason=known)
    clearest = known.sort("q", "topic").head(n_topics)
    labels = tables.topics.table.select("topic", "label")
    rows = clearest.sort(["growth", "topic"], descending=[True, False]).join(
        labels, on="topic", how="left", maintain_order="left"
    )
    shown = some_of(rows.height, known.height, noun="topic", how="clearest")
    caption = (
        "Each point is the yearly growth of a topic's share of all dated papers, its line the 95% interval; larger points "
        f"are larger topics. Filled and coloured: distinguishable from no growth (q ≤ {_SIGNIFICANT}); hollow: not. "
        f"Shown: {shown} with a growth estimate{_cut_note(rows)}.{unheld_note(rows['label'])}"
    )
    return Chart("growth", _TITLE, caption, _figure(rows), rows)


def _cut_note(rows: pl.DataFrame) -> str:
    beyond = (rows["growth_low"] < _SLOWEST - 1) | (rows["growth_high"] > _FASTEST - 1)
    return "; intervals that reach the edge of the plot go on beyond it" if beyond.any() else ""


def _figure(rows: pl.DataFrame) -> Figure:
    factor = {name: (rows[name] + 1).clip(_SLOWEST, _FASTEST) for name in ("growth", "growth_low", "growth_high")}
    drawn = rows.with_columns(
        pl.Series("at", factor["growth"]),
        pl.Series("up", factor["growth_high"] - factor["growth"]),
        pl.Series("down", factor["growth"] - factor["growth_low"]),
        pl.int_range(rows.height, dtype=pl.Int64).alias("row"),
        (6 + 8 * (pl.col("n_papers") / pl.col("n_papers").max()).sqrt()).round(1).alias("size"),
        (pl.col("q") <= _SIGNIFICANT).alias("clear"),
    )
    looks = drawn.partition_by("clear", "trend", maintain_order=True)
    # No growth is always in sight.
    low, high = min([1.0, *factor["growth_low"]]), max([1.0, *factor["growth_high"]])
    names = {
        "tickvals": list(range(rows.height)),
        "ticktext": [wrap(label, width=34, lines=2) for label in rows["label"]],
        "range": [rows.height - 0.4, -0.6],
        "ticklabelstandoff": 8,
        "gridcolor": "rgba(128,128,128,0.12)",
    }
    phone = {
        "yaxis.showticklabels": False,
        "annotations": [_name_above(label, row) for row, label in enumerate(rows["label"])],
        "margin": _MARGIN | {"l": 8, "t": 18},
        "font.size": SMALL_SIZE,
    }
    layout = base_layout(height=_MARGIN["t"] + _MARGIN["b"] + _ROW * max(rows.height, 2), margin=_MARGIN, phone=phone)
    return {
        "data": [_points(look) for look in looks],
        "layout": layout | {"xaxis": _growth_axis(low, high), "yaxis": axis(names), "shapes": [_ZERO_LINE]},
    }


def _points(rows: pl.DataFrame) -> dict[str, Any]:
    """Draw the topics that look the same: all clear or all not, and of one trend."""
    clear = bool(rows["clear"][0])
    color = TREND_COLORS[rows["trend"][0]] if clear else GREY
    rates = [[signed_percent(value) for value in rows[name]] for name in ("growth", "growth_low", "growth_high")]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["at"].round(4).to_list(),
        "y": rows["row"].to_list(),
        "text": [escape(label) for label in rows["label"]],
        "customdata": [list(row) for row in zip(*rates, rows["q"], rows["n_papers"], strict=True)],
        "hovertemplate": _HOVER,
        "marker": {
            "size": rows["size"].to_list(),
            "color": color,
            "opacity": 1,
            "symbol": "circle" if clear else "circle-open",
            "line": {"width": 0 if clear else 1.5, "color": color},
        },
        "error_x": {
            "array": rows["up"].round(4).to_list(),
            "arrayminus": rows["down"].round(4).to_list(),
            "color": color,
            "thickness": 2,
            "width": 0,
        },
    }


def _name_above(label: str, row: int) -> dict[str, Any]:
    """Write a topic's name inside the plot, above its point, where a phone has no room beside it."""
    return {
        "text": wrap(label, width=50, lines=1),
        "xref": "paper",
        "x": 0,
        "y": row,
        "yshift": 15,
        "xanchor": "left",
        "showarrow": False,
        "font": {"size": SMALL_SIZE},
    }


def _growth_axis(low: float, high: float) -> dict[str, Any]:
    """Return a logarithmic axis over growth factors, its ticks written as growth per year."""
    first, last = math.log10(low), math.log10(high)
    room = 0.04 * (last - first) + 0.01
    shown: list[float] = []
    for tick in _TICKS:
        at = math.log10(1 + tick)
        if first - room <= at <= last + room and all(abs(at - math.log10(1 + other)) >= (last - first) / 6 for other in shown):
            shown.append(tick)
    return axis(
        {
            "type": "log",
            "range": [first - room, last + room],
            "tickvals": [1 + tick for tick in shown],
            "ticktext": [signed_percent(tick) if tick else "0%" for tick in shown],
            "title": {"text": "growth of the share per year", "font": {"size": 12}, "standoff": 8},
        }
    )


_ZERO_LINE: Final = {
    "type": "line",
    "x0": 1,
    "x1": 1,
    "yref": "paper",
    "y0": 0,
    "y1": 1,
    "layer": "below",
    "line": {"color": GREY, "width": 1.5, "dash": "dot"},
}
