"""The papers of the experiment and their vectors, made once and kept as `NAME.npy`."""

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import CORPUS_SCHEMA, Corpus, Embeddings
from trends.embed import Sentence, embed
from trends.sources import read

BENCHES: Final = ("bbc_news", "biomedical", "stackoverflow", "searchsnippets")
VENUES: Final = ("acl", "emnlp", "naacl", "findings")
YEARS: Final = [str(year) for year in range(2017, 2025)]


class Papers(NamedTuple):
    """A corpus, its vectors, and for a labelled set the class of each paper, 0 … n − 1."""

    corpus: Corpus
    embeddings: Embeddings
    classes: NDArray[np.int64] | None

    def in_order(self, rows: NDArray[np.int64]) -> "Papers":
        """Return the same papers in another order."""
        corpus = corpus_of(self.corpus.table[rows])
        return Papers(corpus, Embeddings(corpus.ids, self.embeddings.matrix[rows], self.embeddings.model), None)


class Shelf(NamedTuple):
    """Where corpora lie, and where their vectors lie or are put."""

    corpora: Path
    vectors: Path

    def bench(self, name: str) -> Papers:
        """Return a labelled set."""
        table = pl.read_parquet(self.corpora / f"bench_{name}.parquet")
        classes = np.unique(table["labels"].list.first().to_numpy().astype(str), return_inverse=True)[1]
        corpus = corpus_of(table)
        return Papers(corpus, self._vectors(name, corpus), classes)

    def acl(self, *, step: int) -> Papers:
        """Return every `step`-th of the papers of four venues, 2017 to 2024."""
        venue = pl.col("labels").list.eval(pl.element().is_in(VENUES)).list.any()
        table = pl.read_parquet(self.corpora / "acl_anthology.parquet").filter(
            venue & pl.col("date").str.slice(0, 4).is_in(YEARS)
        )
        corpus = corpus_of(table.sort("id")[::step])
        return Papers(corpus, self._vectors(f"acl_{step}", corpus), None)

    def pages(self) -> Papers:
        """Return the papers of the saved pages."""
        corpus = read([self.corpora / "pages"])
        return Papers(corpus, self._vectors("pages", corpus), None)

    def _vectors(self, name: str, corpus: Corpus) -> Embeddings:
        path = self.vectors / f"{name}.npy"
        if not path.exists():
            self.vectors.mkdir(parents=True, exist_ok=True)
            np.save(path, embed(corpus, encoder=Sentence().load(corpus), cache=self.vectors / "cache").embeddings.matrix)
        return Embeddings(corpus.ids, np.load(path), "all-MiniLM-L6-v2")


def corpus_of(table: pl.DataFrame) -> Corpus:
    """Keep title and abstract of each row, in order; equal papers stay apart."""
    empty = pl.lit([], pl.List(pl.String))
    columns = {name: pl.lit(None, dtype) for name, dtype in CORPUS_SCHEMA.items()}
    columns |= {"id": pl.format("sha:{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(8))}
    columns |= {"title": pl.col("title"), "abstract": pl.col("abstract"), "authors": empty, "categories": empty, "sources": empty}
    return Corpus.of(table.select(**columns))
