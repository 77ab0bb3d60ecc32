"""Growth as a factor per year, on axes on which halving is as far from no growth as doubling."""

import math
from typing import Any, Final

import polars as pl

from trends.charts.axes import axis
from trends.charts.text import signed_percent, signed_rate

SIGNIFICANT: Final = 0.05

# An interval may reach down to −100 % or up without end; beyond these factors a year it is cut.
_SLOWEST, _FASTEST = 0.05, 20.0
# The roundest first: a tick that comes too near to an earlier one is left out.
_TICKS: Final = (0.0, 1.0, -0.5, 3.0, -0.75, 9.0, -0.9, 0.5, -0.3, 0.25, -0.2, 0.1, -0.1, 0.05, -0.05)


def with_factors(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``at``, the growth factor, ``up`` and ``down``, how far its interval reaches, ``clear``, and the three in words.

    Factors are cut where they leave the longest axis. The words are ``rate``, ``rate_low`` and ``rate_high``.
    """
    factor = {name: (pl.col(name) + 1).clip(_SLOWEST, _FASTEST) for name in ("growth", "growth_low", "growth_high")}
    words = {f"rate{end}": _in_words(rows[f"growth{end}"]) for end in ("", "_low", "_high")}
    return rows.with_columns(
        factor["growth"].round(4).alias("at"),
        (factor["growth_high"] - factor["growth"]).round(4).alias("up"),
        (factor["growth"] - factor["growth_low"]).round(4).alias("down"),
        (pl.col("q") <= SIGNIFICANT).alias("clear"),
        **words,
    )


def cut_note(rows: pl.DataFrame) -> str:
    """Say that intervals go on beyond the edge of the plot, where any does."""
    beyond = (rows["growth_low"] < _SLOWEST - 1) | (rows["growth_high"] > _FASTEST - 1)
    return "; intervals that reach the edge of the plot go on beyond it" if beyond.any() else ""


def factor_range(drawn: pl.DataFrame) -> tuple[float, float]:
    """Return the least and the greatest factor that the intervals reach; no growth is always in sight."""
    return min([1.0, *(drawn["at"] - drawn["down"])]), max([1.0, *(drawn["at"] + drawn["up"])])


def factor_axis(low: float, high: float) -> dict[str, Any]:
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
            "ticktext": [signed_percent(tick) for tick in shown],
            "title": {"text": "growth of the share per year", "font": {"size": 12}, "standoff": 8},
        }
    )


def _in_words(rates: pl.Series) -> pl.Series:
    return pl.Series([signed_rate(growth) for growth in rates], dtype=pl.String)
