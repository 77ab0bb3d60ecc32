"""How the words of a topic changed: what its papers took up and gave up, and its terms from period to period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from trends.data.calendar import Every, period_name
from trends.data.phrases import percent

_MOST_PERIODS: Final = 6
_MOST_TERMS: Final = 4
_MOST_CHANGES: Final = 6


@dataclass(frozen=True)
class Wording:
    """The words of one topic over time.

    Attributes
    ----------
    entered, left
        Phrases beyond chance, with the part of the topic's papers that used them at first and at last.
    terms
        The terms of some periods, evenly spread, the earliest first: the name of the period and its terms, the best first.
    """

    entered: list[str]
    left: list[str]
    terms: list[tuple[str, list[str]]]


def tell_wordings(statistics: Mapping[str, pl.DataFrame], *, every: Every) -> dict[int, Wording]:
    """Return the words of each topic that has any in the tables ``vocabulary`` and ``terms_over_time``."""
    changes = _split(statistics.get("vocabulary"))
    terms = _split(statistics.get("terms_over_time"))
    return {
        topic: Wording(
            entered=_list_changes(changes.get(topic), change="entered"),
            left=_list_changes(changes.get(topic), change="left"),
            terms=_list_terms(terms.get(topic), every=every),
        )
        for topic in changes.keys() | terms.keys()
    }


def _split(table: pl.DataFrame | None) -> dict[int, pl.DataFrame]:
    if table is None:
        return {}
    return {topic: rows for (topic,), rows in table.partition_by("topic", as_dict=True, maintain_order=True).items()}


def _list_changes(rows: pl.DataFrame | None, *, change: str) -> list[str]:
    if rows is None:
        return []
    chosen = rows.filter(pl.col("change") == change).head(_MOST_CHANGES)
    return [
        f"{term} ({percent(first)} to {percent(last)})"
        for term, first, last in chosen.select("term", "share_first", "share_last").iter_rows()
    ]


def _list_terms(rows: pl.DataFrame | None, *, every: Every) -> list[tuple[str, list[str]]]:
    if rows is None:
        return []
    ordered = rows.sort("period", "rank").group_by("period", maintain_order=True).agg(pl.col("term").head(_MOST_TERMS))
    listed = [(period_name(period, every), terms) for period, terms in ordered.iter_rows()]
    return _spread(listed) if len(listed) > 1 else []


def _spread(rows: Sequence[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Choose rows that are evenly spread, the first and the last among them."""
    n = min(len(rows), _MOST_PERIODS)
    return [rows[round(place * (len(rows) - 1) / (n - 1))] for place in range(n)]
