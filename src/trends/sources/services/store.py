"""Answers as files: each is there whole or not at all."""

import os
from pathlib import Path

from trends.errors import SourceError
from trends.sources.source import Source, printable


def read_answer(path: Path) -> bytes:
    """Return the bytes of a kept answer.

    Raises
    ------
    SourceError
        Where they cannot be read.
    """
    return Source(printable(str(path)), path).read()


def set_aside(path: Path) -> None:
    """Rename a kept answer so that it is neither found nor read any more.

    Raises
    ------
    SourceError
        Where it cannot be renamed.
    """
    try:
        path.replace(path.with_name(f"{path.name}.expired"))
    except OSError as problem:
        raise SourceError(f"{printable(str(path))} cannot be renamed: {(problem.strerror or str(problem)).lower()}") from None


def write_answer(path: Path, content: bytes) -> None:
    """Write an answer whole or not at all.

    Raises
    ------
    SourceError
        Where it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as problem:
        raise SourceError(f"{printable(str(path))} cannot be written: {(problem.strerror or str(problem)).lower()}") from None
