"""One named input: a file, or bytes that can be read only once."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from trends.errors import SourceError

_BLOCK_BYTES: Final = 1 << 18
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")  # a terminal would obey some of them


def printable(text: str) -> str:
    """Return one line of valid Unicode without control characters, whatever bytes a file or its name is made of."""
    return " ".join(_CONTROL.sub(" ", text).encode("utf-8", "backslashreplace").decode().split())


@dataclass(frozen=True)
class Source:
    """An input under the name that reports show.

    Attributes
    ----------
    name
        What reports and errors call it.
    path
        Where the bytes lie; None where `content` holds them.
    content
        The bytes of an input that cannot be read twice, such as standard input.
    """

    name: str
    path: Path | None = None
    content: bytes | None = None

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes as they lie on disk, in blocks of 256 KiB.

        Raises
        ------
        SourceError
            Where the file cannot be read.
        """
        if self.path is None:
            yield from in_blocks(self.content or b"")
            return
        try:
            with self.path.open("rb") as file:
                while block := file.read(_BLOCK_BYTES):
                    yield block
        except OSError as problem:
            raise SourceError(f"{self.name} cannot be read: {(problem.strerror or str(problem)).lower()}") from None

    def read(self) -> bytes:
        """Return all bytes as they lie on disk.

        Raises
        ------
        SourceError
            Where the file cannot be read.
        """
        return b"".join(self.blocks())

    def sha256(self) -> str:
        """Return the hash of the bytes, in hex."""
        digest = hashlib.sha256()
        for block in self.blocks():
            digest.update(block)
        return digest.hexdigest()


def in_blocks(content: bytes) -> Iterator[bytes]:
    """Yield bytes that are in memory in blocks as a file would."""
    for start in range(0, len(content), _BLOCK_BYTES):
        yield content[start : start + _BLOCK_BYTES]
