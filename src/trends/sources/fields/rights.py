"""Notices of copyright: publishers and databases put them around abstracts, where they would make topics of publishers."""

import re
from typing import Final

_LONGEST: Final = 500  # characters at the end of an abstract that a notice can be found in
_YEAR: Final = r"(?:19|20)\d\d\b"
_SIGN: Final = r"(?:Copyright ?)?(?:©|\(c\))"
_HOLDER: Final = (
    r"(?:ACM|IEEE|AAAI|AIP|IOP|MDPI|SPIE|USENIX|ELSEVIER|SPRINGER|WILEY|Elsevier|Springer|Wiley|SAGE|Sage|Taylor|Author|AUTHOR|author"
    r"|Associat|ASSOCIAT|Societ|SOCIET|Universit|Institut|Foundation|Academ|Press|Publish|Verlag|Inc\b|Ltd|LLC|GmbH|B\.V\.)"
)
# The word alone is a notice only with a holder in capitals behind the year, or with rights that are reserved.
_HELD: Final = (
    rf"(?=(?-i:,? (?:[Bb]y |[Tt]he |held )*(?:[A-Z&][\w&.'-]{{0,30}},? (?:(?:of|for|and|the|in|on) )*){{0,6}}{_HOLDER})"
    r"|.{0,120}\ball rights reserved)"
)
_OPENING: Final = rf"(?:{_SIGN},? ?{_YEAR}|Copyright,? ?{_YEAR}{_HELD}|©[^.]{{1,80}}\b{_YEAR})"
_REST: Final = r"(?:All rights reserved|Licensee MDPI[^.]{0,60}|Published by [^.]{1,60}(?:\.(?=[A-Z]\.)[^.]{0,60})?)"
# A stop inside of B.V. or before a comma ends no sentence; what once belonged to the notice is never given back.
_BEFORE: Final = re.compile(rf"{_OPENING}(?>(?:\.(?=[A-Z]\.|,)|[^.]){{0,120}}\.(?: ?{_REST}\.)*)(?: |$)", re.IGNORECASE)
_BEHIND: Final = re.compile(rf"(?: ?(?=©)|(?:(?<=[.!?])|(?<=[.!?][\")\]”])) ?){_OPENING}.*$", re.IGNORECASE)
_PROTECTED: Final = re.compile(
    r"(?<=[.!?]) ?This article is protected by copyright\.(?: All rights reserved\.?)?$", re.IGNORECASE
)


def without_rights(abstract: str) -> str:
    """Return the abstract, on one line, without a notice of copyright before or behind it.

    A notice has the sign © or ``(c)`` and a year, or the word, a year and a holder: *© 2023 Elsevier Ltd. All rights reserved.*
    Behind the abstract it begins a sentence, unless it has the sign, and is no longer than 500 characters. An abstract that is
    nothing but a notice becomes empty.
    """
    text = " ".join(abstract.split())
    if before := _BEFORE.match(text):
        text = text[before.end() :]
    return _without_end(_PROTECTED, _without_end(_BEHIND, text))


def _without_end(end: re.Pattern[str], text: str) -> str:
    found = end.search(text, max(0, len(text) - _LONGEST))
    return text[: found.start()] if found else text
