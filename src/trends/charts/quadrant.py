"""Which topics are small and rise: growth against share."""

import math
from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from trends.charts.axes import axis
from trends.charts.callouts import name_points
from trends.charts.drawable import empty_chart, growth_or_reason
from trends.charts.factors import SIGNIFICANT, cut_note, factor_axis, factor_range, with_factors
from trends.charts.letters import text_width
from trends.charts.placement import Box
from trends.charts.style import GREY, SMALL_SIZE, Figure, base_layout, topic_color, topic_symbol
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import escape, papers_of
from trends.data import Chart, Series
from trends.data.phrases import counted, percent

_TITLE: Final = "Small and rising, large and fading"
_HOVER: Final = (
    "<b>%{text}</b><br>%{customdata[0]} of papers lately<br>"
    "%{customdata[1]} per year, 95% interval %{customdata[2]} to %{customdata[3]}<br>"
    "q = %{customdata[4]:.2g}, %{customdata[5]:,} papers<extra></extra>"
)
_FACTS: Final = ("lately", "rate", "rate_low", "rate_high", "q", "n_papers")
_HEIGHT, _PHONE_HEIGHT = 560, 480
# Of plots that the names must fit: the narrowest, the widest, and the lowest, which is that of a slide.
_SIZES: Final = ((540, 494), (1100, 494))
_PHONE_SIZES: Final = ((270, 414), (420, 414), (740, 350))
_MARGIN: Final = {"l": 64, "r": 14, "t": 10, "b": 56}
_MANY: Final = 60
_MOST_CLEAR: Final = 40  # to place more takes seconds, and few of them find room
_MOST_UNCLEAR: Final = 20
_MOST_HIDDEN: Final = 3
_DOT: Final = 8
_CORNER_SIZE: Final = 12
_PALE: Final = 0.7
_ROOM: Final = 0.12
_STEPS: Final = (1, 2, 5)
_FINE_STEPS: Final = (1, 1.5, 2, 3, 4, 6, 8)
_CORNERS: Final = {
    "small and rising": (0, 1),
    "large and rising": (1, 1),
    "small and falling": (0, 0),
    "large and falling": (1, 0),
}

Range = list[float]
Size = tuple[int, int]


def plot_quadrant(tables: Tables, *, n_topics: int = 300) -> Chart:
    """Draw the growth of each topic against its latest share, both on logarithmic axes, split into four named fields.

    Parameters
    ----------
    tables
        Where no growth is known the chart is empty and says why.
    n_topics
        Most topics that are drawn: those with the smallest q.
    """
    known = growth_or_reason(tables)
    if isinstance(known, str):
        return empty_chart("quadrant", title=_TITLE, reason=known)
    chosen = known.sort("q", "topic").head(n_topics)
    rows = tables.topics.with_labels(chosen)
    present = rows.filter(pl.col("share_last") > 0)
    if present.is_empty() or tables.series is None:
        return empty_chart("quadrant", title=_TITLE, reason="No topic has papers in the latest periods.")
    return Chart(
        "quadrant", _TITLE, _caption(present, tables.series, gone=rows.height - present.height), _figure(present), present
    )


def _caption(rows: pl.DataFrame, series: Series, *, gone: int) -> str:
    left_out = f", {counted(gone, 'topic')} without papers lately left out" if gone else ""
    many, known = rows.height > _MANY, f"distinguishable from no growth (q ≤ {SIGNIFICANT})"
    if rows.filter(pl.col("q") <= SIGNIFICANT).is_empty():
        colors, lines, named = f"Grey: not {known}", "" if many else " Lines: 95% intervals.", "the outermost"
    else:
        colors = f"Coloured (shapes tell equal colours apart): {known}; grey: not"
        lines, named = f" Lines: 95% intervals{' of the coloured' if many else ''}.", "the coloured and the outermost"
    return (
        f"Each point is a topic, by its latest share of {papers_of(series)}, and the yearly growth of that share. {colors}."
        f"{lines} Dotted: no growth, and the median share. Named, where there is room: {named if many else 'all'}{cut_note(rows)}"
        f"{left_out}.{unheld_note(rows['label'])}"
    )


def _figure(rows: pl.DataFrame) -> Figure:
    drawn = with_factors(rows).with_columns(
        pl.col("share_last").round(6),
        pl.Series("lately", [percent(share) for share in rows["share_last"]]),
    )
    middle = float(drawn["share_last"].median())  # type: ignore[arg-type]
    if drawn.height > _MANY:  # too many lines hide the points
        drawn = drawn.with_columns(pl.when("clear").then(name).otherwise(0.0).alias(name) for name in ("up", "down"))
    shares, growth = _share_axis(drawn["share_last"]), factor_axis(*factor_range(drawn))
    # The clear ones last, so that they lie on top.
    topics = list(drawn.sort("clear", "q", "topic", descending=[False, True, False]).iter_rows(named=True))
    wide, narrow = (
        [*_corners(), *_names(drawn, ranges=(shares["range"], growth["range"]), middle=middle, sizes=sizes, font=font)]
        for sizes, font in ((_SIZES, 12), (_PHONE_SIZES, SMALL_SIZE))
    )
    phone = {"height": _PHONE_HEIGHT, "annotations": narrow, "font.size": SMALL_SIZE, "margin.l": 52}
    layout = base_layout(height=_HEIGHT, margin=_MARGIN, phone=phone)
    lines = [_line(at=1.0, upright=False), _line(at=middle, upright=True)]
    return {
        "data": [_point(topic) for topic in topics],
        "layout": layout | {"xaxis": shares, "yaxis": growth, "annotations": wide, "shapes": lines},
    }


