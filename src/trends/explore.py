"""Answers about the topics of a finished run that are worked out when they are asked for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.config import make_config
from trends.data import OUTLIER, Progress, Series, silent
from trends.embed import encode_all
from trends.errors import ConfigError
from trends.pipeline import STAGES
from trends.stats import place_papers
from trends.topics import (
    CHANGES_SCHEMA,
    DYNAMIC_SCHEMA,
    PhraseCounts,
    Quality,
    TopicModel,
    count_phrases,
    find_representatives,
    terms_over_time,
    vocabulary_changes,
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
    labelled = table.drop("row").join(topics.table.select("topic", "label"), on="topic", maintain_order="left")
    return pl.concat([labelled.select("topic", "label", "rank"), papers], how="horizontal")


def list_terms_over_time(folder: Path, *, n_terms: int) -> pl.DataFrame:
    """Rank the terms of each topic in each period of the series.

    Returns
    -------
    ``topic, label, period, rank, term, weight, n_papers``, see `terms_over_time`; ``period`` is the first day. Empty where
    no paper is dated.
    """
    series = store.read_series(folder)
    if series is None:
        return pl.DataFrame(schema={"topic": pl.Int64, "label": pl.String, **DYNAMIC_SCHEMA, "period": pl.Date})
    counts, topic, period = _place(folder, series)
    found = terms_over_time(counts, topic=topic, period=period, n_terms=n_terms)
    return _with_ids(folder, found).with_columns(_periods(series).gather(found["period"]).alias("period"))


def list_vocabulary_changes(folder: Path) -> pl.DataFrame:
    """List what entered and what left the vocabulary of each topic beyond chance, see `vocabulary_changes`.

    The partial period at the end takes no part. Empty where there are fewer than two complete periods.
    """
    series = store.read_series(folder)
    n_periods = 0 if series is None else series.complete["period"].n_unique()
    if series is None or n_periods < 2:
        return pl.DataFrame(schema={"topic": pl.Int64, "label": pl.String, **CHANGES_SCHEMA})
    complete = replace(series, table=series.complete)
    counts, topic, period = _place(folder, complete)
    return _with_ids(folder, vocabulary_changes(counts, topic=topic, period=period, n_periods=n_periods))


def _place(folder: Path, series: Series) -> tuple[PhraseCounts, NDArray[np.int64], NDArray[np.int64]]:
    """Return the phrases of a run's papers, and the place of the topic and of the period of each paper, −1 for none."""
    corpus, topics = store.read_corpus(folder), store.read_topics(folder)
    place = {topic: position for position, topic in enumerate(topics.table["topic"])}
    topic = np.array([place.get(topic, OUTLIER) for topic in topics.members["topic"]], dtype=np.int64)
    return count_phrases(corpus.texts()), topic, place_papers(corpus, series)


def _periods(series: Series) -> pl.Series:
    return series.table["period"].unique().sort()


def _with_ids(folder: Path, table: pl.DataFrame) -> pl.DataFrame:
    """Put the ids of topics in the place of their positions, and their labels beside."""
    known = store.read_topics(folder).table
    named = table.with_columns(known[name].gather(table["topic"]).alias(name) for name in ("label", "topic"))
    return named.select("topic", "label", pl.exclude("topic", "label"))
