"""Records of arXiv's OAI-PMH interface, in its own two formats: arXivRaw and arXiv."""

import re
from datetime import date, timedelta
from typing import Final

from lxml import etree

from trends.sources.fields.dates import read_date
from trends.sources.fields.ids import arxiv_id, arxiv_month
from trends.sources.fields.names import with_suffixes
from trends.sources.files.arxiv_atom import is_withdrawn, own_categories
from trends.sources.files.xml import Found, read_records, text_of
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip
from trends.sources.settings import SourceSettings

_PROTOCOL: Final = "http://www.openarchives.org/OAI/"
_MARKS: Final = ("http://arxiv.org/OAI/", "oai:arXiv.org:")
_BRACKET: Final = re.compile(r"([()])")
_BETWEEN_AUTHORS: Final = re.compile(r",\s*(?:and\s+)?|\s+and\s+|;")


def read_arxiv_oai(opened: Opened, settings: SourceSettings) -> Records:  # noqa: ARG001  # every reader is called alike
    """Read the records of an answer to ``ListRecords`` or ``GetRecord``.

    The date is that of the first version. arXivRaw tells it; the ``created`` of the format arXiv is often the day of a later
    version, and counts only where the month in the arXiv id agrees. The datestamp of a record says when anything about it
    changed last, and dates no paper.

    Raises
    ------
    SourceError
        Where the file has no record.
    """
    return read_records(opened, "record", to_record=_to_record)


def _to_record(found: Found) -> Record | Skip:
    record = found.element
    identifier = text_of(record.find("header/identifier")).strip()
    if record.find("header[@status='deleted']") is not None:
        return Skip("deleted record", identifier, found.line)
    raw, parsed = record.find("metadata/arXivRaw"), record.find("metadata/arXiv")
    paper = parsed if raw is None else raw
    if paper is None:
        return Skip("record in another format than arXivRaw and arXiv", identifier, found.line)
    own_id, abstract = text_of(paper.find("id")).strip(), text_of(paper.find("abstract"))
    if is_withdrawn(abstract):
        return Skip("withdrawn paper", own_id, found.line)
    return Record(
        title=text_of(paper.find("title")),
        abstract=abstract,
        date=_first_version(paper) if parsed is None else _created(paper, own_id=own_id),
        arxiv=own_id,
        doi=text_of(paper.find("doi")).strip(),
        authors=_split(text_of(paper.find("authors"))) if parsed is None else _names(paper),
        categories=own_categories(text_of(paper.find("categories")).split()),
        venue=text_of(paper.find("journal-ref")),
        line=found.line,
    )


def _first_version(paper: etree._Element) -> str:
    return text_of(paper.find("version[@version='v1']/date")).strip()


def _created(paper: etree._Element, *, own_id: str) -> str:
    """Return the day of creation where the id agrees: it carries the month of submission, or the one after."""
    text = text_of(paper.find("created")).strip()
    known = arxiv_id(own_id)
    try:
        created = read_date(text).day
    except ValueError:
        return text  # for the one who notes what was not understood
    if known is None or _month(created) in (arxiv_month(known), _month(arxiv_month(known) - timedelta(days=1))):
        return text
    return ""


def _month(day: date) -> date:
    return day.replace(day=1)


def _split(text: str) -> list[str]:
    """Divide the authors of arXivRaw, which are one line of names in the order that they are spoken, with affiliations."""
    return with_suffixes(_BETWEEN_AUTHORS.split(_without_brackets(text)))


def _without_brackets(text: str) -> str:
    """Leave out what stands in brackets, however deep; one that is never closed takes the rest along."""
    outside: list[str] = []
    depth = 0
    for part in _BRACKET.split(text):
        if part == "(":
            depth += 1
        elif part == ")":
            depth = max(depth - 1, 0)
        elif not depth:
            outside.append(part)
    return "".join(outside)


def _names(paper: etree._Element) -> list[str]:
    parts = ("forenames", "keyname", "suffix")
    return [" ".join(text_of(author.find(part)) for part in parts) for author in paper.findall("authors/author")]


def _is_arxiv_oai(head: str) -> bool:
    return _PROTOCOL in head and any(mark in head for mark in _MARKS)


ARXIV_OAI: Final = Format("arxiv_oai", "OAI-PMH records of arXiv", (".xml",), _is_arxiv_oai, read_arxiv_oai)
