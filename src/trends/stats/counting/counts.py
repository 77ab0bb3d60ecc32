"""Topics and dates to a series: papers of each topic in each calendar period, and the account of those left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import PERIODS, Corpus, Every, Series, Topics
from trends.data.audit import STRATUM_KINDS, StratumKind, stratum_or_none
from trends.data.trust import touch_periods
from trends.errors import ConfigError, DataError
from trends.stats.counting.fill import fill_series
from trends.stats.counting.holes import LOST, leave_out
from trends.stats.counting.periods import Calendar, choose_every, is_precise, lay_periods, period_of

TALLY_SCHEMA: Final = pl.Schema({"reason": pl.String, "n_papers": pl.Int64})

REASONS: Final = (
    *("counted", "undated", "other stratum", "too coarse", "before since", "after until", "too early", "too late"),
    LOST,
)

_POOLED: Final = "all papers"
_LARGE: Final = 0.01


@dataclass(frozen=True)
class Counted:
    """A series with the account of how the papers came into it.

    Attributes
    ----------
    series
        Counts and shares; None where no paper has a date that is precise enough.
    tally
        A row per reason of `REASONS`, in that order: ``reason`` and ``n_papers``, which add up to the corpus. A paper
        stands under the first reason that holds: ``undated``; ``other stratum`` (none of those that are counted);
        ``too coarse`` (its date is coarser than the period); ``before since``; ``after until``; ``too early`` (in the
        near-empty start, see `count`); ``too late`` (behind a gap at the end, see `count`); ``not trusted`` (in `holes`);
        else ``counted``.
    choice
        Why the periods are as long as they are, as a sentence without a full stop.
    """

    series: Series | None
    tally: pl.DataFrame
    choice: str


def count(
    topics: Topics,
    corpus: Corpus,
    *,
    every: Every | Literal["auto"] = "auto",
    shortest: Every = "day",
    since: date | None = None,
    until: date | None = None,
    stratum_kind: StratumKind | None = None,
    memberships: pl.DataFrame | None = None,
    holes: pl.DataFrame | None = None,
) -> Counted:
    """Count the papers of each topic in each calendar period.

    The periods run without gaps from the first to the last that holds a paper; weeks start on Monday. The total of a
    period is every paper in it, those of no topic included. A period is partial where `until` (or a given `since`)
    falls inside it.

    A few lonely papers years before the others would stretch a series with near-empty periods, whose shares mean
    nothing. Without `since` the series therefore begins after them (see `lay_periods` for the rule). Without `until` it
    also ends before the few papers whose dates lie a year or more behind all others: they are mistyped.

    Where strata are held constant only their papers count, and a share is what the topic would have were the mix of strata
    always the same (see `standardise`). Counts and totals stay what was observed.

    A hole in the collection is not read as a fall: a period that a hole touches is left out, as if it had no papers, of one
    stratum or of all; growth, bursts and onsets then rest on the others.

    Parameters
    ----------
    topics
        Topics of exactly these papers.
    corpus
        The papers.
    every
        Length of a period; ``auto`` takes the shortest that holds enough papers (100 or more in three of four,
        see `choose_every`), or the next best.
    shortest
        Shortest length that ``auto`` may take.
    since
        First day that counts; None begins with the papers.
    until
        First day that no longer counts, and that the papers no longer cover; None is the day after the newest counted
        paper, so that the last period is partial unless a paper stands on its last day. A coarse date counts as its
        first day: the last month of papers dated to the month is partial unless `until` says otherwise.
    stratum_kind
        What to hold constant (see `stratum_of`): each stratum that has 1 % or more of the dated papers; None pools all papers.
    memberships
        ``id, topic, share``: what part of a paper belongs to a topic, a fraction, for shares that count parts of papers.
        None counts a paper whole, in the topic of which it is a member.
    holes
        Columns of `UNTRUSTED_SCHEMA`: the spans that are left out, see `find_holes`; None leaves out none.

    Returns
    -------
    Counted
        Series, tally and the reason for the length of the periods.

    Raises
    ------
    ConfigError
        Where `every` or `stratum_kind` is unknown, or `since` is not before `until`.
    DataError
        Where the topics are not those of the corpus.
    """
    if every not in (*PERIODS, "auto"):
        raise ConfigError(f"every is {every!r}, it must be auto or one of {PERIODS}")
    if since and until and since >= until:
        raise ConfigError(f"since is {since}, it must be before until, which is {until}")
    if not topics.members["id"].equals(corpus.ids):
        raise DataError(f"topics of {topics.members.height} papers are not those of the corpus of {corpus.n_papers} papers")
    papers = corpus.table.select("id", "published", "precision", _stratum(stratum_kind), topics.members["topic"])
    kept = _large_strata(papers)
    dated = papers.drop_nulls("published").filter(pl.col("stratum").is_in(kept))
    choice = f"{every}s, as asked"
    if every == "auto":
        every, choice = choose_every(dated, since=since, until=until, shortest=shortest)
    calendar = lay_periods(dated, every=every, since=since, until=until)
    reasoned = papers.with_columns(
        period_of("published", every=every).alias("period"),
        _reason(every, calendar=calendar, since=since, until=until, strata=kept),
    )
    if calendar and holes is not None:
        reasoned = leave_out(reasoned, touch_periods(holes, calendar.table["period"], every=every))
    counted = reasoned.filter(pl.col("reason") == "counted").select("id", "topic", "stratum", "period")
    series = fill_series(calendar, topics, counted, stratum_kind=stratum_kind, memberships=memberships) if calendar else None
    return Counted(series, _tally(reasoned), choice)


def _stratum(kind: StratumKind | None) -> pl.Expr:
    """Return the stratum of each paper; papers that are pooled stand in one."""
    if kind is None:
        return pl.lit(_POOLED).alias("stratum")
    if kind not in STRATUM_KINDS:
        raise ConfigError(f"stratum_kind is {kind!r}, it must be None or one of {STRATUM_KINDS}")
    return stratum_or_none(kind)


def _large_strata(papers: pl.DataFrame) -> list[str]:
    """Return the strata with enough papers; the many small ones would each need a level for next to nothing."""
    sizes = papers.drop_nulls(["published", "stratum"]).group_by("stratum").len().sort("stratum")
    return sizes.filter(pl.col("len") >= _LARGE * papers["published"].count())["stratum"].to_list()


def place_papers(corpus: Corpus, series: Series) -> NDArray[np.int64]:
    """Find the period of each paper.

    Returns
    -------
    int64 (n_papers,), position among the periods of the series from the first, −1 for a paper that it does not count.
    """
    periods = series.table.select(pl.col("period").unique().sort()).with_row_index("place")
    held = series.strata if series.stratum_kind else series.table.filter(pl.col("total") > 0).with_columns(_stratum(None))
    cells = held.select("stratum", "period").unique().join(periods, on="period")
    counted = is_precise(series.every) & (pl.col("published") < series.until)
    when = pl.when(counted).then(period_of("published", every=series.every))
    papers = corpus.table.select(_stratum(series.stratum_kind), when.alias("period"))
    placed = papers.join(cells, on=["stratum", "period"], how="left", maintain_order="left")
    return placed["place"].cast(pl.Int64).fill_null(-1).to_numpy()


def _reason(every: Every, *, calendar: Calendar | None, since: date | None, until: date | None, strata: Sequence[str]) -> pl.Expr:
    """Name the first reason that holds; a comparison with a missing bound is null and does not hold."""
    published, period = pl.col("published"), period_of("published", every=every)
    begin, last = (calendar.table["period"][0], calendar.table["period"][-1]) if calendar else (None, None)
    reason = (
        pl.when(published.is_null())
        .then(pl.lit("undated"))
        .when(~pl.col("stratum").is_in(strata).fill_null(False))
        .then(pl.lit("other stratum"))
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


def _tally(reasoned: pl.DataFrame) -> pl.DataFrame:
    """Count the papers under each reason, those without any included."""
    found = reasoned.group_by("reason").agg(pl.len().cast(pl.Int64).alias("n_papers"))
    return (
        pl.DataFrame({"reason": REASONS})
        .join(found, on="reason", how="left", maintain_order="left")
        .with_columns(pl.col("n_papers").fill_null(0))
    )
