"""Words that name no topic of papers, read from the two lists beside this file."""

from importlib.resources import files
from typing import Final


def _read_words(name: str) -> frozenset[str]:
    lines = (files("trends.topics.names") / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


STOP_WORDS: Final = _read_words("stop_words.txt")
WEAK_WORDS: Final = _read_words("weak_words.txt")
