"""What is known of a tracked subfield, and how to say it."""

import html
from dataclasses import dataclass
from typing import Final

import polars as pl

from trends.data import Audit, Series
from trends.data.calendar import period_name, span_name
from trends.data.phrases import counted, percent
from trends.report.phrases import interval, rate
from trends.topics.tracking import Answers
from trends.tracking.bands import lay_thresholds

TRACK_SERIES_SCHEMA: Final = pl.Schema(
    {
        "threshold": pl.Float64,
        "period": pl.Date,
        "count": pl.Int64,
        "total": pl.Int64,
        "share": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "partial": pl.Boolean,
    }
)


@dataclass(frozen=True)
class Track:
    """A subfield of a run.

    Attributes
    ----------
    name
        As the user calls it.
    query
        As the user wrote it; empty where papers alone were named.
    basis
        What membership rests on, see `Membership`.
    threshold
        The probability from which a paper is a member: that of the highest expected F1, or as asked.
    n_expected
        The sum of all probabilities: how many papers belong, wherever the line is.
    members
        A row per paper that could belong (probability 0.01 or more), that the words find or that a person judged, the surest
        first: ``id, title, probability, member, words`` (one of `LEVELS`), ``answer`` (yes, no, null) and ``why``.
    bands
        The series of the subfield, alone in it as topic 0, at 0.3, `threshold` and 0.7; a threshold near or beyond these moves
        them on, to two thirds of itself and of its distance from 1. Empty where no paper can be dated.
    growth
        A row per threshold, columns of `GROWTH_SCHEMA` and `ONSET_SCHEMA` with ``threshold`` for the topic.
    answers
        What a person said of papers.
    questions
        Ids of the papers nearest to the line, nearest first, that nobody has judged.
    audit
        What of the papers of the run can be trusted.
    """

    name: str
    query: str
    basis: str
    threshold: float
    n_expected: float
    members: pl.DataFrame
    bands: dict[float, Series]
    growth: pl.DataFrame
    answers: Answers
    questions: tuple[str, ...]
    audit: Audit

    @property
    def n_papers(self) -> int:
        """Number of members."""
        return int(self.members["member"].sum())

    def n_papers_from(self, threshold: float) -> int:
        """Return how many papers are members at another threshold."""
        return int((self.members["probability"] >= threshold).sum())

    @property
    def series(self) -> pl.DataFrame:
        """Counts and shares of every band, columns of `TRACK_SERIES_SCHEMA`."""
        parts = [series.table.with_columns(threshold=pl.lit(threshold)) for threshold, series in self.bands.items()]
        return pl.concat(
            [part.select(TRACK_SERIES_SCHEMA.names()) for part in parts] or [pl.DataFrame(schema=TRACK_SERIES_SCHEMA)]
        )

    @property
    def sentence(self) -> str:
        """What was found, with its numbers, as a sentence without a full stop."""
        loose, _, strict = lay_thresholds(self.threshold)
        least, most = self.n_papers_from(strict), self.n_papers_from(loose)
        if not most:
            guessed = self.basis == "the vector of the query"
            return f"{self.name}: no paper {'says it, and none stands out as being like it' if guessed else 'belongs'}"
        band = f"{least:,}–{most:,} by threshold" if least < most else "at any threshold"
        alone = ", of which none says it: by the vector of the query alone" if self.basis == "the vector of the query" else ""
        said = f"{self.name}: {counted(self.n_papers, 'paper')} ({band}{alone})"
        row = self.growth.row(by_predicate=pl.col("threshold") == self.threshold, named=True) if self.bands else None
        if row is None or row["growth"] is None:
            return f"{said}, too few with dates to tell a growth"
        series = self.bands[self.threshold]
        periods, n_pooled = series.measured_periods, row["n_pooled"]
        spans = [span_name(part[0], part[-1], every=series.every) for part in (periods[:n_pooled], periods[-n_pooled:])]
        said += f", {percent(row['share_first'])} of papers in {spans[0]}, {percent(row['share_last'])} in {spans[1]}"
        said += f"; {_growth_in_words(row)}{_sensitivity(self.growth)}"
        return f"{said}; since {period_name(row['onset'], series.every)}" if row["onset"] else said

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(self.sentence)}.</p>{self.members.filter('member').head(10)._repr_html_()}"


def _growth_in_words(row: dict[str, float | str]) -> str:
    growth, low, high = (float(row[name]) for name in ("growth", "growth_low", "growth_high"))
    bounds = interval(low, high)
    if row["trend"] == "rising":
        return f"grew {rate(growth)} a year (95% interval {bounds})"
    if row["trend"] == "falling":
        return f"fell {rate(growth)} a year (95% interval of growth {bounds})"
    return f"no clear trend (95% interval of yearly growth {bounds})"


def _sensitivity(growth: pl.DataFrame) -> str:
    """Say what the growth is at the other thresholds, where it differs."""
    rates = [float(rate) for rate in growth["growth"].drop_nulls()]
    if not rates or percent(abs(min(rates))) == percent(abs(max(rates))):
        return ""
    return f", {interval(min(rates), max(rates))} by threshold"
