"""What the numbers of a run cannot answer, and how many papers and topics that concerns."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from trends.data import Audit, Series, Topics
from trends.data.calendar import end_of, period_name
from trends.data.phrases import counted, listing, percent, plural
from trends.report.finding import Finding
from trends.report.grounds import AT_ONE_END
from trends.report.stability import MARK, find_unheld, find_unmeasured, name_topics

LEFT_OUT: Final = {
    "undated": "no date",
    "other stratum": "a venue, category or source that was not complete",
    "too coarse": "a date coarser than a period",
    "before since": "a date before the first day that is counted",
    "after until": "a date after the last day that is counted",
    "too early": "a date in the near-empty time before the others",
    "too late": "a date far behind the others, perhaps mistyped",
    "not trusted": "a date in a period that the collection does not cover, as the audit of the papers found",
}


def find_gaps(
    topics: Topics, *, series: Series | None, tally: pl.DataFrame, findings: Sequence[Finding], audit: Audit | None = None
) -> tuple[Finding, ...]:
    """List what cannot be said; a gap that concerns no paper and no topic is left out."""
    gaps = [
        *_coverage_gaps(audit, series),
        *_topic_gaps(findings),
        *_language_gaps(findings),
        *_stability_gaps(topics),
        *_date_gaps(tally),
        *_partial_gaps(series),
        *_outlier_gaps(topics),
    ]
    if findings and series is not None:
        what = f"A share is a share of {series.denominator}, as given here"
        gaps.append(Finding("gap", f"{what}: where the collection changed unseen, the field may only seem to have changed."))
    return tuple(gaps)


def _coverage_gaps(audit: Audit | None, series: Series | None) -> list[Finding]:
    """Tell where the collection makes the curve; what is merely worth knowing stands with the quality of the data.

    Undated papers stand in the tally, and strata that come and go bend no curve where they are held constant.
    """
    if audit is None:
        return []
    held = pl.lit(series.stratum_kind if series else None, pl.String)
    serious = audit.findings.filter(
        pl.col("level") == "serious", pl.col("kind") != "undated", pl.col("stratum_kind").ne_missing(held) | held.is_null()
    )
    return [
        _gap(f"{sentence} {effect}", n_papers=n_papers)
        for sentence, effect, n_papers in serious.select("sentence", "effect", "n_papers").iter_rows()
    ]


def _topic_gaps(findings: Sequence[Finding]) -> list[Finding]:
    gaps = []
    unclear = [finding.label for finding in findings if finding.kind == "unclear"]
    if unclear:
        text = f"{counted(len(unclear), 'topic')} may grow, shrink or stand still, the papers do not tell: {listing(unclear)}."
        gaps.append(_gap(text, n_topics=len(unclear)))
    for kind, why in (("too few", "for want of papers or periods"), ("no rate", f"as {AT_ONE_END}")):
        if labels := [finding.label for finding in findings if finding.kind == kind]:
            text = f"{counted(len(labels), 'topic')} could not be tested, {why}: {listing(labels)}."
            gaps.append(_gap(text, n_topics=len(labels)))
    return gaps


def _language_gaps(findings: Sequence[Finding]) -> list[Finding]:
    """Name the topics that are a language rather than a subject."""
    foreign = [f"{finding.label} ({finding.numbers['language']})" for finding in findings if "language" in finding.numbers]
    if not foreign:
        return []
    what = f"{counted(len(foreign), 'topic')} {plural(len(foreign), 'is')} made of papers in another language than English"
    text = f"{what}, whatever they are about, so that their growth is that of a language: {listing(foreign)}."
    return [_gap(text, n_topics=len(foreign))]


def _stability_gaps(topics: Topics) -> list[Finding]:
    """Tell which topics did not come back, and which nobody tried to find again."""
    labels, gaps = name_topics(topics), []
    if unheld := sorted(find_unheld(topics)):
        text = (
            f"{len(unheld):,} of {counted(topics.n_topics, 'topic')} did not come back reliably when topics were found again "
            f"({MARK}), so that a rise or fall there may be another topic's in another run: "
            f"{listing([labels[topic] for topic in unheld])}."
        )
        gaps.append(_gap(text, n_topics=len(unheld)))
    if unmeasured := sorted(find_unmeasured(topics)):
        which = "" if len(unmeasured) == topics.n_topics else f": {listing([labels[topic] for topic in unmeasured])}"
        what = f"Whether {counted(len(unmeasured), 'topic')} would come back if topics were found again was not measured{which}"
        text = f"{what}. The command “trends quality” measures it among all papers."
        gaps.append(_gap(text, n_topics=len(unmeasured)))
    return gaps


def left_out(tally: pl.DataFrame) -> list[tuple[int, str]]:
    """Return how many papers stay out of the series, with what keeps them out: 3, a date coarser than a period."""
    lost = tally.filter(pl.col("reason") != "counted", pl.col("n_papers") > 0)
    return [(n_papers, LEFT_OUT[reason]) for reason, n_papers in lost.select("reason", "n_papers").iter_rows()]


def _date_gaps(tally: pl.DataFrame) -> list[Finding]:
    n_papers = int(tally["n_papers"].sum())
    return [_gap(f"{_have(n, n_papers)} {what}: counted in topics, not in trends.", n_papers=n) for n, what in left_out(tally)]


def _partial_gaps(series: Series | None) -> list[Finding]:
    if series is None:
        return []
    partial = series.table.filter(pl.col("partial")).unique("period").sort("period")
    return [_partial_gap(start, total, series=series) for start, total in partial.select("period", "total").iter_rows()]


def _partial_gap(start: date, total: int, *, series: Series) -> Finding:
    """Tell of a period that is cut short; one at the end may be complete, for all that the papers tell."""
    name, end = period_name(start, series.every), end_of(start, every=series.every)
    rest = f"covered only in part and enters no growth rate ({counted(total, 'paper')})"
    if end > series.until:
        return _gap(f"{name} may be {rest}; if it is complete, say so with --until {end}.", n_papers=total)
    return _gap(f"{name} is {rest}.", n_papers=total)


def _outlier_gaps(topics: Topics) -> list[Finding]:
    n_papers, n_outliers = topics.members.height, topics.n_outliers
    if not n_outliers:
        return []
    text = (
        f"{_have(n_outliers, n_papers)} no topic ({percent(n_outliers / n_papers)}): counted in every total, in no rise or fall."
    )
    return [_gap(text, n_papers=n_outliers)]


def _have(part: int, whole: int) -> str:
    return f"{part:,} of {counted(whole, 'paper')} {'has' if part == 1 else 'have'}"


def _gap(sentence: str, **numbers: float) -> Finding:
    return Finding("gap", sentence, numbers=numbers)
