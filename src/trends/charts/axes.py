"""Quiet axes: of time, of shares."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from trends.charts.style import FAINT
from trends.data import Every, Series

_ROUND_MONTHS: Final[Mapping[Every, Sequence[int]]] = {
    "month": (1, 2, 3, 6, 12, 24, 60, 120),
    "quarter": (3, 6, 12, 24, 60, 120),
    "year": (12, 24, 36, 60, 120, 240, 600),
}
# After the line break stands what plotly shows only where it changes.
_NAMES: Final[Mapping[Every, str]] = {"month": "%b\n%Y", "quarter": "Q%q\n%Y"}
_YEARS, _DAYS = "%Y", "%-d %b\n%Y"
_MONTHS_OF: Final[Mapping[Every, int]] = {"month": 1, "quarter": 3, "year": 12}


def axis(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return an axis with faint grid lines and some settings of its own."""
    quiet = {"gridcolor": FAINT, "zeroline": False, "ticks": "", "tickangle": 0, "automargin": True}
    return quiet | dict(settings)


def share_axis(top: float) -> dict[str, Any]:
    """Return a vertical axis from 0 to a little above the largest share, in per cent without zeros that say nothing."""
    decimals = 0 if top >= 0.1 else 1 if top >= 0.01 else 2
    floor = {"zeroline": True, "zerolinecolor": FAINT, "zerolinewidth": 1}
    return axis({"range": [0, 1.05 * top or 1], "tickformat": f".{decimals}~%", "nticks": 6} | floor)


def time_axis(series: Series, *, n_ticks: int, every: Every | None = None) -> dict[str, Any]:
    """Return a horizontal axis over the periods of a series with about `n_ticks` ticks, named as periods of length `every`."""
    return period_axis(series.every, n_periods=_count_periods(series), n_ticks=n_ticks, named=every)


def period_axis(every: Every, *, n_periods: int, n_ticks: int, named: Every | None = None) -> dict[str, Any]:
    """Return a horizontal axis over so many periods of length `every` with about `n_ticks` ticks, named as those of another."""
    ticks = _time_ticks(every, n_periods=n_periods, n_ticks=n_ticks, named=named)
    return axis({"type": "date", "showgrid": False, "ticklabelstandoff": 4} | ticks)


def whole_time(series: Series) -> dict[str, list[str]]:
    """Return the range from the first to the last period with a little room, which labels beyond the end do not stretch."""
    periods = series.table["period"].unique().sort().to_list()
    room = (periods[-1] - periods[0]) * 0.02 + timedelta(days=1)
    return {"range": [str(periods[0] - room), str(periods[-1] + room)]}


def fewer_ticks(series: Series, *, n_ticks: int, every: Every | None = None) -> dict[str, Any]:
    """Return the updates that leave about `n_ticks` on the first horizontal axis."""
    return fewer_period_ticks(series.every, n_periods=_count_periods(series), n_ticks=n_ticks, named=every)


def fewer_period_ticks(every: Every, *, n_periods: int, n_ticks: int, named: Every | None = None) -> dict[str, Any]:
    """Return the updates that leave about `n_ticks` on the first horizontal axis, a `period_axis`."""
    ticks = _time_ticks(every, n_periods=n_periods, n_ticks=n_ticks, named=named)
    return {f"xaxis.{name}": value for name, value in ticks.items()}


def _count_periods(series: Series) -> int:
    return series.table["period"].n_unique()


def _time_ticks(every: Every, *, n_periods: int, n_ticks: int, named: Every | None) -> dict[str, Any]:
    """Return where ticks stand: at months, quarters or years where these are the periods, else where plotly likes them."""
    if every not in _MONTHS_OF:
        return {"nticks": n_ticks, "tickformat": _DAYS}
    named = named or every
    n_months = n_periods * _MONTHS_OF[every]
    step = next((months for months in _ROUND_MONTHS[named] if n_months <= months * n_ticks), _ROUND_MONTHS[named][-1])
    return {"dtick": f"M{step}", "tickformat": _NAMES[named] if step < 12 else _YEARS}
