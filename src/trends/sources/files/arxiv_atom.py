"""Atom feeds of the arXiv API: what a search there answers."""

import re
from collections.abc import Iterable
from typing import Final

from trends.sources.fields.names import ARXIV_CATEGORY
from trends.sources.files.xml import Found, read_records, text_of
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip
from trends.sources.settings import SourceSettings

_ATOM: Final = "http://www.w3.org/2005/Atom"
_MARKS: Final = ("http://arxiv.org/schemas/atom", "http://arxiv.org/api/")
_ERROR: Final = "arxiv.org/api/errors"
_WITHDRAWN: Final = re.compile(r"\s*this (?:paper|article|manuscript|submission) (?:has been|is|was) withdrawn", re.IGNORECASE)


def read_arxiv_atom(opened: Opened, settings: SourceSettings) -> Records:  # noqa: ARG001  # every reader is called alike
    """Read the entries of a feed; the date is that of the first version, ``published``, and never ``updated``.

    Raises
    ------
    SourceError
        Where the feed has no entry.
    """
    return read_records(opened, "entry", to_record=_to_record)


def is_withdrawn(abstract: str) -> bool:
    """Tell whether an abstract was replaced by the notice that there is no paper any more."""
    return bool(_WITHDRAWN.match(abstract))


def own_categories(terms: Iterable[str]) -> list[str]:
    """Keep the categories of arXiv, each once, and leave out those of the ACM and the MSC that authors add."""
    return [term for term in dict.fromkeys(terms) if ARXIV_CATEGORY.fullmatch(term)]


def _to_record(found: Found) -> Record | Skip:
    entry = found.element
    address, abstract = text_of(entry.find("id")).strip(), text_of(entry.find("summary"))
    if _ERROR in address:
        return Skip("an error of arXiv instead of a paper", abstract.strip(), found.line)
    if is_withdrawn(abstract):
        return Skip("withdrawn paper", address, found.line)
    primary = [category.get("term", "") for category in entry.findall("primary_category")]
    return Record(
        title=text_of(entry.find("title")),
        abstract=abstract,
        date=text_of(entry.find("published")).strip(),
        arxiv=address,
        doi=text_of(entry.find("doi")).strip(),
        authors=[text_of(name) for name in entry.findall("author/name")],
        categories=own_categories(primary + [category.get("term", "") for category in entry.findall("category")]),
        venue=text_of(entry.find("journal_ref")),
        line=found.line,
    )


def _is_arxiv_atom(head: str) -> bool:
    return _ATOM in head and any(mark in head for mark in _MARKS)


ARXIV_ATOM: Final = Format("arxiv_atom", "Atom feed of the arXiv API", (".xml", ".atom"), _is_arxiv_atom, read_arxiv_atom)
