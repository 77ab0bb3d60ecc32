"""Daily Papers of Hugging Face, day by day."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from math import ceil
from typing import Final, Literal, Self

from pydantic import model_validator

from trends.sources.files.hf_daily import HF_DAILY
from trends.sources.services.client import Answer, Client, Values
from trends.sources.services.paging import Check, Page, listed, turn_pages
from trends.sources.services.service import Query, Service

_URL: Final = "https://huggingface.co/api/daily_papers"
_EVERY_SECONDS: Final = 0.5
_PAGE: Final = 100
_NEARLY_FULL: Final = 90  # papers that are taken off a list later leave its pages shorter
_FIRST_DAY: Final = date(2023, 5, 4)  # there is no older list


class HfDailyQuery(Query):
    """Papers on the lists of some days; of them those count that were published in these days, too."""

    kind: Literal["hf_daily"] = "hf_daily"

    @model_validator(mode="after")
    def _check_question(self) -> Self:
        if self.until is None:
            raise ValueError("until is left out, it must name the day before which the lists end")
        return self


def answers(query: HfDailyQuery, client: Client) -> Iterator[Answer]:
    """Yield the lists of the days from `since` to before `until`, each in one page or more.

    Raises
    ------
    SourceError
        Where Hugging Face fails.
    """
    day = max(query.since or _FIRST_DAY, _FIRST_DAY)
    while query.until and day < query.until:
        yield from turn_pages(partial(_ask, client, day), _page, start={"p": "0"})
        day += timedelta(days=1)


def _ask(client: Client, day: date, number: int, following: Values, check: Check) -> Answer:
    params = {"date": day.isoformat(), "limit": str(_PAGE), **following}
    return client.get(_URL, name=f"{day}-{number}.json", params=params, every=_EVERY_SECONDS, check=check)


def _page(document: object, n_seen: int) -> Page:
    n_papers = len(listed(document))
    number = ceil(n_seen / _PAGE)
    return Page(n_papers, None, {"p": str(number + 1)} if n_papers >= _NEARLY_FULL else None)


HF_DAILY_PAPERS: Final = Service(
    name="hf_daily",
    about="papers that readers put on Hugging Face's list of the day, since May 2023",
    terms="terms of service of Hugging Face, abstracts as on arXiv; two requests a second",
    home="https://huggingface.co/docs/hub/api",
    query=HfDailyQuery,
    format=HF_DAILY,
    answers=answers,
)
