"""How fast topics grow, and how sure that is."""

from typing import Any, Final

import polars as pl

from trends.charts.drawable import empty_chart, growth_or_reason
from trends.charts.factors import SIGNIFICANT, cut_note, factor_axis, factor_range, with_factors
from trends.charts.rows import between_names, names_above, row_axis, rows_height
from trends.charts.style import GREY, SMALL_SIZE, TREND_COLORS, Figure, base_layout
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import escape, papers_of, some_of
from trends.charts.within import axes_within, growth_within, points_within
from trends.data import Chart

_TITLE: Final = "How fast topics grow"
_HOVER: Final = (
    "<b>%{text}</b><br>%{customdata[0]} per year, 95% interval %{customdata[1]} to %{customdata[2]}<br>"
    "q = %{customdata[3]:.2g}, %{customdata[4]:,} papers<extra></extra>"
)
_MARGIN: Final = {"l": 10, "r": 16, "t": 8, "b": 56}
_PHONE_MARGIN: Final = _MARGIN | {"l": 8, "t": 18}


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
    assert tables.series
    clearest = known.sort("q", "topic").head(n_topics)
    rows = tables.topics.with_labels(clearest.sort(["growth", "topic"], descending=[True, False]))
    shown = some_of(rows.height, known.height, noun="topic", how="clearest")
    caption = (
        f"Each point is the yearly growth of a topic's share of {papers_of(tables.series)}, its line the 95% interval; larger "
        f"points are larger topics. Filled: distinguishable from no growth (q ≤ {SIGNIFICANT}); hollow: not. "
        f"Shown: {shown} with a growth estimate{cut_note(rows)}.{unheld_note(rows['label'])}"
    )
    return Chart("growth", _TITLE, caption, _figure(rows, growth_within(tables.statistics, topics=rows["topic"])), rows)


def _figure(rows: pl.DataFrame, within: pl.DataFrame) -> Figure:
    drawn = with_factors(rows).with_columns(
        (6 + 8 * (pl.col("n_papers") / pl.col("n_papers").max()).sqrt()).round(1).alias("size")
    )
    labels = rows["label"].to_list()
    phone = names_above(labels) | {"margin": _PHONE_MARGIN, "height": rows_height(rows.height, margin=_PHONE_MARGIN)}
    phone |= {"shapes": between_names(_ZERO_LINE, n_rows=rows.height), "font.size": SMALL_SIZE}
    layout = base_layout(height=rows_height(rows.height, margin=_MARGIN), margin=_MARGIN, phone=phone)
    axes = {"xaxis": factor_axis(*factor_range(drawn)), "yaxis": row_axis(labels)}
    places = points_within(within)
    if places:
        layout["meta"] = layout["meta"] | {"within": axes_within(within)}
    return {
        "data": [
            _point(topic, row=row, within=places.get(topic["topic"], {})) for row, topic in enumerate(drawn.iter_rows(named=True))
        ],
        "layout": layout | axes | {"shapes": [_ZERO_LINE]},
    }


def _point(topic: dict[str, Any], *, row: int, within: dict[str, Any]) -> dict[str, Any]:
    color = TREND_COLORS[topic["trend"]] if topic["clear"] else GREY
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [topic["at"]],
        "y": [row],
        "meta": {"topic": topic["topic"]} | ({"within": within} if within else {}),
        "text": [escape(topic["label"])],
        "customdata": [[topic[name] for name in ("rate", "rate_low", "rate_high", "q", "n_papers")]],
        "hovertemplate": _HOVER,
        "marker": {
            "size": topic["size"],
            "color": color,
            "opacity": 1,
            "symbol": "circle" if topic["clear"] else "circle-open",
            "line": {"width": 0 if topic["clear"] else 1.5, "color": color},
        },
        "error_x": {"array": [topic["up"]], "arrayminus": [topic["down"]], "color": color, "thickness": 2, "width": 0},
    }


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
