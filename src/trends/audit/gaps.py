"""Faults of coverage in sentences: strata and periods that the papers do not cover as they do the others."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trends.audit.calendar import Calendar, Counts, name_span, runs, typical
from trends.audit.coverage import Judged, Marks
from trends.audit.finding import Finding, level_of
from trends.audit.judge import ENDED, NOT_YET, OFF, ONCE, Places, find_rhythm
from trends.audit.span import MISSING_AT_END
from trends.data.audit import Remedy
from trends.data.calendar import day_name, end_of, period_name
from trends.data.phrases import counted, listing, percent, plural
from trends.data.trust import DROP, HOLE, MISSING, PAUSE

_WORTH: Final = 0.01  # of the papers of some period: smaller groups of strata move no pooled share
_ORDINALS: Final = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}

Shares = NDArray[np.float64]


class _Saying(NamedTuple):
    """What is said of all faults of one kind: the verb behind one stratum and behind several, and what follows."""

    kind: str
    verb: str
    verbs: str
    effect: str
    remedy: str
    remedy_kind: Remedy


_INSIDE: Final = "compare shares inside each {noun}"
_SAYINGS: Final = {
    MISSING: _Saying(
        *(MISSING_AT_END, "is missing in {last}", "are missing in {last}"),
        "Topics found there seem to fall, and all others to rise, for want of papers.",
        "Count until {since}, as a run does by itself, or add the missing papers.",
        "restrict",
    ),
    OFF: _Saying(
        *("alternates", "comes", "come"),
        "Topics found there seem to rise and fall by turns, and a share of all papers can point the wrong way.",
        f"Leave {{them}} out, or {_INSIDE}.",
        "stratify",
    ),
    PAUSE: _Saying(
        *("pauses", "skips {periods}", "skip {periods}"),
        "Topics found there seem to vanish and come back.",
        f"Leave {{them}} out, or {_INSIDE}.",
        "stratify",
    ),
    DROP: _Saying(
        *("sudden drop", "falls by more than half at once", "fall by more than half at once"),
        "If papers are missing, topics found there seem to fall.",
        f"Check whether papers are missing; else {_INSIDE}.",
        "check",
    ),
    NOT_YET: _Saying(
        *("starts late", "starts later than the others", "start later than the others"),
        "Topics found there seem to rise with the start.",
        f"Begin where the {{nouns}} that matter are there, or {_INSIDE}.",
        "restrict",
    ),
    ENDED: _Saying(
        *("ends early", "ends before the others", "end before the others"),
        "Topics found there seem to fall with the end.",
        f"Leave {{them}} out, or {_INSIDE}.",
        "stratify",
    ),
    ONCE: _Saying(
        *("only once", "is there in one {period} and hardly in another", "are there in one {period} and hardly in another"),
        "Topics found there seem to burst in that {period}.",
        "Check {them}: topics found there are new, or the collection of their papers is.",
        "check",
    ),
}


def find_gaps(judged: Judged, calendar: Calendar) -> Iterator[Finding]:
    """Tell of strata that alternate, pause, start, end, fall or are missing at the end, alike ones together."""
    for reason in _SAYINGS:
        marked = judged.has(reason)
        rows = np.flatnonzero(marked.any(axis=1))
        for group, how in _rhythms(judged, rows) if reason == OFF else [(rows, "")]:
            shares = judged.counts[group].sum(axis=0)[calendar.begin :] / np.maximum(calendar.totals[calendar.begin :], 1)
            if len(group) and shares.max() >= _WORTH:
                yield _tell(reason, how, judged, group, marked[group], shares, calendar=calendar)


def find_holes(judged: Judged, calendar: Calendar) -> Iterator[Finding]:
    """Tell of periods in which all papers are lacking, those side by side together."""
    lacking = judged.has(PAUSE)[0] | judged.has(DROP)[0]
    for first, stop in runs(lacking):
        yield tell_hole(calendar, first, stop, usually=f"a usual {calendar.every} holds {typical(calendar.totals):,}")


def tell_hole(calendar: Calendar, first: int, stop: int, *, usually: str) -> Finding:
    """Tell of periods from `first` to before `stop` in which all papers are lacking, and what is `usually` there."""
    name = name_span(calendar, first, stop)
    n_papers = int(calendar.totals[first:stop].sum())
    return Finding(
        kind=HOLE,
        level="serious",
        n_papers=n_papers,
        share=n_papers / int(calendar.totals.sum()),
        sentence=f"{name} holds {counted(n_papers, 'paper')}; {usually}.",
        effect="The collection, not the field, is smaller there: counts fall, and shares rest on the part that is left.",
        remedy=f"Fill the gap; a run leaves {name} out by itself.",
        remedy_kind="check",
        since=calendar.periods[first],
        until=end_of(calendar.periods[stop - 1], every=calendar.every),
    )


def _rhythms(judged: Judged, rows: Places) -> list[tuple[Places, str]]:
    """Group strata by the length of their rhythm and say it: every second year."""
    steps = {int(row): find_rhythm(np.flatnonzero(_is_held(judged.counts[row]))) or 2 for row in rows}
    return [
        (np.array([row for row in steps if steps[row] == step]), f" only every {_ORDINALS.get(step, f'{step}th')} year")
        for step in sorted(set(steps.values()))
    ]


def _is_held(counts: Counts) -> Marks:
    held: Marks = counts >= max(1.0, 0.1 * typical(counts))
    return held


def _tell(reason: str, how: str, judged: Judged, rows: Places, marked: Marks, shares: Shares, *, calendar: Calendar) -> Finding:
    saying, noun, n = _SAYINGS[reason], str(judged.kind), len(rows)
    places = np.flatnonzero(marked.any(axis=0))
    since, until = _bounds(reason, places, calendar=calendar)
    words = {
        "noun": noun,
        "nouns": plural(2, noun),
        "them": "it" if n == 1 else "them",
        "period": calendar.every,
        "periods": f"{calendar.every}s",
        "last": period_name(calendar.periods[-1], calendar.every),
        "since": day_name(since) if since else "",
    }
    details = [_detail(reason, judged.counts[row], mark, calendar=calendar) for row, mark in zip(rows, marked, strict=True)]
    named = [judged.names[row] + detail for row, detail in zip(rows, details, strict=True)]
    verb = (saying.verb if n == 1 else saying.verbs).format_map(words) + how
    subject = f"The {noun} {named[0]} {verb}." if n == 1 else f"{counted(n, noun)} {verb}: {listing(named)}."
    n_papers = int(judged.counts[rows][:, calendar.begin :].sum())
    return Finding(
        kind=saying.kind,
        level=level_of(float(shares.max())),
        n_papers=n_papers,
        share=n_papers / int(calendar.totals[calendar.begin :].sum()),
        sentence=f"{subject} {_weight(reason, shares, n, calendar=calendar)}",
        effect=saying.effect.format_map(words),
        remedy=saying.remedy.format_map(words),
        remedy_kind=saying.remedy_kind,
        stratum_kind=judged.kind,
        strata=tuple(judged.names[row] for row in rows),
        since=since,
        until=until,
    )


def _bounds(reason: str, places: Places, *, calendar: Calendar) -> tuple[date | None, date | None]:
    """Return the time in which strata are lacking; a rhythm has none."""
    if reason in (OFF, ONCE):
        return None, None
    if reason == MISSING:
        return calendar.periods[-1], calendar.after
    return calendar.periods[places[0]], end_of(calendar.periods[places[-1]], every=calendar.every)


def _detail(reason: str, counts: Counts, marked: Marks, *, calendar: Calendar) -> str:
    """Return when the fault of one stratum is, in brackets."""
    held, lost = np.flatnonzero(_is_held(counts)).tolist(), np.flatnonzero(marked).tolist()
    if reason == OFF:
        return ""
    if reason == NOT_YET:
        said = _name(calendar, lost[-1] + 1)
    elif reason == ENDED:
        said = f"last {_name(calendar, held[-1])}"
    elif reason == MISSING:
        said = f"{counted(int(counts[held[-1]]), 'paper')} in {_name(calendar, held[-1])}"
    elif reason == ONCE:
        said = _name(calendar, held[0])
    elif reason == DROP:
        said = f"from {counts[lost[0] - 1]:,} to {counts[lost[0]]:,} papers in {_name(calendar, lost[0])}"
    else:
        said = listing([_name(calendar, place) for place in lost], at_most=3)
    return f" ({said})"


def _name(calendar: Calendar, place: int) -> str:
    return period_name(calendar.periods[place], calendar.every)


def _weight(reason: str, shares: Shares, n: int, *, calendar: Calendar) -> str:
    """Say how much of the papers is concerned, where it is most and where it is least; of what is missing, how much it was."""
    most, least = int(shares.argmax()), int(shares.argmin())
    name = [period_name(one, calendar.every) for one in calendar.periods[calendar.begin :]]
    if reason == MISSING:
        return f"{'It' if n == 1 else 'Together they'} held {percent(float(shares[-2]))} of the papers of {name[-2]}."
    return (
        f"{'It holds' if n == 1 else 'Together they hold'} {percent(float(shares[most]))} of the papers of {name[most]} "
        f"and {percent(float(shares[least]))} of those of {name[least]}."
    )
