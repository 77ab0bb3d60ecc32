"""Objects, one for each paper: JSON lines and JSON."""

import json
from collections.abc import Iterable
from typing import Final

from trends.errors import SourceError
from trends.sources.fields.columns import Columns, has_title, match_columns, to_record
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Records, Skip
from trends.sources.settings import SourceSettings

_SHOWN: Final = 80


def read_jsonl(opened: Opened, settings: SourceSettings) -> Records:
    """Read one JSON object a line; a line that is none is a skipped record."""
    rows: list[tuple[int, object]] = []
    for number, line in enumerate(opened.text.split("\n"), 1):
        if line.strip():
            rows.append((number, _json_or_skip(line, number)))
    columns = _columns_of((row for _, row in rows), opened, settings)
    for number, row in rows:
        if isinstance(row, Skip):
            yield row
        elif isinstance(row, dict):
            yield to_record(row, columns=columns, line=number)
        else:
            yield Skip("line is not a JSON object", str(row)[:_SHOWN], number)


def read_json(opened: Opened, settings: SourceSettings) -> Records:
    """Read one JSON document: a list of objects, an object that holds such a list, or the object of one paper.

    Raises
    ------
    SourceError
        Where the document is no JSON or holds no list of objects.
    """
    try:
        rows = _find_rows(json.loads(opened.text), title=settings.columns.get("title"))
    except json.JSONDecodeError as problem:
        raise SourceError(f"{opened.name} is not JSON: {problem.msg.lower()} in line {problem.lineno}") from None
    except (ValueError, RecursionError):
        raise SourceError(
            f"{opened.name} is not JSON that papers come in: it is nested too deep or its numbers are too long"
        ) from None
    if not rows:
        raise SourceError(f"{opened.name} holds no list of JSON objects, one for each paper")
    columns = _columns_of(rows, opened, settings)
    for row in rows:
        yield to_record(row, columns=columns) if isinstance(row, dict) else Skip("entry is not a JSON object", str(row)[:_SHOWN])


def _json_or_skip(line: str, number: int) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return Skip("line is not JSON", line.strip()[:_SHOWN], number)


def _find_rows(document: object, *, title: str | None) -> list[object]:
    """Find the list of papers in a document: itself, itself as the only paper, or the longest list inside."""
    if isinstance(document, list):
        return document if any(isinstance(row, dict) for row in document) else []
    if not isinstance(document, dict):
        return []
    if title in document or has_title(document):
        return [document]
    return max((_find_rows(part, title=title) for part in document.values()), key=len, default=[])


def _columns_of(rows: Iterable[object], opened: Opened, settings: SourceSettings) -> Columns:
    names = dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row)
    if not names:
        raise SourceError(f"{opened.name} holds no JSON object, one is needed for each paper")
    return match_columns(names, chosen=settings.columns, file=opened.name)


def _is_jsonl(head: str) -> bool:
    """Look for a second object, or anything behind a whole one: one object alone may hold a list of papers."""
    first, _, rest = head.strip().partition("\n")
    return first.startswith("{") and bool(rest) and (first.rstrip().endswith("}") or rest.lstrip().startswith("{"))


def _is_json(head: str) -> bool:
    return head.lstrip().startswith(("[", "{"))


JSONL: Final = Format("jsonl", "one JSON object a line", (".jsonl", ".ndjson"), _is_jsonl, read_jsonl)
JSON: Final = Format("json", "JSON list of objects", (".json",), _is_json, read_json)
