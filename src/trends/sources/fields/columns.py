"""Which column of somebody's table is what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from trends.errors import SourceError
from trends.sources.records import Record, as_text

Columns = Mapping[str, tuple[str, ...]]

# Our field → names that people give it, best first. A day of entry or update dates a paper only where not even a year does.
USUAL_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "papertitle", "articletitle", "documenttitle", "displayname"),
    "abstract": ("abstract", "abstracttext", "abstractnote", "paperabstract", "summary", "description"),
    "date": (
        *("submitted", "submissiondate", "submitteddate", "datesubmitted", "published", "publishedat", "publicationdate"),
        *("publisheddate", "datepublished", "date", "versions", "releasedate", "coverdate"),
    ),
    "updated": (
        *("created", "createdat", "createddate", "inserted", "insertedat", "updatedate", "updated", "updatedat"),
        *("modified", "modifiedat", "lastmodified"),
    ),
    "year": ("year", "publicationyear", "pubyear", "publishedyear"),
    "month": ("month", "publicationmonth", "pubmonth"),
    "precision": ("dateprecision", "precision"),
    "id": ("id", "paperid", "aclid", "anthologyid", "identifier", "key"),
    "doi": ("doi",),
    "arxiv": ("arxivid", "arxiv", "eprint", "entryid"),
    "authors": ("authors", "author", "authornames", "creators"),
    "categories": (
        *("categories", "category", "subjects", "subject", "keywords", "labels", "label", "tags", "primarycategory"),
        *("automatictags", "manualtags"),
    ),
    "venue": (
        *("venue", "journal", "journalref", "journaltitle", "booktitle", "conference", "sourcetitle", "containertitle"),
        *("publicationtitle", "conferencename", "meetingname"),
    ),
    "url": ("url", "link", "paperurl", "absurl", "landingpageurl", "pdfurl"),
    "aliases": ("aliases",),
    "sources": ("sources",),
    "dated_by": ("datedby",),
}


def match_columns(names: Iterable[str], *, chosen: Mapping[str, str], file: str) -> Columns:
    """Find the columns of each field, best first, by the user's choice or else by its usual names, whatever their case.

    Raises
    ------
    SourceError
        Where a chosen column is missing or no column can be the title.
    """
    names = list(names)
    plain: dict[str, list[str]] = defaultdict(list)
    for name in names:
        plain[_plain(name)].append(name)
    found = {field: tuple(name for usual in usuals for name in plain.get(usual, ())) for field, usuals in USUAL_NAMES.items()}
    for field, name in chosen.items():
        if name not in names:
            raise SourceError(f"{file} has no column {name!r} for {field}, its columns are {_listed(names)}")
        found[field] = (name,)
    if not found["title"]:
        raise SourceError(
            f"{file} has no column that reads like a title, its columns are {_listed(names)}: "
            "name it with --set sources.columns.title=NAME"
        )
    return {field: candidates for field, candidates in found.items() if candidates}


def has_title(names: Iterable[str]) -> bool:
    """Tell whether one of the names is usual for a title."""
    return any(_plain(name) in USUAL_NAMES["title"] for name in names)


def to_record(values: Mapping[str, object], *, columns: Columns, line: int | None = None) -> Record:
    """Pick the fields of one row, each from the first of its columns that is not empty there."""
    fields = {field: _first(values, candidates) for field, candidates in columns.items()}
    return Record(
        title=fields.get("title"),
        abstract=fields.get("abstract"),
        date=fields.get("date"),
        updated=fields.get("updated"),
        year=fields.get("year"),
        month=fields.get("month"),
        precision=fields.get("precision"),
        id=fields.get("id"),
        doi=fields.get("doi"),
        arxiv=fields.get("arxiv"),
        authors=fields.get("authors"),
        categories=fields.get("categories"),
        venue=fields.get("venue"),
        url=fields.get("url"),
        aliases=fields.get("aliases"),
        sources=fields.get("sources"),
        dated_by=fields.get("dated_by"),
        line=line,
    )


def _first(values: Mapping[str, object], candidates: Sequence[str]) -> object:
    return next((value for name in candidates if as_text(value := values.get(name)).strip()), None)


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:12])
    return f"{shown} and {len(names) - 12} more" if len(names) > 12 else shown or "none"
