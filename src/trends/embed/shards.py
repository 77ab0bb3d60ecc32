"""Shards of the embedding cache on disk: whole and checked, or not there at all."""

import hashlib
import io
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from trends.errors import WorkspaceError

META: Final = "meta.json"
SHARDS: Final = "*.npy"
UNFINISHED: Final = "*.tmp"

_log = logging.getLogger(__name__)


def shard_layout(n_dims: int) -> np.dtype[np.void]:
    """Return what a record of a shard looks like."""
    return np.dtype([("key", "S64"), ("n_tokens", "<i4"), ("vector", "<f4", (n_dims,))])


def read_shard(path: Path, *, layout: np.dtype[np.void]) -> NDArray[np.void] | None:
    """Return the records of a shard as a memory map, None for one that is damaged (and dropped) or gone."""
    with suppress(FileNotFoundError):  # pruned by another process since it was listed
        with path.open("rb") as file:
            is_whole = hashlib.file_digest(file, "sha256").hexdigest() == path.stem
        records = open_shard(path, layout=layout) if is_whole else None
        if records is not None:
            return records
        _log.warning("the shard %s of the embedding cache is damaged and dropped, its papers are embedded again", path)
        path.unlink()
    return None


def open_shard(path: Path, *, layout: np.dtype[np.void]) -> NDArray[np.void] | None:
    """Return the records of a shard as a memory map, unchecked; None where its header shows another layout or none."""
    try:
        records = np.load(path, mmap_mode="r", allow_pickle=False)
    except (EOFError, ValueError):
        return None
    return records if records.dtype == layout else None


def write_shard(records: NDArray[np.void], *, folder: Path) -> Path:
    """Write records under the name of their content; the caller holds the lock."""
    buffer = io.BytesIO()
    np.save(buffer, records, allow_pickle=False)
    path = folder / f"{hashlib.sha256(buffer.getbuffer()).hexdigest()}.npy"
    write_whole(path, buffer.getbuffer())
    return path


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Write a file that is there whole or not at all, even after a power cut; the caller holds the lock."""
    unfinished = path.with_suffix(".tmp")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def lock(folder: Path, *, timeout_seconds: float = -1) -> FileLock:
    """Return the lock of a folder: beside it, because removing a lock while others wait for it would let two in."""
    return FileLock(folder.with_suffix(".lock"), timeout=timeout_seconds)


@contextmanager
def access(folder: Path) -> Iterator[None]:
    """Turn what the disk complains of into a sentence that names the folder."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise WorkspaceError(f"the embedding cache {str(folder)!r} cannot be read or written: {reason}") from error
