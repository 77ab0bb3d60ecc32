"""Sudden changes in what the papers are a mix of."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from trends.audit.calendar import Calendar, Counts, come_in_bursts
from trends.audit.chance import chance_of_same_mix
from trends.audit.coverage import Judged
from trends.audit.finding import Finding, level_of
from trends.audit.judge import CHANCE
from trends.data.audit import StratumKind
from trends.data.calendar import period_name
from trends.data.phrases import counted, percent, plural

_MOVED: Final = 0.15  # of the papers: more than a field moves between two periods
_SUDDEN: Final = 3.0  # times the usual change: a field that moves fast does so all the time
_ENOUGH_STEPS: Final = 3
_MOST: Final = 0.5  # of the papers must be in strata that can be compared, else these do not stand for the mix


class _Step(NamedTuple):
    """What changed from one period to the next: the part of the papers that moved, and whose share changed most."""

    place: int
    moved: float
    stratum: str
    before: float
    after: float
    chance: float


def find_moves(judged: Judged, calendar: Calendar) -> Iterator[Finding]:
    """Find periods in which papers move between the strata that are fully there before and after.

    Notes
    -----
    What moved is the total variation distance between the two mixes, half the sum of the absolute differences of shares.
    """
    steps = [
        step
        for place in range(calendar.safe.start + 1, calendar.safe.stop)
        if (step := _step(judged, place, totals=calendar.totals))
    ]
    usual = float(np.median([step.moved for step in steps])) if steps else 0.0
    alpha = CHANCE / max(len(steps), 1)
    sudden = [step for step in steps if step.moved >= max(_MOVED, _SUDDEN * usual) and step.chance <= alpha]
    in_bursts = calendar.every == "month" and come_in_bursts(calendar.totals[calendar.begin :])
    if judged.kind is None or not sudden or len(steps) < _ENOUGH_STEPS or in_bursts:
        return
    worst = max(sudden, key=lambda step: step.moved)
    n_papers = int(judged.counts[:, worst.place].sum())
    yield Finding(
        kind="mix changes",
        level=level_of(worst.moved),
        n_papers=n_papers,
        share=n_papers / int(calendar.totals.sum()),
        sentence=_sentence(worst, len(sudden) - 1, kind=judged.kind, calendar=calendar),
        effect=f"Topics of the {judged.kind} that gained seem to rise at once, those of the others to fall.",
        remedy=f"Compare shares inside each {judged.kind}.",
        remedy_kind="stratify",
        stratum_kind=judged.kind,
        strata=(worst.stratum,),
        since=calendar.periods[worst.place],
    )


def _step(judged: Judged, place: int, *, totals: Counts) -> _Step | None:
    """Compare a period with the one before in the strata that can be trusted in both."""
    rows = [row for row, why in enumerate(judged.reasons) if why[place - 1] is None and why[place] is None]
    both = judged.counts[rows][:, [place - 1, place]]
    rows = [row for row, pair in zip(rows, both, strict=True) if pair.any()]
    both = both[both.any(axis=1)]
    enough = np.maximum(_MOST * totals[[place - 1, place]], 1)  # an empty period has no mix
    if len(rows) < 2 or (both.sum(axis=0) < enough).any():
        return None
    shares = both / both.sum(axis=0)
    change = shares[:, 1] - shares[:, 0]
    most = int(np.abs(change).argmax())
    chance = chance_of_same_mix(both)
    before, after = (float(share) for share in shares[most])
    return _Step(place, float(np.abs(change).sum() / 2), judged.names[rows[most]], before, after, chance)


def _sentence(worst: _Step, n_others: int, *, kind: StratumKind, calendar: Calendar) -> str:
    before, after = (period_name(calendar.periods[place], calendar.every) for place in (worst.place - 1, worst.place))
    more = f" {counted(n_others, 'other change')} {plural(n_others, 'is')} as sudden." if n_others else ""
    return (
        f"The mix of {plural(2, kind)} changes between {before} and {after}: {percent(worst.moved)} of the papers move, "
        f"{worst.stratum} goes from {percent(worst.before)} to {percent(worst.after)}.{more}"
    )
