"""Preprints that name their server where others name a journal."""

import re
from typing import Final, NamedTuple

_SERVER: Final = re.compile(
    r"\s*(?:arxiv|corr)\b(?:.*?\b(\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?/\d{7}))?", re.IGNORECASE | re.DOTALL
)


class Venue(NamedTuple):
    """The venue of a paper, and the arXiv id that stood in its place; None where unknown."""

    name: str | None
    arxiv: str | None


def read_venue(text: str) -> Venue:
    """Take ``arXiv preprint arXiv:1706.03762``, ``arXiv:1706.03762 [cs]`` or ``CoRR abs/1706.03762`` for what they are.

    All preprints of arXiv get one venue, ``arXiv``: else each would be the only paper of its own.
    """
    found = _SERVER.match(text)
    if not found:
        return Venue(text or None, None)
    return Venue("arXiv", found[1] and f"arXiv:{found[1]}")
