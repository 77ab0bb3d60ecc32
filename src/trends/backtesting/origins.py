"""When a run is asked again: how its papers are counted, and at which origins enough lies before and after."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from trends.backtesting.settings import MONTHS, BacktestSettings, Length
from trends.data import Series
from trends.errors import ConfigError, DataError

# Of growth that lasts a year or more a year's window shows most; papers by month are mostly of a few years, and are asked
# for the quarter to come, see experiments/backtest.
_WINDOWS: Final[dict[Length, dict[str, int]]] = {
    "year": {"recent": 1, "earlier": 5, "horizon": 1},
    "quarter": {"recent": 4, "earlier": 8, "horizon": 2},
    "month": {"recent": 3, "earlier": 6, "horizon": 3},
}
_WINDOWS_BEFORE: Final = 3


class Calendar(NamedTuple):
    """The periods that a run covers in full.

    Attributes
    ----------
    every
        Length of a period.
    first, end
        Periods counted from the year 0: the first one, and the one after the last.
    """

    every: Length
    first: int
    end: int

    def day(self, period: int) -> date:
        """Return the first day of a period."""
        month = period * MONTHS[self.every]
        return date(month // 12, month % 12 + 1, 1)

    def period(self, day: date) -> int:
        """Return the period of a day."""
        return (day.year * 12 + day.month - 1) // MONTHS[self.every]


def lay_calendar(series: Series, *, every: Length | None = None) -> Calendar:
    """Lay the periods of a backtest over those of a series: its own, months for shorter ones, or as asked."""
    length: Length = every or (series.every if series.every in MONTHS else "month")
    rough = Calendar(length, 0, 0)
    begin = series.complete["period"].sort()[0]
    first = rough.period(begin)
    return Calendar(length, first + (rough.day(first) < begin), rough.period(series.until))


def windows(every: Length, *, horizon: int | None = None) -> dict[str, int]:
    """Return how many periods are held against each other before an origin, and how many after it are foretold."""
    return _WINDOWS[every] | ({"horizon": horizon} if horizon else {})


def choose_origins(calendar: Calendar, *, settings: BacktestSettings, n_origins: int) -> list[date]:
    """Choose the last origins whose outcome is known, a horizon apart, so that no outcome is counted twice.

    Raises
    ------
    DataError
        Where the run covers too short a time for a single one.
    """
    fewest = _WINDOWS_BEFORE * settings.recent
    last = calendar.end - settings.horizon
    origins = [last - step * settings.horizon for step in range(n_origins)]
    known = [calendar.day(origin) for origin in reversed(origins) if origin >= calendar.first + fewest]
    if not known:
        raise DataError(
            f"the run covers {calendar.end - calendar.first} complete {calendar.every}s, "
            f"a backtest needs {fewest + settings.horizon}: study a longer time or ask for a shorter horizon"
        )
    return known


def check_origins(origins: Sequence[date], *, calendar: Calendar, settings: BacktestSettings) -> None:
    """Check that what followed each origin is known in full.

    Raises
    ------
    ConfigError
        Where it is not.
    """
    last = calendar.day(calendar.end - settings.horizon)
    late = [origin for origin in origins if origin > last]
    if late:
        raise ConfigError(f"the origin {late[0]} is too late to know what followed, it must be {last} or before")
