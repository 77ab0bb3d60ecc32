"""Numbers, periods and lists as the sentences of the audit write them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from trends.data import Every

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PLURALS: Final = {"category": "categories", "is": "are", "has": "have", "ends": "end", "starts": "start", "holds": "hold"}


def count(n: int, noun: str) -> str:
    """Return a number with its noun: 1 venue, 2,345 papers."""
    return f"{n:,} {plural(n, noun)}"


def plural(n: int, word: str) -> str:
    """Return a noun or a verb as it stands behind this number."""
    if n == 1:
        return word
    return _PLURALS.get(word, f"{word}s")


def percent(fraction: float) -> str:
    """Return a fraction as percent: 31 %, 3.1 %, 0.6 %, under 0.1 %."""
    if 0 < fraction < 0.001:
        return "under 0.1 %"
    digits = 0 if fraction >= 0.0995 or fraction == 0 else 1
    return f"{100 * fraction:.{digits}f} %"


def listing(names: Sequence[str], *, at_most: int = 6) -> str:
    """Join names with commas and a last ``and``; what is beyond `at_most` is counted."""
    shown = list(names) if len(names) <= at_most + 1 else [*names[:at_most], f"{len(names) - at_most:,} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def day(when: date) -> str:
    """Return a day as 14 Mar 2025."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def period(start: date, *, every: Every) -> str:
    """Return the name of the year or month that begins on a day: 2025, Mar 2025."""
    return str(start.year) if every == "year" else f"{_MONTHS[start.month - 1]} {start.year}"
