"""Numbers of things, and lists of them, as every sentence of the package writes them."""

from collections.abc import Sequence
from typing import Final

_PLURALS: Final = {
    "category": "categories",
    "is": "are",
    "has": "have",
    **{f"{verb}s": verb for verb in ("end", "start", "hold", "stand")},
}


def counted(n: int, noun: str) -> str:
    """Return a number with its noun: 1 paper, 2 categories, 9,111 papers."""
    return f"{n:,} {plural(n, noun)}"


def plural(n: int, word: str) -> str:
    """Return a noun or a verb as it stands behind this number."""
    if n == 1:
        return word
    return _PLURALS.get(word, f"{word}s")


def listing(names: Sequence[str], *, at_most: int = 5) -> str:
    """Join names with commas and a last ``and``; what is beyond `at_most` is counted, but a single one is named."""
    shown = list(names) if len(names) <= at_most + 1 else [*names[:at_most], f"{len(names) - at_most:,} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
