"""Vectors on disk, keyed by encoder and text, so that a run that was killed goes on and the next one starts warm.

A folder per encoder holds ``meta.json``, which says whose vectors these are, and shards. A shard is one ``.npy`` array of
records (key, n_tokens, vector) that is never changed once written; its name is the SHA-256 of its bytes, so a damaged one
gives itself away. Writers take turns by a lock beside the folder; readers need none.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trends.embed.encoder import Batch
from trends.embed.shards import META, SHARDS, access, lock, read_shard, shard_layout, write_shard, write_whole


def text_keys(texts: Sequence[str]) -> NDArray[np.bytes_]:
    """Return the key of each text, its SHA-256 in hexadecimal: S64 (n_texts)."""
    keys = (hashlib.sha256(text.encode()).hexdigest().encode() for text in texts)
    return np.fromiter(keys, dtype="S64", count=len(texts))


@dataclass(frozen=True)
class Vectors:
    """Vectors in the making: arrays with a row per text, which cache and encoder fill in.

    Attributes
    ----------
    keys
        Keys of the texts: S64 (n_rows), in any order; of equal ones the first row is found and filled.
    order
        Rows by rising key, equal keys by rising row: int64 (n_rows).
    matrix, n_tokens
        float32 (n_rows, n_dims) and int32 (n_rows), without meaning where `is_known` is false.
    is_known, is_kept
        Whether the vector of a row is there, and whether the cache has it too: bool (n_rows).
    """

    keys: NDArray[np.bytes_]
    order: NDArray[np.int64]
    matrix: NDArray[np.float32]
    n_tokens: NDArray[np.int32]
    is_known: NDArray[np.bool_]
    is_kept: NDArray[np.bool_]

    @classmethod
    def unknown(cls, keys: NDArray[np.bytes_], *, matrix: NDArray[np.float32]) -> "Vectors":
        """Start with no row known; `matrix` is what will be filled."""
        n_rows = len(keys)
        return cls(
            keys=keys,
            order=np.argsort(keys, kind="stable"),
            matrix=matrix,
            n_tokens=np.zeros(n_rows, dtype=np.int32),
            is_known=np.zeros(n_rows, dtype=bool),
            is_kept=np.zeros(n_rows, dtype=bool),
        )

    def find(self, keys: NDArray[np.bytes_]) -> NDArray[np.int64]:
        """Return the first row that has each key, −1 where none has: int64 (n_keys)."""
        if not len(self.keys):
            return np.full(len(keys), -1)
        places = np.searchsorted(self.keys, keys, sorter=self.order)
        rows = self.order[np.minimum(places, len(self.order) - 1)]
        return np.where(self.keys[rows] == keys, rows, -1)

    def put(self, batch: Batch) -> None:
        """Fill in the rows of a batch."""
        self.matrix[batch.rows] = batch.matrix
        self.n_tokens[batch.rows] = batch.n_tokens
        self.is_known[batch.rows] = True


class VectorCache:
    """The vectors of one encoder on disk, as one run sees them; each shard is opened once and checked then.

    Parameters
    ----------
    root
        Folder of all encoders' vectors, made if need be.
    fingerprint
        Of the encoder.
    n_dims
        Length of its vectors.

    Raises
    ------
    WorkspaceError
        Here and in every method, where the folder cannot be read or written.
    """

    def __init__(self, root: Path, *, fingerprint: str, n_dims: int) -> None:
        self.folder = root / hashlib.sha256(fingerprint.encode()).hexdigest()
        self._meta = json.dumps({"fingerprint": fingerprint, "n_dims": n_dims}, indent=2).encode()
        self._layout = shard_layout(n_dims)
        self._seen: set[Path] = set()
        with self._held():
            pass

    def fill(self, vectors: Vectors) -> None:
        """Fill in what shards hold that were written since the last call; a damaged one is dropped with a warning."""
        with access(self.folder):
            for path in sorted(set(self.folder.glob(SHARDS)) - self._seen):
                records = read_shard(path, layout=self._layout)
                if records is not None:
                    rows = vectors.find(records["key"])
                    hits = rows >= 0
                    vectors.put(Batch(rows[hits], records["vector"][hits], records["n_tokens"][hits]))
                    vectors.is_kept[rows[hits]] = True
                self._seen.add(path)

    def write(self, vectors: Vectors, rows: NDArray[np.int64]) -> None:
        """Add a shard of these known rows, without those that another process has written meanwhile.

        The vector of such a row becomes the one on disk, so that a run and its repetition from the cache cannot differ.
        """
        with self._held():
            self.fill(vectors)
            rows = np.sort(rows[~vectors.is_kept[rows]])
            if len(rows):
                records = np.empty(len(rows), dtype=self._layout)
                records["key"] = vectors.keys[rows]
                records["n_tokens"] = vectors.n_tokens[rows]
                records["vector"] = vectors.matrix[rows]
                self._seen.add(write_shard(records, folder=self.folder))
                vectors.is_kept[rows] = True

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Keep other writers out; make the folder, where it is new or was pruned, and mark it as used."""
        with access(self.folder):
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with lock(self.folder):
                self.folder.mkdir(exist_ok=True)
                meta = self.folder / META
                if meta.is_file() and meta.read_bytes() == self._meta:
                    meta.touch()
                else:
                    write_whole(meta, self._meta)
                yield
