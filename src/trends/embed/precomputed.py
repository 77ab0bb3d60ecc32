"""Vectors that somebody computed before: a Parquet file matched by id, or a NumPy matrix."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from trends.data import Corpus
from trends.embed.blocks import N_TEXTS, BlockEncoder
from trends.embed.vector_files import VectorFile, read_numpy, read_parquet, shards_of
from trends.errors import ConfigError, DataError


class Precomputed(BaseModel):
    """Settings of vectors from a file.

    Attributes
    ----------
    path
        ``.parquet`` with a vector and an id in each row, a folder of such files as `embed_files` writes, or ``.npy`` of shape
        (n_rows, n_dims).
    column
        Column of a Parquet file with vectors: lists of floats of one length.
    id_column
        Column of a Parquet file with ids, canonical (``arxiv:2107.05580``) or bare (``2107.05580``).
    ids
        Text file with an id per line for the rows of a ``.npy``; without it there is a row per paper in the corpus's order:
        by date, then id, the undated last.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["precomputed"] = "precomputed"
    path: str
    column: str = "embedding"
    id_column: str = "id"
    ids: str | None = None

    def load(self, corpus: Corpus) -> BlockEncoder:
        """Find the vector of each paper.

        Raises
        ------
        ConfigError
            Where the file is of another kind.
        DataError
            Where it cannot be read, a paper has no vector or several, or a vector is zero or not finite.
        """
        found = self._read()
        rows = _match(corpus, found, path=self.path)
        _check_directions(found.matrix, rows, papers=corpus.ids.to_list())
        n_dims = found.matrix.shape[1]
        row_of = dict(zip(reversed(corpus.texts()), rows[::-1].tolist(), strict=True))
        return BlockEncoder(
            vectors=partial(_look_up, found.matrix, row_of),
            n_dims=n_dims,
            fingerprint=f"precomputed {self.digest()} column={self.column} id_column={self.id_column} n_dims={n_dims}",
            facts={"model": "precomputed", "weights": f"vectors of {Path(self.path).name}", "n_dims": str(n_dims)},
            reads_any_text=False,
        )

    def _read(self) -> VectorFile:
        path = Path(self.path).expanduser()
        is_table = path.suffix == ".parquet" or path.is_dir()
        if is_table and self.ids is None:
            return read_parquet(shards_of(path), column=self.column, id_column=self.id_column)
        if path.suffix == ".npy":
            return read_numpy(path, ids=Path(self.ids).expanduser() if self.ids else None)
        if is_table:
            raise ConfigError(f"embed.ids is {self.ids!r}, a Parquet file has its ids in a column: set embed.id_column")
        raise ConfigError(f"embed.path is {self.path!r}, it must be a folder or end in .parquet or .npy")

    def digest(self) -> str:
        """Return a hash of the files.

        Raises
        ------
        DataError
            Where they cannot be read.
        """
        total = hashlib.sha256()
        names = [*shards_of(Path(self.path).expanduser()), *([Path(self.ids).expanduser()] if self.ids else [])]
        for name in names:
            try:
                with name.open("rb") as file:
                    total.update(hashlib.file_digest(file, "sha256").digest())
            except OSError as error:
                raise DataError(f"the vectors {str(name)!r} cannot be read: {error.strerror or error}") from error
        return f"sha256:{total.hexdigest()}"


def _look_up(matrix: NDArray[np.floating], row_of: Mapping[str, int], texts: Sequence[str]) -> NDArray[np.floating]:
    """Return the vectors of papers' texts; papers of one text have one vector, that of the first."""
    unknown = next((text for text in texts if text not in row_of), None)
    if unknown is not None:
        raise DataError(
            f"precomputed vectors know the texts of the papers alone and not {unknown[:60]!r}: "
            "set embed.kind to one that encodes any text"
        )
    return matrix[[row_of[text] for text in texts]]


def _match(corpus: Corpus, found: VectorFile, *, path: str) -> NDArray[np.int64]:
    """Return the row of each paper: int64 (n_papers)."""
    if found.ids is None:
        if len(found.matrix) != corpus.n_papers:
            raise DataError(
                f"{path!r} has {len(found.matrix):,} rows for {corpus.n_papers:,} papers, there must be one for each: "
                "write the id of each row to a text file and give it as embed.ids"
            )
        return np.arange(corpus.n_papers)
    row_of: dict[str, int] = {}
    for row, name in enumerate(found.ids):
        if row_of.setdefault(name.lower(), row) != row:
            raise DataError(f"the id {name!r} stands more than once in {path!r}, a paper must have one vector")
    papers = [name.lower() for name in corpus.ids]
    rows = [row_of.get(name, row_of.get(name.partition(":")[2], -1)) for name in papers]
    missing = [name for name, row in zip(corpus.ids, rows, strict=True) if row < 0]
    if missing:
        raise DataError(
            f"{len(missing):,} of {corpus.n_papers:,} papers have no vector in {path!r}, the first are "
            f"{', '.join(missing[:3])}: each needs a row under its id, with or without what stands before the colon"
        )
    return np.array(rows, dtype=np.int64)


def _check_directions(matrix: NDArray[np.floating], rows: NDArray[np.int64], *, papers: Sequence[str]) -> None:
    for start in range(0, len(rows), N_TEXTS):
        block = matrix[rows[start : start + N_TEXTS]]
        sound = np.isfinite(block).all(axis=1) & block.any(axis=1)
        if not sound.all():
            paper = papers[start + int(np.argmin(sound))]
            raise DataError(f"the vector of {paper!r} is zero or not finite, each must have a direction")
