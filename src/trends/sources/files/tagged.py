"""Lines of a tag, a dash and a value, in which bibliographies were handed on before XML: RIS and MEDLINE."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tagged file.

    Attributes
    ----------
    line
        Where it begins, from 1.
    fields
        Tag → its values in the order of the file; the lines of a value are divided by line breaks.
    """

    line: int
    fields: Mapping[str, Sequence[str]]

    def all(self, *tags: str) -> list[str]:
        """Return the values of the tags that are not empty."""
        return [value for tag in tags for value in self.fields.get(tag, ()) if value]

    def first(self, *tags: str) -> str:
        """Return the first value of the first tag that has one; nothing where none has."""
        return next(iter(self.all(*tags)), "")


def read_entries(lines: Iterable[str], *, field: re.Pattern[str], first: str, last: re.Pattern[str]) -> Iterator[Entry]:
    """Divide lines into entries, so that what is wrong in one leaves the others as they are.

    Parameters
    ----------
    lines
        Those of the file. One without a tag goes on with the value above it, and counts for nothing outside of entries.
    field
        A line with a tag: that and the value are its groups.
    first
        The tag that begins an entry, be the one above ended or not. An entry that lacks it begins with any other tag.
    last
        The line that ends an entry.
    """
    start = 0
    fields: dict[str, list[list[str]]] = {}
    value: list[str] | None = None
    for number, line in enumerate(lines, 1):
        is_last = bool(last.fullmatch(line))
        found = None if is_last else field.match(line)
        if is_last or (found and found[1] == first):
            if fields:
                yield _entry(start, fields)
            fields, value = {}, None
        if found:
            start = start if fields else number
            value = [(found[2] or "").strip()]
            fields.setdefault(found[1], []).append(value)
        elif value is not None:
            value.append(line.strip())
    if fields:
        yield _entry(start, fields)


def _entry(start: int, fields: Mapping[str, Sequence[Sequence[str]]]) -> Entry:
    return Entry(start, {tag: ["\n".join(value).strip() for value in values] for tag, values in fields.items()})
