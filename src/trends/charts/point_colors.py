"""What the colour of the points on a map says: topic, date or growth, and the buttons that choose."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from trends.charts.places import pack
from trends.charts.style import SMALL_SIZE
from trends.data.calendar import period_name

# Step 0 is grey for what is not known, 1 to 255 span the scale.
_LAST: Final = 255
_UNKNOWN: Final = "#929599"
_AGES: Final = ("#3B1F73", "#33628D", "#1F968B", "#73C05B", "#F2D41F")
_RATES: Final = ("#A34100", "#DB8A4E", _UNKNOWN, "#4FA0D2", "#00588C")
_INK, _BUTTON = "#1A1A1A", "#E4E6E9"
_N_TICKS: Final = 6
_EARLY: Final = 0.02


def choose_color(traces: Sequence[dict[str, Any]], parts: Sequence[pl.DataFrame]) -> dict[str, Any]:
    """Return the part of a layout that lets a reader choose what the colour says.

    Parameters
    ----------
    traces
        Points, coloured by topic, and on the axis ``coloraxis``.
    parts
        The papers of each trace: ``topic``, ``published``, and ``growth`` in fractions per year, null where it is not known.
    """
    papers = pl.concat(parts)
    choices = [("Colour by topic", [trace["marker"]["color"] for trace in traces], {"showscale": False})]
    days = papers["published"].drop_nulls()
    if days.n_unique() > 1:
        span = _usual_span(days)
        ages = [_place(part["published"], low=span[0], high=span[1]) for part in parts]
        choices.append(("by date", ages, _date_scale(*span, earlier=bool((days < span[0]).any()))))
    if papers["growth"].drop_nulls().len():
        rates = [_place((1 + part["growth"].clip(-0.5, 1)).log(2), low=-1, high=1) for part in parts]
        choices.append(("by growth", rates, _growth_scale()))
    if len(choices) == 1:
        return {}
    scale = {"cmin": 0, "cmax": _LAST, "showscale": False}
    return {"coloraxis": scale, "updatemenus": [_buttons(choices)]}


def _usual_span(days: pl.Series) -> tuple[date, date]:
    """Return the days between which nearly all papers lie, so that a handful of very old ones does not fill the scale."""
    first = days.sort()[int(_EARLY * len(days))]
    last = days.max()
    return (first, last) if first < last else (days.min(), last)  # type: ignore[return-value]


def _place(values: pl.Series, *, low: Any, high: Any) -> dict[str, str]:
    """Return the steps of numbers or days between two ends, 0 for null."""
    ends = pl.Series([low, high]).to_physical().cast(pl.Float64)
    steps = 1 + (values.to_physical().cast(pl.Float64).clip(ends[0], ends[1]) - ends[0]) / (ends[1] - ends[0]) * (_LAST - 1)
    return pack(steps.round().fill_null(0).cast(pl.UInt8).to_numpy())


def _scale(colors: Sequence[str], *, ticks: Sequence[tuple[float, str]]) -> dict[str, Any]:
    """Return a colour axis of `colors`, which starts with grey; a tick stands at a fraction of the scale."""
    stops = np.linspace(1 / _LAST, 1, len(colors)).round(4).tolist()
    grey = [[0, _UNKNOWN], [0.5 / _LAST, _UNKNOWN], [0.5 / _LAST, colors[0]]]
    return {
        "cmin": 0,
        "cmax": _LAST,
        "colorscale": [*grey, *map(list, zip(stops, colors, strict=True))],
        "showscale": True,
        "colorbar": {
            "orientation": "h",
            "thickness": 8,
            "len": 0.5,
            "x": 0.95,
            "xanchor": "right",
            "y": 1,
            "yanchor": "bottom",
            "outlinewidth": 0,
            "ticks": "",
            "tickvals": [1 + place * (_LAST - 1) for place, _ in ticks],
            "ticktext": [text for _, text in ticks],
            "tickfont": {"size": SMALL_SIZE},
        },
    }


def _date_scale(first: date, last: date, *, earlier: bool) -> dict[str, Any]:
    """Return the scale with ticks at years, or where it holds less than two at both ends."""
    step = -(-(last.year - first.year) // _N_TICKS) or 1
    years = [date(year, 1, 1) for year in range(last.year, first.year, -step)]
    if len(years) < 2:
        begin = period_name(first, "month")
        return _scale(_AGES, ticks=[(0, f"to {begin}" if earlier else begin), (1, period_name(last, "month"))])
    ticks = [((year - first) / (last - first), str(year.year)) for year in reversed(years)]
    return _scale(_AGES, ticks=[(0, "earlier"), *ticks] if earlier else ticks)


def _growth_scale() -> dict[str, Any]:
    return _scale(_RATES, ticks=[(0, "halves in a year"), (0.5, "stays"), (1, "doubles")])


def _buttons(choices: Sequence[tuple[str, Sequence[Any], dict[str, Any]]]) -> dict[str, Any]:
    """Return one button per choice; their text stays dark in a dark page, for plotly lights up the one pointed at."""
    return {
        "type": "buttons",
        "direction": "right",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "pad": {"b": 8},
        "showactive": True,
        "bgcolor": _BUTTON,
        "bordercolor": _BUTTON,
        "font": {"size": SMALL_SIZE, "color": _INK},
        "buttons": [
            {"label": name, "method": "update", "args": [{"marker.color": list(colors)}, {"coloraxis": scale}]}
            for name, colors, scale in choices
        ],
    }
