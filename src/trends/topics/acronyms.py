"""Acronyms as the papers introduce them: "out-of-distribution (OOD) detection"."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

_INTRODUCED: Final = re.compile(r"((?:[\w-]+ ){1,6}?)\(([A-Z][A-Za-z]*[A-Z])s?\)")


def find_acronyms(texts: Sequence[str]) -> dict[str, str]:
    """Map each acronym, in lower case, to the long form that most papers introduce it with, in lower case.

    The long form is the shortest run of words before the parenthesis whose initials, hyphenated parts counted, spell
    the acronym (after Schwartz & Hearst 2003, "A simple algorithm for identifying abbreviation definitions").
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for words, acronym in set(_INTRODUCED.findall(text)):
            long = _long_form(words.lower().split(), acronym=acronym.lower())
            if long:
                seen[acronym.lower()][long] += 1
    return {acronym: min(forms, key=lambda form: (-forms[form], form)) for acronym, forms in seen.items()}


def spell_out(phrase: str, *, acronyms: dict[str, str]) -> list[str]:
    """Split a phrase into lower-case singular words, hyphens and acronyms resolved."""
    words = []
    for word in phrase.lower().split():
        words += re.split(r"[\s-]", acronyms.get(word.removesuffix("s"), acronyms.get(word, word)))
    return [word if word.endswith("ss") else word.removesuffix("s") for word in words]


def _long_form(words: list[str], *, acronym: str) -> str | None:
    for start in range(len(words) - 1, -1, -1):
        initials = "".join(part[:1] for word in words[start:] for part in word.split("-"))
        if initials == acronym:
            return " ".join(words[start:])
        if len(initials) > len(acronym):
            return None
    return None
