"""What to count, so that curves tell of research: a safe span, what to hold constant, and the shortest period."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from trends.audit.calendar import (
    FULL_MONTH,
    Calendar,
    Counts,
    come_in_bursts,
    find_empty,
    lay_calendar,
    period_at,
)
from trends.audit.coverage import Judged
from trends.audit.dates import COARSE_SHARE
from trends.audit.finding import Finding
from trends.audit.span import MISSING_AT_END, find_since, find_until
from trends.data import Every
from trends.data.audit import Advice, StratumKind
from trends.data.phrases import counted, listing, percent, plural
from trends.data.trust import HOLE

_STRATA_FAULTS: Final = ("alternates", "pauses", "starts late", "ends early", MISSING_AT_END, "sudden drop", "mix changes")
_LACKING: Final = ("pauses", "sudden drop")
_MENDED: Final = (*(kind for kind in _STRATA_FAULTS if kind != MISSING_AT_END), "only once")
_OF_THE_SPAN: Final = ("ragged start", "partial end", HOLE)  # a span without them mends them
_DATES: Final = ("coarse dates", "pile-up")  # longer periods mend them
_FINE: Final = "Count the papers as they are: no fault was found that bends a curve."


def advise(findings: Sequence[Finding], judged: Sequence[Judged], calendar: Calendar | None, *, dated: pl.DataFrame) -> Advice:
    """Choose what to count from what was found.

    The span runs from the first month that is whole to the last, and ends where strata are missing at the end. Where strata
    come and go, those of the first kind that does are held constant.
    """
    if calendar is None:
        return Advice(reasons=("No paper is dated, so that nothing can be counted over time.",))
    every, coarse = _shortest(dated, findings, calendar=calendar)
    reasons = [coarse] if coarse else []
    since, from_why = find_since(calendar)
    until, to_why = find_until(findings, calendar)
    if since and until and since >= until:
        return Advice(every, reasons=("No month is covered from its first day to its last.",))
    reasons += [why for why in (from_why, to_why) if why]
    faulty = {one.stratum_kind for one in findings if one.kind in _STRATA_FAULTS and one.level == "serious"}
    kind = next((one.kind for one in judged if one.kind in faulty), None)
    if kind:
        reasons.append(f"Hold {plural(2, kind)} constant: compared with itself alone, one that comes and goes is no trend.")
    if any(one.kind == HOLE for one in findings):
        reasons.append("Leave out the periods in which papers are missing: a hole in the collection is no fall.")
    reasons += _unmended(findings, every, since=since, until=until, kind=kind)
    return Advice(every, since, until, kind, tuple(reasons or [_FINE]))


def say_what_is_mended(one: Finding, advice: Advice) -> Finding:
    """Say in the remedy that a run mends a fault by itself, where the advice does: strata that come and go are held constant."""
    if one.stratum_kind is None or one.stratum_kind != advice.stratum_kind or one.kind not in _MENDED:
        return one
    rest = ", and leaves out the periods in which papers are missing" if one.kind in _LACKING else ""
    return one._replace(remedy=f"A run mends this by itself: it compares each {one.stratum_kind} with itself alone{rest}.")


def _unmended(
    findings: Sequence[Finding], every: Every | None, *, since: date | None, until: date | None, kind: StratumKind | None = None
) -> list[str]:
    """Name the faults that stay in what is counted: neither the span, the strata nor the period leave them out."""
    left = []
    for one in findings:
        outside = bool(one.until and since and one.until <= since) or bool(one.since and until and one.since >= until)
        by_strata = kind is not None and one.stratum_kind == kind and one.kind in _STRATA_FAULTS
        by_period = every is not None and one.kind.startswith(_DATES)
        if (one.level == "serious" or one.kind == "sudden rise") and not (
            outside or by_strata or by_period or one.kind in _OF_THE_SPAN
        ):
            who = f" ({one.stratum_kind} {listing(one.strata, at_most=2)})" if one.stratum_kind else ""
            left.append(f"{one.kind}{who}")
    return [f"This does not mend: {listing(left)}. Read the curves with it in mind."] if left else []


def _shortest(dated: pl.DataFrame, findings: Sequence[Finding], *, calendar: Calendar) -> tuple[Every | None, str]:
    """Return the shortest period that the dates and the bursts of the papers allow, with the reason."""
    n_year = float((dated["precision"] == "year").mean() or 0)  # type: ignore[arg-type]
    if n_year >= COARSE_SHARE:
        return "year", f"Count years: {percent(n_year)} of the dates name only the year."
    for one in findings:
        if one.kind.startswith("pile-up") and one.level == "serious":
            every: Every = "year" if one.remedy.startswith("Count years") else "month"
            return every, f"Count {every}s or longer: {percent(one.share)} of the papers have a made-up day."
    inside = _months_of(dated, calendar)
    if not come_in_bursts(inside):
        return None, ""
    if calendar.every == "month":
        return (
            None,
            "Papers come in bursts and span too few years to tell which venues pause or come every second year.",
        )
    n_empty = int(find_empty(inside).sum())
    return "year", f"Count years: papers come in bursts, {n_empty:,} of {counted(len(inside), 'month')} hold hardly any."


def _months_of(dated: pl.DataFrame, calendar: Calendar) -> Counts:
    """Return the papers in each month of the periods that are whole; none where they are too few to tell."""
    none: Counts = np.zeros(0, dtype=np.int64)
    months = lay_calendar(dated, every="month")
    if months is None or calendar.safe.start >= calendar.safe.stop:
        return none
    since, until = calendar.periods[calendar.safe.start], period_at(calendar, calendar.safe.stop)
    inside = np.array([total for start, total in zip(months.periods, months.totals, strict=True) if since <= start < until])
    return inside if len(inside) and inside.mean() >= FULL_MONTH else none
