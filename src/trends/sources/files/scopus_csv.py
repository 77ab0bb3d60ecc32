"""Exports of Scopus as CSV, with the header of today or of earlier years."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from trends.sources.fields.ids import pmids
from trends.sources.fields.kinds import no_paper
from trends.sources.files.delimited import header, read_delimited
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip, as_text
from trends.sources.settings import SourceSettings

# Our field → columns of Scopus, best first; the other fields have usual names.
_COLUMNS: Final = {
    "authors": ("Author full names", "Authors"),
    "categories": ("Author Keywords", "Index Keywords"),
    "id": ("EID",),
    "aliases": ("PubMed ID",),
}
_NOTHING: Final = re.compile(r"\[no [a-z ]{1,40}(?:available|found)\]", re.IGNORECASE)
_RETRACTED: Final = re.compile(r"\W*(?:retracted|withdrawn)(?: article| paper| chapter)?\s*:", re.IGNORECASE)
_NOTICE: Final = re.compile(
    r"(erratum|corrigendum|correction|publisher.?s? correction|author correction|retraction|retraction note)(?: to|:)|"
    r"expression of concern",
    re.IGNORECASE,
)
_PROCEEDINGS: Final = re.compile(r"The proceedings contain \d+ papers", re.IGNORECASE)
_AUTHOR_ID: Final = re.compile(r"\s*\(\d{6,}\)\s*$")


def read_scopus_csv(opened: Opened, settings: SourceSettings) -> Records:
    """Read the rows of an export; reviews of whole proceedings, corrections and retracted articles are skipped.

    Scopus exports no date finer than the year.

    Raises
    ------
    SourceError
        Where the file has no column that can be the title, or not one that the settings name.
    """
    known = _known_columns(header(opened.head)[0])
    for record in read_delimited(opened, settings.model_copy(update={"columns": {**known, **settings.columns}})):
        yield _mended(record) if isinstance(record, Record) else record


def _known_columns(names: Iterable[str]) -> dict[str, str]:
    present = set(names)
    found = {field: next((name for name in usual if name in present), None) for field, usual in _COLUMNS.items()}
    return {field: name for field, name in found.items() if name}


def _mended(record: Record) -> Record | Skip:
    title, abstract = as_text(record.title), as_text(record.abstract).strip()
    if lost := _reason(title, abstract=abstract):
        return Skip(lost, title, record.line)
    return replace(
        record,
        title="" if _NOTHING.fullmatch(title.strip()) else title,
        abstract="" if _NOTHING.fullmatch(abstract) else abstract,
        authors=_authors(as_text(record.authors)),
        aliases=pmids(record.aliases),
        categories=[part.strip() for part in as_text(record.categories).split(";")],
    )


def _reason(title: str, *, abstract: str) -> str:
    """Say why a row is no paper that counts; empty where it is one. The column that tells may not have been exported."""
    notice = _NOTICE.match(title)
    kinds = {
        "retracted": _RETRACTED.match(title),
        (notice[1] or notice[0]) if notice else "": notice,
        "proceedings": _PROCEEDINGS.match(abstract),
    }
    return no_paper(kind for kind, found in kinds.items() if found)


def _authors(text: str) -> list[str]:
    """Divide ``Byron, Ada (57190000001); …``, ``Byron A.; …`` and, until 2022, ``Byron A., …`` or ``Byron, A., …``."""
    if _NOTHING.fullmatch(text.strip()):
        return []
    names = text.split(";") if ";" in text or _AUTHOR_ID.search(text) else re.split(r"(?<=\.),", text)
    return [_AUTHOR_ID.sub("", name) for name in names]


def _is_scopus_csv(head: str) -> bool:
    names, delimiter = header(head)
    return delimiter == "," and {"Authors", "Title", "Year", "EID"} <= set(names)


SCOPUS_CSV: Final = Format("scopus_csv", "export of Scopus, as CSV", (".csv",), _is_scopus_csv, read_scopus_csv)
