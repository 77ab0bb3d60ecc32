"""Topics and dates to a series: papers of each topic in each calendar period, and the account of those left out."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import OUTLIER, PERIODS, Corpus, Every, Series, Topics
from trends.errors import ConfigError, DataError
from trends.stats.periods import Calendar, choose_every, is_precise, lay_periods, period_of

AUDIT_SCHEMA: Final = pl.Schema({"reason": pl.String, "n_papers": pl.Int64})

REASONS: Final = ("counted", "undated", "too coarse", "before since", "after until", "too early", "too late")


@dataclass(frozen=True)
class Counted:
    """A series with the account of how the papers came into it.

    Attributes
    ----------
    series
        Counts and shares; None where no paper has a date that is precise enough.
    audit
        A row per reason of `REASONS`, in that order: ``reason`` and ``n_papers``, which add up to the corpus. A paper
        stands under the first reason that holds: ``undated``; ``too coarse`` (its date is coarser than the period);
        ``before since``; ``after until``; ``too early`` (in the near-empty start, see `count`); ``too late`` (behind a
        gap at the end, see `count`); else ``counted``.
    choice
        Why the periods are as long as they are, as a sentence without a full stop.
    """

    series: Series | None
    audit: pl.DataFrame
    choice: str


def count(
    topics: Topics,
    corpus: Corpus,
    *,
    every: Every | Literal["auto"] = "auto",
    since: date | None = None,
    until: date | None = None,
) -> Counted:
    """Count the papers of each topic in each calendar period.

    The periods run without gaps from the first to the last that holds a paper; weeks start on Monday. The total of a
    period is every paper in it, those of no topic included. A period is partial where `until` (or a given `since`)
    falls inside it.

    A few lonely papers years before the others would stretch a series with near-empty periods, whose shares mean
    nothing. Without `since` the series therefore begins after them (see `lay_periods` for the rule). Without `until` it
    also ends before the few papers whose dates lie a year or more behind all others: they are mistyped.

    Parameters
    ----------
    topics
        Topics of exactly these papers.
    corpus
        The papers.
    every
        Length of a period; ``auto`` takes the shortest that holds enough papers (100 or more in three of four,
        see `choose_every`), or the next best.
    since
        First day that counts; None begins with the papers.
    until
        First day that no longer counts, and that the papers no longer cover; None is the day after the newest counted
        paper, so that the last period is partial unless a paper stands on its last day. A coarse date counts as its
        first day: the last month of papers dated to the month is partial unless `until` says otherwise.

    Returns
    -------
    Counted
        Series, audit and the reason for the length of the periods.

    Raises
    ------
    ConfigError
        Where `every` is unknown or `since` is not before `until`.
    DataError
        Where the topics are not those of the corpus.
    """
    if every not in (*PERIODS, "auto"):
        raise ConfigError(f"every is {every!r}, it must be auto or one of {PERIODS}")
    if since and until and since >= until:
        raise ConfigError(f"since is {since}, it must be before until, which is {until}")
    if not topics.members["id"].equals(corpus.ids):
        raise DataError(f"topics of {topics.members.height} papers are not those of the corpus of {corpus.n_papers} papers")
    papers = corpus.table.select("published", "precision", topics.members["topic"])
    dated = papers.drop_nulls("published")
    choice = f"{every}s, as asked"
    if every == "auto":
        every, choice = choose_every(dated, since=since, until=until)
    calendar = lay_periods(dated, every=every, since=since, until=until)
    reasoned = papers.select(
        "topic",
        period_of("published", every=every).alias("period"),
        _reason(every, calendar=calendar, since=since, until=until),
    )
    series = _fill(calendar, topics, reasoned.filter(pl.col("reason") == "counted")) if calendar else None
    return Counted(series, _audit(reasoned), choice)


def place_papers(corpus: Corpus, series: Series) -> NDArray[np.int64]:
    """Find the period of each paper.

    Returns
    -------
    int64 (n_papers,), position among the periods of the series from the first, −1 for a paper that it does not count.
    """
    periods = series.table.select(pl.col("period").unique().sort()).with_row_index("place")
    when = pl.when(is_precise(series.every) & (pl.col("published") < series.until)).then(
        period_of("published", every=series.every)
    )
    placed = corpus.table.select(when.alias("period")).join(periods, on="period", how="left", maintain_order="left")
    return placed["place"].cast(pl.Int64).fill_null(-1).to_numpy()


def _reason(every: Every, *, calendar: Calendar | None, since: date | None, until: date | None) -> pl.Expr:
    """Name the first reason that holds; a comparison with a missing bound is null and does not hold."""
    published, period = pl.col("published"), period_of("published", every=every)
    begin, last = (calendar.table["period"][0], calendar.table["period"][-1]) if calendar else (None, None)
    reason = (
        pl.when(published.is_null())
        .then(pl.lit("undated"))
        .when(~is_precise(every))
        .then(pl.lit("too coarse"))
        .when(published < pl.lit(since, pl.Date))
        .then(pl.lit("before since"))
        .when(published >= pl.lit(until, pl.Date))
        .then(pl.lit("after until"))
        .when(period < pl.lit(begin, pl.Date))
        .then(pl.lit("too early"))
        .when(period > pl.lit(last, pl.Date))
        .then(pl.lit("too late"))
        .otherwise(pl.lit("counted"))
    )
    return reason.alias("reason")


def _fill(calendar: Calendar, topics: Topics, counted: pl.DataFrame) -> Series:
    """Spread the counts over the full grid of topics and periods."""
    counts = counted.filter(pl.col("topic") != OUTLIER).group_by("topic", "period").agg(pl.len().cast(pl.Int64).alias("count"))
    grid = topics.table.select("topic").join(calendar.table, how="cross").join(counts, on=["topic", "period"], how="left")
    share = pl.when(pl.col("total") > 0).then(pl.col("count") / pl.col("total"))
    table = grid.with_columns(pl.col("count").fill_null(0)).with_columns(share=share).sort("topic", "period")
    return Series(table.select("topic", "period", "count", "total", "share", "partial"), calendar.every, calendar.until)


def _audit(reasoned: pl.DataFrame) -> pl.DataFrame:
    """Count the papers under each reason, those without any included."""
    found = reasoned.group_by("reason").agg(pl.len().cast(pl.Int64).alias("n_papers"))
    return (
        pl.DataFrame({"reason": REASONS})
        .join(found, on="reason", how="left", maintain_order="left")
        .with_columns(pl.col("n_papers").fill_null(0))
    )
