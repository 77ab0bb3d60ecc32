"""Faults of dates in sentences: none, too coarse, or piled up on days that stand for not knowing."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from trends.audit.calendar import Counts
from trends.audit.chance import chance_of_more
from trends.audit.finding import WORTH_SHARE, Finding, is_worth_telling, level_of
from trends.data.phrases import counted, percent, plural

COARSE_SHARE: Final = 0.1  # of the dates name only the year: then shorter periods would miss too many

# Days pile up where one holds several times what days like it hold, and this is no chance.
_TIMES: Final = 3.0
_CHANCE: Final = 1e-6  # of some four hundred days that are looked at
_NEIGHBOURS: Final = 7  # days on either side: each weekday once
_OFTEN: Final = 0.5  # of the years or months: a conference opens on a day once
_ENOUGH_YEARS: Final = 3
_N_DAYS: Final = 29  # of a month: the 1st to the 28th, and its last
_ROUND_DAYS: Final = (0, 14, 28)
_ENDS_OF_YEAR: Final = ((0, 0), (11, 28))
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def find_date_faults(table: pl.DataFrame) -> Iterator[Finding]:
    """Find papers without a date, with a coarse one, and piles on one day of every year or month."""
    yield from _undated(table)
    yield from _coarse(table.drop_nulls("published"))
    yield from _piles(table.filter(pl.col("precision") == "day"), n_all=table.height)


def _undated(table: pl.DataFrame) -> Iterator[Finding]:
    n, n_all = table["published"].null_count(), table.height
    if is_worth_telling(n, n_all):
        yield Finding(
            kind="undated",
            level=level_of(n / n_all),
            n_papers=n,
            share=n / n_all,
            sentence=f"{counted(n, 'paper')} ({percent(n / n_all)}) {plural(n, 'has')} no date.",
            effect="They take part in topics and in no series: if they are of another time than the others, curves miss it.",
            remedy="Find their dates, or leave them out.",
            remedy_kind="check",
        )


def _coarse(dated: pl.DataFrame) -> Iterator[Finding]:
    n_all = dated.height
    n_month, n_year = (int((dated["precision"] == name).sum()) for name in ("month", "year"))
    n = n_month + n_year
    if not is_worth_telling(n, n_all):
        return
    yield Finding(
        kind="coarse dates",
        level=level_of(n_year / n_all),
        n_papers=n,
        share=n / n_all,
        sentence=_coarse_sentence(n_month, n_year, n_all),
        effect=(
            "Papers dated to the year cannot be placed in months or quarters and drop out of them."
            if n_year
            else "Papers dated to the month cannot be placed in days or weeks and drop out of them."
        ),
        remedy=_longer(n_year, n_all),
        remedy_kind="coarsen",
    )


def _longer(n_year: int, n_all: int) -> str:
    if n_year >= COARSE_SHARE * n_all:
        return "Count years."
    if n_year >= WORTH_SHARE * n_all:
        return "Count years to have them, too."
    return "Count months or longer periods."


def _coarse_sentence(n_month: int, n_year: int, n_all: int) -> str:
    n_day = n_all - n_month - n_year
    who = "No date names the day" if not n_day else f"{counted(n_month + n_year, 'date')} of {n_all:,} do not name the day"
    parts = [f"{n:,} ({percent(n / n_all)}) name only the {unit}" for n, unit in ((n_month, "month"), (n_year, "year")) if n]
    return f"{who}: {' and '.join(parts)}."


def _piles(days: pl.DataFrame, *, n_all: int) -> Iterator[Finding]:
    """Tell of days of the year, then of days of the month, that stand for not knowing."""
    by_year = _lay_days(days)
    year = by_year.sum(axis=0)
    if not year.any():
        return
    alone = year > _TIMES * np.maximum(np.median(year, axis=0), 1)  # else the day piles up in other months as well
    for month, day in np.argwhere(alone).tolist():
        around = _days_around(year, month, day)
        often = (by_year[:, month, day] > _TIMES * around.mean() / len(by_year)).mean() >= _OFTEN
        if often and (len(by_year) >= _ENOUGH_YEARS or (month, day) in _ENDS_OF_YEAR):
            name = "31 December" if (month, day) == _ENDS_OF_YEAR[1] else f"{_day_name(day)} {_MONTHS[month]}"
            yield from _pile(int(year[month, day]), around, what=name, near="a day nearby", unit="year", n_all=n_all)
    rest = np.where(alone, 0, year)
    for day in range(_N_DAYS):
        others = rest[:, [other for other in range(_N_DAYS - 1) if other not in {day, *_ROUND_DAYS}]].sum(axis=0)
        often = (rest[year.any(axis=1), day] > others.mean() / 12).mean() >= _OFTEN
        what = {0: "the first of a month", _N_DAYS - 1: "the last day of a month"}.get(day, f"day {day + 1} of a month")
        if often:
            yield from _pile(int(rest[:, day].sum()), others, what=what, near="another day", unit="month", n_all=n_all)


def _lay_days(days: pl.DataFrame) -> Counts:
    """Return the papers of each day (n_years, 12, 29): the 1st to the 28th and the last day of each month."""
    published = pl.col("published")
    is_last = published == published.dt.month_end()
    cells = (
        days.select(
            year=published.dt.year() - published.dt.year().min(),
            month=published.dt.month().cast(pl.Int32) - 1,
            day=pl.when(is_last).then(_N_DAYS - 1).otherwise(published.dt.day().cast(pl.Int32) - 1),
            is_last=is_last,
        )
        .filter((pl.col("day") < _N_DAYS - 1) | pl.col("is_last"))
        .group_by("year", "month", "day")
        .len()
    )
    years = cells["year"].to_numpy()
    found: Counts = np.zeros((int(years.max(initial=0)) + 1, 12, _N_DAYS), dtype=np.int64)
    found[years, cells["month"].to_numpy(), cells["day"].to_numpy()] = cells["len"].to_numpy()
    held: Counts = found[found.any(axis=(1, 2))]
    return held


def _days_around(year: Counts, month: int, day: int) -> Counts:
    """Return the papers of the days near one, each weekday once on either side, without those that stand for a month."""
    places = month * _N_DAYS + day + np.array([step for step in range(-_NEIGHBOURS, _NEIGHBOURS + 1) if step])
    plain = places[~np.isin(places % _N_DAYS, _ROUND_DAYS)] % year.size
    around: Counts = year.ravel()[plain]
    return around


def _day_name(day: int) -> str:
    return "the last of" if day == _N_DAYS - 1 else str(day + 1)


def _pile(n: int, others: Counts, *, what: str, near: str, unit: str, n_all: int) -> Iterator[Finding]:
    """Tell of a pile unless days like it vary so much that it is none."""
    usual = max(float(others.mean()), 1.0)
    spread = max(float(others.var()) - usual, usual / 100) ** 0.5 / usual
    if not is_worth_telling(n, n_all) or n < _TIMES * usual or chance_of_more(n, expected=usual, spread=spread) > _CHANCE:
        return
    yield Finding(
        kind=f"pile-up on {what}",
        level=level_of(n / n_all),
        n_papers=n,
        share=n / n_all,
        sentence=(
            f"{counted(n, 'paper')} ({percent(n / n_all)}) {plural(n, 'is')} dated to {what}, "
            f"{n / usual:,.0f} times as many as to {near}: most of these dates mean only the {unit}."
        ),
        effect=f"They seem to come on one day of their {unit}, and the period that holds it seems to rise.",
        remedy=f"Count {unit}s or longer periods.",
        remedy_kind="coarsen",
    )
