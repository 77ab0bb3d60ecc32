"""Objects, one for each paper: JSON lines and JSON."""

import json
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from trends.errors import SourceError
from trends.sources.fields.columns import Columns, has_title, match_columns, to_record
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import NoRecordsError, Records, Skip
from trends.sources.settings import SourceSettings

_SHOWN: Final = 80
_TOO_MUCH: Final = "is not JSON that papers come in: it is nested too deep or its numbers are too long"
_KEY_SETS: Final = 256


def read_jsonl(opened: Opened, settings: SourceSettings) -> Records:
    """Read one JSON object a line, each by its own keys; a line that is none is a skipped record.

    Raises
    ------
    SourceError
        At the end, where no line is an object, none has a title or none has a column that the user named.
    """
    names: dict[str, None] = {}  # all that the file has, for what can be said only at its end

    @lru_cache(maxsize=_KEY_SETS)
    def columns_of(keys: tuple[str, ...]) -> Columns:
        names.update(dict.fromkeys(keys))
        usable = dict.fromkeys((*keys, "title", *settings.columns.values()))
        return match_columns(usable, chosen=settings.columns, file=opened.name)

    for number, line in enumerate(opened.lines(), 1):
        if not line.strip():
            continue
        row = parse_line(line, number)
        yield to_record(row, columns=columns_of(tuple(row)), line=number) if isinstance(row, dict) else row
    _match_all(names, opened, settings)


def read_json(opened: Opened, settings: SourceSettings) -> Records:
    """Read one JSON document: a list of objects, an object that holds such a list, or the object of one paper.

    Raises
    ------
    SourceError
        Where the document is no JSON or holds no list of objects.
    """
    document = parse_document(opened)
    try:
        rows = _find_rows(document, title=settings.columns.get("title"))
    except RecursionError:
        raise SourceError(f"{opened.name} {_TOO_MUCH}") from None
    if not rows:
        raise NoRecordsError(f"{opened.name} holds no list of JSON objects, one for each paper")
    columns = _match_all(dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row), opened, settings)
    for row in rows:
        yield to_record(row, columns=columns) if isinstance(row, dict) else Skip("entry is not a JSON object", str(row)[:_SHOWN])


def parse_document(opened: Opened) -> object:
    """Return what the whole file is as JSON.

    Raises
    ------
    SourceError
        Where it is no JSON.
    """
    try:
        return json.loads(opened.text)
    except json.JSONDecodeError as problem:
        raise SourceError(f"{opened.name} is not JSON or was cut off: {_in_words(problem)} in line {problem.lineno}") from None
    except (ValueError, RecursionError):
        raise SourceError(f"{opened.name} {_TOO_MUCH}") from None


def _in_words(problem: json.JSONDecodeError) -> str:
    return problem.msg.lower().removesuffix(" starting at")


def parse_line(line: str, number: int) -> dict[str, object] | Skip:
    """Return the object that a line of JSON is, or why it is none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return Skip("line is not JSON", line.strip()[:_SHOWN], number)
    return row if isinstance(row, dict) else Skip("line is not a JSON object", str(row)[:_SHOWN], number)


def _find_rows(document: object, *, title: str | None) -> list[object]:
    """Find the list of papers in a document: itself, itself as the only paper, or the longest list inside."""
    if isinstance(document, list):
        return document if any(isinstance(row, dict) for row in document) else []
    if not isinstance(document, dict):
        return []
    if title in document or has_title(document):
        return [document]
    return max((_find_rows(part, title=title) for part in document.values()), key=len, default=[])


def _match_all(names: Collection[str], opened: Opened, settings: SourceSettings) -> Columns:
    if not names:
        raise NoRecordsError(f"{opened.name} holds no JSON object, one is needed for each paper")
    return match_columns(names, chosen=settings.columns, file=opened.name)


def _is_jsonl(head: str) -> bool:
    """Look for a second object, or anything behind a whole one: one object alone may hold a list of papers."""
    first, _, rest = head.strip().partition("\n")
    return first.startswith("{") and bool(rest) and (first.rstrip().endswith("}") or rest.lstrip().startswith("{"))


def _is_json(head: str) -> bool:
    return head.lstrip().startswith(("[", "{"))


JSONL: Final = Format("jsonl", "one JSON object a line", (".jsonl", ".ndjson"), _is_jsonl, read_jsonl)
JSON: Final = Format("json", "JSON list of objects", (".json",), _is_json, read_json)
