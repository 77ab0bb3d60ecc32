"""What the numbers of one topic allow to say, in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from trends.data import Series
from trends.data.calendar import end_of, span_name
from trends.data.phrases import counted
from trends.report.phrases import NEARLY_ALL, TENFOLD, doubling, interval, percent, q_value, rate
from trends.report.stability import MARK

Kind = Literal["rising", "falling", "unclear", "too few", "gap"]

YEAR: Final = 364  # 52 weeks are a year
DAYS_PER_YEAR: Final = 365.2425
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
    holds
        False where the topic did not come back reliably, which the sentence says.
    numbers
        The numbers behind the sentence: shares and growth as fractions, what is unknown is absent.
    """

    kind: Kind
    sentence: str
    topic: int | None = None
    label: str = ""
    holds: bool = True
    numbers: Mapping[str, float] = field(default_factory=dict)


def describe(row: Mapping[str, Any], *, label: str, series: Series, holds: bool = True) -> Finding:
    """Put a row of the growth table into a sentence, as firmly as its evidence allows.

    Parameters
    ----------
    row
        A row of the growth table by column name.
    label
        Label of its topic.
    series
        Names the periods.
    holds
        Whether the topic came back reliably when topics were found again, or nobody measured it.
    """
    sentences = {"rising": _proven, "falling": _proven, "unclear": _unproven, "too few": _untested}
    numbers = {name: row[name] for name in NUMBERS if row[name] is not None}
    caveat = "" if holds or row["growth"] is None else f" {_doubt(row['growth'])}"
    sentence = f"{label}{sentences[row['trend']](row, series)}{caveat}"
    return Finding(row["trend"], sentence, topic=row["topic"], label=label, holds=holds, numbers=numbers)


def _doubt(growth: float) -> str:
    """Say that the topic itself is in doubt, whatever its numbers."""
    move = "rise" if growth > 0 else "fall"
    return f"{MARK} This topic did not come back reliably: in another run, the {move} may be another topic's."


def _proven(row: Mapping[str, Any], series: Series) -> str:
    verb = "grew" if row["growth"] > 0 else "fell"
    change, low, high = _changes(row, series)
    first, last = _ends(row, series)
    return (
        f" {verb} {change} (95 % interval {interval(low, high)}), "
        f"from {percent(row['share_first'])} ({first}) to {percent(row['share_last'])} of papers ({last}); "
        f"{q_value(row['q'])}, {counted(row['n_papers'], 'paper')}.{_pace(row, series)}"
    )


def _changes(row: Mapping[str, Any], series: Series) -> tuple[str, float, float]:
    """Put the growth in words, a year or over what was seen of it, and return its interval for the same time."""
    growth, low, high = row["growth"], row["growth_low"], row["growth_high"]
    n_days = _n_days(series)
    if n_days >= YEAR:
        return f"{rate(growth)} a year", low, high
    change, low, high = (_within(n_days, growth=growth) for growth in (growth, low, high))
    return f"by {rate(change)} within {counted(n_days, 'day')}", low, high


def _within(n_days: int, *, growth: float) -> float:
    return float((1 + growth) ** (n_days / DAYS_PER_YEAR)) - 1


def _n_days(series: Series) -> int:
    """Return the days from the start of the first complete period to the end of the last."""
    periods = series.measured_periods
    return (end_of(periods[-1], every=series.every) - periods[0]).days


def _ends(row: Mapping[str, Any], series: Series) -> tuple[str, str]:
    """Name the spans that the first and the last share are pooled over."""
    periods, n_pooled = series.measured_periods, row["n_pooled"]
    return (
        span_name(periods[0], periods[n_pooled - 1], every=series.every),
        span_name(periods[-n_pooled], periods[-1], every=series.every),
    )


def _pace(row: Mapping[str, Any], series: Series) -> str:
    """Name the doubling time only where the share did double in what was seen, else it would be a forecast."""
    grew = row["growth"] > 0
    old, new = (row["share_first"], row["share_last"]) if grew else (row["share_last"], row["share_first"])
    extreme = row["growth"] >= TENFOLD or row["growth"] < NEARLY_ALL
    if extreme or old == 0 or new < 2 * old or _n_days(series) < YEAR:
        return ""
    return f" Its share {'doubled' if grew else 'halved'} about every {doubling(row['growth'])}."


def _unproven(row: Mapping[str, Any], series: Series) -> str:
    verb = "grown" if row["growth"] > 0 else "fallen"
    change, low, high = _changes(row, series)
    return (
        f" may have {verb} {change}, but this is not proven "
        f"(95 % interval {interval(low, high)}; "
        f"{q_value(row['q'])}, {counted(row['n_papers'], 'paper')})."
    )


def _untested(row: Mapping[str, Any], series: Series) -> str:
    seen = f"{counted(row['n_papers'], 'paper')} over {counted(row['n_periods'], series.every)}"
    return f": no growth rate can be told ({seen})."
