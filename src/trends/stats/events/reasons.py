"""The sentences that say why a topic has its word."""

from typing import Final

import polars as pl

from trends.data import Every

_PERIOD: Final[dict[Every, str]] = {
    "day": "%-d %B %Y",
    "week": "%-d %B %Y",
    "month": "%B %Y",
    "quarter": "%B %Y",
    "year": "%Y",
}
_SMALLEST_Q: Final = 0.001

_SINCE_ONSET: Final = pl.format(", onset {} ({} to {})", "onset_text", "onset_low_text", "onset_high_text").fill_null("")

REASONS_OF: Final[dict[str, pl.Expr]] = {
    "dormant": pl.format("smoothed peak of {} in {}", "share_peak_text", "peak_text")
    + pl.format(", in the last year at most {}", "recent_high_text"),
    "newborn": pl.format("{} of papers before, {} since", "share_before_text", "share_since_text") + _SINCE_ONSET,
    "rising": pl.format("{}, {}", "growth_text", "q_text") + _SINCE_ONSET,
    "declining": pl.format("{}, {}", "growth_text", "q_text")
    + pl.format(", halved every {} years since {}", pl.col("half_life").round(1), "peak_text").fill_null(""),
    "bursting": pl.format("in a burst since {}, no certain trend", "burst_text"),
    "seasonal": pl.format("comes back every year, {}", "q_season_text"),
    "steady": pl.format("{}, inside ±8%", "growth_text"),
    "unclear": pl.format("peak in {}, halved every {} years since", "peak_text", pl.col("half_life").round(1))
    .fill_null(pl.col("growth_text"))
    .fill_null("too few papers or periods"),
}


def spell(table: pl.DataFrame, *, every: Every) -> pl.DataFrame:
    """Add the columns that the sentences need: numbers, days and q-values as people write them, null where they are."""
    days = [pl.col(name).dt.to_string(_PERIOD[every]) for name in ("onset", "onset_low", "onset_high", "peak", "burst")]
    shares = [_percent(name) for name in ("share_before", "share_since", "share_peak", "recent_high")]
    signed = [_signed(name) for name in ("growth", "growth_low", "growth_high")]
    growth = pl.format("{} a year (95% interval {} to {})", *signed).alias("growth_text")
    return table.with_columns(
        *(column.name.suffix("_text") for column in days + shares), growth, _spell_q("q"), _spell_q("q_season")
    )


def _percent(name: str) -> pl.Expr:
    """Write a fraction as a percentage of two significant digits."""
    return pl.format("{}%", (100 * pl.col(name)).round_sig_figs(2)).alias(name)


def _signed(name: str) -> pl.Expr:
    percent = (100 * pl.col(name)).round().cast(pl.Int64, strict=False)
    return pl.format("{}{}%", pl.when(percent > 0).then(pl.lit("+")).otherwise(pl.lit("")), percent).str.replace("-", "−")


def _spell_q(name: str) -> pl.Expr:
    rounded = pl.format("{} = {}", pl.lit("q"), pl.col(name).round_sig_figs(2))
    return pl.when(pl.col(name) < _SMALLEST_Q).then(pl.lit("q < 0.001")).otherwise(rounded).alias(f"{name}_text")
