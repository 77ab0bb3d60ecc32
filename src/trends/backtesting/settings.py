"""How a backtest is run."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from trends.data.audit import StratumKind

Length = Literal["month", "quarter", "year"]

MONTHS: Final[dict[Length, int]] = {"month": 1, "quarter": 3, "year": 12}


class BacktestSettings(BaseModel):
    """How a backtest is run.

    Attributes
    ----------
    every
        Length of a period.
    horizon
        Periods after an origin whose growth is foretold.
    recent, earlier
        Periods before an origin that are held against each other: the last ones, and those before them.
    stratum_kind
        What is held constant; None pools the papers.
    strata
        Strata that take part; none for all.
    n_topics_each
        Over how many topics half of the papers spread or more, see `choose_temperature`; 1 counts each in the nearest alone.
    n_splits
        How often the papers before an origin are halved by chance.
    k
        How many of the first are held to their word.
    seed
        Of the halves and of the simulation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Length = "year"
    horizon: PositiveInt = 1
    recent: PositiveInt = 1
    earlier: PositiveInt = 5
    stratum_kind: StratumKind | None = None
    strata: tuple[str, ...] = ()
    n_topics_each: float = Field(default=1.0, ge=1)
    n_splits: PositiveInt = 10
    k: PositiveInt = 15
    seed: int = Field(default=0, ge=0, lt=2**32)
