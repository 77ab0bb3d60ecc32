"""One place on the network that papers are fetched from, and a question that it can be asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from trends.sources.format import Format
from trends.sources.services.client import Answer, Client


class Query(BaseModel):
    """What to ask a service; each service adds fields of its own and a ``kind`` that names it.

    The description of a field is the help of the option that ``trends fetch`` makes of it: a field is a text, a number, a
    date, a choice (``Literal``), true or false, or a tuple of texts.

    Attributes
    ----------
    since
        First day of publication that counts; None begins where the service does.
    until
        First day that no longer counts; None ends where the service does.
    limit
        Most papers to fetch, in the order in which the service gives them; None fetches all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: date | None = Field(default=None, description="First day that counts, as 2023-01-31.")
    until: date | None = Field(default=None, description="First day that no longer counts; today where it is left out.")
    limit: int | None = Field(default=None, ge=1, description="Most papers to fetch, the first that the service gives.")

    @model_validator(mode="after")
    def _check_span(self) -> Self:
        if self.since and self.until and self.since >= self.until:
            raise ValueError(f"since is {self.since} and until {self.until}, since must be the earlier day")
        return self


Q = TypeVar("Q", bound=Query)


@dataclass(frozen=True)
class Service(Generic[Q]):
    """One place on the network that papers are fetched from.

    Attributes
    ----------
    name
        What ``trends fetch`` calls it, and the ``kind`` of its queries.
    about
        What it has, in a few words.
    terms
        Under which terms its data may be used and how often it may be asked, in one line.
    home
        Web address of its documentation.
    query
        The questions that it understands.
    format
        How its answers are read.
    answers
        Asks it through the client and yields the answers that hold papers, in an order that is the same every time: a fetch
        that was stopped goes on by asking for the same things again and finds them in the client's store. It raises
        `SourceError` where it cannot give all that it promised, and is never silently short; where that is an `ExpiredError`,
        answers that led nowhere are set aside, and who asks once more gets them anew.
    key
        Environment variable of a key that lets one in or raises the limits; None where there is no such thing.
    """

    name: str
    about: str
    terms: str
    home: str
    query: type[Q]
    format: Format
    answers: Callable[[Q, Client], Iterator[Answer]]
    key: str | None = None
