"""One finding, before it is a row of the audit."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

import polars as pl

from trends.data.audit import FINDINGS_SCHEMA, Level, Remedy, StratumKind

# A tenth of the papers can make or hide a trend of a topic; of a twentieth of a per cent nobody needs to hear.
SERIOUS_SHARE: Final = 0.1
WORTH_SHARE: Final = 0.005
WORTH_PAPERS: Final = 5

# What bends pooled curves most comes first; then what bends those of single strata; then what a reader can repair.
_ORDER: Final = (
    *("missing at the end", "alternates", "hole", "ragged start", "partial end", "undated", "coarse dates"),
    *("pauses", "sudden drop", "starts late", "ends early", "only once", "mix changes"),
)


class Finding(NamedTuple):
    """A row of the findings; `Audit` says what the fields mean."""

    kind: str
    level: Level
    n_papers: int
    share: float
    sentence: str
    effect: str
    remedy: str
    remedy_kind: Remedy
    stratum_kind: StratumKind | None = None
    strata: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


def is_worth_telling(n_papers: int, n_all: int) -> bool:
    """Tell whether so many papers of all are worth a sentence."""
    return n_papers >= WORTH_PAPERS and n_papers >= WORTH_SHARE * n_all


def level_of(share: float) -> Level:
    """Return how grave a fault of this share of the papers is."""
    return "serious" if share >= SERIOUS_SHARE else "note"


def tabulate(findings: Iterable[Finding]) -> pl.DataFrame:
    """Return the table of the findings, serious ones first, in the order of what they do to curves."""
    order = {kind: place for place, kind in enumerate(_ORDER)}
    ranked = sorted(
        findings,
        key=lambda one: (one.level != "serious", order.get(one.kind, len(order)), -one.n_papers, one.kind, one.strata),
    )
    rows = [one._asdict() | {"strata": list(one.strata)} for one in ranked]
    return pl.DataFrame(rows, schema=FINDINGS_SCHEMA)
