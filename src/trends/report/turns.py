"""What is told of topics beside their growth: that they are new, in a burst, past their peak, or nearly gone."""

from collections.abc import Mapping
from typing import Any

from trends.data import Every, Series
from trends.data.calendar import period_name
from trends.data.phrases import percent
from trends.report.finding import Finding, make_finding, tell_decline, tell_onset, tell_peak


def describe_new(row: Mapping[str, Any], *, every: Every, holds: bool) -> Finding | None:
    """Say that a topic is new or in a burst; None where it is neither."""
    if row["kind"] == "newborn":
        before = f"{percent(row['share_before'])} of papers" if row["share_before"] else "none"
        said = f" came up {tell_onset(row, every)}: {before} before, {percent(row['share_since'])} of papers since."
        return make_finding("new", said, row=row, every=every, holds=holds)
    if row["burst"] is not None:
        shares = f"{percent(row['share_burst'])} of papers since then, {percent(row['share_usual'])} over all periods"
        said = f" went into a burst in {period_name(row['burst'], every)}: {shares}."
        return make_finding("bursting", said, row=row, every=every, holds=holds)
    return None


def describe_past(row: Mapping[str, Any], *, series: Series, holds: bool) -> Finding | None:
    """Say that a topic is past its peak or nearly gone, where its growth over the whole time does not say it; else None.

    A peak in the first periods is the start of a fall over the whole time, of which growth is the judge.
    """
    if row["trend"] != "unclear" or row["peak"] is None or row["peak"] < series.measured_periods[row["n_pooled"]]:
        return None
    if row["kind"] == "dormant":
        left = percent(row["share_last"]) if row["share_last"] else "none"
        said = f" all but disappeared: {tell_peak(row, series.every)} at its peak, {left} in {row['span_last']}."
    elif row["half_life"] is not None:
        said = f" may have {tell_decline(row, series.every)}."
    else:
        return None
    return make_finding("past", said, row=row, every=series.every, holds=holds)
