"""Undo what wraps a file: compression, byte order marks, encodings."""

import codecs
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

import zstandard

from trends.errors import SourceError
from trends.sources.source import Source, in_blocks

_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD_BYTES: Final = 1 << 16  # enough to tell one format from another
_BINARY_BYTES: Final = 1 << 10  # where binary files have a zero; behind it a crash may have put some into a text
_LONGEST_FIRST_LINE: Final = 1 << 23


@dataclass(frozen=True)
class Opened:
    """An input with its compression undone, read from its beginning as often as wanted.

    Attributes
    ----------
    name
        The name for messages.
    inside
        The bytes of the file inside, or what yields them in blocks.
    """

    name: str
    inside: bytes | Callable[[], Iterator[bytes]]

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes of the file inside, a block at a time.

        Raises
        ------
        SourceError
            Where the file cannot be read, or its compressed data is broken or ends too early.
        """
        return in_blocks(self.inside) if isinstance(self.inside, bytes) else self.inside()

    def lines(self) -> Iterator[str]:
        r"""Yield the lines as text in bounded memory, decoded as `text` is.

        A line ends at ``\n`` only, for the other characters that Python takes for line ends stand inside of abstracts; a
        ``\r`` before it is no part of the line.

        Raises
        ------
        SourceError
            Where the rest of the file cannot be read.
        """
        begun: list[str] = []
        for part in self._decoded():
            end, *others = part.split("\n")
            begun.append(end)
            if others:
                yield "".join(begun).removesuffix("\r")
                yield from (line.removesuffix("\r") for line in others[:-1])
                begun = others[-1:]
        if last := "".join(begun):
            yield last.removesuffix("\r")

    @cached_property
    def content(self) -> bytes:
        """All the bytes of the file inside."""
        return b"".join(self.blocks())

    @cached_property
    def text(self) -> str:
        """All bytes as text; a byte that is not UTF-8 becomes a lone surrogate, so that only its own record is lost."""
        return "".join(self._decoded())

    @cached_property
    def head(self) -> str:
        """The first line (of one that never ends 8 MiB) and 64 KiB more as text, whatever the file is."""
        encoding = "utf-16" if self._beginning.startswith(_UTF16) else "utf-8-sig"
        return self._beginning.decode(encoding, "replace")

    @cached_property
    def is_binary(self) -> bool:
        """Whether the bytes are no text."""
        return b"\0" in self._beginning[:_BINARY_BYTES] and not self._beginning.startswith(_UTF16)

    @cached_property
    def _beginning(self) -> bytes:
        read = bytearray()
        line_end = -1
        for block in self.blocks():
            if line_end < 0 and (found := block.find(b"\n")) >= 0:
                line_end = len(read) + found
            read += block
            if len(read) >= (line_end + 1 + _HEAD_BYTES if line_end >= 0 else _LONGEST_FIRST_LINE):
                break
        return bytes(read[: line_end + 1 + _HEAD_BYTES if line_end >= 0 else _LONGEST_FIRST_LINE])

    def _decoded(self) -> Iterator[str]:
        is_utf16 = self._beginning.startswith(_UTF16)
        new_decoder = codecs.getincrementaldecoder("utf-16" if is_utf16 else "utf-8-sig")
        decoder = new_decoder("strict" if is_utf16 else "surrogateescape")
        try:
            for block in self.blocks():
                yield decoder.decode(block)
            yield decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise SourceError(f"{self.name} begins like UTF-16 and breaks its rules") from None


def open_source(source: Source) -> Opened:
    """Open a source and undo its compression while it is read.

    Raises
    ------
    SourceError
        Where the file is empty, cannot be read, or breaks off so early that nothing of it can be.
    """
    opened = Opened(source.name, lambda: _unwrapped(source))
    if not any(block.strip() for block in opened.blocks()):
        raise SourceError(f"{source.name} is empty, a file must hold at least one paper")
    return opened


def _unwrapped(source: Source) -> Iterator[bytes]:
    blocks = source.blocks()
    first = next(blocks, b"")
    blocks = chain([first], blocks)
    if first.startswith(_GZIP):
        return _unpacked(blocks, name=source.name, kind="gzip", new=lambda: zlib.decompressobj(wbits=31))
    if first.startswith(_ZSTD):
        return _unpacked(blocks, name=source.name, kind="zstd", new=lambda: zstandard.ZstdDecompressor().decompressobj())
    return blocks


def _unpacked(
    blocks: Iterator[bytes], *, name: str, kind: str, new: Callable[[], "zlib._Decompress | zstandard.ZstdDecompressionObj"]
) -> Iterator[bytes]:
    """Undo compression; a file may be several compressed ones in a row, with zeros between them."""
    part = None
    try:
        for block in blocks:
            while block:
                part = part or new()
                yield part.decompress(block)
                block = part.unused_data.lstrip(b"\0") if part.eof else b""
                part = None if part.eof else part
    except (zlib.error, zstandard.ZstdError) as problem:
        raise SourceError(f"{name} is not the {kind} file that it begins like: {problem}") from None
    if part:
        raise SourceError(f"{name} ends before its {kind} data does: it was cut off, fetch it again")
