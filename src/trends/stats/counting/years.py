"""How many periods make a year, and how far a series can be asked to look back or ahead."""

from typing import Final

from trends.data import Every, Series

PER_YEAR: Final[dict[Every, float]] = {"day": 365.2425, "week": 52.1775, "month": 12, "quarter": 4, "year": 1}

# Of a short series a third: half as far ahead as the two thirds before it reach back.
_PART: Final = 3


def count_year(series: Series) -> int:
    """Return how many periods make a year, but at most a third of those that rates are estimated from; at least 1."""
    return max(1, min(round(PER_YEAR[series.every]), len(series.measured_periods) // _PART))
