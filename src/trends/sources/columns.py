"""Which column of somebody's table is what."""

from collections.abc import Iterable, Mapping
from typing import Final

from trends.errors import SourceError
from trends.sources.records import Record

# Our field → names that people give it, best first. Days of submission stand before days of update.
USUAL_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "papertitle", "articletitle", "documenttitle", "displayname"),
    "abstract": ("abstract", "abstracttext", "paperabstract", "summary", "description"),
    "date": (
        *("submitted", "submissiondate", "submitteddate", "datesubmitted", "published", "publishedat", "publicationdate"),
        *("publisheddate", "datepublished", "date", "versions", "created", "createdat", "createddate", "releasedate"),
        *("coverdate", "updatedate", "updated", "updatedat", "lastmodified"),
    ),
    "year": ("year", "publicationyear", "pubyear", "publishedyear"),
    "month": ("month", "publicationmonth", "pubmonth"),
    "precision": ("dateprecision", "precision"),
    "id": ("id", "paperid", "aclid", "anthologyid", "identifier", "key"),
    "doi": ("doi",),
    "arxiv": ("arxivid", "arxiv", "eprint", "entryid"),
    "authors": ("authors", "author", "authornames", "creators"),
    "categories": ("categories", "category", "subjects", "subject", "keywords", "labels", "label", "tags", "primarycategory"),
    "venue": ("venue", "journal", "journalref", "journaltitle", "booktitle", "conference", "sourcetitle", "containertitle"),
    "url": ("url", "link", "paperurl", "absurl", "landingpageurl", "pdfurl"),
}


def match_columns(names: Iterable[str], *, chosen: Mapping[str, str], file: str) -> dict[str, str]:
    """Find the column of each field, by the user's choice or else by its usual names, whatever their case.

    Raises
    ------
    SourceError
        Where a chosen column is missing or no column can be the title.
    """
    names = list(names)
    plain = {_plain(name): name for name in reversed(names)}
    found = {field: plain[usual] for field, usuals in USUAL_NAMES.items() for usual in reversed(usuals) if usual in plain}
    for field, name in chosen.items():
        if name not in names:
            raise SourceError(f"{file} has no column {name!r} for {field}, its columns are {_listed(names)}")
        found[field] = name
    if "title" not in found:
        raise SourceError(
            f"{file} has no column that reads like a title, its columns are {_listed(names)}: "
            "name it with --set sources.columns.title=NAME"
        )
    return found


def to_record(values: Mapping[str, object], *, columns: Mapping[str, str], line: int | None = None) -> Record:
    """Pick the fields of one row."""
    fields = {field: values.get(name) for field, name in columns.items()}
    return Record(
        title=fields.get("title"),
        abstract=fields.get("abstract"),
        date=fields.get("date"),
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
        line=line,
    )


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:12])
    return f"{shown} and {len(names) - 12} more" if len(names) > 12 else shown or "none"
