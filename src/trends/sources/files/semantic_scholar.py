"""Papers of Semantic Scholar: pages of its API, and the lines of its data set of papers."""

import re
from collections.abc import Mapping
from typing import Final

from trends.sources.fields.ids import pmids
from trends.sources.files.service_json import Row, dig, first, is_json, names, rows
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip
from trends.sources.settings import SourceSettings

_PAPER: Final = re.compile(r'"(?:paperId|corpusId|corpusid)"\s*:')
_FIELDS: Final = re.compile(r'"(?:externalIds|externalids|s2FieldsOfStudy|s2fieldsofstudy|authorId|publicationTypes)"\s*:')
_PAGE: Final = re.compile(r'\{\s*"total"\s*:\s*\d+\s*,[^\[\]{}]*"data"\s*:\s*\[\s*(?:\]|\{\s*"paperId")')


def read_semantic_scholar(opened: Opened, _: SourceSettings) -> Records:
    """Read the papers, under the names that the API gives to their fields or those of the data set, which are in lower case.

    The date is the day of publication where Semantic Scholar knows one, else the year. Categories are its fields of study,
    whether they come from a publisher or from its own classifier.
    """
    for row in rows(opened, inside=("data",)):
        yield row if isinstance(row, Skip) else _record(row)


def _record(row: Row) -> Record:
    paper = _lowered(row.fields)
    known = paper.get("externalids")
    ids = {kind: value for kind, value in _lowered(known).items() if value} if isinstance(known, Mapping) else {}
    has_address = any(kind in ids for kind in ("arxiv", "doi", "acl"))
    return Record(
        title=paper.get("title"),
        abstract=paper.get("abstract"),
        date=paper.get("publicationdate"),
        year=paper.get("year"),
        id=ids.get("acl"),
        doi=ids.get("doi"),
        arxiv=ids.get("arxiv"),
        aliases=pmids(ids.get("pubmed")),
        authors=names(paper.get("authors"), "name"),
        categories=names(paper.get("s2fieldsofstudy"), "category") or paper.get("fieldsofstudy"),
        venue=first([paper.get("venue"), dig(paper, "journal", "name"), dig(paper, "publicationvenue", "name")]),
        url=None if has_address else paper.get("url"),
        line=row.line,
    )


def _lowered(fields: Mapping[str, object]) -> dict[str, object]:
    return {name.lower(): value for name, value in fields.items()}


def _is_semantic_scholar(head: str) -> bool:
    return is_json(head) and bool(_PAGE.match(head.lstrip()) or (_PAPER.search(head) and _FIELDS.search(head)))


SEMANTIC_SCHOLAR: Final = Format(
    "semantic_scholar",
    "papers of Semantic Scholar: pages of its API or lines of its data set",
    (".json", ".jsonl"),
    _is_semantic_scholar,
    read_semantic_scholar,
)
