"""The records in what services answer in JSON: a page of them, or one a line as in their dumps."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile
from typing import Final, NamedTuple

from trends.sources.files.json_objects import parse_document
from trends.sources.opening import Opened
from trends.sources.records import Skip, as_text

_SHOWN: Final = 80


class Row(NamedTuple):
    """One record as its service wrote it, and the line that it stands on; None in a document over many lines."""

    fields: dict[str, object]
    line: int | None


def rows(opened: Opened, *, inside: tuple[str, ...] = ()) -> Iterator[Row | Skip]:
    """Read the records of a page, of a list, or of lines of which each is a record or a whole page.

    Parameters
    ----------
    opened
        The file.
    inside
        The keys that lead to the list of records on a page.

    Raises
    ------
    SourceError
        Where a file that is no lines of JSON is no JSON at all.
    """
    if not _is_lines(opened):
        yield from _unpacked(parse_document(opened), inside=inside)
        return
    for number, line in enumerate(opened.lines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield Skip("line is not JSON", line.strip()[:_SHOWN], number)
        else:
            yield from _unpacked(value, inside=inside, line=number)


def dig(value: object, *keys: str) -> object:
    """Follow the keys into nested objects; None where one is missing on the way."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def items(value: object) -> list[object]:
    """Return a list as it is, and nothing for anything else."""
    return value if isinstance(value, list) else []


def names(value: object, *keys: str) -> list[object]:
    """Collect from each object of a list what the keys lead to, where there is something."""
    return [found for part in items(value) if (found := dig(part, *keys))]


def first(values: Iterable[object]) -> object:
    """Return the first that is not empty; None where all are."""
    return next((value for value in values if value), None)


def in_parts(value: object) -> str:
    """Write the first of the ``date-parts`` of a date as ISO text, as far as they are known; empty where there are none."""
    parts = items(first(items(dig(value, "date-parts"))))
    return "-".join(as_text(part).zfill(2) for part in takewhile(bool, parts[:3]))


def is_json(head: str) -> bool:
    """Tell whether the beginning of a file may be JSON."""
    return head.lstrip()[:1] in {"{", "["}


def _is_lines(opened: Opened) -> bool:
    """Tell lines of objects from one document: the first line is a whole object, or ends and has an object below."""
    start, below, *_ = *islice((line.strip() for line in opened.lines() if line.strip()), 2), "", ""
    return (start.startswith("{") and start.endswith("}")) or (below.startswith("{") and not start.endswith(("[", ",", ":")))


def _unpacked(value: object, *, inside: tuple[str, ...], line: int | None = None) -> Iterator[Row | Skip]:
    """Yield the records of a page or a list, else the value as the only record."""
    page = dig(value, *inside)
    records = next((found for found in (page, value) if isinstance(found, list)), [value])
    for record in records:
        if isinstance(record, dict):
            yield Row(record, line)
        else:
            yield Skip("entry is not a JSON object", str(record)[:_SHOWN], line)
