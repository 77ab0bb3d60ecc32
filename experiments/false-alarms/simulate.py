"""Counts whose truth is known: a growing corpus in which a fifth of the topics grow by 30 % a year."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import CORPUS_SCHEMA, Corpus, Every, Series, Topics
from trends.data.series import SERIES_SCHEMA
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA

Array = NDArray[np.float64]

N_TOPICS = 300
GROWTH = 0.3
PER_YEAR: dict[Every, int] = {"month": 12, "quarter": 4, "year": 1}


@dataclass(frozen=True)
class World:
    """How counts come about.

    Attributes
    ----------
    every, n_periods
        The calendar.
    n_first
        Papers of the first period; the corpus doubles every 23 months.
    overdispersion, correlation
        Variance of the factor that a topic's rate is multiplied with in each period, and how it correlates with the next.
    season
        Swing of the log rate over a year, with a phase of its own for each topic.
    late
        Whether topics that grow are flat until some time in the middle third and double every year from then on.
    venues
        Whether papers come from four venues: one grows, one comes every second year, one begins halfway, and each topic
        has a level of its own in each.
    """

    every: Every = "quarter"
    n_periods: int = 24
    n_first: int = 400
    overdispersion: float = 0.05
    correlation: float = 0.0
    season: float = 0.0
    late: bool = False
    venues: bool = False


@dataclass(frozen=True)
class Draw:
    """Counts (n_topics, n_strata, n_periods), totals (n_strata, n_periods), times in years, and which topics grow."""

    counts: Array
    totals: Array
    years: Array
    grows: NDArray[np.bool_]
    every: Every

    def series(self, *, stratified: bool) -> Series:
        """Return the counts as the package holds them, with or without the venues."""
        interval = {"month": "1mo", "quarter": "1q", "year": "1y"}[self.every]
        n_topics, n_strata, n_periods = self.counts.shape
        days = pl.select(pl.date_range(pl.date(2000, 1, 1), pl.date(2100, 1, 1), interval)).to_series().head(n_periods)
        counts, totals = self.counts.sum(axis=1), self.totals.sum(axis=0)
        topic = np.repeat(np.arange(n_topics), n_periods)
        table = pl.DataFrame(
            {
                "topic": topic,
                "period": days.gather(np.tile(np.arange(n_periods), n_topics)),
                "count": counts.ravel().astype(np.int64),
                "total": np.tile(totals, n_topics).astype(np.int64),
                "share": (counts / totals).ravel(),
                "partial": False,
            },
            schema_overrides=SERIES_SCHEMA,
        )
        until = days[-1]
        if not stratified:
            return Series(table, self.every, until)
        stratum, period = (place.ravel() for place in np.mgrid[:n_strata, :n_periods])
        cells = pl.DataFrame({"stratum": stratum, "place": period, "total": self.totals.ravel().astype(np.int64)})
        strata = pl.DataFrame({"topic": np.arange(n_topics)}).join(cells, how="cross", maintain_order="left_right")
        strata = strata.with_columns(
            count=self.counts.ravel(), period=days.gather(strata["place"]), stratum=pl.col("stratum").cast(str)
        )
        kept = strata.filter(pl.col("total") > 0).select("topic", "stratum", "period", "count", "total")
        return Series(table, self.every, until, strata=kept, stratum_kind="venue", denominator="all papers of four venues")


def draw(world: World, *, seed: int, n_topics: int = N_TOPICS) -> Draw:
    """Draw the papers of topics with shares from 0.2 to 5 %, a fifth of which grow."""
    rng = np.random.default_rng(seed)
    per_year, n_periods = PER_YEAR[world.every], world.n_periods
    years = np.arange(n_periods) / per_year
    totals = _draw_totals(world, years)
    share = rng.permutation(np.geomspace(0.002, 0.05, n_topics))
    grows = np.arange(n_topics) < n_topics // 5
    trend = np.where(grows[:, None], _draw_growth(world, years, rng=rng, n_topics=n_topics), 0)
    season = world.season * np.cos(2 * np.pi * (years + rng.random((n_topics, 1))))
    drift = _draw_drift(world, rng=rng, n_topics=n_topics)
    level = rng.normal(0, 0.7, (n_topics, len(totals))) if world.venues else np.zeros((n_topics, 1))
    level -= np.log(np.exp(level).mean(axis=1, keepdims=True))
    rate = share[:, None] * np.exp(trend + season + drift)
    counts = rng.poisson(np.minimum(1, rate[:, None, :] * np.exp(level)[:, :, None]) * totals)
    return Draw(np.minimum(counts, totals).astype(np.float64), totals, years, grows, world.every)


def _draw_growth(world: World, years: Array, *, rng: np.random.Generator, n_topics: int) -> Array:
    """Return what growth adds to the log rate (n_topics, n_periods)."""
    if not world.late:
        return np.log1p(GROWTH) * (years - years.mean()) * np.ones((n_topics, 1))
    begin = rng.uniform(1 / 3, 2 / 3, (n_topics, 1)) * years[-1]
    return np.log(2) * np.maximum(0, years - begin)


def _draw_totals(world: World, years: Array) -> Array:
    volume = world.n_first * 2 ** (years * 12 / 23)
    if not world.venues:
        return np.round(volume)[None, :]
    per_year = PER_YEAR[world.every]
    place = np.arange(world.n_periods)
    steady = 0.4 * volume[0] * np.ones(world.n_periods)
    biennial = 0.5 * volume * ((place // per_year) % 2 == 0)
    late = 0.5 * volume * (place >= world.n_periods // 2)
    return np.round(np.stack([0.3 * volume, steady, biennial, late]))


def _draw_drift(world: World, *, rng: np.random.Generator, n_topics: int) -> Array:
    deviation = np.sqrt(np.log1p(world.overdispersion))
    drift = rng.normal(0, deviation, (n_topics, world.n_periods))
    rho = world.correlation
    for place in range(1, world.n_periods):
        drift[:, place] = rho * drift[:, place - 1] + np.sqrt(1 - rho**2) * drift[:, place]
    return drift - deviation**2 / 2


def papers(*, n_papers: int, n_topics: int, n_months: int) -> tuple[Topics, Corpus]:
    """Make papers in eight categories with topics, all drawn evenly."""
    rng = np.random.default_rng(0)
    first = np.datetime64("2015-01-01", "D")
    days = first + rng.integers(0, round(n_months * 30.4), n_papers)
    columns = {
        "id": [f"sha:{number:06}" for number in range(n_papers)],
        "title": ["a paper"] * n_papers,
        "abstract": [""] * n_papers,
        "published": days,
        "precision": ["day"] * n_papers,
        "authors": [[]] * n_papers,
        "categories": [[f"cs.{letter}"] for letter in rng.choice(list("ABCDEFGH"), n_papers)],
        "sources": [["drawn"]] * n_papers,
    }
    unknown = {name: [None] * n_papers for name in CORPUS_SCHEMA if name not in columns}
    corpus = Corpus.of(pl.DataFrame({**columns, **unknown}, schema_overrides=CORPUS_SCHEMA).select(CORPUS_SCHEMA.names()))
    groups = rng.integers(0, n_topics, n_papers)
    return make_topics(corpus, groups, n_topics=n_topics), corpus


def make_topics(corpus: Corpus, groups: NDArray[np.int64], *, n_topics: int) -> Topics:
    """Turn groups of papers (n_papers,) into topics without words."""
    sizes = np.bincount(groups, minlength=n_topics)
    empty = dict.fromkeys(("n_found", "n_runs", "stability"))
    table = {"topic": range(n_topics), "label": [str(topic) for topic in range(n_topics)], "n_papers": sizes, **empty}
    members = {"id": corpus.ids, "topic": groups, "similarity": 1.0, "reason": None}
    return Topics(
        pl.DataFrame(table, schema=TOPICS_SCHEMA),
        pl.DataFrame(schema=TERMS_SCHEMA),
        pl.DataFrame(members, schema=MEMBERS_SCHEMA),
        np.ones((n_topics, 1), dtype=np.float32),
        "drawn",
    )
