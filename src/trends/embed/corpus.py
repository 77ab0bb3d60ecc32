"""A corpus to embeddings, through the cache."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trends.data import Corpus, Embeddings, Progress, silent
from trends.embed.cache import VectorCache, Vectors, text_keys
from trends.embed.encoder import STAGE, Batch, Encoder
from trends.errors import WorkspaceError

# Enough texts for an encoder to find many of each length, few enough to hear soon what other processes have done.
_CHUNK: Final = 65_536

# A killed run loses at most this many batches.
_BATCHES_PER_SHARD: Final = 64


@dataclass(frozen=True)
class Account:
    """What embedding a corpus took.

    Attributes
    ----------
    n_papers
        Rows of the matrix.
    n_texts
        Distinct texts among them: `n_known` + `n_encoded`.
    n_known
        Texts whose vectors came from the cache.
    n_encoded
        Texts that the encoder turned into vectors.
    n_tokens
        Tokens of all papers before any cut; 0 where the encoder counts none.
    n_cut
        Papers with more tokens than the encoder's window; 0 where it has none.
    """

    n_papers: int
    n_texts: int
    n_known: int
    n_encoded: int
    n_tokens: int
    n_cut: int


@dataclass(frozen=True)
class Embedded:
    """The vectors of a corpus, and how they came about."""

    embeddings: Embeddings
    account: Account


def embed(
    corpus: Corpus,
    *,
    encoder: Encoder,
    cache: Path | None = None,
    matrix_file: Path | None = None,
    progress: Progress = silent,
) -> Embedded:
    """Embed title and abstract of each paper.

    Parameters
    ----------
    corpus
        The papers; equal texts are encoded once.
    encoder
        Turns texts into vectors.
    cache
        Folder that keeps vectors by encoder and text, for this run and the next; None keeps none, nor does an encoder
        that is as fast as the disk.
    matrix_file
        A ``.npy`` file for the matrix, which is then a read-only memory map; None keeps it in memory.
    progress
        Hears of distinct texts after every batch, those from the cache counted as done, and of the tokens encoded so far.

    Returns
    -------
    Embedded
        A row per paper, in corpus order, the same bytes whatever the cache held.

    Raises
    ------
    WorkspaceError
        Where the cache cannot be read or written, or the matrix file not written.
    """
    texts = corpus.texts()
    shape = len(texts), encoder.n_dims
    matrix = _create(matrix_file, shape) if matrix_file else np.empty(shape, dtype=np.float32)
    vectors = Vectors.unknown(text_keys(texts), matrix=matrix)
    first = _first_of_equals(vectors)
    distinct = np.flatnonzero(first == np.arange(len(first)))
    shelf = VectorCache(cache, fingerprint=encoder.fingerprint, n_dims=encoder.n_dims) if cache and encoder.is_costly else None
    n_encoded = _fill(vectors, texts, rows=distinct, encoder=encoder, shelf=shelf, progress=progress)
    _repeat(vectors, first)
    account = Account(
        n_papers=len(texts),
        n_texts=len(distinct),
        n_known=len(distinct) - n_encoded,
        n_encoded=n_encoded,
        n_tokens=int(vectors.n_tokens.sum(dtype=np.int64)),
        n_cut=0 if encoder.max_tokens is None else int((vectors.n_tokens > encoder.max_tokens).sum()),
    )
    if matrix_file:
        matrix = _reopen(matrix, matrix_file)
    return Embedded(Embeddings(corpus.ids, matrix, encoder.fingerprint), account)


def _first_of_equals(vectors: Vectors) -> NDArray[np.int64]:
    """Return for each row the first row with the same text."""
    first = np.empty_like(vectors.order)
    first[vectors.order] = vectors.find(vectors.keys[vectors.order])  # keys in order are found several times as fast
    return first


def _fill(
    vectors: Vectors,
    texts: Sequence[str],
    *,
    rows: NDArray[np.int64],
    encoder: Encoder,
    shelf: VectorCache | None,
    progress: Progress,
) -> int:
    """Make the vectors of these rows known, from the shelf or by the encoder; return how many were encoded."""
    n_encoded = n_tokens = 0
    unkept: list[NDArray[np.int64]] = []
    if shelf:
        shelf.fill(vectors)
        if vectors.is_known.any():
            progress(STAGE, int(vectors.is_known.sum()), len(rows))
    try:
        for batch in _encode_missing(vectors, texts, rows=rows, encoder=encoder, shelf=shelf):
            vectors.put(batch)
            n_encoded += len(batch.rows)
            n_tokens += int(batch.n_tokens.sum())
            if shelf:
                unkept.append(batch.rows)
                if len(unkept) == _BATCHES_PER_SHARD:
                    shelf.write(vectors, np.concatenate(unkept))
                    unkept.clear()
            progress(STAGE, int(vectors.is_known.sum()), len(rows), tokens=n_tokens)
    finally:
        if shelf and unkept:
            shelf.write(vectors, np.concatenate(unkept))
    return n_encoded


def _encode_missing(
    vectors: Vectors, texts: Sequence[str], *, rows: NDArray[np.int64], encoder: Encoder, shelf: VectorCache | None
) -> Iterator[Batch]:
    """Yield batches of the rows that are not known, leaving out what other processes put on the shelf meanwhile."""
    missing = rows[~vectors.is_known[rows]]
    for start in range(0, len(missing), _CHUNK):
        if shelf and start:
            shelf.fill(vectors)
        chunk = missing[start : start + _CHUNK]
        chunk = chunk[~vectors.is_known[chunk]]
        for batch in encoder.encode([texts[row] for row in chunk]):
            yield replace(batch, rows=chunk[batch.rows])


def _repeat(vectors: Vectors, first: NDArray[np.int64]) -> None:
    """Copy to each later one of equal texts what is known of the first, a block at a time to spare memory."""
    later = np.flatnonzero(first != np.arange(len(first)))
    for start in range(0, len(later), _CHUNK):
        rows = later[start : start + _CHUNK]
        vectors.put(Batch(rows, vectors.matrix[first[rows]], vectors.n_tokens[first[rows]]))


def _create(path: Path, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Make a matrix on disk that can be filled in."""
    try:
        matrix = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=shape)
        if hasattr(os, "posix_fallocate"):  # claim the space now: a full disk found later, through the map, kills the process
            with path.open("rb+") as file:
                os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
    except OSError as error:
        raise WorkspaceError(f"the matrix file {str(path)!r} cannot be written: {error.strerror or error}") from error
    return matrix


def _reopen(matrix: NDArray[np.float32], path: Path) -> NDArray[np.float32]:
    """Bring a matrix to disk and open it read-only."""
    if isinstance(matrix, np.memmap):
        matrix.flush()
    reopened: NDArray[np.float32] = np.load(path, mmap_mode="r", allow_pickle=False)
    return reopened
