"""Papers whose venues, categories, sources, dates and texts are planted one by one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl
import pytest

from trends.data import CORPUS_SCHEMA, Corpus

WORDS = [
    "model",
    "language",
    "graph",
    "neural",
    "translation",
    "parser",
    "corpus",
    "speech",
    "retrieval",
    "semantic",
    "training",
    "evaluation",
    "benchmark",
    "alignment",
    "summary",
    "question",
    "dialogue",
    "sentence",
    "lexical",
    "robust",
    "sparse",
    "attention",
    "vision",
    "reward",
    "policy",
    "feature",
    "latent",
    "domain",
    "transfer",
    "annotation",
    "entity",
    "relation",
    "morphology",
    "syntax",
    "discourse",
    "sentiment",
    "prompt",
    "token",
    "embedding",
    "cluster",
]
GLUE = ["the", "of", "and", "to", "for", "with", "this", "that", "which", "are", "from", "by", "we"]


@pytest.fixture(scope="session")
def plant() -> Callable[..., Corpus]:
    return plant_papers


def plant_papers(
    counts: Mapping[str, Sequence[int]],
    *,
    first: date = date(2015, 1, 1),
    every: str = "year",
    part: tuple[float, float] = (0, 1),
    **columns: Sequence[object],
) -> Corpus:
    """Make the papers of some venues: a count per venue and period, spread over a part of the period.

    `columns` replace whole columns, a value per paper in the order of venue, period and day.
    """
    days, venues = [], []
    for venue, row in counts.items():
        for period, n in enumerate(row):
            start, end = step(first, period, every=every), step(first, period + 1, every=every)
            length = (end - start).days
            days += [
                start + timedelta(days=int(length * (part[0] + (part[1] - part[0]) * (place + 0.5) / n))) for place in range(n)
            ]
            venues += [venue] * n
    n_papers = len(days)
    table = pl.DataFrame(
        {
            "id": [f"sha:{number:016x}" for number in range(n_papers)],
            "title": [f"Paper {number}" for number in range(n_papers)],
            "abstract": write_abstracts(n_papers),
            "published": days,
            "precision": ["day"] * n_papers,
            "dated_by": ["test"] * n_papers,
            "authors": [[]] * n_papers,
            "categories": [[]] * n_papers,
            "venue": venues,
            "url": [None] * n_papers,
            "aliases": [None] * n_papers,
            "sources": [["test"]] * n_papers,
        }
        | columns,
        schema=CORPUS_SCHEMA,
    )
    return Corpus.of(table)


def write_abstracts(n: int) -> list[str]:
    """Write English-like abstracts of 5 to 9 sentences, no two alike."""
    return list(all_abstracts()[:n])


@cache
def all_abstracts() -> list[str]:
    rng = np.random.default_rng(5)
    n, n_sentences = 8000, rng.integers(5, 10, size=8000)
    glue, words = (rng.choice(choice, size=(n, 9, 9)).tolist() for choice in (GLUE, WORDS))
    texts = []
    for paper in range(n):
        pairs = [zip(glue[paper][place], words[paper][place], strict=True) for place in range(n_sentences[paper])]
        texts.append(". ".join(" ".join(word for pair in row for word in pair).capitalize() for row in pairs) + ".")
    return texts


def step(first: date, n: int, *, every: str) -> date:
    if every == "year":
        return first.replace(year=first.year + n)
    month = first.month - 1 + n
    return date(first.year + month // 12, month % 12 + 1, 1)
