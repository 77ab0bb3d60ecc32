"""Stability: whether a topic comes back from another seed, or from fewer papers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from trends.data import OUTLIER, Progress, silent
from trends.errors import ConfigError
from trends.topics.groups import rand_index

Refit = Callable[[NDArray[np.int64], int], NDArray[np.int64]]

STABILITY_SCHEMA: Final = pl.Schema(
    {"topic": pl.Int64, "n_found": pl.Int64, "n_runs": pl.Int64, "jaccard": pl.Float64, "verdict": pl.String}
)
RUNS_SCHEMA: Final = pl.Schema({"run": pl.Int64, "seed": pl.Int64, "n_papers": pl.Int64, "n_topics": pl.Int64, "ari": pl.Float64})

_FOUND: Final = 0.5
_STABLE: Final = 0.75
_DOUBTFUL: Final = 0.6


class Matches(NamedTuple):
    """For each topic 0 … n − 1 of one grouping, the most similar topic of another.

    Attributes
    ----------
    jaccard
        float64 (n_topics,): papers in both over papers in either, 0 to 1; NaN for a topic without papers.
    topic
        int64 (n_topics,): the matched topic, the lowest id where several fit equally, `OUTLIER` where no paper is shared.
    """

    jaccard: NDArray[np.float64]
    topic: NDArray[np.int64]


class Stability(NamedTuple):
    """How well topics come back.

    Attributes
    ----------
    topics
        Columns of `STABILITY_SCHEMA`, a row per topic, sorted by topic: it came back in ``n_found`` of the ``n_runs`` runs
        that saw any of its papers, with the mean ``jaccard`` (0 to 1). ``verdict`` is ``stable`` from 0.75,
        ``doubtful`` from 0.6 (there is something, but which papers belong to it is open) and ``unstable`` below.
    runs
        Columns of `RUNS_SCHEMA`, a row per run. ``ari`` is the adjusted Rand index between the topics given and those of
        the run, outliers as one group: 1 for the same grouping, 0 for what chance gives.
    """

    topics: pl.DataFrame
    runs: pl.DataFrame


def match_topics(reference: NDArray[np.int64], other: NDArray[np.int64], *, rows: NDArray[np.int64] | None = None) -> Matches:
    """Match each topic of one grouping to the topic of another that shares most of its papers.

    Parameters
    ----------
    reference
        (n_papers,), a topic 0 … n − 1 per paper or `OUTLIER`, which is no topic.
    other
        The other grouping of the same papers, or of those in `rows`.
    rows
        Which papers of `reference` the other grouping saw; papers that it did not see count nowhere. None means all.
    """
    n_topics = int(reference.max(initial=OUTLIER)) + 1
    seen = reference if rows is None else reference[rows]
    sizes = np.bincount(seen[seen != OUTLIER], minlength=n_topics)
    other_sizes = np.bincount(other[other != OUTLIER], minlength=1)
    both = (seen != OUTLIER) & (other != OUTLIER)
    shared = csr_matrix(
        (np.ones(both.sum()), (seen[both], other[both])), shape=(n_topics, len(other_sizes))
    ).tocoo()  # sums the papers of equal pairs
    jaccard = shared.data / (sizes[shared.row] + other_sizes[shared.col] - shared.data)
    best = np.full(n_topics, OUTLIER, dtype=np.int64)
    highest = np.where(sizes > 0, 0.0, np.nan)
    worst_first = np.lexsort((-shared.col, jaccard))
    best[shared.row[worst_first]] = shared.col[worst_first]
    highest[shared.row[worst_first]] = jaccard[worst_first]
    return Matches(highest, best)


def measure_stability(
    groups: NDArray[np.int64],
    refit: Refit,
    *,
    n_runs: int,
    seed: int,
    share: float = 0.9,
    n_jobs: int = 1,
    progress: Progress = silent,
) -> Stability:
    """Find topics again and again, and count how often each comes back.

    Every second run sees all papers and only another seed; the runs between see a random part of the papers as well.

    Parameters
    ----------
    groups
        (n_papers,), a topic 0 … n − 1 per paper or `OUTLIER`.
    refit
        Given rising rows of papers and a seed below 2³², finds topics among these papers alone: int64, one per row. It is
        called from `n_jobs` threads at once.
    n_runs
        How many times, at least 1.
    seed
        Of the seeds and the parts. A run depends on this and its own number, not on `n_runs` or `n_jobs`.
    share
        Part of the papers that every second run sees, above 0 up to 1.
    n_jobs
        How many runs at once; memory grows with it.
    progress
        Told after each run.

    Raises
    ------
    ConfigError
        Where `n_runs`, `share` or `n_jobs` is out of its range.

    Notes
    -----
    Hennig 2007, "Cluster-wise assessment of cluster stability", *Computational Statistics & Data Analysis* 52, 258-271, by
    subsets instead of the bootstrap, whose copies of papers would be near neighbours by construction. A topic has come
    back where its Jaccard index exceeds 0.5: at or below that Hennig 2008 ("Dissolution point and isolation robustness",
    *Journal of Multivariate Analysis* 99, 1154-1176) calls a cluster dissolved, and above it no second topic of the run can
    match as well. The limits of the verdicts are those that he gives with `clusterboot` of the R package fpc; to be stable
    is needed for a topic to be real, but does not prove it.
    """
    if n_runs < 1 or n_jobs < 1:
        raise ConfigError(f"stability is measured in {n_runs} runs by {n_jobs} threads, both must be at least 1")
    if not 0 < share <= 1:
        raise ConfigError(f"a run of stability sees {share} of the papers, it must be above 0 up to 1")

    def run(number: int) -> tuple[NDArray[np.float64], dict[str, int | float]]:
        rng = np.random.default_rng([seed, number])
        n_seen = round(share * len(groups)) if number % 2 else len(groups)
        rows = np.sort(rng.choice(len(groups), size=n_seen, replace=False))
        own_seed = int(rng.integers(2**32))
        found = refit(rows, own_seed)
        facts = {"run": number, "seed": own_seed, "n_papers": n_seen, "n_topics": len(np.unique(found[found != OUTLIER]))}
        return match_topics(groups, found, rows=rows).jaccard, {**facts, "ari": rand_index(groups[rows], found)}

    matched, runs = [], []
    with ThreadPoolExecutor(max_workers=n_jobs) as pool:
        for done, (jaccard, facts) in enumerate(pool.map(run, range(n_runs)), start=1):
            matched.append(jaccard)
            runs.append(facts)
            progress("stability", done, n_runs)
    return Stability(_sum_up(np.array(matched)), pl.DataFrame(runs, schema=RUNS_SCHEMA))


def _sum_up(matched: NDArray[np.float64]) -> pl.DataFrame:
    """Turn a row per run and a column per topic into a row per topic, topics that no run saw left out."""
    n_runs = (~np.isnan(matched)).sum(axis=0)
    topics = np.flatnonzero(n_runs)
    jaccard = np.nansum(matched, axis=0)[topics] / n_runs[topics]
    verdict = np.select([jaccard >= _STABLE, jaccard >= _DOUBTFUL], ["stable", "doubtful"], default="unstable")
    return pl.DataFrame(
        {
            "topic": topics,
            "n_found": (matched > _FOUND).sum(axis=0)[topics],
            "n_runs": n_runs[topics],
            "jaccard": jaccard,
            "verdict": verdict,
        },
        schema=STABILITY_SCHEMA,
    )
