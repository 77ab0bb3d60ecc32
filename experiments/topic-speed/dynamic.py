"""Race terms over time against BERTopic's `topics_over_time`, same papers, same known topics: `python dynamic.py`.

Prints one JSON object. Not raced is what both have by then: the phrases of each paper, which a run counts once for all its
stages (`count_seconds`), and BERTopic's fitted model (`fit_seconds`).
"""

import json
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer

from trends.topics.dynamics.terms import terms_over_time
from trends.topics.names.phrases import count_phrases

Result = TypeVar("Result")


@click.command()
@click.option("--corpora", type=click.Path(path_type=Path, exists=True), default="../shared/corpora")
@click.option("--n-papers", default=20_000)
@click.option("--n-topics", default=100)
@click.option("--n-periods", default=100)
@click.option("--n-turns", default=2)
def main(corpora: Path, n_papers: int, n_topics: int, n_periods: int, n_turns: int) -> None:
    """Race `n_turns` times in turns; the best of each side counts."""
    warnings.simplefilter("ignore")
    papers = read_papers(corpora / "arxiv_daily_csq_2024_2026.parquet", n_papers=n_papers)
    texts, times = papers["text"].to_list(), papers["time"].to_list()
    count_seconds, counts = clock(lambda: count_phrases(texts, min_papers=2 + n_papers // 4000))
    vectors = TruncatedSVD(100, random_state=0).fit_transform(TfidfTransformer().fit_transform(counts.matrix))
    topic = MiniBatchKMeans(n_topics, random_state=0, n_init=3).fit_predict(vectors).astype(np.int64)
    period = cut(papers["time"], n_periods=n_periods)
    fit_seconds, model = clock(lambda: fit_bertopic(texts, vectors=vectors, topic=topic))
    seconds: dict[str, list[float]] = {"trends": [], "bertopic": []}
    for _ in range(n_turns):
        spent, ours = clock(lambda: terms_over_time(counts, topic=topic, period=period))
        seconds["trends"].append(spent)
        spent, theirs = clock(lambda: model.topics_over_time(texts, times, nr_bins=n_periods))
        seconds["bertopic"].append(spent)
    best = {name: min(spent) for name, spent in seconds.items()}
    result = {
        "n_papers": len(texts),
        "n_topics": n_topics,
        "n_periods": n_periods,
        "n_rows": {"trends": ours.height, "bertopic": len(theirs)},
        "count_seconds": count_seconds,
        "fit_seconds": fit_seconds,
        "seconds": seconds,
        "ratio": best["bertopic"] / best["trends"],
        "ratio_with_counting": best["bertopic"] / (best["trends"] + count_seconds),
    }
    click.echo(json.dumps(result, indent=2))


def read_papers(path: Path, *, n_papers: int) -> pl.DataFrame:
    """Draw papers by a seed: ``text`` and ``time``, in order of time; the few before 2025 would leave most periods empty."""
    table = pl.read_parquet(path).filter(pl.col("date") >= "2025").sample(n_papers, seed=0).sort("date", "id")
    return table.select(text=pl.concat_str("title", "abstract", separator=". "), time=pl.col("date").str.to_datetime("%Y-%m-%d"))


def cut(times: pl.Series, *, n_periods: int) -> NDArray[np.int64]:
    """Cut the span into periods of equal length, as BERTopic does."""
    days = times.to_physical().to_numpy().astype(np.float64)
    share = (days - days.min()) / (days.max() - days.min())
    return np.minimum(share * n_periods, n_periods - 1).astype(np.int64)


def fit_bertopic(texts: list[str], *, vectors: NDArray[np.float64], topic: NDArray[np.int64]) -> Any:
    """Fit BERTopic with its defaults to topics that are known."""
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction

    model = BERTopic(umap_model=BaseDimensionalityReduction(), hdbscan_model=BaseCluster(), embedding_model=None)
    return model.fit(texts, embeddings=vectors, y=topic)


def clock(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the seconds that work takes, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


if __name__ == "__main__":
    main()
