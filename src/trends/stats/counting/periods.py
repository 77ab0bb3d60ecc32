"""Calendar periods: which dates are precise enough for them, where they begin, and which length suits a corpus."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from trends.data import PERIODS, Every

_INTERVALS: Final[dict[Every, str]] = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
_PRECISE_ENOUGH: Final[dict[Every, list[str]]] = {
    "day": ["day"],
    "week": ["day"],
    "month": ["day", "month"],
    "quarter": ["day", "month"],
    "year": ["day", "month", "year"],
}

# A topic of 3 % still has three papers among 100; a slope over 8 periods leaves 6 degrees of freedom; and people read
# weeks for a year, months for ten, and days for two months.
_ENOUGH_PAPERS: Final = 100
_ENOUGH_PERIODS: Final = 8
_MOST_PERIODS: Final[dict[Every, int]] = {"day": 62, "week": 53, "month": 120, "quarter": 120, "year": 120}
_ENOUGH_PRECISE: Final = 0.9

# The start of a series may lose periods this empty beside a typical one with up to this fraction of the papers, and
# periods of so few papers that each share is a matter of one of them with up to that.
_TAIL_TOTAL: Final = 0.1
_TAIL_PAPERS: Final = 0.02
_FEW: Final = 5
_FEW_PAPERS: Final = 0.1

# A mistyped year stands behind a gap that no collection has: this many empty periods, and at least a year of them.
_GAP_PERIODS: Final = 2
_LATE_PAPERS: Final = 0.02


@dataclass(frozen=True)
class Calendar:
    """The periods of a series.

    Attributes
    ----------
    table
        A row per period without gaps: ``period`` (first day), ``total`` (papers, at least 1 in the first and the last
        row) and ``partial`` (`until`, or a given ``since``, falls inside the period).
    every
        Length of a period.
    until
        First day that the papers no longer cover.
    """

    table: pl.DataFrame
    every: Every
    until: date

    @property
    def n_complete(self) -> int:
        """Number of periods that are not partial."""
        return int((~self.table["partial"]).sum())

    @property
    def usual_total(self) -> int:
        """Number of papers that three of four complete periods reach, 0 where there is no such period."""
        totals = pl.col("total").filter(~pl.col("partial"))
        return int(self.table.select(totals.quantile(0.25, "lower").fill_null(0)).item())


def is_precise(every: Every) -> pl.Expr:
    """Tell whether the column ``precision`` is fine enough to place a date in a period."""
    return pl.col("precision").is_in(_PRECISE_ENOUGH[every])


def period_of(column: str, *, every: Every) -> pl.Expr:
    """Return the first day of the period that holds a date; weeks start on Monday."""
    return pl.col(column).dt.truncate(_INTERVALS[every])


def lay_periods(dates: pl.DataFrame, *, every: Every, since: date | None, until: date | None) -> Calendar | None:
    """Lay calendar periods over dated papers.

    Without `since`, near-empty periods at the start are left out: those of fewer than 5 papers as long as they hold no
    more than 10 % of the papers together, and those of no more than a tenth of a typical total as long as they hold no
    more than 2 %. The typical total is the total of the period in which the paper in the middle stands.

    Without `until`, papers behind a gap of 2 or more empty periods, a year or longer, are left out where they are no
    more than 2 % of the papers: dates such as 2052 are mistyped and would stretch the series.

    Parameters
    ----------
    dates
        A row per paper with ``published`` and ``precision``, none null.
    every
        Length of a period.
    since, until
        First day inside and first day outside; `until` defaults to the day after the newest paper that is precise
        enough and not left out. A coarse date counts as its first day, so that it never vouches for the rest of its span.

    Returns
    -------
    Calendar or None
        None where no paper is precise enough and inside the span.
    """
    inside = dates.filter(is_precise(every), _is_inside(since, until))
    if inside.is_empty():
        return None
    totals = inside.group_by(period_of("published", every=every).alias("period")).agg(pl.len().cast(pl.Int64).alias("total"))
    totals = totals.sort("period") if until else _without_late(totals.sort("period"), every=every)
    begin, last = totals["period"][0] if since else _begin(totals), totals["period"][-1]
    newest = inside.filter(period_of("published", every=every) <= last).select(pl.col("published").max()).item()
    end = until or newest + timedelta(days=1)
    interval = _INTERVALS[every]
    grid = pl.select(period=pl.date_range(begin, last, interval)).join(totals, on="period", how="left")
    late = pl.col("period").dt.offset_by(interval) > end
    early = pl.col("period") < since if since else pl.lit(False)
    table = grid.sort("period").with_columns(pl.col("total").fill_null(0), partial=late | early)
    return Calendar(table, every, end)


def _without_late(totals: pl.DataFrame, *, every: Every) -> pl.DataFrame:
    """Leave out the few papers behind a gap at the end; `totals` has a row per period that holds a paper, sorted."""
    interval, following = _INTERVALS[every], pl.col("period").shift(-1)
    after = pl.col("period").dt.offset_by(interval)
    gap = (after.dt.offset_by(f"{_GAP_PERIODS}{interval[1:]}") <= following) & (after.dt.offset_by("1y") <= following)
    few = pl.col("total").sum() - pl.col("total").cum_sum() <= _LATE_PAPERS * pl.col("total").sum()
    late = (gap & few).shift(1, fill_value=False).cum_max()
    return totals.filter(~late)


def _begin(totals: pl.DataFrame) -> date:
    """Return the first period that is no longer part of a near-empty start."""
    n_papers = int(totals["total"].sum())
    numbered = totals.with_columns(so_far=pl.col("total").cum_sum())
    typical = numbered.filter(pl.col("so_far") * 2 >= n_papers)["total"][0]
    few = (pl.col("total") < min(_FEW, typical)) & (pl.col("so_far") <= _FEW_PAPERS * n_papers)
    near_empty = few | ((pl.col("total") <= _TAIL_TOTAL * typical) & (pl.col("so_far") <= _TAIL_PAPERS * n_papers))
    return numbered.select(pl.col("period").filter(~near_empty).first()).item()  # type: ignore[no-any-return]


def choose_every(dates: pl.DataFrame, *, since: date | None, until: date | None, shortest: Every = "day") -> tuple[Every, str]:
    """Choose the length of the periods from the dates.

    Of the lengths for which 90 % of the dates are precise enough and which give no more periods than people read
    (62 days, 53 weeks, 120 of the others), take the shortest with 8 or more complete periods of which three of four hold
    100 or more papers (papers that come in bursts
    would pass a median and still leave many periods empty). Where there is none, the papers are thin: take the longest
    with 8 or more complete periods. Where there is none either, the span is short: take the shortest length. Years are
    the last resort.

    Parameters
    ----------
    dates
        As for `lay_periods`.
    since, until
        As for `lay_periods`.
    shortest
        Shorter lengths are not considered.

    Returns
    -------
    tuple of Every and str
        The length, and the reason as a sentence without a full stop.
    """
    inside = dates.filter(_is_inside(since, until))
    fitting: list[Calendar] = []
    for every in PERIODS[PERIODS.index(shortest) :]:
        calendar = lay_periods(inside, every=every, since=since, until=until)
        precise = inside.select(is_precise(every).mean()).item()
        if calendar and precise >= _ENOUGH_PRECISE and calendar.table.height <= _MOST_PERIODS[every]:
            fitting.append(calendar)
    if not fitting:
        return "year", "years, because no shorter period suits the dates"
    long = [calendar for calendar in fitting if calendar.n_complete >= _ENOUGH_PERIODS]
    for calendar in long:
        if calendar.usual_total >= _ENOUGH_PAPERS:
            return calendar.every, f"{calendar.every}s, the shortest periods that hold enough papers: {_describe(calendar)}"
    if long:
        return long[-1].every, f"{long[-1].every}s, the longest periods that are enough in number: {_describe(long[-1])}"
    return fitting[0].every, f"{fitting[0].every}s, the shortest periods that the dates allow: {_describe(fitting[0])}"


def _is_inside(since: date | None, until: date | None) -> pl.Expr:
    """Tell whether ``published`` lies between two days, the first inside and the second outside; None is no bound."""
    return pl.col("published").is_between(since or date.min, until or date.max, closed="left")


def _describe(calendar: Calendar) -> str:
    if not calendar.n_complete:
        return "none is complete"
    complete = f"{calendar.n_complete} complete one{'' if calendar.n_complete == 1 else 's'}"
    if not calendar.usual_total:
        return f"{complete}, a quarter of them or more without a paper"
    papers = "paper" if calendar.usual_total == 1 else "papers"
    return f"{complete}, three of four with {calendar.usual_total:,} or more {papers}"
