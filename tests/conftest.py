"""Small made-up papers and vectors that many tests use, and how tests are run."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import FrameType

import hypothesis
import numpy as np
import polars as pl
import pytest

from trends.data import CORPUS_SCHEMA, Corpus, Embeddings

hypothesis.settings.register_profile("house", deadline=None)  # how long a test takes is the machine's affair
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that hold slow tests, so that the quick ones fill what is left on each core in the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture
def corpus_of() -> Callable[..., Corpus]:
    """Make a corpus of given texts, in the order given, with dates where they are given."""

    def make(
        titles: Sequence[str], *, abstracts: Sequence[str] | None = None, dates: Sequence[date | None] | None = None
    ) -> Corpus:
        n = len(titles)
        published = list(dates or [None] * n)
        return Corpus.of(
            pl.DataFrame(
                {
                    "id": [f"sha:{i:016x}" for i in range(n)],
                    "title": list(titles),
                    "abstract": list(abstracts or [""] * n),
                    "published": published,
                    "precision": [None if day is None else "day" for day in published],
                    "dated_by": [None if day is None else "test" for day in published],
                    "authors": [[]] * n,
                    "categories": [[]] * n,
                    "venue": [None] * n,
                    "url": [None] * n,
                    "aliases": [None] * n,
                    "sources": [["test"]] * n,
                },
                schema=CORPUS_SCHEMA,
            )
        )

    return make


@pytest.fixture
def blobs() -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    """Make unit vectors in tight groups, and say which group each is in."""

    def make(n_groups: int, n_each: int, *, n_dims: int = 24, spread: float = 0.15) -> tuple[np.ndarray, np.ndarray]:
        random = np.random.default_rng(7)
        middles = np.linalg.qr(random.normal(size=(n_dims, n_dims)))[0][:n_groups]
        groups = np.repeat(np.arange(n_groups), n_each)
        rows = middles[groups] + spread * random.normal(size=(len(groups), n_dims)) / n_dims**0.5
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), groups

    return make


@pytest.fixture
def embeddings_of() -> Callable[[Corpus, np.ndarray], Embeddings]:
    """Give vectors to the papers of a corpus."""
    return lambda corpus, matrix: Embeddings(corpus.ids, matrix.astype(np.float32), "test")


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory) -> Path:
    """Make a home for caches that all processes of these tests share: a static model takes a minute to make."""
    folder = tmp_path_factory.getbasetemp()
    return (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "cache-home"


@pytest.fixture(scope="session")
def lines_run() -> Callable[[Callable[[], object]], int]:
    """Count the lines of Python that a call runs, each turn of a loop anew: its work, whatever else the machine does."""

    def counted(call: Callable[[], object]) -> int:
        n_lines = 0

        def count(_frame: FrameType, event: str, _value: object) -> Callable[..., object]:
            nonlocal n_lines
            n_lines += event == "line"
            return count

        before = sys.gettrace()
        sys.settrace(count)
        try:
            call()
        finally:
            sys.settrace(before)
        return n_lines

    return counted
