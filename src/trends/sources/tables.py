"""Tables of papers: CSV and TSV, JSON, JSON lines, Parquet."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Final

import polars as pl

from trends.errors import SourceError
from trends.sources.columns import Columns, has_title, match_columns, to_record
from trends.sources.opening import Opened
from trends.sources.records import Records, Skip
from trends.sources.settings import SourceSettings

_DELIMITERS: Final = ",;\t|"
_SHOWN: Final = 80
_MAX_FIELD: Final = 2**31 - 1


def header(text: str) -> tuple[list[str], str]:
    """Return the column names in the first line of a delimited table, and the delimiter that gives the most."""
    line = next((line.rstrip("\r\n") for line in io.StringIO(text, newline="") if line.strip()), "")
    splits = [(_fields(line, delimiter), delimiter) for delimiter in _DELIMITERS]
    names, delimiter = max(splits, key=lambda split: len(split[0]))
    return [name.strip() for name in names], delimiter


def read_delimited(opened: Opened, settings: SourceSettings) -> Records:
    """Read a CSV or TSV table whose first line names the columns; quoted fields may hold line breaks.

    A line that breaks the rules of quoting is a skipped record, and reading goes on with the next line, so that a quote that
    is never closed does not swallow the rest of the file.
    """
    csv.field_size_limit(_MAX_FIELD)  # of the whole process; the default takes a long field for an error
    names, delimiter = header(opened.text)
    columns = match_columns(names, chosen=settings.columns, file=opened.name)
    lines = io.StringIO(opened.text, newline="").readlines()
    first = next(number for number, line in enumerate(lines) if line.strip()) + 1
    for number, fields in _rows(lines, start=first, delimiter=delimiter, width=len(names)):
        if not any(fields):
            continue
        while len(fields) > len(names) and not fields[-1]:
            fields.pop()
        if len(fields) == len(names):
            yield to_record(dict(zip(names, fields, strict=True)), columns=columns, line=number)
        else:
            yield Skip("not as many fields as the header names", delimiter.join(fields), number)


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


def read_parquet(opened: Opened, settings: SourceSettings) -> Records:
    """Read a Parquet table.

    Raises
    ------
    SourceError
        Where the file is broken.
    """
    source = io.BytesIO(opened.content)
    try:
        names = pl.read_parquet_schema(source)
        columns = match_columns(names, chosen=settings.columns, file=opened.name)
        source.seek(0)
        table = pl.read_parquet(source, columns=sorted({name for names in columns.values() for name in names}))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as problem:
        reason = str(problem).partition("\n")[0]
        raise SourceError(f"{opened.name} is not a parquet file that can be read: {reason}") from None
    for row in table.iter_rows(named=True):
        yield to_record(row, columns=columns)


def _fields(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _rows(lines: list[str], *, start: int, delimiter: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and fields of each row, beginning anew behind each line that breaks the rules."""
    while start < len(lines):
        reader = csv.reader((lines[number] for number in range(start, len(lines))), delimiter=delimiter, strict=True)
        offset = start
        try:
            for fields in reader:
                yield start + 1, fields
                start = offset + reader.line_num
        except csv.Error:
            yield start + 1, _salvaged(lines[start].rstrip("\r\n"), delimiter=delimiter, width=width)
            start += 1


def _salvaged(line: str, *, delimiter: str, width: int) -> list[str]:
    """Read a line with wrong quotes by itself; in a TSV file a quote may mean nothing at all."""
    fields = _fields(line, delimiter)
    if len(fields) != width and delimiter == "\t":
        return line.split(delimiter)
    return fields


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
