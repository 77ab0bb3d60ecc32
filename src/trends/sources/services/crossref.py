"""Crossref: works with a DOI by words, journals, kind and day of publication."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from trends.sources.files.crossref import CROSSREF
from trends.sources.files.service_json import dig
from trends.sources.services.client import Answer, Client, Values
from trends.sources.services.paging import Check, Page, listed, turn_pages, whole
from trends.sources.services.service import Query, Service

_URL: Final = "https://api.crossref.org/v1/works"
_EVERY_SECONDS: Final = 1.0
_PAGE: Final = 200


class CrossrefQuery(Query):
    """Works of Crossref, by day of publication."""

    kind: Literal["crossref"] = "crossref"
    search: str = Field(default="", description="Words in titles, authors and venues; the best matches come first.")
    issns: tuple[str, ...] = Field(default=(), description="Works in any of these journals, by ISSN as 1532-4435.")
    types: tuple[str, ...] = Field(default=(), description="Works of any of these kinds, as journal-article,posted-content.")
    has_abstract: bool = Field(default=False, description="Only works with an abstract.")

    @model_validator(mode="after")
    def _check_question(self) -> Self:
        if not any((self.search, self.issns)):
            raise ValueError("search and issns are empty, one of them must say which works")
        return self


def answers(query: CrossrefQuery, client: Client) -> Iterator[Answer]:
    """Yield the pages of a list of works, in the order of Crossref.

    Raises
    ------
    SourceError
        Where Crossref fails.
    """
    wanted = {"query.bibliographic": query.search, "filter": _filter(query), "rows": str(_PAGE)}
    params = {name: value for name, value in wanted.items() if value}
    private = {"mailto": client.mailto} if client.mailto else {}

    def ask(number: int, following: Values, check: Check) -> Answer:
        asked = {**params, **following}
        return client.get(_URL, name=f"works-{number:05}.json", params=asked, private=private, every=_EVERY_SECONDS, check=check)

    return turn_pages(ask, _page, start={"cursor": "*"})


def _filter(query: CrossrefQuery) -> str:
    wanted = [("issn", issn) for issn in query.issns] + [("type", kind) for kind in query.types]
    if query.has_abstract:
        wanted.append(("has-abstract", "true"))
    if query.since:
        wanted.append(("from-pub-date", query.since.isoformat()))
    if query.until:
        wanted.append(("until-pub-date", (query.until - timedelta(days=1)).isoformat()))
    return ",".join(f"{name}:{value}" for name, value in wanted)


def _page(document: object, n_seen: int) -> Page:
    n_papers, n_total = len(listed(document, "message", "items")), whole(dig(document, "message", "total-results"))
    cursor = dig(document, "message", "next-cursor")
    # Crossref goes on to name a next page behind the last.
    is_last = n_seen + n_papers >= n_total if n_total is not None else not n_papers
    return Page(n_papers, n_total, {"cursor": cursor} if isinstance(cursor, str) and cursor and not is_last else None)


CROSSREF_WORKS: Final = Service(
    name="crossref",
    about="works with a DOI by words, journals, kind and day; a third or so has an abstract",
    terms="metadata are free of rights, abstracts may be their publishers'; a page a second, better served with a mail address",
    home="https://www.crossref.org/documentation/retrieve-metadata/rest-api/",
    query=CrossrefQuery,
    format=CROSSREF,
    answers=answers,
)
