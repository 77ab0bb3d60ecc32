"""How the share of a subfield is planned to move over time."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from trends.errors import ConfigError

BACKGROUND_SHARE: Final = 0.03
DAYS_PER_YEAR: Final = 365.25
MIN_DAYS: Final = 365
MAX_DAYS: Final = 6 * 366

Days = NDArray[np.datetime64]
Shares = NDArray[np.float64]


class Trend(BaseModel, frozen=True, extra="forbid"):
    """Grow or shrink by the same factor every year.

    ``share`` is the share in the middle of the span, ``growth`` the growth per year as a fraction.
    """

    kind: Literal["rise", "fall", "steady"]
    share: float
    growth: float = 0.0

    def curve(self, days: Days) -> Shares:
        """Return the share on each day."""
        years = (np.arange(len(days), dtype=np.float64) - len(days) / 2) / DAYS_PER_YEAR
        share: Shares = self.share * (1 + self.growth) ** years
        return share


class Move(BaseModel, frozen=True, extra="forbid"):
    """Keep to a level but for one move: up from nothing (birth), down to nothing (death), up and back again (burst).

    ``share`` is the level and ``peak`` the top of a burst; the move begins at the fraction ``at`` of the span and takes
    ``months``.
    """

    kind: Literal["birth", "death", "burst"]
    share: float
    peak: float = 0.0
    at: float
    months: int

    def span(self, n_days: int) -> tuple[int, int]:
        """Return the first day of the move and the first day after it, counted from the first of `n_days`."""
        start = round(self.at * n_days)
        return start, start + round(self.months * DAYS_PER_YEAR / 12)

    def curve(self, days: Days) -> Shares:
        """Return the share on each day."""
        start, end = self.span(len(days))
        progress = np.clip((np.arange(len(days)) - start + 0.5) / (end - start), 0, 1)
        match self.kind:
            case "birth":
                return self.share * progress
            case "death":
                return self.share * (1 - progress)
            case "burst":
                return self.share + (self.peak - self.share) * np.sin(np.pi * progress) ** 2


class Season(BaseModel, frozen=True, extra="forbid"):
    """Swing around a mean ``share`` by the fraction ``swing`` of it, highest in the middle of ``peak_month`` each year."""

    kind: Literal["season"]
    share: float
    swing: float
    peak_month: int

    def curve(self, days: Days) -> Shares:
        """Return the share on each day."""
        since_new_year: Shares = (days - days.astype("datetime64[Y]")).astype(np.float64) / DAYS_PER_YEAR
        since_peak = since_new_year - (self.peak_month - 0.5) / 12
        return self.share + self.swing * self.share * np.cos(2 * np.pi * since_peak)


class Rest(BaseModel, frozen=True, extra="forbid"):
    """Take what all others leave: shares sum to one, so where some rise another has to give way."""

    kind: Literal["rest"]

    def curve(self, days: Days) -> Shares:
        """Return zeros, which `plan_shares` replaces."""
        return np.zeros(len(days))


Plan = Annotated[Trend | Move | Season | Rest, Field(discriminator="kind")]


def plan_shares(plans: Sequence[Plan], *, since: date, until: date) -> Shares:
    """Return the share of each plan on each day, (n_days, n_plans); a day sums to 1 − `BACKGROUND_SHARE`.

    Raises
    ------
    ConfigError
        Where `until` is not from `MIN_DAYS` to `MAX_DAYS` after `since`: a burst needs some months, and exponentials that
        went on for longer would leave nothing for the rest.
    """
    n_days = (until - since).days
    if not MIN_DAYS <= n_days <= MAX_DAYS:
        raise ConfigError(f"until is {n_days} days after since, it must be from {MIN_DAYS} to {MAX_DAYS}")
    days = np.datetime64(since, "D") + np.arange(n_days)
    shares = np.stack([plan.curve(days) for plan in plans], axis=1)
    rest = [isinstance(plan, Rest) for plan in plans].index(True)
    shares[:, rest] = 1 - BACKGROUND_SHARE - shares.sum(axis=1)
    return shares
