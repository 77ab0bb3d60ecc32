"""A raw record to a draft of a paper: clean text, canonical ids, one kind of date."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from trends.sources.clean import clean
from trends.sources.dates import Dated, coarsened, read_date, read_year
from trends.sources.ids import Ids, address, arxiv_month, identify
from trends.sources.names import read_authors, read_categories
from trends.sources.records import Record, Skip, as_text
from trends.sources.settings import SourceSettings

_BROKEN_BYTE: Final = re.compile("[\udc80-\udcff]")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']+")

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
    url = as_text(record.url).strip()
    ids = identify(as_text(record.arxiv), as_text(record.id), as_text(record.doi), url)
    mends = list(record.mends)
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


def _read_dates(record: Record, ids: Ids, *, day_first: bool | None, mends: list[Mend]) -> Dated | None:
    """Take the date, else the year, else the month in the arXiv id, and note what was not understood."""
    dated = None
    if as_text(record.date).strip():
        dated = _try(lambda: read_date(record.date, day_first=day_first), value=record.date, mends=mends)
    if dated is None and as_text(record.year).strip():
        dated = _try(lambda: read_year(record.year, record.month), value=record.year, mends=mends)
    if dated is not None:
        return coarsened(dated, as_text(record.precision).strip().lower())
    if ids.arxiv:
        mends.append(("dated by its arXiv id", ids.arxiv))
        return Dated(arxiv_month(ids.arxiv), "month")
    return None


def _try(read: Callable[[], Dated], *, value: object, mends: list[Mend]) -> Dated | None:
    try:
        return read()
    except ValueError as problem:
        mends.append((str(problem), as_text(value)))
        return None
