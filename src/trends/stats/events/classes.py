"""One word for what a topic does, with the rule that gave it."""

from typing import Final

import numpy as np
import polars as pl

from trends.data import Series
from trends.stats.counting.grid import DAYS_PER_YEAR
from trends.stats.events.curves import Curves, Matrix, read_curves
from trends.stats.events.reasons import REASONS_OF, spell
from trends.stats.events.seasonality import judge_seasons

CLASSES_SCHEMA: Final = pl.Schema({"topic": pl.Int64, "kind": pl.String, "reason": pl.String, "q_season": pl.Float64})

KINDS: Final = ("newborn", "rising", "bursting", "steady", "seasonal", "declining", "dormant", "unclear")

_NEW_YEARS: Final = 3
_NEARLY_NONE: Final = 0.1
_STEADY: Final = 0.08
_FALSE_DISCOVERIES: Final = 0.05
_LEAST_RECENT: Final = 3


def classify(series: Series, growth: pl.DataFrame, *, bursts: pl.DataFrame, onsets: pl.DataFrame) -> pl.DataFrame:
    """Say in one word what each topic does.

    The first rule that holds gives the word:

    dormant
        The share of the last year (three periods or more) is with 97.5 % confidence below a tenth of the peak.
    newborn
        The onset lies in the last three years, and the share before it was at most a tenth of that since.
    rising
        Growth has the trend ``rising`` (q ≤ 0.05), and no decline since the peak is known.
    declining
        Growth has the trend ``falling`` (q ≤ 0.05).
    bursting
        A burst is running: a higher share lately, without a trend that is certain.
    seasonal
        The share comes back every year (see `judge_seasons`, q ≤ 0.05).
    steady
        The interval of growth lies within ±8 % a year, and there is neither burst nor onset. No word for lack of evidence:
        the interval itself must be narrow.
    unclear
        All others.

    Parameters
    ----------
    series
        Counts and totals.
    growth
        Table with ``topic, growth, growth_low, growth_high, q, trend``.
    bursts, onsets
        Tables of `find_bursts` and `find_onsets` of the same series.

    Returns
    -------
    pl.DataFrame
        Columns of `CLASSES_SCHEMA`, a row per topic, sorted by the order of `KINDS`, then by topic. ``kind`` is one of `KINDS`;
        ``reason`` is a sentence with the numbers of the rule, without a full stop; ``q_season`` is the q-value of no season
        (Benjamini & Hochberg 1995), null where there are fewer than three years.

    Notes
    -----
    Steady is an equivalence test, two one-sided tests at 2.5 % each: Schuirmann (1987), *Journal of Pharmacokinetics and
    Biopharmaceutics* 15, 657-680. The upper bound of a dormant share is the exact one of Poisson: Garwood (1936), *Biometrika*
    28, 437-442.
    """
    curves = read_curves(series)
    table = spell(_join(curves, series, growth=growth, bursts=bursts, onsets=onsets), every=series.every)
    kind, reason = pl.lit("unclear"), REASONS_OF["unclear"]
    for name, holds in reversed(_rules(curves).items()):
        kind = pl.when(holds).then(pl.lit(name)).otherwise(kind)
        reason = pl.when(holds).then(REASONS_OF[name]).otherwise(reason)
    named = table.select("topic", kind.alias("kind"), reason.alias("reason"), "q_season")
    return named.sort(pl.col("kind").cast(pl.Enum(KINDS)), "topic").match_to_schema(CLASSES_SCHEMA)


def _rules(curves: Curves) -> dict[str, pl.Expr]:
    """Return the rules in the order in which they are tried; where a number is missing, none that needs it holds."""
    newest = curves.periods.last() if len(curves.periods) else None
    age = (pl.lit(newest, pl.Date) - pl.col("onset")).dt.total_days() / DAYS_PER_YEAR
    certain = pl.col("q") <= _FALSE_DISCOVERIES
    return {
        "dormant": pl.col("recent_high") < _NEARLY_NONE * pl.col("share_peak"),
        "newborn": (age <= _NEW_YEARS) & (pl.col("share_before") <= _NEARLY_NONE * pl.col("share_since")),
        "rising": certain & (pl.col("trend") == "rising") & pl.col("half_life").is_null(),
        "declining": certain & (pl.col("trend") == "falling"),
        "bursting": pl.col("burst").is_not_null(),
        "seasonal": pl.col("q_season") <= _FALSE_DISCOVERIES,
        "steady": (pl.col("growth_low") >= -_STEADY)
        & (pl.col("growth_high") <= _STEADY)
        & pl.col("n_bursts").is_null()
        & pl.col("onset").is_null(),
    }


def _join(curves: Curves, series: Series, *, growth: pl.DataFrame, bursts: pl.DataFrame, onsets: pl.DataFrame) -> pl.DataFrame:
    """Put all that the rules ask for beside each topic."""
    table = pl.DataFrame(
        {
            "topic": curves.topics,
            "recent_high": pl.Series(_bound_recent(curves)).fill_nan(None),
            "q_season": pl.Series(_discover(judge_seasons(curves, every=series.every))).fill_nan(None),
        }
    )
    began = pl.col("first").filter(pl.col("running") & (pl.col("level") == 1)).max().alias("burst")
    burst = bursts.group_by("topic").agg(began, pl.len().alias("n_bursts"))
    grown = growth.select("topic", "growth", "growth_low", "growth_high", "q", "trend")
    for other in (grown, burst, onsets):
        table = table.join(other, on="topic", how="left", maintain_order="left")
    return table


def _bound_recent(curves: Curves) -> Matrix:
    """Return the upper 97.5 % bound of the share of the last year, NaN where there are too few periods."""
    from scipy.stats import chi2

    recent = curves.years > (curves.years[-1:] - 1 if len(curves.years) else curves.years)
    if recent.sum() < _LEAST_RECENT:
        recent = np.arange(len(recent)) >= len(recent) - _LEAST_RECENT
    if recent.sum() < _LEAST_RECENT:
        return np.full(len(curves.topics), np.nan)
    papers, chances = curves.counts[:, recent].sum(axis=1), curves.exposures[:, recent].sum(axis=1)
    bound: Matrix = chi2.ppf(0.975, 2 * (papers + 1)) / (2 * chances)
    return bound


def _discover(p: Matrix) -> Matrix:
    """Return q-values, NaN where p is."""
    from scipy.stats import false_discovery_control

    q, tested = np.full(len(p), np.nan), ~np.isnan(p)
    if tested.any():
        q[tested] = false_discovery_control(p[tested], method="bh")
    return q
