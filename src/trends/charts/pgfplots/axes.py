"""An axis of a figure as pgfplots has it: its numbers, its range, its ticks."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from trends.charts.pgfplots.words import to_tex
from trends.data.calendar import Every, period_name

_DAY_MS: Final = 86_400_000
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_MONTH_STEPS: Final = (1, 3, 6, 12, 24, 36, 60, 120, 240, 600)
_TICKS_FROM: Final = 2000 * 12  # months, as plotly counts them
_FEWEST_TICKS: Final = 5
_PER_CENT: Final = re.compile(r"\.(\d)(~?)%")


@dataclass(frozen=True)
class Axis:
    """An axis, `side` x or y, made from the `settings` that plotly knows; dates become years, 1 July 2024 is 2024.5."""

    side: str
    settings: Mapping[str, Any]

    @property
    def is_time(self) -> bool:
        """Whether the values are dates."""
        return self.settings.get("type") == "date"

    @property
    def is_log(self) -> bool:
        """Whether the axis is even in factors."""
        return self.settings.get("type") == "log"

    def place(self, value: Any) -> float:
        """Return the number at which pgfplots draws a value; NaN for a gap."""
        if value is None:
            return math.nan
        return _year(value) if isinstance(value, str) else float(value)

    def place_text(self, value: Any) -> float:
        """Return the number for a text, whose places on a logarithmic axis are logarithms."""
        return 10 ** float(value) if self.is_log else self.place(value)

    def length(self, value: float) -> float:
        """Return a difference of values; on an axis of dates plotly counts milliseconds."""
        return value / _DAY_MS / 365.25 if self.is_time else value

    def bounds(self, values: list[float]) -> tuple[float, float]:
        """Return the lowest and the highest number in sight."""
        if "range" in self.settings:
            first, last = (10**end if self.is_log else self.place(end) for end in self.settings["range"])
            return min(first, last), max(first, last)
        known = [value for value in values if not math.isnan(value)] or [0.0, 1.0]
        known += [0.0] if self.settings.get("rangemode") == "tozero" else []
        return min(known), max(known) if max(known) > min(known) else min(known) + 1

    def clip(self, value: Any) -> float:
        """Return the number nearest to a value that is in sight; pgfplots would draw a band on beyond the plot."""
        number = self.place(value)
        if "range" not in self.settings:
            return number
        low, high = self.bounds([])
        return min(max(number, low), high)

    def options(self, values: list[float]) -> list[str]:
        """Return the options of an axis environment; `values` are all that is drawn."""
        side, (low, high) = self.side, self.bounds(values)
        ticks, names = self._ticks(low, high)
        found = [f"{side}min={low:.6g}", f"{side}max={high:.6g}"]
        if self.is_log:
            found.append(f"{side}mode=log")
        if self._is_reversed():
            found.append(f"{side} dir=reverse")
        found.append(f"{side}tick={_list([f'{tick:.6g}' for tick in ticks])}")
        shown = names if self.settings.get("showticklabels", True) else []
        found.append(f"{side}ticklabels={_list([f'{{{to_tex(name)}}}' for name in shown])}")
        if self.settings.get("showgrid", True):
            found.append(f"{side}majorgrids")
        if title := (self.settings.get("title") or {}).get("text"):
            found.append(f"{side}label={{{to_tex(title)}}}")
        return found

    def widest(self, values: list[float]) -> int:
        """Return the number of letters of the longest tick label."""
        if not self.settings.get("showticklabels", True):
            return 0
        lines = [line for name in self._ticks(*self.bounds(values))[1] for line in name.split("<br>")]
        return max(map(len, lines), default=0)

    def _is_reversed(self) -> bool:
        ends = self.settings.get("range")
        return self.settings.get("autorange") == "reversed" or bool(ends and self.place(ends[0]) > self.place(ends[1]))

    def _ticks(self, low: float, high: float) -> tuple[list[float], list[str]]:
        if "tickvals" in self.settings:
            values = [float(value) for value in self.settings["tickvals"]]
            written = [_write_number(value, self.settings.get("tickformat", "")) for value in values]
            named = sorted(zip(values, self.settings.get("ticktext", written), strict=True))
            return [value for value, _ in named], [name for _, name in named]
        if self.is_time:
            every: Every = "quarter" if "%q" in self.settings.get("tickformat", "") else "month"
            most = self.settings.get("nticks", _FEWEST_TICKS)
            return _time_ticks(low, high, step=self.settings.get("dtick"), most=most, every=every)
        return _number_ticks(
            low, high, most=self.settings.get("nticks", _FEWEST_TICKS), shown=self.settings.get("tickformat", "")
        )


def _list(values: list[str]) -> str:
    """Write a list; an empty one would let pgfplots choose."""
    return f"{{{','.join(values)}}}" if values else r"\empty"


def _year(day: str) -> float:
    moment = datetime.fromisoformat(day)
    start, end = datetime(moment.year, 1, 1), datetime(moment.year + 1, 1, 1)
    return moment.year + (moment - start) / (end - start)


def _time_ticks(low: float, high: float, *, step: object, most: int, every: Every) -> tuple[list[float], list[str]]:
    """Return the first days of months, evenly spaced, as many as plotly would show, named as months or quarters."""
    months = [month for month in range(int(low) * 12, int(high) * 12 + 12) if low <= _year(str(_first_day(month))) <= high]
    wanted = int(str(step)[1:]) if str(step).startswith("M") else None
    apart = wanted or next((n for n in _MONTH_STEPS if len(months) <= n * most), _MONTH_STEPS[-1])
    days = [_first_day(month) for month in months if (month - _TICKS_FROM) % apart == 0]
    if not days:
        return _week_ticks(low, high)
    names = [str(day.year) if apart >= 12 else period_name(day, every) for day in days]
    return [_year(str(day)) for day in days], names


def _week_ticks(low: float, high: float) -> tuple[list[float], list[str]]:
    """Return the two ends of a span that holds no first day of a month."""
    year = int(low)
    days = [date(year, 1, 1) + timedelta(days=round((at - year) * 365)) for at in (low, high)]
    return [low, high], [period_name(day, "day") for day in days]


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _number_ticks(low: float, high: float, *, most: int, shown: str) -> tuple[list[float], list[str]]:
    """Return round numbers, written as the format says: ``.1%``, ``.1~%`` without zeros at the end, or as they are."""
    rough = (high - low) / max(most, 2)
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in _STEPS if unit * factor >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    ticks = [number * step for number in range(first, math.floor(high / step + 1e-9) + 1)]
    return ticks, [_write_number(tick, shown).replace("-", "−") for tick in ticks]


def _write_number(tick: float, shown: str) -> str:
    decimals = _PER_CENT.fullmatch(shown)
    if decimals is None:
        return f"{tick:g}"
    number = f"{100 * tick:.{decimals[1]}f}"
    return f"{number.rstrip('0').rstrip('.') if decimals[2] and '.' in number else number}%"
