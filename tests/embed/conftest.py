"""Small corpora, and an encoder that counts what it is asked."""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import pytest

from trends.data import CORPUS_SCHEMA, Corpus
from trends.embed.encoder import Batch, unit_rows


@dataclass
class Counting:
    """An encoder whose vector of a text is the text's hash; remembers every text that it encoded.

    A token is a word. Like a real encoder it takes the longest texts first.
    """

    fingerprint: str = "counting"
    facts: dict[str, str] = field(default_factory=dict)
    n_dims: int = 8
    max_tokens: int | None = None
    is_costly: bool = True
    reads_any_text: bool = True
    batch_size: int = 16
    asked: list[str] = field(default_factory=list)
    fail_after: int = 10**9
    delay_seconds: float = 0

    def encode(self, texts: Sequence[str]) -> Iterator[Batch]:
        rows = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        for start in range(0, len(rows), self.batch_size):
            if len(self.asked) >= self.fail_after:
                raise KeyboardInterrupt
            time.sleep(self.delay_seconds)
            chosen = rows[start : start + self.batch_size]
            self.asked.extend(texts[row] for row in chosen)
            digests = b"".join(hashlib.sha256(texts[row].encode()).digest() for row in chosen)
            vectors = np.frombuffer(digests, dtype="<i4").reshape(-1, self.n_dims)
            n_tokens = np.array([len(texts[row].split()) for row in chosen], dtype=np.int32)
            yield Batch(np.array(chosen), unit_rows(vectors.astype(np.float32)), n_tokens)


def build(titles: list[str]) -> Corpus:
    n_papers = len(titles)
    table = {
        "id": [f"sha:{number:05}" for number in range(n_papers)],
        "title": titles,
        "abstract": [""] * n_papers,
        "authors": [[]] * n_papers,
        "categories": [[]] * n_papers,
        "sources": [[]] * n_papers,
    }
    return Corpus.of(
        pl.DataFrame(table, schema_overrides=CORPUS_SCHEMA).select(
            pl.col(name) if name in table else pl.lit(None, dtype).alias(name) for name, dtype in CORPUS_SCHEMA.items()
        )
    )


@pytest.fixture
def corpus_of() -> Callable[[list[str]], Corpus]:
    return build


@pytest.fixture
def counting() -> type[Counting]:
    return Counting
