"""What share a topic is expected to have, told where that says whether its rise or fall will last."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from trends.data import Every
from trends.data.calendar import period_name
from trends.data.phrases import percent
from trends.report.phrases import shares

_PLAIN: Final = "naive"  # expects the last share to stay

HOW_GOOD: Final = (
    "A share to expect is a forecast with its 90% interval, told only where the interval leaves out the share from which the "
    "topic moved. Where such forecasts were held against what came, nine in ten shares lay inside, but two thirds in a year in "
    "which a whole field turned (computational linguistics, 2024); trends backtest asks these papers."
)


def take_outlook(statistics: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the last period that is forecast, with what to expect of each topic by the method that the past speaks for.

    Returns
    -------
    ``topic``, ``expected`` (first day of the period), ``share_expected`` and its 90% interval ``share_expected_low`` and
    ``share_expected_high``, fractions; only ``topic``, and no row, where a run forecasts nothing.
    """
    forecast = statistics.get("forecast")
    if forecast is None:
        return pl.DataFrame(schema={"topic": pl.Int64})
    last = forecast.filter(pl.col("method") != _PLAIN, pl.col("period") == pl.col("period").max())
    bounds = {f"share_expected_{end}": end for end in ("low", "high")}
    return last.select("topic", expected="period", share_expected="share", **bounds)


def tell_outlook(row: Mapping[str, Any], every: Every) -> str:
    """Say which share to expect and when; empty where `is_telling` is not."""
    if not is_telling(row):
        return ""
    bounds = shares(row["share_expected_low"], row["share_expected_high"])
    return f" In {period_name(row['expected'], every)}, expect {percent(row['share_expected'])} (90% interval {bounds})."


def is_telling(row: Mapping[str, Any]) -> bool:
    """Tell whether the interval of what to expect leaves out the share from which a topic rose or fell."""
    if row["expected"] is None or row["trend"] not in ("rising", "falling"):
        return False
    if row["growth"] > 0:
        return bool(row["share_expected_low"] > row["share_first"])
    return bool(row["share_expected_high"] < row["share_first"])
