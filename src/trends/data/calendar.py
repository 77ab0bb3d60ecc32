"""Calendar periods: their lengths, where they end, and how people name them."""

from datetime import date, timedelta
from typing import Final, Literal

Every = Literal["day", "week", "month", "quarter", "year"]

PERIODS: Final[tuple[Every, ...]] = ("day", "week", "month", "quarter", "year")

_LONGEST_DAYS: Final[dict[Every, int]] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
# Not those of strftime, which follow the language of the machine.
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def end_of(start: date, *, every: Every) -> date:
    """Return the first day after the period that begins on a day."""
    after = start + timedelta(days=_LONGEST_DAYS[every])
    return after if every in ("day", "week") else after.replace(day=1)


def day_name(when: date) -> str:
    """Return a day as 14 Mar 2025."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def period_name(start: date, every: Every) -> str:
    """Return the period that begins on a day: 2025, Q1 2025, Mar 2025, week of 3 Mar 2025, 3 Mar 2025."""
    match every:
        case "year":
            return str(start.year)
        case "quarter":
            return f"Q{(start.month + 2) // 3} {start.year}"
        case "month":
            return f"{_MONTHS[start.month - 1]} {start.year}"
        case "week":
            return f"week of {day_name(start)}"
        case "day":
            return day_name(start)


def span_name(first: date, last: date, *, every: Every) -> str:
    """Return the span from one period to another: Jan–Jun 2024, Q4 2023–Q1 2024, 2021–2023, 3 Mar–13 Apr 2025.

    Whole years are named as years: 2024 for Q1 to Q4 2024.
    """
    if every in ("month", "quarter") and first.month == end_of(last, every=every).month == 1:
        return span_name(first, last, every="year")
    if every == "week":
        return span_name(first, last + timedelta(days=6), every="day")
    begin, end = period_name(first, every), period_name(last, every)
    if begin == end:
        return end
    if first.year == last.year:
        begin = begin.removesuffix(f" {last.year}")
    return f"{begin}–{end}"
