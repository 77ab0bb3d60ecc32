"""Quiet axes: of time, of shares."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from trends.charts.style import FAINT
from trends.data import Series

_ROUND_MONTHS: Final = {"quarter": (3, 6, 12, 24, 60, 120), "year": (12, 24, 36, 60, 120, 240, 600)}
# After the line break stands what plotly shows only where it changes.
_QUARTERS, _YEARS = "Q%q\n%Y", "%Y"


def axis(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return an axis with faint grid lines and some settings of its own."""
    quiet = {"gridcolor": FAINT, "zeroline": False, "ticks": "", "tickangle": 0, "automargin": True}
    return quiet | dict(settings)


def share_axis(top: float) -> dict[str, Any]:
    """Return a vertical axis from 0 to a little above the largest share, in per cent."""
    decimals = 0 if top >= 0.1 else 1 if top >= 0.01 else 2
    floor = {"zeroline": True, "zerolinecolor": FAINT, "zerolinewidth": 1}
    return axis({"range": [0, 1.05 * top or 1], "tickformat": f".{decimals}%", "nticks": 6} | floor)


def time_axis(series: Series, *, n_ticks: int) -> dict[str, Any]:
    """Return a horizontal axis over the periods of a series with about `n_ticks` ticks."""
    return axis({"type": "date", "showgrid": False, "ticklabelstandoff": 4} | _time_ticks(series, n_ticks=n_ticks))


def whole_time(series: Series) -> dict[str, list[str]]:
    """Return the range from the first to the last period with a little room, which labels beyond the end do not stretch."""
    periods = series.table["period"].unique().sort().to_list()
    room = (periods[-1] - periods[0]) * 0.02 + timedelta(days=1)
    return {"range": [str(periods[0] - room), str(periods[-1] + room)]}


def fewer_ticks(series: Series, *, n_ticks: int) -> dict[str, Any]:
    """Return the updates that leave about `n_ticks` on the first horizontal axis."""
    return {f"xaxis.{name}": value for name, value in _time_ticks(series, n_ticks=n_ticks).items()}


def _time_ticks(series: Series, *, n_ticks: int) -> dict[str, Any]:
    """Return where ticks stand: at quarters or years where these are the periods, else where plotly likes them."""
    if series.every not in _ROUND_MONTHS:
        return {"nticks": n_ticks}
    steps = _ROUND_MONTHS[series.every]
    n_months = series.table["period"].n_unique() * steps[0]
    step = next((months for months in steps if n_months <= months * n_ticks), steps[-1])
    return {"dtick": f"M{step}", "tickformat": _QUARTERS if step < 12 else _YEARS}
