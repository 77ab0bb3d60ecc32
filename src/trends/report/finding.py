"""What the numbers of one topic allow to say, in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from trends.data import Series
from trends.report.phrases import TENFOLD, count, doubling, interval, percent, period, q_value, rate

Kind = Literal["rising", "falling", "unclear", "too few", "gap"]

NUMBERS = ("growth", "growth_low", "growth_high", "p", "q", "share_first", "share_last", "n_papers", "n_periods")


@dataclass(frozen=True)
class Finding:
    """One thing to say.

    Attributes
    ----------
    kind
        The trend of a topic, or ``gap`` for something that cannot be said.
    sentence
        Plain text. About a topic, it begins with the topic's label.
    topic
        The topic that it is about; None for a gap.
    label
        The topic's label; empty for a gap.
    numbers
        The numbers behind the sentence: shares and growth as fractions, what is unknown is absent.
    """

    kind: Kind
    sentence: str
    topic: int | None = None
    label: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)


def describe(row: Mapping[str, Any], *, label: str, series: Series) -> Finding:
    """Put a row of the growth table into a sentence, as firmly as its evidence allows.

    Parameters
    ----------
    row
        A row of the growth table by column name.
    label
        Label of its topic.
    series
        Names the periods.
    """
    sentences = {"rising": _proven, "falling": _proven, "unclear": _unproven, "too few": _untested}
    numbers = {name: row[name] for name in NUMBERS if row[name] is not None}
    sentence = f"{label}{sentences[row['trend']](row, series)}"
    return Finding(row["trend"], sentence, topic=row["topic"], label=label, numbers=numbers)


def _proven(row: Mapping[str, Any], series: Series) -> str:
    verb = "grew" if row["growth"] > 0 else "fell"
    span = _span(series)
    return (
        f" {verb} {rate(row['growth'])} a year (95 % interval {interval(row['growth_low'], row['growth_high'])}), "
        f"from {percent(row['share_first'])} to {percent(row['share_last'])} of papers{span}; "
        f"{q_value(row['q'])}, {count(row['n_papers'], 'paper')}.{_pace(row)}"
    )


def _pace(row: Mapping[str, Any]) -> str:
    """Name the doubling time only where the share did double in what was seen, else it would be a forecast."""
    first, last = row["share_first"], row["share_last"]
    if row["growth"] >= TENFOLD or row["growth"] < -0.99 or not (last >= 2 * first or first >= 2 * last):
        return ""
    return f" Its share {'doubled' if last > first else 'halved'} about every {doubling(row['growth'])}."


def _unproven(row: Mapping[str, Any], _: Series) -> str:
    verb = "grown" if row["growth"] > 0 else "fallen"
    return (
        f" may have {verb} {rate(row['growth'])} a year, but this is not proven "
        f"(95 % interval {interval(row['growth_low'], row['growth_high'])}; "
        f"{q_value(row['q'])}, {count(row['n_papers'], 'paper')})."
    )


def _untested(row: Mapping[str, Any], series: Series) -> str:
    seen = f"{count(row['n_papers'], 'paper')} over {count(row['n_periods'], series.every)}"
    return f": no growth rate can be told ({seen})."


def _span(series: Series) -> str:
    complete = series.table.filter(~pl.col("partial"), pl.col("total") > 0)["period"].unique().sort()
    return f" between {period(complete[0], every=series.every)} and {period(complete[-1], every=series.every)}"
