"""What the numbers of a run cannot answer, and how many papers and topics that concerns."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from trends.data import Corpus, Every, Series, Topics
from trends.report.finding import Finding
from trends.report.phrases import count, listing, percent, period

TOO_COARSE: Final[dict[Every, tuple[str, ...]]] = {
    "day": ("month", "year"),
    "week": ("month", "year"),
    "month": ("year",),
    "quarter": ("year",),
    "year": (),
}


def find_gaps(corpus: Corpus, topics: Topics, *, series: Series | None, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """List what cannot be said; a gap that concerns no paper and no topic is left out."""
    gaps = [*_topic_gaps(findings), *_date_gaps(corpus, series), *_outlier_gaps(topics)]
    if findings:
        gaps.append(
            Finding(
                "gap",
                "Shares are shares of the papers given here: where the collection changed, "
                "the field may only seem to have changed.",
            )
        )
    return tuple(gaps)


def _topic_gaps(findings: Sequence[Finding]) -> list[Finding]:
    gaps = []
    unclear = [finding.label for finding in findings if finding.kind == "unclear"]
    if unclear:
        text = f"{count(len(unclear), 'topic')} may grow, shrink or stand still, the papers do not tell: {listing(unclear)}."
        gaps.append(_gap(text, n_topics=len(unclear)))
    untested = [finding.label for finding in findings if finding.kind == "too few"]
    if untested:
        text = f"{count(len(untested), 'topic')} could not be tested, for want of papers or periods: {listing(untested)}."
        gaps.append(_gap(text, n_topics=len(untested)))
    return gaps


def _date_gaps(corpus: Corpus, series: Series | None) -> list[Finding]:
    undated = corpus.table["published"].null_count()
    lost = [(undated, "no date")]
    if series is not None and series.table.height:
        coarse = corpus.table.filter(pl.col("precision").is_in(TOO_COARSE[series.every])).height
        periods = series.table.unique("period").sort("period")
        outside = corpus.n_papers - undated - coarse - int(periods["total"].sum())
        lost += [(coarse, f"a date coarser than a {series.every}"), (outside, "a date outside the periods counted")]
    gaps = [
        _gap(f"{_have(n, corpus.n_papers)} {what}: counted in topics, not in trends.", n_papers=n) for n, what in lost if n > 0
    ]
    return gaps + ([] if series is None else _partial_gaps(series))


def _partial_gaps(series: Series) -> list[Finding]:
    partial = series.table.filter(pl.col("partial")).unique("period").sort("period")
    return [
        _gap(
            f"{period(start, every=series.every)} is covered only in part and enters no growth rate ({count(total, 'paper')}).",
            n_papers=total,
        )
        for start, total in partial.select("period", "total").iter_rows()
    ]


def _outlier_gaps(topics: Topics) -> list[Finding]:
    n_papers, n_outliers = topics.members.height, topics.n_outliers
    if not n_outliers:
        return []
    text = (
        f"{_have(n_outliers, n_papers)} no topic ({percent(n_outliers / n_papers)}): counted in every total, in no rise or fall."
    )
    return [_gap(text, n_papers=n_outliers)]


def _have(part: int, whole: int) -> str:
    return f"{part:,} of {count(whole, 'paper')} {'has' if part == 1 else 'have'}"


def _gap(sentence: str, **numbers: float) -> Finding:
    return Finding("gap", sentence, numbers=numbers)
