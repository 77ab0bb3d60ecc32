"""Counts of papers by venue, category and source in each period."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from trends.audit.calendar import Calendar, Counts, place, typical
from trends.data.audit import STRATUM_KINDS, StratumKind, stratum_of

OTHER: Final = "other"

# Of 20 papers expected none comes by chance in fewer than one case in a million, even where counts vary by a third
# more than chance alone; smaller strata are pooled.
_TYPICAL_PAPERS: Final = 20
_ONCE: Final = 0.9  # of the strata
_NAMED_SHARE: Final = 0.3  # of the papers: where fewer have a stratum with a name, the kind tells nothing


@dataclass(frozen=True)
class Strata:
    """Strata of one kind, largest first.

    Attributes
    ----------
    kind
        What they are.
    names
        Their names.
    counts
        Papers in each stratum and period (n_strata, n_periods).
    seen
        The same without those later in their period than the last period is covered (n_strata, n_periods).
    """

    kind: StratumKind
    names: tuple[str, ...]
    counts: Counts
    seen: Counts


def count_strata(dated: pl.DataFrame, calendar: Calendar) -> tuple[Strata, ...]:
    """Count the papers of each kind of stratum that tells something, each distinct division once.

    Parameters
    ----------
    dated
        Rows of a corpus that have a date.
    calendar
        The periods.
    """
    found: list[Strata] = []
    for kind in STRATUM_KINDS:
        strata = _count(dated, calendar, kind=kind)
        if len(strata.names) > 1 and not any(_is_same(strata, other) for other in found):
            found.append(strata)
    return tuple(found)


def _count(dated: pl.DataFrame, calendar: Calendar, *, kind: StratumKind) -> Strata:
    """Count the strata of one kind; none has a name where too few papers would be in one."""
    papers = place(dated.select("published", "precision", stratum_of(kind)), every=calendar.every)
    is_seen = pl.col("offset") < (calendar.ends - calendar.periods[-1]).days if calendar.ends else pl.lit(True)
    cells = papers.drop_nulls("stratum").group_by("stratum", "period").agg(pl.len().alias("n"), is_seen.sum().alias("seen"))
    names = cells.group_by("stratum").agg(pl.col("n").sum()).sort(["n", "stratum"], descending=[True, False])
    is_named = (pl.col("n") >= _TYPICAL_PAPERS) & (pl.col("stratum") != OTHER)  # even a venue of that name
    names = names.filter(is_named).with_row_index("row")
    periods = pl.DataFrame({"period": calendar.periods}, schema={"period": pl.Date}).with_row_index("column")
    placed = cells.join(names.select("stratum", "row"), on="stratum").join(periods, on="period")
    rows, columns = placed["row"].to_numpy(), placed["column"].to_numpy()
    counts, seen = (np.zeros((names.height, calendar.n_periods), dtype=np.int64) for _ in range(2))
    counts[rows, columns] = placed["n"].to_numpy()
    seen[rows, columns] = placed["seen"].to_numpy()
    large = np.array([typical(row[calendar.begin :]) >= _TYPICAL_PAPERS for row in counts], dtype=bool)
    if counts[large].sum() < _NAMED_SHARE * papers.height or _are_volumes(counts[large]):
        large[:] = False
    named = tuple(name for name, is_large in zip(names["stratum"], large, strict=True) if is_large)
    return Strata(kind, named, counts[large], seen[large])


def _are_volumes(counts: Counts) -> bool:
    """Tell whether nearly every stratum is there only once: names that carry a volume or a place are no strata."""
    once = (counts > 0).sum(axis=1) == 1
    return len(once) > 2 and bool(once.mean() >= _ONCE)


def _is_same(one: Strata, other: Strata) -> bool:
    return one.counts.shape == other.counts.shape and bool((one.counts == other.counts).all())
