"""Faults at the edges of coverage in sentences: a ragged start, periods that are cut short, dates far behind the others."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from trends.audit.calendar import Calendar
from trends.audit.finding import Finding
from trends.audit.span import find_since, find_until
from trends.data.calendar import day_name, period_name
from trends.data.phrases import counted, plural


def find_edges(calendar: Calendar, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Tell of a ragged start, of first and last periods that are covered in part, and of papers far behind the others.

    What to do is what the advice says, see `find_since` and `find_until`.

    Parameters
    ----------
    calendar
        The calendar.
    findings
        What was found of strata.
    """
    n_all, first, last = int(calendar.totals.sum()) + calendar.n_strays, calendar.periods[calendar.begin], calendar.periods[-1]
    begins, begin = calendar.starts or first, period_name(first, calendar.every)
    n_last, n_before = int(calendar.totals[-1]), int(calendar.totals[: calendar.begin].sum())
    since, until = find_since(calendar)[0], find_until(findings, calendar)[0]
    if since:
        n_early = n_before + (int(calendar.totals[calendar.begin]) if calendar.starts else 0)
        yield Finding(
            kind="ragged start",
            level="serious",
            n_papers=n_early,
            share=n_early / n_all,
            sentence=_ragged(calendar, n_before=n_before, begin=f"on {day_name(begins)}" if calendar.starts else f"in {begin}"),
            effect="The first periods hold too few papers to compare, and topics seem to be born when the collection is.",
            remedy=f"Count from {day_name(since)} on, as a run does by itself.",
            remedy_kind="restrict",
            since=calendar.periods[0],
            until=since,
        )
    if calendar.ends and until:
        yield Finding(
            kind="partial end",
            level="serious",
            n_papers=n_last,
            share=n_last / n_all,
            sentence=f"{period_name(last, calendar.every)} ends on {_until(calendar)}, with {counted(n_last, 'paper')} so far.",
            effect="Counts of this period look like a fall, and its mix is that of the part that is there.",
            remedy=f"Count until {day_name(until)}, as a run does by itself, or wait for the rest.",
            remedy_kind="restrict",
            since=last,
            until=calendar.ends,
        )
    if calendar.n_strays and until:
        yield Finding(
            kind="stray dates",
            level="note",
            n_papers=calendar.n_strays,
            share=calendar.n_strays / n_all,
            sentence=f"{counted(calendar.n_strays, 'paper')} {plural(calendar.n_strays, 'is')} dated after a gap, "
            f"on {day_name(calendar.after)} or later: these dates are mistyped, or the papers between are missing.",
            effect="They would stretch every series by empty periods.",
            remedy=f"Count until {day_name(until)}, as a run does by itself, and check their dates.",
            remedy_kind="check",
            since=calendar.after,
        )


def _ragged(calendar: Calendar, *, n_before: int, begin: str) -> str:
    if not n_before:
        return f"Dense coverage begins {begin}, inside the first {calendar.every} of the papers."
    oldest = period_name(calendar.periods[0], calendar.every)
    return f"Dense coverage begins {begin}; the {counted(n_before, 'paper')} before it, from {oldest} on, are a thin scatter."


def _until(calendar: Calendar) -> str:
    assert calendar.ends
    return day_name(calendar.ends - timedelta(days=1))
