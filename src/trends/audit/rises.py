"""Sudden rises of all papers: a collection that gets larger at once, not a field that grows."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from trends.audit.calendar import Calendar, Counts
from trends.audit.coverage import Judged
from trends.audit.finding import Finding
from trends.data.calendar import period_name

_JUMP: Final = 3.0  # times the usual change: a field that grows fast does so all the time
_LEAST: Final = 20  # papers: of fewer, three times as many are chance
_AROUND: Final = 3  # periods on either side


def find_rises(judged: Judged, calendar: Calendar) -> Iterator[Finding]:
    """Tell of the period from which on all periods hold several times what the ones before do."""
    counts, safe = calendar.totals, calendar.safe
    steps = {place: step for place in range(safe.start + 2, safe.stop - 1) if (step := _step(counts, place, safe))}
    usual = float(np.median(list(steps.values()))) if steps else 0.0
    sudden = {place: step for place, step in steps.items() if step >= max(usual, 1.0) * _JUMP and not _is_season(place, calendar)}
    if not sudden or judged.reasons[0][min(sudden)] is not None:
        return
    place = max(sudden, key=lambda place: (counts[place] / max(counts[place - 1], 1), -place))
    start, n_papers = calendar.periods[place], int(counts[place:].sum())
    before, name = int(np.median(counts[max(place - _AROUND, safe.start) : place])), period_name(start, calendar.every)
    after = int(np.median(counts[place : min(place + _AROUND, safe.stop)]))
    yield Finding(
        kind="sudden rise",
        level="note",
        n_papers=n_papers,
        share=n_papers / int(counts.sum()),
        sentence=f"From {name} on, a {calendar.every} holds {after:,} papers; the ones before hold {before:,}.",
        effect="If more is collected from then on, and not more written, counts rise at once and shares are of another mix.",
        remedy=f"Check whether the collection changed in {name}; if so, count from there.",
        remedy_kind="check",
        since=start,
    )


def _step(counts: Counts, place: int, safe: slice) -> float | None:
    """Return how many times what the two periods before a place hold at most the two behind it hold at least.

    The period itself is left out, because a rise in its middle makes it neither.
    """
    before = int(counts[max(place - 2, safe.start) : place].max())
    after = int(counts[place + 1 : min(place + 3, safe.stop)].min())
    return after / before if min(before, after) >= _LEAST else None


def _is_season(place: int, calendar: Calendar) -> bool:
    """Tell whether the same months of the year before held as much."""
    if calendar.every == "year" or place < 12:
        return False
    return bool(calendar.totals[place + 1] < _JUMP * calendar.totals[place - 11])
