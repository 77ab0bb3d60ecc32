"""What the reader may choose to see: from which period to which, and of which part of the papers."""

from dataclasses import dataclass

from trends.data import Series
from trends.data.calendar import period_name
from trends.report.grid import list_strata


@dataclass(frozen=True)
class Choices:
    """The choices of the bar above the charts.

    Attributes
    ----------
    periods
        First day and name of each period that is over, the earliest first.
    kind
        What the strata are; None where there are none to choose from.
    strata
        Their names, the largest first.
    """

    periods: list[tuple[str, str]]
    kind: str | None
    strata: list[str]


def make_choices(series: Series | None) -> Choices:
    """List the choices; without a series there are none."""
    if series is None:
        return Choices([], None, [])
    days = series.complete["period"].unique().sort()
    periods = [(day.isoformat(), period_name(day, series.every)) for day in days]
    return Choices(periods, series.stratum_kind, list_strata(series))
