"""Numbers of things, and lists of them, as every sentence of the package writes them."""

from collections.abc import Sequence
from math import floor, log10
from typing import Final

# Growth a year beyond these is not spelled out, for of a few papers it may be anything.
TENFOLD: Final = 9.0
NEARLY_ALL: Final = -0.99

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


def number(value: float) -> str:
    """Return a number with two significant digits and no trailing zeros: 61, 390, 8.4, −0.42."""
    if value == 0:
        return "0"
    rounded = round(value, 1 - floor(log10(abs(value))))
    decimals = max(0, 1 - floor(log10(abs(rounded))))
    text = f"{rounded:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


def correlation(value: float) -> str:
    """Return a coefficient from −1 to 1 with two decimals."""
    return f"{value:.2f}".replace("-", "−")


def percent(fraction: float) -> str:
    """Return a fraction from 0 to 1 as percent; below 0.01% the digits mean nothing and are not shown."""
    return "under 0.01%" if 0 < fraction < 0.0001 else f"{number(100 * fraction)}%"
