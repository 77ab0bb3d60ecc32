"""What a run says about its field: what rises, what fades, and what cannot be said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from trends.data import Audit, Corpus, Series, Topics
from trends.data.phrases import counted, listing
from trends.report.finding import Finding, describe
from trends.report.gaps import find_gaps, left_out
from trends.report.stability import MARK, find_unheld, name_topics

MAX_Q: Final = 0.05
MAX_CANDIDATES: Final = 3
PROVEN: Final = (
    f"A topic counts as proven where q ≤ {MAX_Q}: of all topics named as proven, about 1 in 20 may be there by chance. "
    "The test allows for noise beyond that of counting and for periods that resemble the one before; "
    "a drift as slow as the papers reach back still looks like a trend. "
    "Growth means a growing share of the papers, so a literature that grows as a whole does not lift its topics."
)


@dataclass(frozen=True)
class Chapter:
    """A heading, the sentence that sums it up, and its findings, the strongest first."""

    title: str
    lead: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Story:
    """All that can be said, and what cannot.

    Attributes
    ----------
    rises, fades
        Topics proven to move (q ≤ 0.05); where there is none, up to three unproven candidates, whose kind is ``unclear``.
    gaps
        What the numbers leave open.
    note
        What proven means here; empty where no topic could be tested.
    topics
        The finding of each topic in the growth table.
    """

    rises: Chapter
    fades: Chapter
    gaps: Chapter
    note: str
    topics: Mapping[int, Finding]

    @property
    def chapters(self) -> tuple[Chapter, Chapter, Chapter]:
        """The three chapters in reading order."""
        return self.rises, self.fades, self.gaps


def find_story(
    corpus: Corpus,
    topics: Topics,
    *,
    series: Series | None,
    growth: pl.DataFrame | None,
    tally: pl.DataFrame,
    audit: Audit | None = None,
) -> Story:
    """Turn numbers into sentences that claim no more than the numbers do.

    Parameters
    ----------
    corpus
        All papers, dated or not.
    topics
        Their topics; name the rows of `growth`.
    series
        Shares by period; None where no paper has a usable date.
    growth
        The growth table (see `Content`), sorted best first; None where there is no series.
    tally
        Why papers are counted in the series or not (see `Content`).
    audit
        What of the papers can be believed; None where nobody looked.

    Returns
    -------
    Story
        Rising topics in the order of the table, fading ones with the surest fall first.
    """
    findings = [] if series is None or growth is None else _describe_all(growth, topics=topics, series=series)
    tested = [finding for finding in findings if finding.kind != "too few"]
    silence = "" if tested else _explain_silence(corpus, topics, tally=tally, in_series=bool(findings))
    return Story(
        rises=_tell_moves(tested, kind="rising", silence=silence),
        fades=_tell_moves(tested, kind="falling", silence=silence),
        gaps=Chapter("What cannot be said", "", find_gaps(topics, series=series, tally=tally, findings=findings, audit=audit)),
        note=PROVEN if tested else "",
        topics={finding.topic: finding for finding in findings if finding.topic is not None},
    )


def _describe_all(growth: pl.DataFrame, *, topics: Topics, series: Series) -> list[Finding]:
    labels, unheld = name_topics(topics), find_unheld(topics)
    return [
        describe(row, label=labels[row["topic"]], series=series, holds=row["topic"] not in unheld)
        for row in growth.iter_rows(named=True)
    ]


def _explain_silence(corpus: Corpus, topics: Topics, *, tally: pl.DataFrame, in_series: bool) -> str:
    if not topics.n_topics:
        return "Nothing: no topics were found."
    if not in_series:
        reasons = listing([f"{n:,} with {what}" for n, what in left_out(tally)], at_most=len(tally))
        return f"Nothing: none of {counted(corpus.n_papers, 'paper')} stands in a period ({reasons})."
    return "Nothing: no topic has enough papers over enough periods to be tested."


def _tell_moves(tested: Sequence[Finding], *, kind: Literal["rising", "falling"], silence: str) -> Chapter:
    title, verb, gained = ("What rises", "rise", "gained") if kind == "rising" else ("What fades", "fade", "lost")
    if silence:
        return Chapter(title, silence, ())
    proven = [finding for finding in tested if finding.kind == kind]
    if proven:
        found = proven if kind == "rising" else sorted(proven, key=lambda finding: finding.numbers["growth_high"])
        proof = f"{'is' if len(found) == 1 else 'are'} proven to have {gained} share"
        return Chapter(title, f"{len(found)} of {counted(len(tested), 'tested topic')} {proof}{_doubt(found)}.", tuple(found))
    candidates = _find_candidates(tested, up=kind == "rising")
    lead = f"No topic is proven to {verb}: of {counted(len(tested), 'tested topic')} none reaches q ≤ {MAX_Q}."
    if candidates:
        lead += " The strongest candidates are unproven:" if len(candidates) > 1 else " The strongest candidate is unproven:"
    return Chapter(title, lead, candidates)


def _doubt(found: Sequence[Finding]) -> str:
    """Say of how many of these topics it is in doubt that they are topics."""
    n_unheld = sum(not finding.holds for finding in found)
    who = "it" if len(found) == 1 else f"{n_unheld:,} of them"
    return f"; {who} did not come back reliably ({MARK})" if n_unheld else ""


def _find_candidates(tested: Sequence[Finding], *, up: bool) -> tuple[Finding, ...]:
    unclear = [finding for finding in tested if finding.kind == "unclear" and (finding.numbers["growth"] > 0) == up]
    return tuple(sorted(unclear, key=lambda finding: finding.numbers["p"])[:MAX_CANDIDATES])
