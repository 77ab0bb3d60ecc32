"""CSL-JSON, the items that citation processors take: exports of Zotero, answers of DOI resolvers."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from trends.sources.fields.dates import begin_of
from trends.sources.fields.ids import pmids
from trends.sources.fields.kinds import IN_LIBRARIES, no_paper
from trends.sources.files.service_json import dig, first, in_parts, is_json, items
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import NoRecordsError, Record, Records, Skip, as_text
from trends.sources.settings import SourceSettings

_PUBLISHED: Final = ("issued", "published-online", "published-print", "posted", "published", "available-date")
_ITEM: Final = re.compile(r'"(?:issued|container-title|type"\s*:\s*"(?:article-journal|article-magazine|paper-conference))"')
_TITLE: Final = re.compile(r'"title"\s*:\s*"')
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR: Final = re.compile(r"\d{4}")
_OBJECT: Final = re.compile(r'\{\s*["}]')
# A brace or a whole text; that all begin with one of three signs lets the search run at its fastest.
_BRACE: Final = re.compile(r'["{}](?:(?<=")[^"\\]*(?:\\.[^"\\]*)*")?', re.DOTALL)
_DECODER: Final = json.JSONDecoder()
_SHOWN: Final = 80
_LONGEST: Final = 1 << 17  # characters of an item; without a limit each one that is never closed would cost the whole file
_NO_JSON: Final = "item is not JSON"
_TOO_DEEP: Final = "item is nested too deep"


def read_csl_json(opened: Opened, _: SourceSettings) -> Records:
    """Read the items of a list, of an object that holds one, of lines, or an item alone.

    A paper counts from the earliest day among its dates of publication, else from when it was issued. An item that is no JSON
    or nested too deep is a skipped record, and reading goes on with the next one.

    Raises
    ------
    SourceError
        Where the file holds no JSON object.
    """
    is_broken = False
    text = opened.text
    if not _OBJECT.search(text):
        raise NoRecordsError(f"{opened.name} holds no JSON object, one is needed for each paper")
    for line, value in _objects(text):
        if isinstance(value, Skip):
            if not is_broken:
                yield value
            is_broken = is_broken or value.reason == _NO_JSON
            continue
        for item in _items(value):
            if not is_broken or "title" in item:  # what is whole in a broken item, such as a name, is none itself
                is_broken = False
                yield _record(item, line=line)


def _objects(text: str) -> Iterator[tuple[int, dict[str, object] | Skip]]:
    """Yield the line and value of each object, and of a broken one the objects inside: the next items may be among them."""
    line, counted, end = 1, 0, 0
    while found := _OBJECT.search(text, end):
        start = found.start()
        line += text.count("\n", counted, start)
        counted = start
        try:
            value, end = _DECODER.raw_decode(text, start)
            yield line, value
        except ValueError:
            yield line, Skip(_NO_JSON, text[start : start + _SHOWN], line)
            end = start + 1
        except RecursionError:
            closed = _end_of_object(text, start)
            yield line, Skip(_TOO_DEEP if closed else _NO_JSON, text[start : start + _SHOWN], line)
            end = closed or text.find("\n", start) + 1 or len(text)


def _end_of_object(text: str, start: int) -> int:
    """Return the place behind the brace that closes the object, by braces alone; 0 where none does or only far away."""
    depth = 0
    for found in _BRACE.finditer(text, start, start + _LONGEST):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return 0


def _items(value: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return the items that an object holds, or itself as the only one."""
    inside = [] if "title" in value else items(value.get("items"))
    return [item for item in inside if isinstance(item, dict)] or [value]


def _record(item: Mapping[str, object], *, line: int) -> Record | Skip:
    title = _text(item.get("title"))
    if lost := no_paper([as_text(item.get("type"))], words=IN_LIBRARIES):
        return Skip(lost, title, line)
    number = as_text(item.get("number"))
    date = _date(item)
    year = _YEAR.search(date)
    return Record(
        title=title,
        abstract=item.get("abstract"),
        date=date,
        year=year[0] if year else None,
        id=item.get("id"),
        doi=item.get("DOI"),
        aliases=pmids(item.get("PMID")),
        arxiv=number if "arxiv" in number.lower() else None,
        authors=item.get("author"),
        categories=first([item.get("keyword"), item.get("categories"), item.get("subject")]),
        venue=first(_text(item.get(name)) for name in ("container-title", "event-title", "event")),
        url=item.get("URL"),
        line=line,
    )


def _date(item: Mapping[str, object]) -> str:
    dates = [text for name in _PUBLISHED if (text := _spelled(item.get(name)))]
    return min(filter(_DAY.fullmatch, dates), default="") or next(iter(dates), "")


def _spelled(value: object) -> str:
    """Write a date in parts as ISO text, and any other as it is; of a range, its begin."""
    told = value if isinstance(value, str) else first(dig(value, name) for name in ("raw", "literal", "edtf"))
    return in_parts(value) or begin_of(as_text(told))


def _text(value: object) -> str:
    """Return a text, or the first of a list, which some resolvers give in its place."""
    return as_text(first(value) if isinstance(value, list) else value)


def _is_csl_json(head: str) -> bool:
    return is_json(head) and bool(_ITEM.search(head) and _TITLE.search(head))


CSL_JSON: Final = Format("csl_json", "CSL-JSON bibliography", (".json",), _is_csl_json, read_csl_json)
