"""OpenAlex: works by words, topics, venues, authors and day of publication."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from trends.sources.files.openalex import OPENALEX
from trends.sources.files.service_json import dig
from trends.sources.services.client import Answer, Client, Values
from trends.sources.services.paging import Check, Page, listed, turn_pages, whole
from trends.sources.services.service import Query, Service

_URL: Final = "https://api.openalex.org/works"
_EVERY_SECONDS: Final = 0.2
_PAGE: Final = 100
_TEXTS: Final = ("id", "doi", "title", "display_name", "language", "type", "abstract_inverted_index")
_DAYS: Final = ("publication_year", "publication_date")
_LINKS: Final = ("ids", "primary_location", "locations", "authorships", "primary_topic", "is_retracted", "is_paratext")


class OpenAlexQuery(Query):
    """Works of OpenAlex, by day of publication."""

    kind: Literal["openalex"] = "openalex"
    search: str = Field(default="", description="Words in titles and abstracts; AND, OR, NOT and quotes as OpenAlex has them.")
    topics: tuple[str, ...] = Field(default=(), description="Works on any of these topics, by id as T10028.")
    concepts: tuple[str, ...] = Field(default=(), description="Works with any of these concepts, by id as C154945302.")
    venues: tuple[str, ...] = Field(default=(), description="Works in any of these sources, by id as S4306419644.")
    authors: tuple[str, ...] = Field(default=(), description="Works of any of these authors, by id as A5023888391.")

    @model_validator(mode="after")
    def _check_question(self) -> Self:
        if not any((self.search, self.topics, self.concepts, self.venues, self.authors)):
            raise ValueError("search, topics, concepts, venues and authors are empty, one of them must say which works")
        return self


def answers(query: OpenAlexQuery, client: Client) -> Iterator[Answer]:
    """Yield the pages of a list of works, in the order of OpenAlex.

    Raises
    ------
    SourceError
        Where OpenAlex fails, or the allowance of the day is used up.
    """
    wanted = {"search.title_and_abstract": query.search, "filter": _filter(query)}
    asked_for = {name: value for name, value in wanted.items() if value}
    params = {**asked_for, "per_page": str(_PAGE), "select": ",".join((*_TEXTS, *_DAYS, *_LINKS))}
    private = {name: value for name, value in (("api_key", client.key), ("mailto", client.mailto)) if value}

    def ask(number: int, following: Values, check: Check) -> Answer:
        asked = {**params, **following}
        return client.get(_URL, name=f"works-{number:05}.json", params=asked, private=private, every=_EVERY_SECONDS, check=check)

    return turn_pages(ask, _page, start={"cursor": "*"})


def _filter(query: OpenAlexQuery) -> str:
    wanted = {
        "topics.id": "|".join(query.topics),
        "concepts.id": "|".join(query.concepts),
        "primary_location.source.id": "|".join(query.venues),
        "authorships.author.id": "|".join(query.authors),
        "from_publication_date": query.since and query.since.isoformat(),
        "to_publication_date": query.until and (query.until - timedelta(days=1)).isoformat(),
    }
    return ",".join(f"{name}:{value}" for name, value in wanted.items() if value)


def _page(document: object, _: int) -> Page:
    cursor = dig(document, "meta", "next_cursor")
    following = {"cursor": cursor} if isinstance(cursor, str) and cursor else None
    return Page(len(listed(document, "results")), whole(dig(document, "meta", "count")), following)


OPENALEX_WORKS: Final = Service(
    name="openalex",
    about="works of all fields by words, topics, venues, authors and day",
    terms="CC0; by day 10,000 pages of a list or 1,000 of a search with a free key, a tenth of it or less without",
    home="https://developers.openalex.org/",
    query=OpenAlexQuery,
    format=OPENALEX,
    answers=answers,
    key="OPENALEX_API_KEY",
)
