"""Answers about the topics of a finished run that are worked out when they are asked for."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.config import make_config
from trends.data import OUTLIER, Progress, silent
from trends.embed import encode_all
from trends.errors import ConfigError, DataError
from trends.pipeline import STAGES
from trends.stats import place_papers
from trends.topics import (
    CHANGES_SCHEMA,
    TERMS_OVER_TIME_SCHEMA,
    Quality,
    TopicModel,
    count_phrases,
    find_representatives,
    list_terms,
)
from trends.workspace import Workspace, store

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


def measure_quality(folder: Path, *, n_runs: int, progress: Progress = silent) -> Quality:
    """Measure how far the topics of a run can be trusted.

    Parameters
    ----------
    folder
        The run's folder.
    n_runs
        How often topics are found again; 0 for never, as for topics that another model found.
    progress
        Told after each run.

    Raises
    ------
    WorkspaceError
        Where the folder holds no run, or one without topics.
    """
    workspace = Workspace.open(folder)
    workspace.check_finished(STAGES[:3])
    facts = workspace.manifest()["stages"]["topics"]["facts"]
    return TopicModel.model_validate(facts["settings"]).assess(
        store.read_topics(folder),
        store.read_corpus(folder),
        embeddings=store.read_embeddings(folder),
        resolution=facts["resolution"],
        n_runs=0 if facts["adopted"] else n_runs,
        progress=progress,
    )


def load_encoder(folder: Path) -> Encode | None:
    """Load the encoder that a run's papers were embedded with; None where it knows no other texts or has changed since."""
    settings = Workspace.open(folder).manifest()["settings"]
    encoder = make_config(settings, origin=str(folder)).embed.load(store.read_corpus(folder))
    if not encoder.reads_any_text or encoder.fingerprint != store.read_embeddings(folder).model:
        return None
    return lambda texts: encode_all(encoder, texts)


def find_topics(folder: Path, text: str, *, n: int) -> pl.DataFrame:
    """Find the topics that free text speaks of.

    Returns
    -------
    ``topic, label, similarity`` (cosine of the text to the topic's centroid), best first, at most `n`.

    Raises
    ------
    ConfigError
        Where the run's embedder has no vectors for other texts.
    """
    encode = load_encoder(folder)
    if encode is None:
        raise ConfigError(f"the embedder of {folder} knows only its papers, free text needs one that reads any text")
    topics = store.read_topics(folder)
    similarity = pl.Series("similarity", topics.centroids @ encode([text])[0], dtype=pl.Float64)
    found = topics.table.select("topic", "label").with_columns(similarity)
    return found.sort("similarity", "topic", descending=[True, False]).head(n)


def choose_papers(folder: Path, *, n: int) -> pl.DataFrame:
    """Choose papers that stand for each topic: central, varied, and one of the newest among them.

    Returns
    -------
    A row per topic and ``rank`` (0 is the most central): ``topic, label, rank, id, title, published, url``.
    """
    corpus, topics = store.read_corpus(folder), store.read_topics(folder)
    groups = topics.members["topic"].to_numpy()
    chosen = find_representatives(
        np.asarray(store.read_embeddings(folder).matrix),
        groups=[np.flatnonzero(groups == topic) for topic in topics.table["topic"]],
        dates=corpus.table["published"].to_numpy().astype("datetime64[D]"),
        n=n,
    )
    places = [
        (topic, rank, row) for topic, rows in zip(topics.table["topic"], chosen, strict=True) for rank, row in enumerate(rows)
    ]
    table = pl.DataFrame(places, schema={"topic": pl.Int64, "rank": pl.Int64, "row": pl.Int64}, orient="row")
    papers = corpus.table.select("id", "title", "published", "url")[table["row"]]
    return pl.concat([topics.with_labels(table.drop("row")), papers], how="horizontal")


def compare_topics(folder: Path, other: Path) -> pl.DataFrame:
    """Match each topic of a run to the topic of another run of the same papers that shares most of its papers.

    Returns
    -------
    ``topic, label, n_papers, other, other_label, jaccard``, see `trends.Study.compare`.

    Raises
    ------
    DataError
        Where the runs are of different papers.
    """
    mine, theirs = store.read_topics(folder), store.read_topics(other)
    if not mine.members["id"].equals(theirs.members["id"]):
        raise DataError(f"{other} studies other papers than {folder}, compare studies of the same papers")
    pairs = pl.DataFrame({"topic": mine.members["topic"], "other": theirs.members["topic"]})
    shared = pairs.filter(pl.col("topic") != OUTLIER, pl.col("other") != OUTLIER).group_by("topic", "other").len("n_shared")
    others = theirs.table.select(other="topic", other_label="label", n_other="n_papers")
    matched = mine.table.join(shared, on="topic", how="left").join(others, on="other", how="left")
    jaccard = pl.col("n_shared") / (pl.col("n_papers") + pl.col("n_other") - pl.col("n_shared"))
    return (
        matched.select("topic", "label", "n_papers", "other", "other_label", jaccard=jaccard.fill_null(0))
        .sort("topic", "jaccard", "other", descending=[False, True, False])
        .unique("topic", keep="first", maintain_order=True)
    )


def list_terms_over_time(folder: Path, *, n_terms: int) -> pl.DataFrame:
    """Rank the terms of each topic in each period of the series.

    Returns
    -------
    ``topic, label, period, rank, term, weight, n_papers``, see `terms_over_time`; ``period`` is the first day. Empty where
    no paper is dated.
    """
    series, topics = store.read_series(folder), store.read_topics(folder)
    if series is None:
        return topics.with_labels(pl.DataFrame(schema=TERMS_OVER_TIME_SCHEMA))
    corpus = store.read_corpus(folder)
    counts, period = count_phrases(corpus.texts()), place_papers(corpus, series)
    days = series.table["period"].unique().sort()
    return topics.with_labels(list_terms(counts, topics=topics, period=period, days=days, n_terms=n_terms))


def list_vocabulary_changes(folder: Path) -> pl.DataFrame:
    """List what entered and what left the vocabulary of each topic beyond chance, see `vocabulary_changes`.

    The partial period at the end takes no part. Empty where there are fewer than two complete periods.
    """
    dated = store.read_series(folder) is not None
    changes = store.read_table(folder / "stats" / "vocabulary.parquet") if dated else pl.DataFrame(schema=CHANGES_SCHEMA)
    return store.read_topics(folder).with_labels(changes)
