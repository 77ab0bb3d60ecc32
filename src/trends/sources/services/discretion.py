"""Keep keys and addresses out of what is told: errors, and the log of the library that sends requests."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

_LOG: Final = logging.getLogger("httpx")  # which tells each request with its whole address


def hidden(text: str, *, secrets: Sequence[str]) -> str:
    """Return a text with a mark in place of each secret, be it written out or in the code of web addresses."""
    for secret in filter(None, secrets):
        text = re.sub("".join(map(_either_way, secret)), "…", text, flags=re.IGNORECASE)
    return text


@contextmanager
def discreet(secrets: Sequence[str]) -> Iterator[None]:
    """Hide secrets in what is logged meanwhile about requests."""

    def hide(record: logging.LogRecord) -> bool:
        record.msg, record.args = hidden(record.getMessage(), secrets=secrets), ()
        return True

    _LOG.addFilter(hide)
    try:
        yield
    finally:
        _LOG.removeFilter(hide)


def _either_way(char: str) -> str:
    coded = "".join(f"%{byte:02x}" for byte in char.encode())
    return f"(?:{re.escape(char)}|{coded}{'|[+]' if char == ' ' else ''})"
