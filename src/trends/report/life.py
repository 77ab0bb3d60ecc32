"""What became of a topic over time, in sentences: its class, its rise, its bursts, its peak."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from trends.data.calendar import Every, period_name, span_name
from trends.data.phrases import percent
from trends.report.phrases import duration, durations

_OF_GROWTH: Final = ("rising", "declining", "steady", "unclear")  # classes of which the finding on growth says all


def tell_lives(statistics: Mapping[str, pl.DataFrame], *, every: Every) -> dict[int, list[str]]:
    """Return the sentences on each topic of the tables of classes, onsets and bursts; a table that is missing tells nothing.

    Parameters
    ----------
    statistics
        Tables of the run by name.
    every
        Length of a period.
    """
    tellers = {"classes": _tell_class, "onsets": _tell_turns, "bursts": _tell_burst}
    lives: dict[int, list[str]] = {}
    for name, tell in tellers.items():
        for row in statistics.get(name, pl.DataFrame()).iter_rows(named=True):
            lives.setdefault(row["topic"], []).extend(tell(row, every))
    return lives


def _tell_class(row: Mapping[str, Any], _: Every) -> list[str]:
    if row["kind"] in _OF_GROWTH:
        return []
    return [f"{row['kind'].capitalize()}: {row['reason']}."]


def _tell_turns(row: Mapping[str, Any], every: Every) -> list[str]:
    sentences = []
    if row["onset"] is not None:
        low, high = row["onset_low"], row["onset_high"]
        when = period_name(row["onset"], every)
        between = "" if low is None or high is None or low == high else f" (95% interval {span_name(low, high, every=every)})"
        shares = f"from {percent(row['share_before'])} of the papers before to {percent(row['share_since'])} since"
        sentences.append(f"Its rise began in {when}{between}: {shares}.")
    if row["half_life"] is not None:
        peak = f"about {percent(row['share_peak'])} (smoothed) in {period_name(row['peak'], every)}"
        low, high = row["half_life_low"], row["half_life_high"]
        between = "" if low is None or high is None else f" (95% interval {durations(low, high)})"
        sentences.append(f"Since its peak of {peak} its share halved every {duration(row['half_life'])}{between}.")
    return sentences


def _tell_burst(row: Mapping[str, Any], every: Every) -> list[str]:
    when = f"since {period_name(row['first'], every)}" if row["running"] else _span(row, every)
    return [f"In a burst {when}: {percent(row['share'])} of the papers, where {percent(row['share_usual'])} is usual."]


def _span(row: Mapping[str, Any], every: Every) -> str:
    if row["first"] == row["last"]:
        return f"in {period_name(row['first'], every)}"
    return f"in {span_name(row['first'], row['last'], every=every)}"