def _point(topic: dict[str, Any]) -> dict[str, Any]:
    clear = topic["clear"]
    color, symbol = (topic_color(topic["topic"]), topic_symbol(topic["topic"])) if clear else (GREY, "circle-open")
    point = {
        "type": "scatter",
        "mode": "markers",
        "x": [topic["share_last"]],
        "y": [topic["at"]],
        "meta": {"topic": topic["topic"]},
        "text": [escape(topic["label"])],
        "customdata": [[topic[name] for name in _FACTS]],
        "hovertemplate": _HOVER,
        "opacity": 1 if clear else _PALE,
        "marker": {
            "size": 10 if clear else 7,
            "color": color,
            "symbol": symbol,
        },
    }
    if not topic["up"] and not topic["down"]:
        return point
    reach = {"array": [topic["up"]], "arrayminus": [topic["down"]], "thickness": 1.5 if clear else 1}
    return point | {"error_y": reach | {"color": color, "width": 0}}


def _names(
    drawn: pl.DataFrame, *, ranges: tuple[Range, Range], middle: float, sizes: Sequence[Size], font: int
) -> list[dict[str, Any]]:
    """Name the clear topics, then the others from the outermost inwards; corners stay free, intervals and points where they can.

    Among many topics an unclear one is named only where its name hides nothing.
    """
    (left, right), (foot, top) = ranges
    across, up = (pl.col("share_last").log10() - math.log10(middle)) / (right - left), pl.col("at").log10() / (top - foot)
    ordered = drawn.with_columns(far=across.pow(2) + up.pow(2)).sort(
        "clear", pl.when("clear").then(-pl.col("q")).otherwise("far"), "topic", descending=[True, True, False]
    )
    n_clear = min(int(ordered["clear"].sum()), _MOST_CLEAR)
    n_named, most_hidden = (n_clear + _MOST_UNCLEAR, 0) if drawn.height > _MANY else (drawn.height, _MOST_HIDDEN)
    named = ordered.head(n_named).select(pl.col("share_last").log10(), pl.col("at").log10(), "label")
    corners = [[_corner(name, *place, size=size) for name, place in _CORNERS.items()] for size in sizes]
    marks = [_marks(ordered, ranges=ranges, middle=middle, size=size) for size in sizes]
    places = list(named.iter_rows())
    return name_points(
        places, ranges=ranges, sizes=sizes, font=font, taken=corners, avoided=marks, n_first=n_clear, most_hidden=most_hidden
    )


def _marks(topics: pl.DataFrame, *, ranges: tuple[Range, Range], middle: float, size: Size) -> list[Box]:
    """Return what names should not hide: points with their intervals, and the lines of no growth and of the median share."""
    (left, right), (foot, top) = ranges
    width, height = size
    across, up = width / (right - left), height / (top - foot)
    marks = [Box(width / 2, -foot * up, width, 2), Box((math.log10(middle) - left) * across, height / 2, 2, height)]
    ends = topics.select("share_last", "at", low=pl.col("at") - pl.col("down"), high=pl.col("at") + pl.col("up"))
    for share, at, *reach in ends.iter_rows():
        low, high = ((math.log10(end) - foot) * up for end in reach)
        x = (math.log10(share) - left) * across
        marks += [Box(x, (low + high) / 2, 3, high - low), Box(x, (math.log10(at) - foot) * up, _DOT, _DOT)]
    return marks


def _corner(name: str, right: int, top: int, *, size: Size) -> Box:
    """Return where the name of a field stands."""
    width, height = text_width(name, size=_CORNER_SIZE), 20
    return Box(width / 2 + right * (size[0] - width), height / 2 + top * (size[1] - height), width, height)


def _corners() -> list[dict[str, Any]]:
    sides, ends = ("left", "right"), ("bottom", "top")
    return [
        {
            "text": f"<i>{name}</i>",
            "xref": "paper",
            "yref": "paper",
            "x": right,
            "y": top,
            "xanchor": sides[right],
            "yanchor": ends[top],
            "showarrow": False,
            "opacity": 0.75,
            "font": {"size": _CORNER_SIZE},
        }
        for name, (right, top) in _CORNERS.items()
    ]


def _share_axis(shares: pl.Series) -> dict[str, Any]:
    """Return a logarithmic axis of shares with round ticks: 0.1%, 0.2%, 0.5%, 1% …"""
    first, last = math.log10(float(shares.min())), math.log10(float(shares.max()))  # type: ignore[arg-type]
    room = _ROOM * (last - first) + 0.05
    steps = _FINE_STEPS if last - first < 0.6 else _STEPS if last - first < 2 else _STEPS[:1]
    ticks = [step * 10.0**power for power in range(-7, 1) for step in steps]
    shown = [tick for tick in ticks if first - room <= math.log10(tick) <= last + room]
    return axis(
        {
            "type": "log",
            "range": [first - room, last + room],
            "tickvals": shown,
            "ticktext": [f"{100 * tick:g}%" for tick in shown],
            "title": {"text": "latest share of papers", "font": {"size": 12}, "standoff": 8},
        }
    )


def _line(*, at: float, upright: bool) -> dict[str, Any]:
    """Draw a dotted line through the whole plot, upright at a share or lying at a growth factor."""
    place = {"yref": "paper", "y0": 0, "y1": 1, "x0": at, "x1": at}
    if not upright:
        place = {"xref": "paper", "x0": 0, "x1": 1, "y0": at, "y1": at}
    return {"type": "line", "layer": "below", "line": {"color": GREY, "width": 1.5, "dash": "dot"}} | place
