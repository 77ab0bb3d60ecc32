"""Make papers whose trends are planted, so that what a method finds can be held against the truth."""

from datetime import date, timedelta
from itertools import cycle
from random import Random
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from trends.data import CORPUS_SCHEMA, Corpus
from trends.datasets.papers import write_papers
from trends.datasets.plans import DAYS_PER_YEAR, Move, Shares, Trend, plan_shares
from trends.datasets.script import Script, Subfield, read_script
from trends.errors import ConfigError

VOLUME_GROWTH: Final = 0.20

_VAGUE_SHARE: Final = 0.04
_MAX_PAPERS: Final = 100_000
_SINCE: Final = date(2020, 1, 1)
_UNTIL: Final = date(2025, 1, 1)

_TRUTH_SCHEMA: Final = pl.Schema(
    {
        "subfield": pl.String,
        "kind": pl.String,
        "growth": pl.Float64,
        "onset": pl.Date,
        "end": pl.Date,
        "share_start": pl.Float64,
        "share_end": pl.Float64,
        "share_peak": pl.Float64,
        "n_papers": pl.Int64,
    }
)


class Planted(NamedTuple):
    """Papers and the truth about them.

    Attributes
    ----------
    corpus
        The papers. 2 % have no date, and of another 2 % only the month or the year is known.
    truth
        A row per subfield: ``subfield``; ``kind`` (rise, fall, steady: exponential in time; birth, death, burst: one move;
        season: a peak each year; rest: what the others leave); ``growth`` of the share per year as a fraction (0.25 is
        +25 %), null where the kind has no constant growth; ``onset``, the first day of the move, and ``end``, the first
        day after it, null where there is no move; ``share_start``, ``share_end`` and ``share_peak``, the planned share on
        the first day, on the last day and at its highest; ``n_papers``, as drawn.
    members
        A row per paper in corpus order: ``id`` and ``subfield``, null for the 3 % that belong to none.
    """

    corpus: Corpus
    truth: pl.DataFrame
    members: pl.DataFrame


def make_corpus(*, n_papers: int = 2400, since: date = _SINCE, until: date = _UNTIL, seed: int = 0) -> Planted:
    """Make papers of 17 research subfields whose shares over time are planned.

    The number of papers grows by 20 % a year, so that raw counts mislead. Equal arguments give equal papers.

    Parameters
    ----------
    n_papers
        How many, from 1 to 100,000.
    since, until
        First day (2020-01-01) and the day after the last (2025-01-01), from one to six years apart.
    seed
        A whole number from 0.

    Raises
    ------
    ConfigError
        Where an argument is out of its range.
    """
    if not 1 <= n_papers <= _MAX_PAPERS:
        raise ConfigError(f"n_papers is {n_papers}, it must be from 1 to {_MAX_PAPERS:,}")
    if seed < 0:
        raise ConfigError(f"seed is {seed}, it must be 0 or more")
    script = read_script()
    shares = plan_shares([subfield.plan for subfield in script.subfields], since=since, until=until)

    rng, words = np.random.default_rng(seed), Random(seed)
    days, columns = _draw_days(shares, n_papers=n_papers, rng=rng)
    dates = [since + timedelta(days=day) for day in days]
    drawn: list[Subfield | None] = [*script.subfields, None]
    subfields = [drawn[column] for column in columns]

    papers = write_papers(script, subfields, years=[day.year for day in dates], words=words)
    papers = _date_papers(papers, dates=dates, precisions=_draw_precisions(n_papers, rng=rng))
    corpus = Corpus.of(papers.select(CORPUS_SCHEMA.names()))
    members = corpus.table.select("id").join(papers.select("id", "subfield"), on="id", how="left", maintain_order="left")
    return Planted(corpus, _tell_truth(script, shares, members=members, since=since), members)


def planned_shares(*, since: date = _SINCE, until: date = _UNTIL) -> pl.DataFrame:
    """Return the share that each subfield is meant to have on each day.

    Returns
    -------
    pl.DataFrame
        A row per subfield and day: ``subfield``, ``day`` and ``share``, the chance that a paper of that day belongs to the
        subfield. The shares of a day sum to 0.97; the other papers belong to no subfield.

    Raises
    ------
    ConfigError
        Where the dates are less than one or more than six years apart.
    """
    subfields = read_script().subfields
    shares = plan_shares([subfield.plan for subfield in subfields], since=since, until=until)
    days = pl.date_range(since, until, interval="1d", closed="left", eager=True)
    return pl.concat(
        pl.DataFrame({"day": days, "share": shares[:, column]}).select(pl.lit(subfield.name).alias("subfield"), "day", "share")
        for column, subfield in enumerate(subfields)
    )


def _draw_days(shares: Shares, *, n_papers: int, rng: np.random.Generator) -> tuple[list[int], list[int]]:
    """Draw the day of each paper and then its column in `shares`; one past the last column is a paper of no subfield."""
    volume = (1 + VOLUME_GROWTH) ** (np.arange(len(shares)) / DAYS_PER_YEAR)
    days = rng.choice(len(shares), size=n_papers, p=volume / volume.sum())
    columns = (rng.random((n_papers, 1)) > shares.cumsum(axis=1)[days]).sum(axis=1)
    return days.tolist(), columns.tolist()


def _draw_precisions(n_papers: int, *, rng: np.random.Generator) -> list[str | None]:
    """Draw how precise each date is: a few papers have none, a few others only a month or a year."""
    precisions: list[str | None] = ["day"] * n_papers
    vague = rng.permutation(n_papers)[: round(_VAGUE_SHARE * n_papers)]
    for paper, left in zip(vague.tolist(), cycle([None, "month", None, "year"]), strict=False):
        precisions[paper] = left
    return precisions


def _date_papers(papers: pl.DataFrame, *, dates: list[date], precisions: list[str | None]) -> pl.DataFrame:
    """Add ``published``, cut to what the precision still tells, ``precision`` and ``dated_by``."""
    every = {"day": "1d", "month": "1mo", "year": "1y"}
    known = pl.DataFrame({"day": dates, "precision": precisions}, schema={"day": pl.Date, "precision": pl.String})
    published = pl.col("day").dt.truncate(pl.col("precision").replace_strict(every, default=None))
    dated_by = pl.when(pl.col("precision").is_not_null()).then(pl.col("sources").list.first())
    return papers.with_columns(known.select(published.alias("published"), "precision")).with_columns(dated_by.alias("dated_by"))


def _tell_truth(script: Script, shares: Shares, *, members: pl.DataFrame, since: date) -> pl.DataFrame:
    """Put what was planned beside what was drawn, a row per subfield in the order of the script."""
    n_papers = dict(members.group_by("subfield").len().iter_rows())
    rows = []
    for column, subfield in enumerate(script.subfields):
        plan, curve = subfield.plan, shares[:, column]
        move = [since + timedelta(days=day) for day in plan.span(len(shares))] if isinstance(plan, Move) else [None, None]
        rows.append(
            {
                "subfield": subfield.name,
                "kind": plan.kind,
                "growth": plan.growth if isinstance(plan, Trend) else None,
                "onset": move[0],
                "end": move[1],
                "share_start": curve[0],
                "share_end": curve[-1],
                "share_peak": curve.max(),
                "n_papers": n_papers.get(subfield.name, 0),
            }
        )
    return pl.DataFrame(rows, schema=_TRUTH_SCHEMA)
