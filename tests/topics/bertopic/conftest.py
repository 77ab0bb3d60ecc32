"""Eight planted topics and a few outliers, in the space of an encoder that knows their words."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
import pytest

from trends.data import Corpus, Embeddings, Topics
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA

PHRASES = (
    "machine unlearning",
    "protein folding",
    "speech recognition",
    "graph network",
    "image diffusion",
    "robot grasping",
    "code generation",
    "traffic forecast",
)
N_OUTLIERS = 4
UNMEASURED = {"n_found": None, "n_runs": None, "stability": None}


class Planted(NamedTuple):
    corpus: Corpus
    topics: Topics
    embeddings: Embeddings


def encode(texts: Sequence[str]) -> np.ndarray:
    """Give each text a direction by the planted phrases that it holds, and a last one for all other texts."""
    used = np.array([[phrase in text.lower() for phrase in PHRASES] for text in texts], dtype=np.float32)
    rows = np.hstack([used, ~used.any(axis=1, keepdims=True)]).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def plant(corpus_of, *, ids: Sequence[int] = tuple(range(len(PHRASES)))) -> Planted:
    """Plant topics of 20, 19, 18 … papers under these ids; one of a third topic's papers in turn also uses its words."""
    sizes = [20 - rank for rank in range(len(PHRASES))]
    groups = [ids[rank] for rank, size in enumerate(sizes) for _ in range(size)] + [-1] * N_OUTLIERS
    number = {topic: rank for rank, topic in enumerate(ids)}
    titles = [
        f"On {PHRASES[number[topic]]} number {i} with {PHRASES[i % 8] if i % 3 == 0 else 'care'}"
        if topic >= 0
        else f"Something else {i} entirely"
        for i, topic in enumerate(groups)
    ]
    corpus = corpus_of(titles)
    matrix = encode(titles)
    centroids = np.stack([matrix[np.array(groups) == topic].mean(axis=0) for topic in ids])
    centroids /= np.linalg.norm(centroids, axis=1, keepdims=True)
    own = [float(row @ centroids[number[topic]]) if topic >= 0 else 0.0 for row, topic in zip(matrix, groups, strict=True)]
    terms = [(topic, 0, PHRASES[rank].title(), 3.0 - rank / 8) for rank, topic in enumerate(ids)]
    terms += [(topic, 1, PHRASES[rank].split()[0], 0.3) for rank, topic in enumerate(ids) if rank != 2]
    topics = Topics(
        table=pl.DataFrame(
            {"topic": ids, "label": [phrase.title() for phrase in PHRASES], "n_papers": sizes, **UNMEASURED}, schema=TOPICS_SCHEMA
        ),
        terms=pl.DataFrame(terms, schema=TERMS_SCHEMA, orient="row"),
        members=pl.DataFrame({"id": corpus.ids, "topic": groups, "similarity": own, "reason": None}, schema=MEMBERS_SCHEMA),
        centroids=centroids.astype(np.float32),
        model="test",
    )
    return Planted(corpus, topics, Embeddings(corpus.ids, matrix, "test"))


@pytest.fixture
def planted(corpus_of) -> Planted:
    return plant(corpus_of)
