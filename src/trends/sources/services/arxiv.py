"""The arXiv API: papers by search, category and day of first submission."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from trends.errors import SourceError
from trends.sources.files.arxiv_atom import ARXIV_ATOM
from trends.sources.services.client import Answer, Client
from trends.sources.services.patience import IncompleteError
from trends.sources.services.service import Query, Service

_URL: Final = "https://export.arxiv.org/api/query"
_EVERY_SECONDS: Final = 3.0
_PAGE: Final = 500
_REACH: Final = 10_000  # arXiv fails for whatever lies deeper in the results of one search
_ENOUGH: Final = 0.99  # arXiv may take a paper back while it is asked, and keeps its first count to the last paper no more
_ENOUGH_OF_ALL: Final = 0.999
_FIRST_DAY: Final = date(1991, 8, 14)  # nothing on arXiv is older
_TOTAL: Final = re.compile(rb"totalResults[^>]*>\s*(\d+)")
_QUOTES: Final = " \"'"
_FIELD: Final = re.compile(r"\b(?:ti|au|abs|co|jr|cat|rn|id|all):")


class _NothingError(Exception):
    """Tell that arXiv has no paper for the question."""


class ArxivQuery(Query):
    """Papers of arXiv, by the day on which their first version was submitted."""

    kind: Literal["arxiv"] = "arxiv"
    search: str = Field(default="", description="A phrase, or arXiv's own syntax: 'ti:\"machine unlearning\" ANDNOT cat:cs.CR'.")
    categories: tuple[str, ...] = Field(default=(), description="Papers in any of these, as cs.CL,cs.LG; cs takes all below it.")

    @model_validator(mode="after")
    def _check_question(self) -> Self:
        if not self.search and not self.categories:
            raise ValueError("search and categories are empty, one of them must say which papers")
        return self


def answers(query: ArxivQuery, client: Client) -> Iterator[Answer]:
    """Yield the pages of a search, oldest papers first; where it has more results than arXiv shows, in spans of days.

    Raises
    ------
    SourceError
        Where arXiv fails, or has too many results and the query no last day by which to divide them.
    """
    try:
        first = _page(query, client, start=0)
    except _NothingError:
        return
    if _total(first.content) <= _REACH or (query.limit or _REACH + 1) <= _REACH:
        yield from _rest(query, client, first=first)
        return
    yield from _divided(query, client, n_total=_total(first.content))


def _rest(query: ArxivQuery, client: Client, *, first: Answer) -> Iterator[Answer]:
    """Yield the first page and those behind it; each begins where the one before ended, however many papers that gave."""
    n_total = _total(first.content)
    answer, start = first, 0
    while n_papers := _n_entries(answer.content):  # an empty page is let through where it is the end
        yield answer._replace(n_papers=n_papers, n_total=n_total)
        start += n_papers
        if start >= n_total:
            return
        answer = _page(query, client, start=start, n_total=n_total)


def _divided(query: ArxivQuery, client: Client, *, n_total: int) -> Iterator[Answer]:
    n_papers = 0
    for half in _halves(query, n_total=n_total):
        for answer in answers(half, client):
            n_papers += answer.n_papers
            yield answer._replace(n_total=n_total)
    if n_papers < _ENOUGH_OF_ALL * n_total:
        raise SourceError(f"arXiv gave {n_papers:,} of {n_total:,} papers, the same command asks for the others")


def _halves(query: ArxivQuery, *, n_total: int) -> tuple[ArxivQuery, ArxivQuery]:
    if query.until is None:
        raise SourceError(f"arXiv has {n_total:,} papers for this and shows {_REACH:,}, until must name a day for more")
    since = query.since or _FIRST_DAY
    if query.until - since < timedelta(days=2):
        raise SourceError(f"arXiv has {n_total:,} papers of {since} for this and shows {_REACH:,}, ask for fewer categories")
    middle = since + (query.until - since) // 2
    return query.model_copy(update={"until": middle}), query.model_copy(update={"since": middle})


def _page(query: ArxivQuery, client: Client, *, start: int, n_total: int | None = None) -> Answer:
    params = {
        "search_query": _question(query),
        "start": str(start),
        "max_results": str(min(_PAGE, _REACH - start)),
        "sortBy": "submittedDate",
        "sortOrder": "ascending",
    }
    name = f"{query.since or _FIRST_DAY}-{start:05}.xml"
    return client.get(_URL, name=name, params=params, every=_EVERY_SECONDS, check=_check(start=start, n_total=n_total))


def _question(query: ArxivQuery) -> str:
    parts = []
    if query.search:
        parts.append(f"({query.search})" if _FIELD.search(query.search) else f'all:"{query.search.strip(_QUOTES)}"')
    if query.categories:
        # Papers from before an archive was divided stand right under it.
        terms = [f"cat:{name}" if "." in name else f"cat:{name} OR cat:{name}.*" for name in query.categories]
        parts.append(f"({' OR '.join(terms)})")
    if query.since or query.until:
        # Both ends count: a paper of the very minute that `until` begins comes along, and is left out in reading.
        parts.append(f"submittedDate:[{query.since or _FIRST_DAY:%Y%m%d}0000 TO {query.until or date.max:%Y%m%d}0000]")
    return " AND ".join(parts)


def _check(*, start: int, n_total: int | None) -> Callable[[bytes], None]:
    """Make the check of a page: arXiv sends pages that are cut off, and in the middle of a result pages without entries.

    A page without entries is the end only where it tells of a total that is reached and hardly smaller than the first one.
    """

    def check(content: bytes) -> None:
        if not content.rstrip().endswith(b"</feed>") or not _TOTAL.search(content):
            raise IncompleteError("a page that is cut off")
        newest = _total(content)
        total = newest if n_total is None else n_total
        if not total:
            raise _NothingError
        if not _n_entries(content) and not _ENOUGH * total <= newest <= start:
            raise IncompleteError(f"a page without papers after {start:,} of {total:,}")

    return check


def _total(content: bytes) -> int:
    found = _TOTAL.search(content)
    return int(found[1]) if found else 0


def _n_entries(content: bytes) -> int:
    return content.count(b"</entry>")


ARXIV: Final = Service(
    name="arxiv",
    about="preprints by search, category and day of submission",
    terms="metadata are CC0; one request in 3 seconds",
    home="https://info.arxiv.org/help/api/",
    query=ArxivQuery,
    format=ARXIV_ATOM,
    answers=answers,
)
