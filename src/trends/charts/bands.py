"""The interval around a curve, as a band behind it."""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

_OPACITY: Final = 0.18


def band_traces(rows: pl.DataFrame, *, low: str, high: str, color: str, opacity: float = _OPACITY) -> list[dict[str, Any]]:
    """Fill between two columns over ``period``; where either is null the band is broken.

    Parameters
    ----------
    rows
        A row per period, in order.
    low, high
        The columns between which to fill.
    color
        As ``#RRGGBB``; the band is a pale tint of it.
    opacity
        How strong the tint is, 0 to 1.
    """
    known = rows.with_columns(known=pl.col(low).is_not_null() & pl.col(high).is_not_null())
    runs = known.with_columns(run=pl.col("known").rle_id()).filter("known").partition_by("run", maintain_order=True)
    return [_fill(run, low=low, high=high, color=pale(color, opacity=opacity)) for run in runs]


def pale(color: str, *, opacity: float = _OPACITY) -> str:
    """Return a colour ``#RRGGBB`` seen through."""
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _fill(run: pl.DataFrame, *, low: str, high: str, color: str) -> dict[str, Any]:
    days = run["period"].dt.to_string().to_list()
    lower, upper = (run[name].round(6).to_list() for name in (low, high))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": _there_and_back(days, days),
        "y": _there_and_back(lower, upper),
        "fill": "toself",
        "fillcolor": color,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _there_and_back(there: Sequence[Any], back: Sequence[Any]) -> list[Any]:
    return [*there, *reversed(back)]
