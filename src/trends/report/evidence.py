"""All that a run knows of how its topics move, a row for each: what sentences are made of and every number in them."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from trends.data import Audit, Series, Topics
from trends.data.audit import has_name
from trends.data.calendar import end_of, span_name
from trends.data.series import FEWEST_PAPERS, FEWEST_PERIODS
from trends.data.topics import FIRM, UNHELD
from trends.report.doubts import take_doubts
from trends.report.family import find_finer
from trends.report.outlook import take_outlook
from trends.report.stability import name_topics

EVIDENCE_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64,
        "label": pl.String,
        "inside": pl.Int64,
        "inside_label": pl.String,
        "trend": pl.String,
        "kind": pl.String,
        "growth": pl.Float64,
        "growth_low": pl.Float64,
        "growth_high": pl.Float64,
        "change": pl.Float64,
        "change_low": pl.Float64,
        "change_high": pl.Float64,
        "n_days": pl.Int64,
        "doubling_years": pl.Float64,
        "bend": pl.Float64,
        "growth_recent": pl.Float64,
        "growth_recent_low": pl.Float64,
        "growth_recent_high": pl.Float64,
        "n_recent": pl.Int64,
        "p": pl.Float64,
        "q": pl.Float64,
        "n_tested": pl.Int64,
        "agrees": pl.Boolean,
        "share_first": pl.Float64,
        "share_last": pl.Float64,
        "span_first": pl.String,
        "span_last": pl.String,
        "n_papers": pl.Int64,
        "n_periods": pl.Int64,
        "n_pooled": pl.Int64,
        "onset": pl.Date,
        "onset_low": pl.Date,
        "onset_high": pl.Date,
        "share_before": pl.Float64,
        "share_since": pl.Float64,
        "peak": pl.Date,
        "share_peak": pl.Float64,
        "half_life": pl.Float64,
        "half_life_low": pl.Float64,
        "half_life_high": pl.Float64,
        "burst": pl.Date,
        "share_burst": pl.Float64,
        "share_usual": pl.Float64,
        "n_found": pl.Int64,
        "n_runs": pl.Int64,
        "stability": pl.Float64,
        "n_same": pl.Int64,
        "n_strata": pl.Int64,
        "against": pl.String,
        "stratum_kind": pl.String,
        "doubted_part": pl.Float64,
        "doubted_kind": pl.String,
        "doubted": pl.String,
        "doubt": pl.String,
        "language": pl.String,
        "language_share": pl.Float64,
        "expected": pl.Date,
        "share_expected": pl.Float64,
        "share_expected_low": pl.Float64,
        "share_expected_high": pl.Float64,
    }
)

_DAYS_PER_YEAR: Final = 365.2425


def gather(
    topics: Topics,
    *,
    series: Series,
    growth: pl.DataFrame,
    statistics: Mapping[str, pl.DataFrame],
    audit: Audit | None = None,
) -> pl.DataFrame:
    """Put all that is known of each topic into one row.

    Parameters
    ----------
    topics
        Name the rows, and say how often each topic came back.
    series
        Names the periods.
    growth, statistics
        The run's tables, see `Content`; what a table lacks is null.
    audit
        What of the papers can be believed; None where nobody looked.

    Returns
    -------
    Columns of `EVIDENCE_SCHEMA`: a row per topic in the order of `growth`, then one per family of topics and per finer topic
    that is proven to move (see `find_finer`), whose ``topic`` is null. Those of `growth`, `onsets`, `classes` and of the table
    of topics are as there, but for the ``trend`` of a topic without a rate: ``too few`` where it has too few papers or periods,
    else ``no rate``. ``inside`` is the topic that holds a finer one. ``change`` and its bounds are the growth over the
    ``n_days`` that were seen instead of a year; ``n_tested`` says among how many ``q`` was found. ``span_first`` and
    ``span_last`` name the periods of ``share_first`` and ``share_last``. ``burst`` is the first day of a burst that still runs.
    Of the ``n_strata`` venues, categories or sources with a name in which growth can be told it has the same sign in
    ``n_same``, and contradicts the whole beyond chance in those named by ``against``, joined by semicolons; ``stratum_kind``
    says what they are. ``doubted_part`` of the change lies in the ``doubted`` stratum of the kind ``doubted_kind``, of which the
    audit says the ``doubt``; null where no such stratum holds most of it. ``language`` is that of ``language_share`` of the
    abstracts, null where a topic is English. ``share_expected`` is the share to expect in the period that begins on
    ``expected``, between bounds of 90%.
    """
    labels = pl.DataFrame(list(name_topics(topics).items()), schema={"topic": pl.Int64, "label": pl.String}, orient="row")
    stability = topics.table.select("topic", "n_found", "n_runs", "stability")
    nothing = pl.DataFrame(schema={"topic": pl.Int64})
    languages = statistics.get("languages", nothing).rename({"share": "language_share"}, strict=False)
    known = [statistics.get(name, nothing) for name in ("onsets", "classes")]
    table = growth.with_columns(n_tested=pl.col("q").count().cast(pl.Int64))
    said = (_running_bursts(statistics), _agreement(statistics, growth), take_outlook(statistics), take_doubts(statistics, audit))
    for other in (labels, stability, *known, languages, *said):
        table = table.join(other, on="topic", how="left", maintain_order="left")
    finer = find_finer(statistics["nodes"], labels=labels) if "nodes" in statistics else pl.DataFrame()
    unheld = pl.col("topic").is_null() & (pl.col("stability") < FIRM).fill_null(False)
    return pl.concat([_complete(part, series) for part in (table, finer)]).with_columns(
        label=pl.col("label") + pl.when(unheld).then(pl.lit(UNHELD)).otherwise(pl.lit("")),
        trend=pl.when((pl.col("trend") == "too few") & is_enough()).then(pl.lit("no rate")).otherwise("trend"),
    )


def is_enough() -> pl.Expr:
    """Tell whether growth can be told of ``n_papers`` in ``n_periods``; where it is not all the same, no finite rate fits."""
    return (pl.col("n_papers") >= FEWEST_PAPERS) & (pl.col("n_periods") >= FEWEST_PERIODS)


def _complete(table: pl.DataFrame, series: Series) -> pl.DataFrame:
    """Add the columns that a table lacks, and what follows from the periods of the series."""
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in EVIDENCE_SCHEMA.items() if name not in table.columns]
    periods, every = series.measured_periods, series.every
    if table.is_empty() or not periods:
        return table.with_columns(missing).select(EVIDENCE_SCHEMA.names()).cast(dict(EVIDENCE_SCHEMA))  # type: ignore[arg-type]
    n_days = (end_of(periods[-1], every=every) - periods[0]).days
    changes = [
        ((1 + pl.col(f"growth{end}")) ** (n_days / _DAYS_PER_YEAR) - 1).alias(f"change{end}") for end in ("", "_low", "_high")
    ]
    spans = {
        n: (span_name(periods[0], periods[n - 1], every=every), span_name(periods[-n], periods[-1], every=every))
        for n in table["n_pooled"].drop_nulls().unique()
    }
    first, last = ({n: ends[place] for n, ends in spans.items()} for place in (0, 1))
    return (
        table.with_columns(missing)
        .with_columns(*changes, n_days=pl.lit(n_days), stratum_kind=pl.lit(series.stratum_kind, pl.String))
        .with_columns(
            span_first=pl.col("n_pooled").replace_strict(first, default=None, return_dtype=pl.String),
            span_last=pl.col("n_pooled").replace_strict(last, default=None, return_dtype=pl.String),
        )
        .select(EVIDENCE_SCHEMA.names())
        .cast(dict(EVIDENCE_SCHEMA))  # type: ignore[arg-type]
    )


def _running_bursts(statistics: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the burst of the first level that still runs, where a topic has one."""
    if "bursts" not in statistics:
        return pl.DataFrame(schema={"topic": pl.Int64})
    running = statistics["bursts"].filter("running", pl.col("level") == 1).unique("topic", keep="first", maintain_order=True)
    return running.select("topic", "share_usual", burst="first", share_burst="share")


def _agreement(statistics: Mapping[str, pl.DataFrame], growth: pl.DataFrame) -> pl.DataFrame:
    """Count the strata with a name in which a topic moves the same way, and name those that contradict."""
    if "agreement" not in statistics:
        return pl.DataFrame(schema={"topic": pl.Int64})
    named = statistics["agreement"].filter(has_name())
    told = named.drop_nulls("growth").join(growth.select("topic", whole="growth"), on="topic")
    return told.group_by("topic").agg(
        n_strata=pl.len(),
        n_same=((pl.col("growth") > 0) == (pl.col("whole") > 0)).sum(),
        against=pl.col("stratum").filter(~pl.col("agrees")).str.join("; ").replace("", None),
    )
