"""Papers by stratum and period, and which of these counts can be trusted."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.audit.calendar import Calendar, Counts
from trends.audit.judge import CHANCE, Reasons, Test, judge, measure_spread
from trends.audit.strata import OTHER, Strata
from trends.data.audit import COVERAGE_SCHEMA, StratumKind
from trends.data.trust import DROP, LACKING, LACKS, MISSING, PAUSE

ALL: Final = "all"
WHOLE: Final = "all papers are missing"

_LACKING: Final = 0.1  # of the papers that a period would have: without them a pooled share is of another mix
_WHOLE: Final = 0.8  # of the papers of a period are in strata that fell: then all fell together

Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """Counts of one kind of stratum and what is wrong with them.

    Attributes
    ----------
    kind
        What the strata are; None for all papers as one stratum.
    names
        Their names, largest first.
    counts
        Papers in each stratum and period (n_strata, n_periods).
    reasons
        For each stratum, why the count of each period cannot be trusted; None where it can.
    """

    kind: StratumKind | None
    names: tuple[str, ...]
    counts: Counts
    reasons: tuple[Reasons, ...]

    def has(self, reason: str) -> Marks:
        """Return where a reason stands (n_strata, n_periods)."""
        return np.array([[one == reason for one in row] for row in self.reasons], dtype=bool)


def judge_coverage(calendar: Calendar, strata: tuple[Strata, ...]) -> tuple[Judged, ...]:
    """Judge the counts of all papers, then those of each kind of stratum."""
    alpha = CHANCE / ((calendar.n_periods - calendar.begin) * (1 + sum(len(one.names) for one in strata)))
    totals = calendar.totals[np.newaxis]
    whole = _judge(None, (ALL,), totals, totals, calendar=calendar, alpha=alpha)
    by_kind = [_judge(one.kind, one.names, one.counts, one.seen, calendar=calendar, alpha=alpha) for one in strata]
    for one in by_kind:
        _settle(whole.reasons[0], one, calendar=calendar)
    return whole, *by_kind


def tabulate_coverage(judged: tuple[Judged, ...], calendar: Calendar) -> pl.DataFrame:
    """Return the table of coverage: all papers first, then each kind with what is pooled as its last stratum."""
    blocks = [_rows(one, name, row, reasons, calendar) for one in judged for name, row, reasons in _named_rows(one, judged[0])]
    return pl.concat(blocks)


def _judge(
    kind: StratumKind | None, names: tuple[str, ...], counts: Counts, seen: Counts, *, calendar: Calendar, alpha: float
) -> Judged:
    test = Test(measure_spread(counts[:, calendar.begin :]), alpha)
    pairs = zip(counts, seen, strict=True)
    return Judged(kind, names, counts, tuple(judge(row, seen=part, calendar=calendar, test=test) for row, part in pairs))


def _settle(whole: Reasons, one: Judged, *, calendar: Calendar) -> None:
    """Tell periods in which all papers are lacking from those in which some strata are."""
    lacking = one.has(PAUSE) | one.has(DROP) | one.has(MISSING)
    for place in np.flatnonzero(lacking.any(axis=0)).tolist():
        before: Counts = one.counts[:, _last_whole(whole, place, begin=calendar.begin)]
        held = before[lacking[:, place]].sum() / max(before.sum(), 1)
        if whole[place] in LACKS and held >= _WHOLE:
            for row in np.flatnonzero(lacking[:, place]).tolist():
                one.reasons[row][place] = WHOLE
        elif whole[place] in (PAUSE, DROP, None) and before[lacking[:, place]].sum() >= _LACKING * calendar.totals[place]:
            whole[place] = LACKING


def _last_whole(whole: Reasons, place: int, *, begin: int) -> int:
    """Return the last period before a place in which not all papers are lacking: the first of a hole cannot tell of the next."""
    return next((one for one in range(place - 1, begin, -1) if whole[one] not in LACKS), begin)


def _named_rows(one: Judged, whole: Judged) -> list[tuple[str, Counts, Reasons]]:
    rows = list(zip(one.names, one.counts, one.reasons, strict=True))
    if one.kind is None:
        return rows
    return [*rows, (OTHER, whole.counts[0] - one.counts.sum(axis=0), whole.reasons[0])]


def _rows(one: Judged, name: str, counts: Counts, reasons: Reasons, calendar: Calendar) -> pl.DataFrame:
    columns = {
        "stratum_kind": [one.kind or ALL] * len(counts),
        "stratum": [name] * len(counts),
        "period": calendar.periods,
        "n_papers": counts,
        "trusted": [reason is None for reason in reasons],
        "reason": reasons,
    }
    return pl.DataFrame(columns, schema=COVERAGE_SCHEMA)
