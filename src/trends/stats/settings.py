"""What a user may set of the statistics."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from trends.data import Every


def _day(value: object) -> object:
    """Take a date, or text such as 2023-01-31; not a year or a number of seconds."""
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ValueError("a day such as 2023-01-31")
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        raise ValueError("a day such as 2023-01-31") from None


Day = Annotated[date, BeforeValidator(_day)]


class StatsSettings(BaseModel):
    """Choose the calendar of the series, and what it holds constant.

    Attributes
    ----------
    every
        Length of a period; ``auto`` takes the finest that the papers can fill.
    since
        First day that counts; None begins with the papers.
    until
        First day that no longer counts; None is the day after the newest paper whose date is not mistyped.
    strata
        What is held constant, so that its growth is no trend: ``venue``, ``category``, ``source`` or ``none``; ``auto`` does
        as the audit of the papers advises.
    holes
        What becomes of periods in which the audit finds that papers are missing: ``leave out`` counts none of them, so that a
        hole is no fall; ``count`` takes what is there.
    memberships
        How a paper counts that lies between topics: ``hard`` counts it whole in its own topic, ``soft`` by parts in each to
        which a tenth of it or more belongs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Every | Literal["auto"] = "auto"
    since: Day | None = None
    until: Day | None = None
    strata: Literal["auto", "none", "venue", "category", "source"] = "auto"
    holes: Literal["leave out", "count"] = "leave out"
    memberships: Literal["hard", "soft"] = "hard"

    @model_validator(mode="after")
    def _check_order(self) -> "StatsSettings":
        if self.since and self.until and self.since >= self.until:
            raise ValueError(f"a span with since before until, not {self.since} to {self.until}")
        return self
