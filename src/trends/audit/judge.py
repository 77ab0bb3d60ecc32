"""Which counts of one stratum cannot be trusted, and why."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trends.audit.calendar import Calendar, Counts, typical
from trends.audit.chance import chance_of_fewer
from trends.data.trust import DROP, MISSING, PARTIAL, PAUSE, RAGGED

NOT_YET: Final = "not there yet"
OFF: Final = "off year"
ONCE: Final = "there only once"
ENDED: Final = "ended"

Reasons = list[str | None]
Places = NDArray[np.intp]

_ACTIVE: Final = 0.1  # of a typical count: strays of a stratum are not its presence
_RAMP: Final = 3.0  # a stratum that grows in does not triple between two periods; one that starts does
_IN_RHYTHM: Final = 0.6  # of the steps between presences have the same length
_REGULAR: Final = 2 / 3  # of the months hold papers, else they come in bursts, which is no fault
_ENDED_PERIODS: Final = 2  # one absence at the end may be a volume that is still to come
_DROP: Final = 0.5
_BEFORE: Final = 3  # periods whose median a count is held against: one outlier among three does no harm
LEAST_SPREAD: Final = 0.15
CHANCE: Final = 0.01  # of one false alarm among all counts that are tested


class Test(NamedTuple):
    """Whether a count is too small for chance.

    Attributes
    ----------
    spread
        How much counts vary beyond chance, as `measure_spread` returns it.
    alpha
        Chance that is small enough.
    """

    spread: float
    alpha: float

    def is_real(self, counts: Counts, *, expected: float) -> bool:
        """Tell whether counts are together too small for a negative binomial of variance expected + (spread × expected)²."""
        if not expected:
            return False
        chances = chance_of_fewer(counts, expected=expected, spread=self.spread)
        return bool(np.log(np.maximum(chances, np.finfo(float).tiny)).sum() <= np.log(self.alpha))


def measure_spread(rows: Counts) -> float:
    """Return how much counts vary from period to period beyond chance, as the robust deviation of their logarithms.

    Of all strata together, because one alone has too few periods to tell.
    """
    changes = [np.log(row[place] / _level(row, place)) for row in rows for place in _tested(row)]
    deviation = 1.4826 * float(np.median(np.abs(changes))) if changes else 0.0
    return max(deviation, LEAST_SPREAD)


def judge(counts: Counts, *, seen: Counts, calendar: Calendar, test: Test) -> Reasons:
    """Say of each period why the count of a stratum cannot be trusted.

    Parameters
    ----------
    counts
        Papers of the stratum in each period (n_periods,).
    seen
        Those of them that a period which is cut off like the last would hold (n_periods,).
    calendar
        The periods.
    test
        When a count is too small for chance.

    Returns
    -------
    list of str or None
        A reason for each period, None where the count can be trusted.
    """
    reasons: Reasons = [None] * len(counts)
    begin, active = calendar.begin, counts >= max(1.0, _ACTIVE * typical(counts[calendar.begin :]))
    held = np.flatnonzero(active[begin:]) + begin
    if len(held) and _is_regular(active, held, calendar=calendar):
        _mark_absences(reasons, counts, held, calendar=calendar, test=test)
        _mark_drops(reasons, counts, calendar=calendar, test=test)
        _mark_last(reasons, counts, seen, held, calendar=calendar)
    if calendar.ends and reasons[-1] != MISSING:
        reasons[-1] = PARTIAL
    if calendar.starts:
        reasons[begin] = PARTIAL
    if calendar.ragged:
        reasons[:begin] = [RAGGED] * begin
    return reasons


def find_rhythm(held: Places) -> int | None:
    """Return the number of periods from one presence to the next where most steps are equal and longer than one."""
    steps = Counter(np.diff(held).tolist())
    if steps.total() < 2:
        return None
    step, n = max(steps.items(), key=lambda item: (item[1], -item[0]))
    return step if step > 1 and n >= _IN_RHYTHM * steps.total() else None


def _fits_two_years(held: Places, *, begin: int, n_periods: int) -> bool:
    """Tell whether a stratum is there twice with one year between and misses the year before or after: few years show no more."""
    return len(held) == 2 and held[1] - held[0] == 2 and held[0] <= begin + 1 and n_periods - 2 <= held[1] < begin + 4


def _is_regular(active: NDArray[np.bool_], held: Places, *, calendar: Calendar) -> bool:
    """Tell whether a stratum is there often enough for its absence to mean something."""
    return calendar.every == "year" or bool(active[held[0] : held[-1] + 1].mean() >= _REGULAR and len(held) > 2)


def _mark_absences(reasons: Reasons, counts: Counts, held: Places, *, calendar: Calendar, test: Test) -> None:
    """Mark the periods without the stratum that chance does not explain: before its start, between, behind its end."""
    rhythm = find_rhythm(held) if calendar.every == "year" else None
    if calendar.every == "year" and _fits_two_years(held, begin=calendar.begin, n_periods=len(counts)):
        rhythm = 2
    start, last = _ramp_in(counts, int(held[0]), begin=calendar.begin), int(held[-1])
    before, after = range(calendar.begin, start), range(last + 1, len(counts))
    usual = typical(counts[calendar.begin :])
    once = len(held) == 1 and len(before) + len(after) > 1
    if rhythm and len(before) < rhythm:
        _mark(reasons, before, OFF)
    elif test.is_real(counts[before], expected=usual):
        _mark(reasons, before, ONCE if once else NOT_YET)
    for place in sorted({*range(start, last)} - {*held.tolist()}):
        if place > held[0] and (rhythm or test.is_real(counts[[place]], expected=usual)):
            reasons[place] = OFF if rhythm else PAUSE
    if rhythm and len(after) < rhythm:
        _mark(reasons, after, OFF)
    elif test.is_real(counts[after], expected=usual):
        _mark(reasons, after, ONCE if once else _end(len(after), n_held=len(held), n_between=last - start + 1, rhythm=rhythm))


def _end(n_after: int, *, n_held: int, n_between: int, rhythm: int | None) -> str:
    """Tell a volume that is still to come from a stratum that is over, and both from one that keeps no rhythm."""
    if n_after >= _ENDED_PERIODS * (rhythm or 1):
        return ENDED
    return MISSING if rhythm or n_held >= _REGULAR * n_between else PAUSE


def _mark(reasons: Reasons, places: Iterable[int], reason: str) -> None:
    for place in places:
        reasons[place] = reason


def _ramp_in(counts: Counts, start: int, *, begin: int) -> int:
    """Return where a stratum that grows in has its first papers: a slow start is no fault."""
    while start > begin and counts[start - 1] > 0 and counts[start] < _RAMP * counts[start - 1]:
        start -= 1
    return start


def _mark_last(reasons: Reasons, counts: Counts, seen: Counts, held: Places, *, calendar: Calendar) -> None:
    """Excuse an absence in a period that is cut off before the stratum usually has its papers."""
    before = held[held < len(counts) - 1]
    if calendar.ends and reasons[-1] in (MISSING, PAUSE, DROP):
        expected = float(np.median(seen[before])) if len(before) else 0.0
        reasons[-1] = MISSING if reasons[-1] == MISSING and expected >= 0.5 * typical(counts) else PARTIAL


def _mark_drops(reasons: Reasons, counts: Counts, *, calendar: Calendar, test: Test) -> None:
    """Mark counts that fell below half of the level before, further than counts vary."""
    for place in _tested(counts):
        expected = _level(counts, place)
        if calendar.every == "month" and place >= 12 and counts[place - 12]:
            expected = min(expected, float(counts[place - 12]))  # the season comes every year
        fell = counts[place] <= _DROP * expected and test.is_real(counts[[place]], expected=expected)
        if fell and reasons[place] is None:
            reasons[place] = DROP


def _tested(counts: Counts) -> list[int]:
    """Return the places that hold papers and have at least two such before them."""
    return [int(place) for place in np.flatnonzero(counts)[2:]]


def _level(counts: Counts, place: int) -> float:
    before = counts[:place]
    return float(np.median(before[before > 0][-_BEFORE:]))
