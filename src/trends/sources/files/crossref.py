"""Works of Crossref: pages of its API, and its public data file as pages or lines."""

import re
from collections.abc import Mapping
from typing import Final

from trends.sources.fields.clean import letters
from trends.sources.fields.dates import Dated, finest, read_date
from trends.sources.fields.ids import arxiv_id
from trends.sources.fields.kinds import no_paper
from trends.sources.files.service_json import Row, dig, first, in_parts, is_json, items, names, rows
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip, as_text
from trends.sources.settings import SourceSettings

_PUBLISHED: Final = ("published-online", "published-print", "posted", "published-other", "published", "issued")
_RETRACTIONS: Final = ("retraction", "removal", "withdrawal")
_PAGE: Final = re.compile(r'"message-type"\s*:\s*"work')
_WORK: Final = re.compile(r'"(?:deposited|indexed)"\s*:\s*\{\s*"date-parts"')
_TITLE: Final = re.compile(r'"title"\s*:\s*(\[?)')  # in CSL, which has much the same names, a title is a text


def read_crossref(opened: Opened, _: SourceSettings) -> Records:
    """Read the works; containers of papers, parts of them, notices about them and retracted papers are skipped.

    A work counts from the earliest day on which it was published online, in print or, for a preprint, posted; from a month or
    year only where no day is known. The day of its registration (``created``) dates a work only where it has not even a year,
    for whole volumes are registered long after they came out.
    """
    page = ("message", "items") if _PAGE.search(opened.head) else ("items",)
    for row in rows(opened, inside=page):
        yield row if isinstance(row, Skip) else _record(row)


def _record(row: Row) -> Record | Skip:
    envelope = dig(row.fields, "message")  # of an answer with one work
    work = envelope if isinstance(envelope, dict) else row.fields
    title = _title(work)
    if lost := _reason(work):
        return Skip(lost, title, row.line)
    date, mends = _date(work)
    return Record(
        title=title,
        abstract=work.get("abstract"),
        date=date,
        updated=dig(work, "created", "date-time"),
        doi=work.get("DOI"),
        arxiv=next(filter(None, map(arxiv_id, map(as_text, names(dig(work, "relation", "has-preprint"), "id")))), None),
        authors=work.get("author"),
        categories=work.get("subject"),
        venue=first([*items(work.get("container-title")), *names(work.get("institution"), "name"), dig(work, "event", "name")]),
        line=row.line,
        mends=mends,
    )


def _title(work: Mapping[str, object]) -> str:
    """Join title and subtitle, where the title does not hold it already."""
    title, subtitle = (as_text(first(items(work.get(name)))) for name in ("title", "subtitle"))
    return title if not subtitle or letters(subtitle) in letters(title) else f"{title}: {subtitle}"


def _reason(work: Mapping[str, object]) -> str:
    is_retracted = any(update in _RETRACTIONS for update in names(work.get("updated-by"), "type"))
    marks = {"retracted": is_retracted, "notice": work.get("update-to")}
    return no_paper([as_text(work.get("type")), *(mark for mark, is_set in marks.items() if is_set)])


def _date(work: Mapping[str, object]) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Return the date to believe first, with what was not understood."""
    found: list[Dated] = []
    mends: list[tuple[str, str]] = []
    for name in _PUBLISHED:
        text = in_parts(work.get(name))
        if not text:
            continue
        try:
            found.append(read_date(text))
        except ValueError as problem:
            mends.append((str(problem), f"{name} {text}"))
    best = finest(found)
    return best and str(best.day)[: {"year": 4, "month": 7, "day": 10}[best.precision]], tuple(mends)


def _is_crossref(head: str) -> bool:
    if not is_json(head):
        return False
    title = _TITLE.search(head)
    return bool(_PAGE.search(head) or (title and title[1] and _WORK.search(head)))


CROSSREF: Final = Format(
    "crossref", "works of Crossref: pages of its API or its public data file", (".json", ".jsonl"), _is_crossref, read_crossref
)
