"""The calendar on which coverage is judged: where it begins, where it ends, and which of its periods are cut short."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Every
from trends.data.calendar import end_of, span_name

INTERVALS: Final[dict[Every, str]] = {"year": "1y", "month": "1mo"}
PRECISE_ENOUGH: Final[dict[Every, list[str]]] = {"year": ["day", "month", "year"], "month": ["day", "month"]}

# Rhythms of years need some years to be seen; what is shorter is judged by the month.
ENOUGH_YEARS: Final = 4
_YEARS_OF_BURSTS: Final = 3  # of papers that come in bursts, where months tell nothing
_EMPTY: Final = 0.1  # of the mean month
_EMPTY_MONTHS: Final = 1 / 6  # more than a summer and a Christmas: the months of a year are not alike
_MONTHS_PER_GAP: Final = 18  # gaps that come more rarely are holes
FULL_MONTH: Final = 20  # papers: with fewer, empty months are chance

_THIN: Final = 0.1  # of a typical total: less is no coverage
_JUMP: Final = 3.0  # coverage that begins, begins at once; a field that grows does not triple between two periods
_STRAY_PAPERS: Final = 0.02  # what lies behind a gap of two periods at the end is mistyped, if it is this little
_GAP_PERIODS: Final = 2
SILENT_DAYS: Final = 3  # a weekend with a holiday is no end of coverage
_EXPECTED_PAPERS: Final = 5  # their absence has a chance of less than 1 %
_EXPECTED_SHARE: Final = 0.02

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Calendar:
    """Periods without gaps, from the first that holds a paper to the last that is no slip.

    Attributes
    ----------
    every
        Length of a period, ``year`` or ``month``.
    periods
        First day of each.
    totals
        Papers in each (n_periods,).
    begin
        Position of the first period of dense coverage.
    ragged
        Whether coverage jumps up there, instead of growing.
    starts, ends
        First day of coverage inside the period `begin`, and first day no longer covered inside the last; None where
        the period is covered from its first or to its last day.
    n_strays
        Papers behind a gap at the end.
    """

    every: Every
    periods: tuple[date, ...]
    totals: Counts
    begin: int
    ragged: bool
    starts: date | None
    ends: date | None
    n_strays: int

    @property
    def n_periods(self) -> int:
        """Number of periods."""
        return len(self.periods)

    @property
    def safe(self) -> slice:
        """Positions of the periods that are covered from their first day to their last."""
        return slice(self.begin + (self.starts is not None), self.n_periods - (self.ends is not None))

    @property
    def after(self) -> date:
        """First day after the last period."""
        return end_of(self.periods[-1], every=self.every)


def choose_grid(dated: pl.DataFrame) -> Calendar | None:
    """Lay years where the papers span enough of them or come in bursts, else months, else whatever years there are."""
    years = lay_calendar(dated, every="year")
    if years is None or years.n_periods - years.begin > ENOUGH_YEARS:
        return years
    months = lay_calendar(dated, every="month")
    if months and years.n_periods - years.begin >= _YEARS_OF_BURSTS and come_in_bursts(months.totals[months.begin :]):
        return years
    return months or years


def find_empty(months: Counts) -> NDArray[np.bool_]:
    """Return which months hold less than a tenth of the mean."""
    empty: NDArray[np.bool_] = months < _EMPTY * months.mean()
    return empty


def come_in_bursts(months: Counts) -> bool:
    """Tell whether months without papers are many and come again and again; one long gap is a hole."""
    if len(months) == 0:
        return False
    empty = find_empty(months)
    n_gaps = int((np.diff(empty.astype(np.int8), prepend=0) == 1).sum())
    return bool(empty.mean() > _EMPTY_MONTHS and n_gaps >= len(months) / _MONTHS_PER_GAP)


def lay_calendar(dated: pl.DataFrame, *, every: Every) -> Calendar | None:
    """Lay periods over papers and find what is covered.

    Parameters
    ----------
    dated
        A row per paper with ``published`` and ``precision``, none null.
    every
        Length of a period, ``year`` or ``month``.

    Returns
    -------
    Calendar or None
        None where no date is precise enough.
    """
    papers = place(dated, every=every)
    if papers.is_empty():
        return None
    found = papers.group_by("period").agg(pl.len().cast(pl.Int64).alias("total"))
    first, last = found["period"].min(), found["period"].max()
    grid = pl.select(period=pl.date_range(first, last, INTERVALS[every]))  # type: ignore[arg-type]
    table = grid.join(found, on="period", how="left", maintain_order="left")
    totals = table["total"].fill_null(0).to_numpy()
    n_kept = _without_strays(totals)
    periods, kept = tuple(table["period"].to_list()[:n_kept]), totals[:n_kept]
    begin = _find_begin(kept)
    ragged = begin > 0 and bool(kept[begin] >= _JUMP * kept[begin - 1])
    return Calendar(
        every=every,
        periods=periods,
        totals=kept,
        begin=begin,
        ragged=ragged,
        starts=_find_start(papers, periods[begin:]) if ragged or begin == 0 else None,
        ends=_find_end(papers, periods[begin:], every=every),
        n_strays=int(totals[n_kept:].sum()),
    )


def place(dated: pl.DataFrame, *, every: Every) -> pl.DataFrame:
    """Return the papers whose dates are precise enough, with ``period`` and ``offset``, the days from its start."""
    precise = dated.filter(pl.col("precision").is_in(PRECISE_ENOUGH[every]))
    period = pl.col("published").dt.truncate(INTERVALS[every])
    return precise.with_columns(period.alias("period"), (pl.col("published") - period).dt.total_days().alias("offset"))


def runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the first place of each run of marks, and the place after its last."""
    edges = np.diff(np.concatenate([[0], marked.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))


def name_span(calendar: Calendar, first: int, stop: int) -> str:
    """Return the name of the span from the period at `first` to the one before `stop`."""
    return span_name(calendar.periods[first], calendar.periods[stop - 1], every=calendar.every)


def typical(counts: Counts) -> int:
    """Return the count of the period in which the paper in the middle stands, periods ordered by their counts."""
    ordered = np.sort(counts)
    return int(ordered[np.searchsorted(ordered.cumsum() * 2, ordered.sum())]) if counts.sum() else 0


def _without_strays(totals: Counts) -> int:
    """Return how many periods stand before the few papers that lie behind a gap at the end."""
    held = np.flatnonzero(totals)
    gaps = np.flatnonzero(np.diff(held) > _GAP_PERIODS)
    late = [held[gap] + 1 for gap in gaps if totals[held[gap] + 1 :].sum() <= _STRAY_PAPERS * totals.sum()]
    return int(late[0]) if late else len(totals)


def _find_begin(totals: Counts) -> int:
    """Return the first of two dense periods in a row, so that a lonely volume long before the others is no beginning."""
    dense = totals >= _THIN * typical(totals)
    both = dense[:-1] & dense[1:]
    return int(both.argmax()) if both.any() else int(dense.argmax())


def _find_start(papers: pl.DataFrame, periods: tuple[date, ...]) -> date | None:
    """Return the first day of coverage in the first period, None where later periods hold hardly anything before it."""
    first = papers.filter(pl.col("period") == periods[0], pl.col("precision") != "year")
    if first.is_empty():
        return None
    offset = int(first.select(pl.col("offset").quantile(_EXPECTED_SHARE, "lower")).item())
    early = pl.col("offset") < offset - SILENT_DAYS
    return periods[0] + timedelta(days=offset) if _is_expected(papers, early, periods=periods[1:-1]) else None


def _find_end(papers: pl.DataFrame, periods: tuple[date, ...], *, every: Every) -> date | None:
    """Return the first day that is no longer covered in the last period, None where earlier ones hold little after it."""
    last = papers.filter(pl.col("period") == periods[-1], pl.col("precision") != "year")
    if last.is_empty():
        return None
    by_day = bool((last["precision"] == "day").mean() >= 0.5)  # type: ignore[operator]
    newest = last["published"].max()
    assert isinstance(newest, date)
    until = newest + timedelta(days=1) if by_day else end_of(newest.replace(day=1), every="month")
    after = until + timedelta(days=SILENT_DAYS if by_day else 0)
    late = (pl.col("offset") >= (after - periods[-1]).days) & (pl.col("precision") != "year")
    is_cut = after < end_of(periods[-1], every=every) and _is_expected(papers, late, periods=periods[:-1])
    return until if is_cut else None


def _is_expected(papers: pl.DataFrame, part: pl.Expr, *, periods: tuple[date, ...]) -> bool:
    """Tell whether most of the periods hold papers in a part of them."""
    inside = (
        papers.filter(pl.col("period").is_in(periods)).group_by("period").agg(part.sum().alias("n"), part.mean().alias("share"))
    )
    if len(periods) < 2 or inside.is_empty():
        return False
    return bool(inside["n"].median() >= _EXPECTED_PAPERS and inside["share"].median() >= _EXPECTED_SHARE)  # type: ignore[operator]


def period_at(calendar: Calendar, place: int) -> date:
    """Return the first day of the period at a place, which may be one past the last."""
    return calendar.periods[place] if place < calendar.n_periods else calendar.after
