"""A raw record to a draft of a paper: clean text, canonical ids, one kind of date."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from trends.sources.fields.clean import clean
from trends.sources.fields.dates import Dated, coarsened, read_date, with_month
from trends.sources.fields.ids import Ids, address, arxiv_month, identify
from trends.sources.fields.names import read_authors, read_categories
from trends.sources.records import Record, Skip, as_text
from trends.sources.settings import SourceSettings

_BROKEN_BYTE: Final = re.compile("[\udc80-\udcff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ADDRESS: Final = re.compile("https?://[^\\s<>\"'\ud800-\udfff]+")

Mend = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as one or more records tell it; `Corpus` says what the fields mean."""

    ids: Ids
    title: str
    abstract: str
    dated: Dated | None
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    venue: str | None
    url: str | None
    sources: tuple[str, ...]


def tidy(record: Record, *, file: str, settings: SourceSettings, day_first: bool | None) -> tuple[Draft | Skip, list[Mend]]:
    """Return a draft with the reason and value of each field that had to be left out, or the reason why there is none."""
    title, abstract = as_text(record.title), as_text(record.abstract)
    if _BROKEN_BYTE.search(title + abstract):
        return Skip("text is not UTF-8", title or abstract, record.line), []
    if len(abstract) > settings.max_abstract_chars or len(title) > settings.max_abstract_chars:
        return Skip("abstract too long", f"{max(len(abstract), len(title))} characters", record.line), []
    title, abstract = clean(title), clean(abstract)
    if not title:
        return Skip("no title" if abstract else "no title and no abstract", abstract, record.line), []
    mends = list(record.mends)
    url = as_text(record.url).strip()
    ids = identify(*(_whole(value, mends=mends) for value in (record.arxiv, record.id, record.doi)), url)
    dated = _read_dates(record, ids, day_first=day_first, mends=mends)
    if url and not _ADDRESS.fullmatch(url):
        mends.append(("no web address", url))
        url = ""
    draft = Draft(
        ids=ids,
        title=title,
        abstract=abstract,
        dated=dated,
        authors=read_authors(record.authors),
        categories=read_categories(record.categories),
        venue=clean(as_text(record.venue)) or None,
        url=url or address(ids),
        sources=(file,),
    )
    return draft, mends


def _whole(value: object, *, mends: list[Mend]) -> str:
    """Return an id as text, or nothing where a byte of it is lost."""
    text = as_text(value)
    if not _SURROGATE.search(text):
        return text
    mends.append(("id is not UTF-8", text))
    return ""


def _read_dates(record: Record, ids: Ids, *, day_first: bool | None, mends: list[Mend]) -> Dated | None:
    """Take the date, else the year, else the day of update, else the month in the arXiv id; note what was not understood."""
    dated = _try(lambda: read_date(record.date, day_first=day_first), value=record.date, mends=mends)
    if dated is None:
        year = _try(lambda: read_date(record.year), value=record.year, mends=mends)
        dated = year and (_try(lambda: with_month(year, record.month), value=record.month, mends=mends) or year)
    if dated is None:
        dated = _try(lambda: read_date(record.updated, day_first=day_first), value=record.updated, mends=mends)
    if dated is not None:
        return coarsened(dated, as_text(record.precision).strip().lower())
    if ids.arxiv:
        mends.append(("dated by its arXiv id", ids.arxiv))
        return Dated(arxiv_month(ids.arxiv), "month")
    return None


def _try(read: Callable[[], Dated], *, value: object, mends: list[Mend]) -> Dated | None:
    if not as_text(value).strip():
        return None
    try:
        return read()
    except ValueError as problem:
        mends.append((str(problem), as_text(value)))
        return None
