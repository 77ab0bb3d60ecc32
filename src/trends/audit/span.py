"""The span that is safe to count: from the first month that is whole to the last, before strata are missing."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from trends.audit.calendar import SILENT_DAYS, Calendar
from trends.audit.finding import Finding
from trends.data.calendar import day_name, end_of

MISSING_AT_END: Final = "missing at the end"


def find_since(calendar: Calendar) -> tuple[date | None, str]:
    """Return the first day that is safe to count from, None where the papers set no bound, with the reason."""
    since = None
    if calendar.starts:
        since = end_of(calendar.starts.replace(day=1), every="month")
    elif calendar.ragged:
        since = calendar.periods[calendar.begin]
    return since, f"Count from {day_name(since)}: before it, coverage is thin." if since else ""


def find_until(findings: Sequence[Finding], calendar: Calendar) -> tuple[date | None, str]:
    """Return the first day that is no longer safe to count, None where the papers set no bound, with the reason.

    Parameters
    ----------
    findings
        What was found of strata.
    calendar
        The calendar.
    """
    missing = [one.since for one in findings if one.kind == MISSING_AT_END and one.level == "serious" and one.since]
    if missing:
        return min(missing), f"Count until {day_name(min(missing))}: later papers are not all there."
    if calendar.ends:
        until = (calendar.ends + timedelta(days=SILENT_DAYS)).replace(day=1)
        return until, f"Count until {day_name(until)}: no later month is complete."
    if calendar.n_strays and calendar.after:
        return calendar.after, f"Count until {day_name(calendar.after)}: later dates lie behind a gap."
    return None, ""
