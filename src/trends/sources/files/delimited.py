"""Tables with a header: CSV and TSV."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from trends.sources.fields.columns import has_title, match_columns, to_record
from trends.sources.fields.kinds import IN_LIBRARIES, no_paper
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Records, Skip, as_text
from trends.sources.settings import SourceSettings

_DELIMITERS: Final = ",;\t|"
_MAX_FIELD: Final = 2**31 - 1
_ZOTERO_KIND: Final = "Item Type"


def header(text: str) -> tuple[list[str], str]:
    """Return the column names in the first line of a delimited table, and the delimiter that gives the most."""
    csv.field_size_limit(_MAX_FIELD)  # of the whole process; the default takes a long field for an error
    line = next((line.rstrip("\r\n") for line in io.StringIO(text, newline="") if line.strip()), "")
    splits = [(_fields(line, delimiter), delimiter) for delimiter in _DELIMITERS]
    names, delimiter = max(splits, key=lambda split: len(split[0]))
    return [name.strip() for name in names], delimiter


def read_delimited(opened: Opened, settings: SourceSettings) -> Records:
    """Read a CSV or TSV table whose first line names the columns; quoted fields may hold line breaks.

    A line that breaks the rules of quoting is a skipped record, and reading goes on with the next line, so that a quote that
    is never closed does not swallow the rest of the file. What Zotero calls no paper in its ``Item Type`` is skipped too.
    """
    names, delimiter = header(opened.text)
    columns = match_columns(names, chosen=settings.columns, file=opened.name)
    lines = io.StringIO(opened.text, newline="").readlines()
    first = next(number for number, line in enumerate(lines) if line.strip()) + 1
    for number, fields in _rows(lines, start=first, delimiter=delimiter, width=len(names)):
        if not any(fields):
            continue
        if len(fields) > len(names) and not _has_free_comma(fields):
            fields = _without_padding(fields, width=len(names))
        if len(fields) != len(names):
            yield Skip("not as many fields as the header names", delimiter.join(fields), number)
            continue
        row = dict(zip(names, fields, strict=True))
        record = to_record(row, columns=columns, line=number)
        lost = no_paper([row.get(_ZOTERO_KIND, "")], words=IN_LIBRARIES)
        yield Skip(lost, as_text(record.title), number) if lost else record


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


def _has_free_comma(fields: list[str]) -> bool:
    """Tell whether a row is too long because a text was divided: unlike the other fields, its rest begins with a space.

    Without its last, empty fields such a row would look whole, with each value under the name beside its own.
    """
    spaced = [field.startswith(" ") for field in fields[1:] if field]
    return any(spaced) and not all(spaced)


def _without_padding(fields: list[str], *, width: int) -> list[str]:
    return fields[:width] if not any(fields[width:]) else fields


def _is_tsv(head: str) -> bool:
    return header(head)[1] == "\t" and _is_table(head)


def _is_table(head: str) -> bool:
    """Look for a title in the first line, or else for a second line with as many fields."""
    names, delimiter = header(head)
    if has_title(names):
        return True
    rows = list(csv.reader(head.lstrip("\r\n").splitlines()[:2], delimiter=delimiter))
    return len(rows) == 2 and len(rows[0]) == len(rows[1]) > 1


TSV: Final = Format("tsv", "table with a header, divided by tabs", (".tsv", ".tab"), _is_tsv, read_delimited)
CSV: Final = Format("csv", "table with a header, divided by commas, semicolons or bars", (".csv",), _is_table, read_delimited)
