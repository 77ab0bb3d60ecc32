"""Undo what wraps a file: compression, byte order marks, encodings."""

import codecs
import gzip
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import zstandard

from trends.errors import SourceError
from trends.sources.source import Source

_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD_BYTES: Final = 65_536  # enough to tell one format from another


@dataclass(frozen=True)
class Opened:
    """An input with its compression undone.

    Attributes
    ----------
    name
        The name for messages.
    content
        The bytes of the file inside.
    """

    name: str
    content: bytes

    @cached_property
    def is_binary(self) -> bool:
        """Whether the bytes are no text."""
        return b"\0" in self.content[:_HEAD_BYTES] and not self.content.startswith(_UTF16)

    @cached_property
    def head(self) -> str:
        """The first line and some more as text, whatever the file is."""
        encoding = "utf-16" if self.content.startswith(_UTF16) else "utf-8-sig"
        return self.content[: self.content.find(b"\n") + 1 + _HEAD_BYTES].decode(encoding, "replace")

    @cached_property
    def text(self) -> str:
        """The bytes as text; a byte that is not UTF-8 becomes a lone surrogate, so that only its own record is lost."""
        if self.content.startswith(_UTF16):
            try:
                return self.content.decode("utf-16")
            except UnicodeDecodeError as problem:
                raise SourceError(f"{self.name} begins like UTF-16 and breaks its rules at byte {problem.start}") from None
        return self.content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")


def open_source(source: Source) -> Opened:
    """Read a source and undo its compression.

    Raises
    ------
    SourceError
        Where the file is empty, cannot be read, or ends before its compressed data does.
    """
    content = source.read()
    if content.startswith(_GZIP):
        content = _gunzip(content, name=source.name)
    elif content.startswith(_ZSTD):
        content = _unzstd(content, name=source.name)
    if not content.strip():
        raise SourceError(f"{source.name} is empty, a file must hold at least one paper")
    return Opened(source.name, content)


def _gunzip(content: bytes, *, name: str) -> bytes:
    try:
        return gzip.decompress(content)
    except EOFError:
        raise SourceError(f"{name} ends before its gzip data does: it was cut off, fetch it again") from None
    except (OSError, zlib.error) as problem:
        raise SourceError(f"{name} is not the gzip file that it begins like: {problem}") from None


def _unzstd(content: bytes, *, name: str) -> bytes:
    parts = []
    try:
        while content:
            frame = zstandard.ZstdDecompressor().decompressobj()
            parts.append(frame.decompress(content))
            if not frame.eof:
                raise SourceError(f"{name} ends before its zstd data does: it was cut off, fetch it again")
            content = frame.unused_data
    except zstandard.ZstdError as problem:
        raise SourceError(f"{name} is not the zstd file that it begins like: {problem}") from None
    return b"".join(parts)
