"""Which papers of which time the audit does not trust, as spans that statistics leave out and charts show in grey."""

from typing import Final

import polars as pl

from trends.data.audit import Audit, StratumKind
from trends.data.calendar import Every
from trends.data.series import Series

# Reasons of the coverage: of its edges, of strata that lack papers, of all papers that lack strata or some months.
RAGGED: Final = "before coverage begins"
PARTIAL: Final = "partly covered"
PAUSE: Final = "pause"
DROP: Final = "sudden drop"
MISSING: Final = "missing"
LACKING: Final = "strata are missing"
MONTHS: Final = "months are missing"

LACKS: Final = (PAUSE, DROP, MISSING)  # of strata, or of all papers

HOLE: Final = "hole"  # the kind of finding that says which months

UNTRUSTED_SCHEMA: Final = pl.Schema({"stratum": pl.String, "since": pl.Date, "until": pl.Date, "reason": pl.String})

_STEPS: Final[dict[Every, str]] = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
_EDGES: Final = (RAGGED, PARTIAL)
_KEY: Final = ["stratum", "since", "reason"]


def find_untrusted(audit: Audit, *, stratum_kind: StratumKind | None) -> pl.DataFrame:
    """List what the audit does not trust, of all papers and of the strata that are held constant.

    Years of which months are missing count with these months alone, where the audit names them, and periods that are partly
    covered with the part outside the advised span. That strata are missing is no fault of all papers where these strata are
    held constant: each is then left out by itself.

    Parameters
    ----------
    audit
        The audit.
    stratum_kind
        What is held constant; None pools all papers.

    Returns
    -------
    pl.DataFrame
        Columns of `UNTRUSTED_SCHEMA`, sorted: the ``stratum``, null for all papers, from the day ``since`` to the day before
        ``until``, and the ``reason`` as the coverage has it.
    """
    until = pl.col("period").dt.offset_by(_STEPS[audit.every]).alias("until")
    untrusted = audit.coverage.filter(~pl.col("trusted"))
    spans = untrusted.select("stratum_kind", "stratum", pl.col("period").alias("since"), until, "reason")
    whole = spans.filter(stratum_kind="all").with_columns(stratum=pl.lit(None, pl.String)).drop("stratum_kind")
    parts = spans.filter(
        pl.col("stratum_kind").eq(pl.lit(stratum_kind, pl.String)), pl.col("stratum") != "other", ~pl.col("reason").is_in(_EDGES)
    ).drop("stratum_kind")
    mended = parts.filter(pl.col("reason").is_in(LACKS))["since"]
    whole = whole.filter((pl.col("reason") != LACKING) | ~pl.col("since").is_in(mended.implode()))
    return pl.concat([_name_months(_cut_edges(whole, audit), audit), parts]).match_to_schema(UNTRUSTED_SCHEMA).sort(_KEY)


def find_holes(audit: Audit, *, stratum_kind: StratumKind | None) -> pl.DataFrame:
    """List what `find_untrusted` does but the edges of the time, which are a matter of what span is counted."""
    return find_untrusted(audit, stratum_kind=stratum_kind).filter(~pl.col("reason").is_in(_EDGES))


def untrusted_periods(audit: Audit, series: Series, *, stratum: str | None = None) -> pl.DataFrame:
    """List the periods of a series in which all papers together, or those of a stratum, cannot be trusted.

    Returns
    -------
    pl.DataFrame
        ``period`` and ``reason``, sorted, a row per period that any such span touches, with the reason of the earliest.
    """
    of_whom = pl.col("stratum").eq_missing(pl.lit(stratum, pl.String))
    spans = find_untrusted(audit, stratum_kind=series.stratum_kind).filter(of_whom)
    periods = series.table.select(pl.col("period").unique().sort())
    return (
        touch_periods(spans, periods["period"], every=series.every)
        .unique("period", keep="first", maintain_order=True)
        .drop("stratum")
    )


def touch_periods(spans: pl.DataFrame, periods: pl.Series, *, every: Every) -> pl.DataFrame:
    """Return a row ``period, stratum, reason`` for each period that a span touches, sorted by period and span."""
    ends = periods.to_frame("period").with_columns(end=pl.col("period").dt.offset_by(_STEPS[every]))
    touched = ends.join_where(spans, pl.col("since") < pl.col("end"), pl.col("until") > pl.col("period"))
    return touched.sort("period", *_KEY).select("period", "stratum", "reason")


def _cut_edges(whole: pl.DataFrame, audit: Audit) -> pl.DataFrame:
    """Leave of periods that are partly covered what lies outside the advised span."""
    begin, end = (pl.lit(day, pl.Date) for day in (audit.advice.since, audit.advice.until))
    starts, ends = ((pl.col("reason") == PARTIAL) & day.is_between("since", "until", closed="none") for day in (begin, end))
    return whole.with_columns(
        since=pl.when(ends).then(end).otherwise("since"), until=pl.when(starts).then(begin).otherwise("until")
    )


def _name_months(whole: pl.DataFrame, audit: Audit) -> pl.DataFrame:
    """Put the months that are missing in the place of the years that miss them."""
    holes = audit.findings.filter(pl.col("kind") == HOLE).select(first="since", after="until")
    years = whole.filter(pl.col("reason") == MONTHS)
    months = years.join_where(holes, pl.col("first") < pl.col("until"), pl.col("after") > pl.col("since"))
    unnamed = years.join(months, on="since", how="anti")
    named = months.select(
        "stratum", since=pl.max_horizontal("since", "first"), until=pl.min_horizontal("until", "after"), reason="reason"
    )
    return pl.concat([whole.filter(pl.col("reason") != MONTHS), named, unnamed])
