"""The stage of topics: found, or taken over from another model, corrected and labelled."""

import logging
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Corpus, Embeddings, Layers, Tree
from trends.embed import Encoder, encode_all
from trends.pipeline.job import Job, LateEncoder, key_after, writing
from trends.topics import CORRECTIONS_FILE, Fitted, keep_ids, label_by_llm, read_corrections
from trends.workspace import Writing, store

_log: Final = logging.getLogger(__name__)


def make_topics(job: Job, encoder: LateEncoder) -> bool:
    """Find the topics; False where they were fresh."""
    folder, settings = job.workspace.folder, job.config.topics
    wishes = folder / CORRECTIONS_FILE
    corrections = read_corrections(wishes) if wishes.exists() else ()
    given = None if job.topics is None else [job.topics.model, job.topics.table.write_json(), job.topics.members.write_json()]
    parts = (settings.model_dump(mode="json"), [str(correction) for correction in corrections], given)
    key = key_after(job, *parts, after="embeddings")
    if job.workspace.is_fresh("topics", key=key):
        return False
    corpus, embeddings = store.read_corpus(folder), store.read_embeddings(folder)
    memory = folder / "topics" / "memory.parquet"

    def encode(texts: Any) -> NDArray[np.float32]:
        return encode_all(encoder.get(), texts)

    with writing(job, "topics", key=key) as work:
        of_phrases = encode if _speaks_for(encoder.get(), embeddings) else None
        if job.topics is not None:
            fitted = settings.adopt(job.topics, corpus, embeddings, encode=of_phrases, progress=job.progress)
        else:
            fitted = settings.fit(
                corpus,
                embeddings,
                encode=of_phrases,
                corrections=corrections,
                memory=store.read_table(memory) if memory.exists() else None,
                progress=job.progress,
            )
        fitted = _label(job, fitted, corpus=corpus, work=work)
        first_free = 0
        if job.keeps_ids:
            first_free = job.workspace.manifest()["stages"]["topics"]["facts"]["first_free_id"]
            fitted = keep_ids(fitted, store.read_topics(folder), first_free=first_free)
        _write_fitted(fitted, work.folder)
        work.rows = fitted.topics.n_topics
        work.facts = {
            "n_topics": fitted.topics.n_topics,
            "first_free_id": max([first_free, *(topic + 1 for topic in fitted.topics.table["topic"])]),
            "n_outliers": fitted.topics.n_outliers,
            "n_topics_of_layers": [topics.n_topics for topics in fitted.layers.topics],
            "chosen_layer": fitted.layers.chosen,
            "n_papers_grouped": fitted.n_grouped,
            "resolution": fitted.resolution,
            "adopted": job.topics is not None,
            "settings": settings.model_dump(mode="json", exclude_none=True),
        }
    for message in [*_complaints(fitted.guides), *_complaints(fitted.corrections)]:
        _log.warning("%s", message)
    return True


def _label(job: Job, fitted: Fitted, *, corpus: Corpus, work: Writing) -> Fitted:
    """Let a language model write the labels of the chosen topics, where one is set."""
    settings = job.config.topics.llm
    if settings is None or not fitted.topics.n_topics:
        return fitted
    labelled = label_by_llm(
        corpus, fitted.topics, settings=settings, cache=job.workspace.folder / "labels", progress=job.progress
    )
    store.write_table(labelled.account, work.folder / "topics" / "labels.parquet")
    layers = list(fitted.layers.topics)
    layers[fitted.layers.chosen] = labelled.topics
    leaves = labelled.topics.table.select(node="topic", label="label")
    tree = Tree(fitted.tree.table.update(leaves, on="node", how="left"))
    return fitted._replace(layers=Layers(tuple(layers), fitted.layers.chosen), tree=tree)


def _write_fitted(fitted: Fitted, folder: Path) -> None:
    store.write_layers(fitted.layers, folder)
    store.write_tree(fitted.tree, folder)
    store.write_points(fitted.points, folder)
    tables = {
        "memberships": fitted.memberships,
        "guides": fitted.guides,
        "corrections": fitted.corrections,
        "memory": fitted.memory,
    }
    for name, table in tables.items():
        store.write_table(table, folder / "topics" / f"{name}.parquet")


def _complaints(table: pl.DataFrame) -> list[str]:
    """List what guides and corrections could not do."""
    if "applied" in table.columns:
        return [f"{CORRECTIONS_FILE}: {what}: {why}" for what, done, why in table.iter_rows() if not done]
    failed = table.filter(pl.col("outcome").is_in(["spread", "too few"]))
    return [f"guide {label!r}: {message}" for label, message in failed.select("label", "message").iter_rows()]


def _speaks_for(encoder: Encoder, embeddings: Embeddings) -> bool:
    """Say whether phrases can be encoded into the space of the papers, which an earlier run may have embedded elsewhere."""
    if encoder.reads_any_text and encoder.fingerprint != embeddings.model:
        _log.warning("the papers were embedded by another version of the model: terms are ranked without it")
    return encoder.reads_any_text and encoder.fingerprint == embeddings.model
