"""One named input: a file, or bytes that can be read only once."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from trends.errors import SourceError


def printable(text: str) -> str:
    """Return one line of valid Unicode, whatever bytes a file or its name is made of."""
    return " ".join(text.encode("utf-8", "backslashreplace").decode().split())


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

    def read(self) -> bytes:
        """Return all bytes as they lie on disk.

        Raises
        ------
        SourceError
            Where the file cannot be read.
        """
        if self.path is None:
            return self.content or b""
        try:
            return self.path.read_bytes()
        except OSError as problem:
            raise SourceError(f"{self.name} cannot be read: {(problem.strerror or str(problem)).lower()}") from None

    def sha256(self) -> str:
        """Return the hash of the bytes, in hex."""
        return hashlib.sha256(self.read()).hexdigest()
