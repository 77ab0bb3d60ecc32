"""Growth that was foreseen at earlier dates against growth that came."""

import math
from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from trends.charts.axes import axis
from trends.charts.drawable import empty_chart
from trends.charts.style import GREY, PALETTE, SMALL_SIZE, SYMBOLS, Figure, base_layout
from trends.charts.tables import Tables
from trends.charts.text import escape, signed_percent, signed_rate
from trends.data import Chart
from trends.data.calendar import period_name
from trends.data.phrases import correlation, counted

_TITLE: Final = "Would it have been seen?"
_METHOD: Final = "borrowed"
_HOVER: Final = (
    "<b>%{text}</b><br>foreseen %{customdata[0]}, came %{customdata[1]} a year<br>%{customdata[2]}<extra>%{fullData.name}</extra>"
)
_MARGIN: Final = {"l": 10, "r": 16, "t": 44, "b": 56}
_HEIGHT: Final = 440
# Growth per year beyond these factors is drawn at the edge: of a few papers in a few months it may be anything.
_SLOWEST, _FASTEST = 0.2, 5.0
_TICKS: Final = (-0.75, -0.5, -0.25, 0.0, 0.5, 1.0, 3.0)
_FEW_TICKS: Final = (-0.75, 0.0, 3.0)


def plot_backtest(tables: Tables, *, n_origins: int = 8) -> Chart:
    """Draw each topic of each origin by the growth that was foreseen for it and the growth that came.

    Parameters
    ----------
    tables
        Where the run was not asked at earlier dates the chart is empty and says so.
    n_origins
        Most origins that are drawn, the last ones.
    """
    reason = reason_not_to_draw(tables)
    if reason:
        return empty_chart("backtest", title=_TITLE, reason=reason)
    rows = _rows(tables, n_origins=n_origins)
    caption = (
        "Each point is a topic found among the papers before one of these dates, by the growth that half of them let expect "
        "and the growth that the other half and the later papers showed. Foresight lines points up along the dotted line, "
        f"chance scatters them all around. Beside the dates: rank correlation, 1 is the same order, 0 none.{_cut_note(rows)}"
    )
    return Chart("backtest", _TITLE, caption, _figure(rows), rows)


def reason_not_to_draw(tables: Tables) -> str:
    """Say why nothing of a backtest can be drawn; empty where something can."""
    if tables.topics.n_topics == 0:
        return "There are no topics to draw."
    if not tables.backtest:
        return "Nobody has asked this run at earlier dates; `trends backtest` does."
    return "" if tables.backtest["seen"].height else "At no earlier date were there topics to compare."


def _rows(tables: Tables, *, n_origins: int) -> pl.DataFrame:
    """Return the topics of the chosen layer of each origin."""
    backtest = tables.backtest
    layers = backtest["rankings"].filter("chosen").select("origin", "layer").unique()
    scores = backtest["scores"].filter(method=_METHOD).select("origin", "every", "spearman")
    origins = layers["origin"].unique().sort().tail(n_origins)
    seen = backtest["seen"].join(layers, on=["origin", "layer"], how="semi").filter(pl.col("origin").is_in(origins.implode()))
    chosen = seen.select("origin", "topic", "label", "n_recent", foreseen=_METHOD, came="followed")
    return chosen.join(scores, on="origin", how="left").sort("origin", "topic")


def _cut_note(rows: pl.DataFrame) -> str:
    low, high = math.log(_SLOWEST), math.log(_FASTEST)
    beyond = rows.filter(~pl.col("foreseen").is_between(low, high) | ~pl.col("came").is_between(low, high)).height
    return f" Growth beyond the plot is drawn at its edge ({counted(beyond, 'topic')})." if beyond else ""


def _figure(rows: pl.DataFrame) -> Figure:
    origins = rows.partition_by("origin", maintain_order=True)
    values = pl.concat([rows["foreseen"], rows["came"]]).clip(math.log(_SLOWEST), math.log(_FASTEST))
    reach = 1.08 * max(float(values.abs().max()), math.log(1.25))  # type: ignore[arg-type]
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": SMALL_SIZE}}
    few = _ticks(reach, _FEW_TICKS)
    phone = {"font.size": SMALL_SIZE, "height": 400} | {f"xaxis.{name}": value for name, value in few.items()}
    layout = base_layout(height=_HEIGHT, margin=_MARGIN, phone=phone) | {"showlegend": True, "legend": legend}
    shapes = [_line(x0=-reach, x1=reach, y0=-reach, y1=reach, dash="dot"), _line(x0=0, x1=0, y0=-reach, y1=reach, dash="solid")]
    shapes.append(_line(x0=-reach, x1=reach, y0=0, y1=0, dash="solid"))
    axes = {
        "xaxis": _growth_axis(reach, "growth foreseen, per year"),
        "yaxis": _growth_axis(reach, "growth that came, per year"),
    }
    return {"data": [_points(one, number) for number, one in enumerate(origins)], "layout": layout | axes | {"shapes": shapes}}


def _points(rows: pl.DataFrame, number: int) -> dict[str, Any]:
    """Draw the topics of one origin."""
    at = rows.select(pl.col("foreseen", "came").clip(math.log(_SLOWEST), math.log(_FASTEST)).round(4))
    rates = [[signed_rate(math.expm1(change)) for change in rows[name]] for name in ("foreseen", "came")]
    sizes = [f"{counted(n, 'paper')} in the last periods before" for n in rows["n_recent"]]
    score = rows["spearman"][0]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": period_name(rows["origin"][0], rows["every"][0]) + ("" if score is None else f": {correlation(score)}"),
        "x": at["foreseen"].to_list(),
        "y": at["came"].to_list(),
        "text": [escape(label) for label in rows["label"]],
        "customdata": [list(row) for row in zip(*rates, sizes, strict=True)],
        "hovertemplate": _HOVER,
        "marker": {
            "color": PALETTE[number % len(PALETTE)],
            "symbol": SYMBOLS[number % len(SYMBOLS)],
            "size": 8,
            "opacity": 0.8,
        },
    }


def _line(*, x0: float, x1: float, y0: float, y1: float, dash: str) -> dict[str, Any]:
    line = {"color": GREY, "width": 1, "dash": dash}
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "layer": "below", "line": line}


def _growth_axis(reach: float, title: str) -> dict[str, Any]:
    """Return an axis even in growth factors: halving is as far from 0 as doubling."""
    named = {"range": [-reach, reach], "title": {"text": title, "font": {"size": 12}, "standoff": 8}}
    return axis(named | _ticks(reach, _TICKS))


def _ticks(reach: float, ticks: Sequence[float]) -> dict[str, Any]:
    shown = [tick for tick in ticks if abs(math.log1p(tick)) <= reach]
    return {
        "tickvals": [round(math.log1p(tick), 4) for tick in shown],
        "ticktext": [signed_percent(tick) for tick in shown],
    }
