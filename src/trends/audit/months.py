"""Holes of months in papers that are judged by the year: a year without its spring can look like any other."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.audit.calendar import FULL_MONTH, Calendar, Counts, come_in_bursts, lay_calendar, name_span, runs
from trends.audit.coverage import Judged, Marks
from trends.audit.finding import WORTH_SHARE, Finding, level_of
from trends.audit.gaps import tell_hole
from trends.audit.judge import CHANCE, LEAST_SPREAD, Test
from trends.audit.strata import Strata, count_strata
from trends.data.calendar import end_of
from trends.data.phrases import counted, listing, percent
from trends.data.trust import MONTHS

_PRECISE: Final = 0.9  # of the dates name a month, else months lack what is dated to the year
_LACKING: Final = 1 / 3  # of what the months before and after hold
_AROUND: Final = 18  # months on either side: the middle of them is no hole of eight months
_LEAST_AROUND: Final = 3
_YEARS_AROUND: Final = 3  # whose same month tells the season


def find_month_gaps(dated: pl.DataFrame, calendar: Calendar, judged: tuple[Judged, ...]) -> Iterator[Finding]:
    """Tell of months in which all papers or those of a stratum are lacking, and no longer trust the years that hold them."""
    months = lay_calendar(dated, every="month") if calendar.every == "year" else None
    if months is None or (dated["precision"] != "year").mean() < _PRECISE:  # type: ignore[operator]
        return
    inside = months.totals[months.safe]
    if len(inside) == 0 or inside.mean() < FULL_MONTH or come_in_bursts(inside):
        return
    expected = _expect(months.totals[np.newaxis], months)
    whole = _find_lacking(months.totals[np.newaxis], expected) & ~_told(judged[0], judged[0].names, calendar, months)
    yield from _tell_holes(whole[0], expected[0], months)
    _distrust(judged[0], judged[0].names, whole, calendar, months)
    kinds = {one.kind: one for one in judged}
    for strata in count_strata(dated, months):
        if one := kinds.get(strata.kind):
            expected = _expect(strata.counts, months)
            lacking = _find_lacking(strata.counts, expected) & ~whole & ~_told(one, strata.names, calendar, months)
            yield from _tell_pauses(strata, lacking, expected, months)
            _distrust(one, strata.names, lacking, calendar, months)


def _expect(counts: Counts, months: Calendar) -> NDArray[np.float64]:
    """Return what each month would hold: the least of the levels before, after and of its season; 0 where nobody can tell."""
    expected = np.zeros(counts.shape)
    safe = months.safe
    for row, own in enumerate(counts):
        if come_in_bursts(np.trim_zeros(own)):
            continue
        for place in range(safe.start + _LEAST_AROUND, safe.stop - _LEAST_AROUND):
            before = own[max(safe.start, place - _AROUND) : place]
            after = own[place + 1 : min(safe.stop, place + 1 + _AROUND)]
            seasons = [place + 12 * year for year in range(-_YEARS_AROUND, _YEARS_AROUND + 1) if year]
            season = own[[one for one in seasons if safe.start <= one < safe.stop]]
            expected[row, place] = min(float(np.median(part)) for part in (before, after, season) if len(part))
    return expected


def _find_lacking(counts: Counts, expected: NDArray[np.float64]) -> Marks:
    """Mark months that hold a third of what they would, or less, and further below it than months vary."""
    tested = (counts > 0) & (expected > 0)
    changes = np.abs(np.log(counts[tested] / expected[tested]))
    spread = max(1.4826 * float(np.median(changes)) if len(changes) else 0.0, LEAST_SPREAD)
    test = Test(spread, CHANCE / max(int((expected > 0).sum()), 1))
    lacking = np.zeros(counts.shape, dtype=bool)
    for row, place in np.argwhere((expected > 0) & (counts <= _LACKING * expected)):
        lacking[row, place] = test.is_real(counts[row, [place]], expected=float(expected[row, place]))
    return lacking


def _told(judged: Judged, names: tuple[str, ...], calendar: Calendar, months: Calendar) -> Marks:
    """Mark the months of years about which something was said."""
    years = {start.year: place for place, start in enumerate(calendar.periods)}
    rows = {name: judged.reasons[row] for row, name in enumerate(judged.names)}
    return np.array(
        [[start.year in years and rows[name][years[start.year]] is not None for start in months.periods] for name in names],
        dtype=bool,
    ).reshape(len(names), months.n_periods)


def _distrust(judged: Judged, names: tuple[str, ...], lacking: Marks, calendar: Calendar, months: Calendar) -> None:
    years = {start.year: place for place, start in enumerate(calendar.periods)}
    for row, place in np.argwhere(lacking):
        judged.reasons[judged.names.index(names[row])][years[months.periods[place].year]] = MONTHS


def _tell_holes(lacking: NDArray[np.bool_], expected: NDArray[np.float64], months: Calendar) -> Iterator[Finding]:
    for first, stop in runs(lacking):
        yield tell_hole(months, first, stop, usually=f"a month around it holds {float(expected[first:stop].mean()):,.0f}")


def _tell_pauses(strata: Strata, lacking: Marks, expected: NDArray[np.float64], months: Calendar) -> Iterator[Finding]:
    """Tell of all strata of a kind that pause, and of how much of the papers of these months is missing."""
    rows, places = np.flatnonzero(lacking.any(axis=1)), np.flatnonzero(lacking.any(axis=0))
    if not len(rows):
        return
    lost = np.where(lacking, expected - strata.counts, 0)[:, places].sum(axis=0)
    missing = float((lost / (months.totals[places] + lost)).max())
    if missing < WORTH_SHARE:
        return
    spans = [listing([name_span(months, *run) for run in runs(lacking[row])], at_most=3) for row in rows]
    named = [f"{strata.names[row]} ({span})" for row, span in zip(rows, spans, strict=True)]
    n, noun, n_papers = len(rows), str(strata.kind), int(strata.counts[rows].sum())
    subject = f"The {noun} {named[0]} skips months." if n == 1 else f"{counted(n, noun)} skip months: {listing(named)}."
    yield Finding(
        kind="pauses",
        level=level_of(missing),
        n_papers=n_papers,
        share=n_papers / int(months.totals.sum()),
        sentence=f"{subject} Up to {percent(missing)} of the papers of a month are missing.",
        effect="Topics found there seem to vanish and come back.",
        remedy=f"Add the missing papers, or compare shares inside each {noun}.",
        remedy_kind="stratify",
        stratum_kind=strata.kind,
        strata=tuple(strata.names[row] for row in rows),
        since=months.periods[places[0]],
        until=end_of(months.periods[places[-1]], every="month"),
    )
