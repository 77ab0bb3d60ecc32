"""What a user may set of the statistics."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from trends.data import Every


class StatsSettings(BaseModel):
    """Choose the calendar of the series.

    Attributes
    ----------
    every
        Length of a period; ``auto`` takes the finest that the papers can fill.
    since
        First day that counts; None begins with the papers.
    until
        First day that no longer counts; None is the day after the newest paper.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Every | Literal["auto"] = "auto"
    since: date | None = None
    until: date | None = None
