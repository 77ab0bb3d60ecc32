"""The line of evidence under a finding: how sure it is, and what else was seen."""

from collections.abc import Mapping
from typing import Any, Final

from trends.data import Every
from trends.data.calendar import period_name
from trends.data.phrases import counted, percent, plural
from trends.report.doubts import tell_doubt
from trends.report.phrases import interval, q_value, rate
from trends.report.stability import MARK

YEAR: Final = 364  # 52 weeks are a year
MAX_Q: Final = 0.05
AT_ONE_END: Final = "all papers stand at one end of the time"
_MOST_NAMED: Final = 60  # characters of the names of strata that contradict


def tell_grounds(row: Mapping[str, Any], *, kind: str, every: Every, holds: bool) -> str:
    """Return the evidence for a finding in a line.

    Parameters
    ----------
    row
        A row of `gather` by column name.
    kind
        Of the finding: what is said in its sentence already is not said again.
    every
        Length of the periods.
    holds
        Whether the topic came back reliably, or nobody measured it.
    """
    parts = [
        _tell_proof(row, kind=kind),
        f"{counted(row['n_papers'], 'paper')} counted over time",
        _tell_return(row, holds=holds),
        _tell_agreement(row),
        tell_doubt(row),
        _tell_recent(row, every) if kind in ("rising", "falling") else "",
        _tell_burst(row, every) if kind == "rising" else "",
        _tell_language(row),
        "a test of the order of the shares alone (Mann–Kendall) does not confirm it" if row["agrees"] is False else "",
    ]
    return "; ".join(part for part in parts if part) + "."


def _tell_proof(row: Mapping[str, Any], *, kind: str) -> str:
    """Give q; where it stands against what the sentence or the interval suggests, say why."""
    if row["q"] is None:
        return f"{AT_ONE_END}, so that its growth could not be tested" if row["trend"] == "no rate" else ""
    tests = f"{q_value(row['q'])} in {counted(row['n_tested'], 'test')}"
    if row["q"] <= MAX_Q:
        return tests
    if kind not in ("rising", "falling", "unclear"):
        move = "fall" if kind == "past" else "rise"
        return f"read from its curve; a steady {move} over the whole time is not proven ({tests})"
    alone = row["growth_low"] > 0 or row["growth_high"] < 0
    return f"tested alone it would pass, but the best of many may be best by chance ({tests})" if alone else tests


def _tell_return(row: Mapping[str, Any], *, holds: bool) -> str:
    if row["n_runs"] is None:
        return f"whether {'it' if row['topic'] is not None else _name_grouping(row)} would be found again was not measured"
    where = " of the topic that holds it" if row["topic"] is None else ""
    found = f"found in {row['n_found']} of {counted(row['n_runs'], 'clustering')}{where}"
    if holds:
        return found
    move = "rise" if (row["growth"] or 0) > 0 else "fall"
    return f"{MARK} {found}, with an overlap of {percent(row['stability'])}: in another, the {move} may be another topic's"


def _name_grouping(row: Mapping[str, Any]) -> str:
    return "this family" if row["inside"] is None else "this finer topic"


def _tell_agreement(row: Mapping[str, Any]) -> str:
    """Say in how many strata with enough papers the topic moves the same way."""
    if not row["n_strata"] or row["growth"] is None:
        return ""
    noun = row["stratum_kind"]
    way, other = ("upward", "downward") if row["growth"] > 0 else ("downward", "upward")
    n_same, n_strata = row["n_same"], row["n_strata"]
    where = f"the one {noun}" if n_strata == 1 else f"{n_same} of {n_strata:,} {plural(n_strata, noun)}"
    said = f"{way} in {where} with enough papers" if n_same else f"{way} in none of {n_strata:,} {plural(n_strata, noun)}"
    return f"{said}, beyond chance {other} in {_names(row['against'])}" if row["against"] else said


def _names(against: str) -> str:
    named = against.split("; ")
    return ", ".join(named) if len(against) <= _MOST_NAMED else f"{len(named):,} of them"


def _tell_recent(row: Mapping[str, Any], every: Every) -> str:
    """Tell of recent growth where it excludes the long one."""
    recent, low, high = (row[f"growth_recent{end}"] for end in ("", "_low", "_high"))
    if recent is None or low <= row["growth"] <= high:
        return ""
    verb = "grew" if recent > 0 else "fell"
    time = f"over the last {counted(row['n_recent'], every)}"
    return f"{time} it {verb} {rate(recent)} a year (95% interval {interval(low, high)})"


def _tell_burst(row: Mapping[str, Any], every: Every) -> str:
    return f"in a burst since {period_name(row['burst'], every)}" if row["burst"] else ""


def _tell_language(row: Mapping[str, Any]) -> str:
    if row["language"] is None:
        return ""
    return f"{percent(row['language_share'])} of its abstracts are {row['language']}: it may be a language rather than a subject"
