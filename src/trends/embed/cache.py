"""Vectors on disk, keyed by model and text, so that a run that was killed goes on and the next one starts warm.

A folder per fingerprint holds ``meta.json`` with the fingerprint in clear and shards of about a thousand vectors. A shard
is one ``.npy`` array of records (key, vector) that is never changed once written; its name is the SHA-256 of its bytes,
so two processes may write at once and a damaged shard gives itself away.
"""

import hashlib
import io
import json
import logging
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from trends.errors import WorkspaceError

_log = logging.getLogger(__name__)


def text_key(text: str) -> str:
    """Return the key under which the vector of a text is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def open_cache(root: Path, *, fingerprint: str) -> Path:
    """Return the folder for the vectors of an encoder, made if need be."""
    folder = root / hashlib.sha256(fingerprint.encode()).hexdigest()
    meta = folder / "meta.json"
    if not meta.exists():
        _write(meta, json.dumps({"fingerprint": fingerprint}, indent=2).encode())
    return folder


def read_vectors(folder: Path, keys: Collection[str]) -> dict[str, NDArray[np.float32]]:
    """Return the vectors of those keys that the folder knows; damaged shards are dropped with a warning."""
    wanted = set(keys)
    vectors: dict[str, NDArray[np.float32]] = {}
    for path in sorted(folder.glob("*.npy")):
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != path.stem:
            _log.warning("the shard %s of the embedding cache is damaged and dropped, its papers are embedded again", path)
            path.unlink(missing_ok=True)
            continue
        records = np.load(io.BytesIO(content), allow_pickle=False)
        known = records["key"].astype(str)
        vectors.update((key, vector) for key, vector in zip(known, records["vector"], strict=True) if key in wanted)
    return vectors


def write_vectors(folder: Path, keys: Sequence[str], *, matrix: NDArray[np.float32]) -> None:
    """Add a shard: `matrix` is (n_keys, n_dims)."""
    records = np.empty(len(keys), dtype=[("key", "S64"), ("vector", np.float32, matrix.shape[1:])])
    records["key"] = keys
    records["vector"] = matrix
    buffer = io.BytesIO()
    np.save(buffer, records, allow_pickle=False)
    content = buffer.getvalue()
    _write(folder / f"{hashlib.sha256(content).hexdigest()}.npy", content)


def _write(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise WorkspaceError(f"the embedding cache {str(path.parent)!r} cannot be written: {error.strerror}") from error
