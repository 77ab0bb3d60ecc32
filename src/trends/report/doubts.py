"""Topics whose rise or fall lies in one venue, category or source that the audit of the papers doubts."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from trends.data import Audit
from trends.data.phrases import percent

_MOST: Final = 0.8
_ALL: Final = 0.995
_FAULTS: Final = {
    "only once": "is there in one {every} and hardly in another",
    "alternates": "comes and goes",
    "pauses": "skips {every}s",
    "sudden drop": "falls by more than half at once",
    "starts late": "starts later than the others",
    "ends early": "ends before the others",
    "missing at the end": "is missing at the end",
}


def take_doubts(statistics: Mapping[str, pl.DataFrame], audit: Audit | None) -> pl.DataFrame:
    """Return the topics four fifths of whose change lie in one stratum with a fault.

    Returns
    -------
    ``topic``, ``doubted_part``, ``doubted_kind``, ``doubted`` and ``doubt`` (see `gather`), at most a row per topic, that of the
    largest part; only ``topic``, and no row, where nothing is doubted.
    """
    concentration = statistics.get("concentration")
    if concentration is None or audit is None:
        return pl.DataFrame(schema={"topic": pl.Int64})
    faults = audit.findings.filter(pl.col("kind").is_in(list(_FAULTS))).explode("strata")
    words = {kind: said.format(every=audit.every) for kind, said in _FAULTS.items()}
    said = faults.select("stratum_kind", stratum="strata", doubt=pl.col("kind").replace(words))
    named = said.unique(["stratum_kind", "stratum"], keep="first", maintain_order=True)
    doubted = concentration.filter(pl.col("part") >= _MOST).join(named, on=["stratum_kind", "stratum"], maintain_order="left")
    largest = doubted.sort("part", descending=True, maintain_order=True).unique("topic", keep="first", maintain_order=True)
    return largest.select("topic", "doubt", doubted_part="part", doubted_kind="stratum_kind", doubted="stratum")


def tell_doubt(row: Mapping[str, Any]) -> str:
    """Say in which stratum most of the change lies and what is wrong with it; empty where nothing is."""
    if row["doubt"] is None or row["growth"] is None:
        return ""
    move = "rise" if row["growth"] > 0 else "fall"
    part = "all" if row["doubted_part"] >= _ALL else percent(row["doubted_part"])
    where = f"the {row['doubted_kind']} {row['doubted']}, which {row['doubt']}"
    return f"{part} of the {move} lies in {where}: the field may have moved, or only the collection"
