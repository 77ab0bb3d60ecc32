"""Files wherever they lie: on this machine, on shared storage, in an object store; every write is whole or not at all."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import fsspec
import polars as pl
from fsspec.implementations.local import LocalFileSystem

from trends.errors import SourceError, WorkspaceError

# Of these, polars reads the part of a file that it needs.
_POLARS_READS: Final = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss")

# A Parquet file ends with its footer, the footer's length in 4 bytes, and b"PAR1".
_TAIL_BYTES: Final = 8


@dataclass(frozen=True)
class Folder:
    """A folder of any file system."""

    system: Any
    root: str

    @classmethod
    def at(cls, url: str) -> "Folder":
        """Find the folder of a path or URL, which need not exist yet.

        Raises
        ------
        WorkspaceError
            Where there is no such file system.
        """
        try:
            system, root = fsspec.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise WorkspaceError(f"the folder {url!r} cannot be opened: {error}") from error
        return cls(system, root.rstrip("/"))

    def names(self) -> set[str]:
        """Return the names of its files; none where it does not exist."""
        self.system.invalidate_cache()
        with self._mended():
            if not self.system.exists(self.root):
                return set()
            return {path.rpartition("/")[2] for path in self.system.ls(self.root, detail=False)}

    def read(self, name: str) -> bytes:
        """Return the content of a file."""
        with self._mended():
            content: bytes = self.system.cat_file(f"{self.root}/{name}")
        return content

    def write(self, name: str, content: bytes) -> None:
        """Write a file; nobody ever sees half of it."""
        with self._mended():
            if not isinstance(self.system, LocalFileSystem):
                self.system.pipe_file(f"{self.root}/{name}", content)  # an object store shows it when it is whole
                return
            folder = Path(self.root)
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = folder / f".{name}.{uuid4().hex}.tmp"
            try:
                unfinished.write_bytes(content)
                unfinished.replace(folder / name)
            finally:
                unfinished.unlink(missing_ok=True)

    @contextmanager
    def _mended(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WorkspaceError(f"the folder {self.root!r} cannot be used: {error.strerror or error}") from error


def find_files(patterns: Sequence[str]) -> list[str]:
    """Return the paths or URLs that patterns such as ``s3://bucket/papers/*.parquet`` match, sorted, each once.

    Raises
    ------
    SourceError
        Where a pattern matches nothing or names no file system.
    """
    found: set[str] = set()
    for pattern in patterns:
        try:
            system, path = fsspec.url_to_fs(pattern)
            matches = system.glob(path)
        except (ImportError, ValueError, OSError) as error:
            raise SourceError(f"the papers {pattern!r} cannot be found: {error}") from error
        if not matches:
            raise SourceError(f"no file matches {pattern!r}")
        is_local = isinstance(system, LocalFileSystem)
        found.update(matches if is_local else map(system.unstrip_protocol, matches))
    return sorted(found)


def scan_parquet(url: str) -> pl.LazyFrame:
    """Open a Parquet file; where polars cannot read it in parts, it is read as a whole."""
    system, path = fsspec.url_to_fs(url)
    if isinstance(system, LocalFileSystem) or url.partition("://")[0] in _POLARS_READS:
        return pl.scan_parquet(url, glob=False)
    return pl.scan_parquet(io.BytesIO(system.cat_file(path)))


def digest_parquet(url: str) -> str:
    """Return a hash of a file's size and footer, which holds the size and range of each column's pieces.

    It tells files apart without reading them, and stays when they are copied or moved.

    Raises
    ------
    SourceError
        Where the file is no Parquet file.
    """
    system, path = fsspec.url_to_fs(url)
    size = int(system.size(path))
    tail = system.cat_file(path, start=max(0, size - _TAIL_BYTES))
    if not tail.endswith(b"PAR1"):
        raise SourceError(f"{url!r} is no Parquet file, it must end with PAR1")
    n_footer = int.from_bytes(tail[:4], "little")
    footer = system.cat_file(path, start=max(0, size - _TAIL_BYTES - n_footer))
    return hashlib.sha256(size.to_bytes(8, "little") + footer).hexdigest()
