"""OpenReview: the submissions of venues, with the decisions on them."""

from collections.abc import Iterator
from functools import partial
from typing import Final, Literal

from pydantic import Field

from trends.errors import SourceError
from trends.sources.files.openreview import OPENREVIEW
from trends.sources.files.service_json import dig
from trends.sources.services.client import Answer, Client, Values
from trends.sources.services.paging import Check, Page, listed, turn_pages, whole
from trends.sources.services.service import Query, Service

_URLS: Final = {"v2": "https://api2.openreview.net/notes", "v1": "https://api.openreview.net/notes"}
_SUBMISSIONS: Final = {"v2": "Submission", "v1": "Blind_Submission"}
# On the first page v2 tells a total where it is asked for one, v1 anyway.
_COUNT: Final[dict[str, Values]] = {"v2": {"count": "true"}, "v1": {}}
_EVERY_SECONDS: Final = 1.0
_PAGE: Final = 1000


class OpenReviewQuery(Query):
    """Submissions to venues, by day of submission."""

    kind: Literal["openreview"] = "openreview"
    venues: tuple[str, ...] = Field(min_length=1, description="Venues by id, as ICLR.cc/2024/Conference,TMLR.")
    status: Literal["all", "accepted"] = Field(default="all", description="All submissions, or only accepted papers.")
    api: Literal["v2", "v1"] = Field(default="v2", description="v1 for venues from before 2023 or so, v2 for those since.")


def answers(query: OpenReviewQuery, client: Client) -> Iterator[Answer]:
    """Yield the pages of notes of each venue, first submissions first.

    Raises
    ------
    SourceError
        Where OpenReview fails or refuses, or has nothing of a venue.
    """
    for venue in query.venues:
        n_papers = 0
        for answer in turn_pages(partial(_ask, query, client, venue), _page, start=_COUNT[query.api]):
            n_papers += answer.n_papers
            yield answer
        if not n_papers:
            what = "accepted papers" if query.status == "accepted" else "submissions"
            raise SourceError(f"OpenReview has no {what} of {venue} in its api {query.api}, ask for another venue or api")


def _ask(query: OpenReviewQuery, client: Client, venue: str, number: int, following: Values, check: Check) -> Answer:
    which = {"content.venueid": venue} if query.status == "accepted" else {"invitation": f"{venue}/-/{_SUBMISSIONS[query.api]}"}
    return client.get(
        _URLS[query.api],
        name=f"{venue.replace('/', '-')}-{number:03}.json",
        params={**which, "limit": str(_PAGE), "sort": "tcdate:asc", **following},
        headers={"Authorization": f"Bearer {client.key}"} if client.key else {},
        every=_EVERY_SECONDS,
        check=check,
    )


def _page(document: object, n_seen: int) -> Page:
    n_papers, n_total = len(listed(document, "notes")), whole(dig(document, "count"))
    n_now = n_seen + n_papers
    goes_on = n_now < n_total if n_total is not None else n_papers == _PAGE
    return Page(n_papers, n_total, {"offset": str(n_now)} if goes_on else None)


OPENREVIEW_SUBMISSIONS: Final = Service(
    name="openreview",
    about="submissions to venues such as ICLR, with decision",
    terms="public notes are CC BY 4.0; a request a second; it refuses most who send no token of a login",
    home="https://docs.openreview.net/reference/api-v2",
    query=OpenReviewQuery,
    format=OPENREVIEW,
    answers=answers,
    key="OPENREVIEW_TOKEN",
)
