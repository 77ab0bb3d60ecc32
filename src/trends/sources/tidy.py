"""A raw record to a draft of a paper: clean text, canonical ids, one kind of date."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from trends.sources.fields.abstracts import read_abstract
from trends.sources.fields.clean import clean
from trends.sources.fields.dates import Dated, coarsened, read_date, with_month
from trends.sources.fields.ids import address, arxiv_month, best_first, identify
from trends.sources.fields.names import read_authors, read_categories
from trends.sources.fields.preprints import read_venue
from trends.sources.records import Record, Skip, as_text
from trends.sources.settings import SourceSettings

_BROKEN_BYTE: Final = re.compile("[\udc80-\udcff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ADDRESS: Final = re.compile("https?://[^\\s<>\"'\ud800-\udfff]+")

ENTRY: Final = " (day of entry)"  # behind the input that gave the date

Mend = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as one or more records tell it; `Corpus` says what the fields mean.

    Attributes
    ----------
    ids
        All canonical ids, the best first.
    is_entry
        Whether the date is no more than the day of entry into some database.
    dated_by
        The input that gave the date; None for an undated paper.
    """

    ids: tuple[str, ...]
    title: str
    abstract: str
    dated: Dated | None
    is_entry: bool
    dated_by: str | None
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    venue: str | None
    url: str | None
    sources: tuple[str, ...]


class _When(NamedTuple):
    dated: Dated | None
    is_entry: bool = False


class _Origin(NamedTuple):
    sources: tuple[str, ...]
    dated_by: str
    is_entry: bool = False


def tidy(record: Record, *, file: str, settings: SourceSettings, day_first: bool | None) -> tuple[Draft | Skip, list[Mend]]:
    """Return a draft with the reason and value of each field that had to be left out, or the reason why there is none."""
    title, abstract = as_text(record.title), as_text(record.abstract)
    if any(not text.isascii() and _BROKEN_BYTE.search(text) for text in (title, abstract)):
        return Skip("text is not UTF-8, save the file as UTF-8", title or abstract, record.line), []
    if len(abstract) > settings.max_abstract_chars or len(title) > settings.max_abstract_chars:
        return Skip("abstract too long", f"{max(len(abstract), len(title))} characters", record.line), []
    title, abstract = clean(title), read_abstract(abstract)
    if not title:
        return Skip("no title" if abstract else "no title and no abstract", abstract, record.line), []
    mends = list(record.mends)
    url = as_text(record.url).strip()
    venue, arxiv = read_venue(clean(as_text(record.venue)))
    own = identify(*(_whole(value, mends=mends) for value in (record.arxiv, record.id, record.doi)), url, arxiv or "")
    ids = best_first([*own, *(name for alias in _listed(record.aliases) for name in identify(alias))])
    dated, is_entry = _read_dates(record, ids, day_first=day_first, mends=mends)
    origin = _read_origin(record, file=file)
    if url and not _ADDRESS.fullmatch(url):
        mends.append(("no web address", url))
        url = ""
    draft = Draft(
        ids=ids,
        title=title,
        abstract=abstract,
        dated=dated,
        is_entry=is_entry or (bool(dated) and origin.is_entry),
        dated_by=origin.dated_by if dated else None,
        authors=read_authors(record.authors),
        categories=read_categories(record.categories),
        venue=venue,
        url=url or address(ids),
        sources=origin.sources,
    )
    return draft, mends


def dated_by(draft: Draft) -> str | None:
    """Return the input that gave the date as a corpus notes it: a day of entry is marked as one, to stay one when read again."""
    return f"{draft.dated_by}{ENTRY}" if draft.is_entry else draft.dated_by


def _read_origin(record: Record, *, file: str) -> _Origin:
    """Take the inputs that a written corpus names, else the file itself; a text in a column of that name is no list of inputs."""
    sources = tuple(sorted(set(filter(None, _listed(record.sources)))))
    name = as_text(record.dated_by)
    giver = name.removesuffix(ENTRY)
    if giver in sources:
        return _Origin(sources, giver, is_entry=giver != name)
    return _Origin(sources or (file,), file)


def _whole(value: object, *, mends: list[Mend]) -> str:
    """Return an id as text, or nothing where a byte of it is lost."""
    text = as_text(value)
    if text.isascii() or not _SURROGATE.search(text):
        return text
    mends.append(("id is not UTF-8", text))
    return ""


def _listed(value: object) -> list[str]:
    return [as_text(part) for part in value] if isinstance(value, list | tuple) else []


def _read_dates(record: Record, ids: tuple[str, ...], *, day_first: bool | None, mends: list[Mend]) -> _When:
    """Take the date, else the year, else the day of entry; note what was not understood.

    An arXiv id names its month: a day of entry outside of it is that of some update, and the month dates the paper.
    """
    dated = _try(lambda: read_date(record.date, day_first=day_first), value=record.date, mends=mends)
    if dated is None:
        year = _try(lambda: read_date(record.year), value=record.year, mends=mends)
        dated = year and (_try(lambda: with_month(year, record.month), value=record.month, mends=mends) or year)
    precision = as_text(record.precision).strip().lower()
    if dated is not None:
        return _When(coarsened(dated, precision))
    entered = _try(lambda: read_date(record.updated, day_first=day_first), value=record.updated, mends=mends)
    arxiv = next((name.removeprefix("arxiv:") for name in ids if name.startswith("arxiv:")), None)
    submitted = Dated(arxiv_month(arxiv), "month") if arxiv else None
    if entered and submitted in (None, coarsened(entered, "month")):
        return _When(coarsened(entered, precision), is_entry=not submitted)
    if submitted:
        mends.append(("dated by its arXiv id", arxiv or ""))
    return _When(submitted)


def _try(read: Callable[[], Dated], *, value: object, mends: list[Mend]) -> Dated | None:
    if not as_text(value).strip():
        return None
    try:
        return read()
    except ValueError as problem:
        mends.append((str(problem), as_text(value)))
        return None
