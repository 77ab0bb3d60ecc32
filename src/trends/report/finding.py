"""What the numbers of one topic allow to say: a sentence, and a line of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from trends.data import Every
from trends.data.calendar import period_name, span_name
from trends.data.phrases import NEARLY_ALL, TENFOLD, counted, percent
from trends.report.grounds import AT_ONE_END, YEAR, tell_grounds
from trends.report.outlook import tell_outlook
from trends.report.phrases import duration, durations, interval, rate

Kind = Literal["rising", "falling", "new", "bursting", "past", "region", "unclear", "too few", "no rate", "gap"]

UNTESTED: Final = ("too few", "no rate")

_WIDE: Final = 0.25  # of the time seen: an onset that is known no better has no date


@dataclass(frozen=True)
class Finding:
    """One thing to say.

    Attributes
    ----------
    kind
        The trend of a topic; ``new``, ``bursting`` or ``past`` (its peak) for what is told of it beside; ``region`` for
        papers around which the literature grows; ``gap`` for something that cannot be said.
    sentence
        Plain text. About a topic, it begins with the topic's label.
    evidence
        A line on how sure this is, plain text; empty for a gap.
    topic
        The topic that it is about; None for a gap, a region, a family of topics, and a finer topic.
    label
        The label of what it is about; empty for a gap.
    inside
        The topic that holds the finer topic, or most papers of the region, that it is about; else None.
    holds
        False where the topic did not come back reliably, which the evidence says.
    numbers
        The numbers behind the sentence and the evidence (see `EVIDENCE_SCHEMA`): shares and growth as fractions, what is
        unknown is absent.
    """

    kind: Kind
    sentence: str
    evidence: str = ""
    topic: int | None = None
    label: str = ""
    inside: int | None = None
    holds: bool = True
    numbers: Mapping[str, Any] = field(default_factory=dict)


def describe(row: Mapping[str, Any], *, every: Every, holds: bool = True) -> Finding:
    """Put a row of the evidence into a sentence on its growth, as firmly as it allows.

    Parameters
    ----------
    row
        A row of `gather` by column name.
    every
        Length of the periods.
    holds
        Whether the topic came back reliably when topics were found again, or nobody measured it.
    """
    tell = {"rising": _tell_move, "falling": _tell_move, "unclear": _tell_unproven}
    return make_finding(row["trend"], tell.get(row["trend"], _tell_untested)(row, every), row=row, every=every, holds=holds)


def make_finding(kind: Kind, said: str, *, row: Mapping[str, Any], every: Every, holds: bool) -> Finding:
    """Make the finding that says something of the topic of a row, after its label."""
    numbers = {name: value for name, value in row.items() if value is not None}
    evidence = "" if kind in UNTESTED else tell_grounds(row, kind=kind, every=every, holds=holds)
    label = row["label"]
    return Finding(
        kind,
        f"{label}{_belonging(row)}{said}",
        evidence,
        topic=row["topic"],
        label=label,
        inside=row["inside"],
        holds=holds,
        numbers=numbers,
    )


def _belonging(row: Mapping[str, Any]) -> str:
    if row["inside_label"] is None:
        return ""
    return f", {'inside' if row['inside'] is not None else 'the family of'} {row['inside_label']},"


def _tell_move(row: Mapping[str, Any], every: Every) -> str:
    verb = "grew" if row["growth"] > 0 else "fell"
    change, bounds = _tell_change(row)
    said = f" {verb} {change} (95% interval {bounds}), {_tell_ends(row)}{_tell_pace(row)}."
    return f"{said}{_tell_turns(row, every)}{tell_outlook(row, every)}"


def _tell_change(row: Mapping[str, Any]) -> tuple[str, str]:
    """Put the growth and its interval in words, a year or over what was seen of it."""
    if row["n_days"] >= YEAR:
        return f"{rate(row['growth'])} a year{_tell_bend(row)}", interval(row["growth_low"], row["growth_high"])
    return f"by {rate(row['change'])} within {counted(row['n_days'], 'day')}", interval(row["change_low"], row["change_high"])


def _tell_bend(row: Mapping[str, Any]) -> str:
    """Say that the growth is a mean one where it is not even, and which way it changes."""
    if not row["bend"]:
        return ""
    return f" on average, ever {'faster' if row['bend'] * row['growth'] > 0 else 'more slowly'}"


def _tell_ends(row: Mapping[str, Any]) -> str:
    first, last = row["share_first"], row["share_last"]
    old = f"{percent(first)} of papers" if first else "none"
    new = f"{percent(last)}{'' if first else ' of papers'}" if last else "none"
    return f"from {old} in {row['span_first']} to {new} in {row['span_last']}"


def _tell_pace(row: Mapping[str, Any]) -> str:
    """Name the doubling time only of even growth, and where the share did double in what was seen: else it were a forecast."""
    grew = row["growth"] > 0
    old, new = (row["share_first"], row["share_last"]) if grew else (row["share_last"], row["share_first"])
    extreme = row["growth"] >= TENFOLD or row["growth"] < NEARLY_ALL
    if extreme or row["bend"] or old == 0 or new < 2 * old or row["n_days"] < YEAR:
        return ""
    return f", {'doubling' if grew else 'halving'} about every {duration(abs(row['doubling_years']))}"


def _tell_turns(row: Mapping[str, Any], every: Every) -> str:
    """Say since when a topic rises, and whether it still does."""
    if row["trend"] != "rising":
        return ""
    began = f" The rise began {tell_onset(row, every)}." if row["onset"] else ""
    return f"{began} It may have {tell_decline(row, every)}." if row["half_life"] else began


def tell_onset(row: Mapping[str, Any], every: Every) -> str:
    """Say when the rise began: in Oct 2022 (95 % interval …), or between two periods where no date is known well."""
    low, high = row["onset_low"], row["onset_high"]
    if low == high:
        return f"in {period_name(low, every)}"
    if (high - low).days > _WIDE * row["n_days"]:
        return f"some time between {period_name(low, every)} and {period_name(high, every)}"
    return f"in {period_name(row['onset'], every)} (95% interval {span_name(low, high, every=every)})"


def tell_decline(row: Mapping[str, Any], every: Every) -> str:
    """Name the peak of a topic and how fast it declines since, to follow "may have"."""
    peak = f"peaked at {tell_peak(row, every)}"
    bounds = durations(row["half_life_low"], row["half_life_high"])
    return f"{peak}, with a half-life of about {duration(row['half_life'])} since (95% interval {bounds})"


def tell_peak(row: Mapping[str, Any], every: Every) -> str:
    """Name the highest share of the smoothed curve, which a single period may surpass."""
    return f"about {percent(row['share_peak'])} of papers (smoothed) in {period_name(row['peak'], every)}"


def _tell_unproven(row: Mapping[str, Any], _: Every) -> str:
    change, bounds = _tell_change(row)
    return f" may have {'grown' if row['growth'] > 0 else 'fallen'} {change}, but this is not proven (95% interval {bounds})."


def _tell_untested(row: Mapping[str, Any], every: Every) -> str:
    seen = f"{counted(row['n_papers'], 'paper')} over {counted(row['n_periods'], every)}"
    why = f", as {AT_ONE_END}" if row["trend"] == "no rate" else ""
    return f": no growth rate can be told{why} ({seen})."
