"""What a reader makes of one record: raw fields, or the reason why there are none."""

from collections.abc import Iterator
from dataclasses import dataclass

from trends.errors import SourceError


class NoRecordsError(SourceError):
    """Tell that a file has no records; it is an error where no other file has any."""


@dataclass(frozen=True, slots=True)
class Skip:
    """A record that is lost.

    Attributes
    ----------
    reason
        A short plain phrase that is the same for all records lost in this way.
    value
        What was found instead, empty where that says nothing.
    line
        Counts from 1; None where the format has no lines.
    """

    reason: str
    value: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one paper as the file has them; None where it has none.

    Attributes
    ----------
    aliases
        Other ids of the paper, in a list.
    updated
        The day of entry into or change of a database, for want of a better date.
    sources, dated_by
        Where a corpus that was written has its paper and the date from.
    line
        Where the record begins, from 1; None where the format has no lines.
    mends
        Reason and value of each field that the reader had to leave out.
    """

    title: object = None
    abstract: object = None
    date: object = None
    updated: object = None
    year: object = None
    month: object = None
    precision: object = None
    id: object = None
    doi: object = None
    arxiv: object = None
    authors: object = None
    categories: object = None
    venue: object = None
    url: object = None
    aliases: object = None
    sources: object = None
    dated_by: object = None
    line: int | None = None
    mends: tuple[tuple[str, str], ...] = ()


Records = Iterator[Record | Skip]


def as_text(value: object) -> str:
    """Return a raw value as text: nothing for None and NaN, lists joined by spaces."""
    if value is None or value != value:  # only NaN differs from itself
        return ""
    if isinstance(value, list | tuple):
        return " ".join(str(part) for part in value if part is not None)
    return str(value)
