"""Real papers with dates that mean nothing: how many topics are still said to rise?"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from simulate import make_topics
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from trends.data import Corpus, Every, Series, Topics
from trends.data.audit import StratumKind
from trends.sources import read
from trends.stats import count, estimate_growth

Counts = NDArray[np.int64]

N_TOPICS = 100


class Case(NamedTuple):
    """A corpus and what is held constant."""

    file: str
    kind: StratumKind
    every: Every
    since: str


CASES = (
    Case("acl_anthology", "venue", "year", "2010-01-01"),
    Case("arxiv_daily_csq_2024_2026", "category", "month", "2024-01-01"),
)


def alarms(case: Case, corpora: Path, *, n_times: int) -> Iterator[dict[str, float | str]]:
    """Yield for each way of shuffling how many topics rise at q ≤ 0.05, beside the dates as they are."""
    corpus = read_case(case, corpora)
    series = count_case(case, find_topics(corpus), corpus)
    growth = estimate_growth(series)
    yield {"corpus": case.file, "dates": "as they are", "n_topics": growth.height, **shares(growth)}
    for name, shuffle in (("papers shuffled", shuffle_papers), ("periods shuffled", shuffle_periods)):
        tables = [estimate_growth(shuffle(series, rng=np.random.default_rng(seed))) for seed in range(n_times)]
        found = [shares(table) for table in tables]
        yield {
            "corpus": case.file,
            "dates": name,
            **{key: float(np.mean([one[key] for one in found])) for key in found[0]},
            "any_rising": float(np.mean([one["rising"] > 0 for one in found])),
        }


def read_case(case: Case, corpora: Path) -> Corpus:
    """Read the papers from the first day on."""
    corpus = read([str(corpora / f"{case.file}.parquet")])
    return Corpus.of(corpus.table.filter(pl.col("published") >= pl.lit(case.since).str.to_date()))


def count_case(case: Case, topics: Topics, corpus: Corpus) -> Series:
    """Count topics with strata held constant."""
    since = pl.Series([case.since]).str.to_date()[0]
    series = count(topics, corpus, every=case.every, since=since, stratum_kind=case.kind).series
    assert series is not None
    return series


def shares(growth: pl.DataFrame) -> dict[str, float]:
    """Return what part of the topics moves."""
    return {
        "rising": float((growth["trend"] == "rising").mean()),  # type: ignore[arg-type]
        "falling": float((growth["trend"] == "falling").mean()),  # type: ignore[arg-type]
        "p_below_05": float((growth["p"] <= 0.05).mean()),  # type: ignore[arg-type]
    }


def find_topics(corpus: Corpus) -> Topics:
    """Group titles by their words: topics good enough to be counted."""
    _, groups = group_titles(corpus)
    return make_topics(corpus, groups, n_topics=N_TOPICS)


def group_titles(corpus: Corpus) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return vectors of the titles, rows of unit length, and the group of each."""
    words = TfidfVectorizer(max_features=20_000, stop_words="english", sublinear_tf=True).fit_transform(corpus.table["title"])
    vectors = TruncatedSVD(60, random_state=0).fit_transform(words)
    groups = MiniBatchKMeans(N_TOPICS, random_state=0, n_init=1).fit_predict(vectors).astype(np.int64)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), groups


def shuffle_papers(series: Series, *, rng: np.random.Generator) -> Series:
    """Give the papers of each stratum each other's dates: what is left is chance alone."""
    return _rebuild(series, lambda counts, totals: _deal(counts, totals, rng=rng))


def shuffle_periods(series: Series, *, rng: np.random.Generator) -> Series:
    """Let all papers of a period change dates with those of another: topics vary as they do, with no trend.

    A share of a period stays with the papers; only its place in time, the same in all strata, is drawn.
    """
    order = rng.permutation(series.table["period"].n_unique())
    periods = series.table["period"].unique().sort()
    moved = dict(zip(periods, periods.gather(order), strict=True))
    strata = series.strata.with_columns(pl.col("period").replace_strict(moved)).sort("topic", "stratum", "period")
    return _with_strata(series, strata)


def _deal(counts: Counts, totals: Counts, *, rng: np.random.Generator) -> Counts:
    """Deal the papers (n_topics, n_periods) of one stratum anew to its periods."""
    outside = totals - counts.sum(axis=0)
    kinds = np.repeat(np.arange(len(counts) + 1), [*counts.sum(axis=1), outside.sum()])
    places = np.repeat(np.arange(len(totals)), totals)
    dealt = np.zeros((len(counts) + 1, len(totals)), dtype=np.int64)
    np.add.at(dealt, (rng.permutation(kinds), places), 1)
    return dealt[:-1]


def _rebuild(series: Series, deal: Callable[[Counts, Counts], Counts]) -> Series:
    parts = []
    for stratum in series.strata.partition_by("stratum", maintain_order=True):
        n_topics = stratum["topic"].n_unique()
        counts = stratum["count"].to_numpy().astype(np.int64).reshape(n_topics, -1)
        totals = stratum["total"].to_numpy()[: counts.shape[1]]
        parts.append(stratum.with_columns(count=pl.Series(deal(counts, totals).ravel()).cast(pl.Float64)))
    return _with_strata(series, pl.concat(parts).sort("topic", "stratum", "period"))


def _with_strata(series: Series, strata: pl.DataFrame) -> Series:
    """Return the series with other counts; shares are those of all papers, as nothing but the second opinion reads them."""
    sums = strata.group_by("topic", "period").agg(pl.col("count").sum().cast(pl.Int64), pl.col("total").sum())
    kept = series.table.select("topic", "period", "partial").join(sums, on=["topic", "period"], maintain_order="left")
    table = kept.with_columns(share=pl.col("count") / pl.col("total"))
    columns = ["topic", "period", "count", "total", "share", "partial"]
    return Series(table.select(columns), series.every, series.until, strata, series.stratum_kind, series.denominator)
