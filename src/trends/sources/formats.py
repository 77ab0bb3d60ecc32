"""The one table of formats: what they are, their usual endings, how to tell and to read them."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from trends.errors import SourceError
from trends.sources.columns import has_title
from trends.sources.opening import Opened
from trends.sources.pages import looks_like_page, read_pages
from trends.sources.records import Records
from trends.sources.settings import SourceSettings
from trends.sources.tables import header, read_delimited, read_json, read_jsonl, read_parquet

COMPRESSED: Final = (".gz", ".zst")


@dataclass(frozen=True)
class Format:
    """One way in which papers come.

    Attributes
    ----------
    name
        What `SourceSettings.format` calls it.
    about
        What it is, in a few words.
    endings
        How its files are usually named, perhaps with one of `COMPRESSED` behind.
    fits
        Whether the beginning of a file looks like it; asked in the order of `FORMATS`.
    read
        Turns a file into records, one for each paper that it tries to tell.
    """

    name: str
    about: str
    endings: tuple[str, ...]
    fits: Callable[[str], bool]
    read: Callable[[Opened, SourceSettings], Records]


def _is_parquet(head: str) -> bool:
    return head.startswith("PAR1")


def _is_jsonl(head: str) -> bool:
    """Look for a second object, or anything behind a whole one: one object alone may hold a list of papers."""
    first, _, rest = head.strip().partition("\n")
    return first.startswith("{") and bool(rest) and (first.rstrip().endswith("}") or rest.lstrip().startswith("{"))


def _is_json(head: str) -> bool:
    return head.lstrip().startswith(("[", "{"))


def _is_tsv(head: str) -> bool:
    return header(head)[1] == "\t" and _is_table(head)


def _is_table(head: str) -> bool:
    """Look for a title in the first line, or else for a second line with as many fields."""
    names, delimiter = header(head)
    if has_title(names):
        return True
    rows = list(csv.reader(head.lstrip("\r\n").splitlines()[:2], delimiter=delimiter))
    return len(rows) == 2 and len(rows[0]) == len(rows[1]) > 1


FORMATS: Final = (
    Format("parquet", "table of columns", (".parquet", ".pq"), _is_parquet, read_parquet),
    Format("pages", "paper pages of Hugging Face, saved as text", (".txt",), looks_like_page, read_pages),
    Format("jsonl", "one JSON object a line", (".jsonl", ".ndjson"), _is_jsonl, read_jsonl),
    Format("json", "JSON list of objects", (".json",), _is_json, read_json),
    Format("tsv", "table with a header, divided by tabs", (".tsv", ".tab"), _is_tsv, read_delimited),
    Format("csv", "table with a header, divided by commas, semicolons or bars", (".csv",), _is_table, read_delimited),
)


def find_format(opened: Opened, *, settings: SourceSettings) -> Format:
    """Return the format that the settings name, else the first that the content looks like.

    Raises
    ------
    SourceError
        Where there is none.
    """
    known = ", ".join(fmt.name for fmt in FORMATS)
    if opened.is_binary and not _is_parquet(opened.head):
        raise SourceError(f"{opened.name} is binary and not parquet, the formats are {known}")
    if settings.format != "auto":
        return next(fmt for fmt in FORMATS if fmt.name == settings.format)
    for fmt in FORMATS:
        if fmt.fits(opened.head):
            return fmt
    raise SourceError(f"{opened.name} looks like none of the formats {known}: name one with --set sources.format=NAME")


def has_known_ending(name: str) -> bool:
    """Tell whether a file is named like one of the formats."""
    path = PurePath(name.lower())
    ending = PurePath(path.stem).suffix if path.suffix in COMPRESSED else path.suffix
    return any(ending in fmt.endings for fmt in FORMATS)
