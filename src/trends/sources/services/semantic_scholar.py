"""Semantic Scholar: papers by words, fields of study, venues and day of publication."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from trends.sources.files.semantic_scholar import SEMANTIC_SCHOLAR
from trends.sources.files.service_json import dig
from trends.sources.services.client import Answer, Client, Values
from trends.sources.services.paging import Check, Page, listed, turn_pages, whole
from trends.sources.services.patience import IncompleteError
from trends.sources.services.service import Query, Service

_URL: Final = "https://api.semanticscholar.org/graph/v1/paper/search/bulk"
_EVERY_SECONDS: Final = 1.0
_EVERY_SECONDS_WITHOUT_KEY: Final = 3.0  # 100 requests in 5 minutes, which all who have no key share
_ROUGHLY: Final = 0.8  # the total is an estimate, and of a short list the estimate is rough
_FEW: Final = 10
_FIELDS: Final = "title,abstract,venue,publicationVenue,year,publicationDate,externalIds,url,journal,s2FieldsOfStudy,authors"


class SemanticScholarQuery(Query):
    """Papers of Semantic Scholar, by day of publication, or year where it knows no day."""

    kind: Literal["semantic_scholar"] = "semantic_scholar"
    search: str = Field(default="", description="Words in titles and abstracts: '\"machine unlearning\" | forgetting -memory'.")
    fields_of_study: tuple[str, ...] = Field(
        default=(), description="Papers of any of these fields of study, as Computer Science."
    )
    venues: tuple[str, ...] = Field(default=(), description="Papers of any of these venues, by name as ACL or Nature.")

    @model_validator(mode="after")
    def _check_question(self) -> Self:
        if not any((self.search, self.fields_of_study, self.venues)):
            raise ValueError("search, fields_of_study and venues are empty, one of them must say which papers")
        return self


def answers(query: SemanticScholarQuery, client: Client) -> Iterator[Answer]:
    """Yield the pages of a search, in the order of Semantic Scholar.

    Raises
    ------
    SourceError
        Where Semantic Scholar fails, or its shared allowance stays used up.
    """
    headers = {"x-api-key": client.key} if client.key else {}
    every = _EVERY_SECONDS if client.key else _EVERY_SECONDS_WITHOUT_KEY

    def ask(number: int, following: Values, check: Check) -> Answer:
        asked = {**_params(query), **following}
        return client.get(_URL, name=f"papers-{number:05}.json", params=asked, headers=headers, every=every, check=check)

    return turn_pages(ask, _page, start={})


def _params(query: SemanticScholarQuery) -> Values:
    since = query.since.isoformat() if query.since else ""
    last = (query.until - timedelta(days=1)).isoformat() if query.until else ""
    wanted = {
        "query": query.search,
        "fields": _FIELDS,
        "fieldsOfStudy": ",".join(query.fields_of_study),
        "venue": ",".join(query.venues),
        "publicationDateOrYear": f"{since}:{last}" if since or last else "",
    }
    return {name: value for name, value in wanted.items() if value}


def _page(document: object, n_seen: int) -> Page:
    token, n_papers = dig(document, "token"), len(listed(document, "data"))
    if isinstance(token, str) and token:
        return Page(n_papers, None, {"token": token})
    n_now, n_total = n_seen + n_papers, whole(dig(document, "total")) or 0
    if n_now + _FEW < _ROUGHLY * n_total:
        raise IncompleteError(f"no more papers after {n_now:,} of about {n_total:,}, though there are more")
    return Page(n_papers, None, None)


SEMANTIC_SCHOLAR_PAPERS: Final = Service(
    name="semantic_scholar",
    about="papers of all fields by words, fields of study, venues and day",
    terms="name Semantic Scholar as the source; a request a second with a free key, without one an allowance shared by all",
    home="https://api.semanticscholar.org/api-docs/",
    query=SemanticScholarQuery,
    format=SEMANTIC_SCHOLAR,
    answers=answers,
    key="SEMANTIC_SCHOLAR_API_KEY",
)
