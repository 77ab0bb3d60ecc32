"""The metadata of all of arXiv, one JSON object a line, as Cornell University gives it out on Kaggle."""

import json
import re
from collections.abc import Mapping
from typing import Final

from trends.sources.files.arxiv_atom import is_withdrawn
from trends.sources.files.json_objects import parse_line
from trends.sources.filters import in_categories
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip, as_text
from trends.sources.settings import SourceSettings

_KEYS: Final = {"id", "authors_parsed", "versions"}
_LINES_TRIED: Final = 5
# Only a key can stand between quotes and before a colon, for a quote inside a value has a backslash before it; a value with
# an escape of its own is left to the parser.
_CATEGORIES: Final = re.compile(r'"categories":\s*"([^"\\]*)"')


def read_arxiv_dump(opened: Opened, settings: SourceSettings) -> Records:
    """Read the papers, dated by their first version; a line that is no JSON object is a skipped record, a withdrawn
    paper too.

    Of a paper whose categories are not asked for no more is read than these: a search costs a tenth of parsing the line.
    """
    for number, line in enumerate(opened.lines(), 1):
        if not line.strip():
            continue
        found = _CATEGORIES.search(line) if settings.categories else None
        if found and not in_categories(found[1].split(), settings=settings):
            yield Record(categories=found[1].split(), line=number)
            continue
        entry = parse_line(line, number)
        yield entry if isinstance(entry, Skip) else _record(entry, line=number)


def _record(entry: Mapping[str, object], *, line: int) -> Record | Skip:
    """Pick the fields; the day of the last update dates no paper, it may lie years after the first version."""
    if is_withdrawn(as_text(entry.get("abstract"))):
        return Skip("withdrawn paper", as_text(entry.get("id")), line)
    return Record(
        title=entry.get("title"),
        abstract=entry.get("abstract"),
        date=_first_version(entry.get("versions")),
        arxiv=entry.get("id"),
        doi=entry.get("doi"),
        authors=_names(entry.get("authors_parsed")) or entry.get("authors"),
        categories=as_text(entry.get("categories")).split(),
        venue=entry.get("journal-ref"),
        line=line,
    )


def _first_version(versions: object) -> object:
    entries = [version for version in versions if isinstance(version, dict)] if isinstance(versions, list) else []
    return next((entry.get("created") for entry in entries if entry.get("version") == "v1"), None)


def _names(parsed: object) -> list[str]:
    """Turn ``["Byron", "Ada", "Jr."]`` into ``Ada Byron Jr.``; an affiliation may follow, and is left out."""
    names = [name[:3] for name in parsed if isinstance(name, list)] if isinstance(parsed, list) else []
    ordered = ([*name[1:2], *name[:1], *name[2:]] for name in names)
    return [" ".join(part for part in name if isinstance(part, str) and part) for name in ordered]


def _is_entry(line: str) -> bool:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(entry, dict) and entry.keys() >= _KEYS


def _is_dump(head: str) -> bool:
    """Look for an entry among the first lines; one of them may be broken."""
    return any(_is_entry(line) for line in head.split("\n", _LINES_TRIED)[:_LINES_TRIED])


ARXIV_DUMP: Final = Format(
    "arxiv_dump", "metadata of all of arXiv, one JSON object a line", (".jsonl", ".json"), _is_dump, read_arxiv_dump
)
