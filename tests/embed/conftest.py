"""Small corpora, and an encoder that counts what it is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import pytest

from trends.data import CORPUS_SCHEMA, Corpus, silent
from trends.embed.encoder import unit_rows


@dataclass
class Counting:
    """An encoder whose vector of a text is drawn from a seed that is the text; remembers every text that it encoded."""

    fingerprint: str = "counting"
    facts: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    fail_after: int = 10**9

    def encode(self, texts: Sequence[str], *, progress=silent) -> np.ndarray:
        if len(self.asked) >= self.fail_after:
            raise KeyboardInterrupt
        self.asked.extend(texts)
        vectors = [np.random.default_rng(list(text.encode())).normal(size=8) for text in texts]
        progress("embed", len(texts), len(texts))
        return unit_rows(np.array(vectors).reshape(-1, 8))


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
