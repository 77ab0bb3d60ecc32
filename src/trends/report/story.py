"""What a run says about its field: what rises, what is new, what fades, and what cannot be said."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from trends.data import Audit, Corpus, Series, Topics
from trends.data.phrases import counted, listing
from trends.data.topics import FIRM
from trends.report.chapters import Chapter, keep_silent, tell_moves, tell_new
from trends.report.evidence import EVIDENCE_SCHEMA, gather
from trends.report.finding import UNTESTED, Finding, describe
from trends.report.gaps import find_gaps, left_out
from trends.report.grounds import MAX_Q
from trends.report.outlook import HOW_GOOD, is_telling
from trends.report.regions import describe_regions
from trends.report.stability import name_topics
from trends.report.turns import describe_new, describe_past

PROVEN: Final = (
    f"A topic counts as proven where q ≤ {MAX_Q}: of all topics named as proven, about 1 in 20 may be there by chance. "
    "The test allows for noise beyond that of counting and for periods that resemble the one before; "
    "a drift as slow as the papers reach back still looks like a trend. "
    "Growth means a growing share of the papers, so a literature that grows as a whole does not lift its topics. "
    "A clustering is one of the times that topics were found again, from other random starts and in parts of the papers. "
    "A finer topic is looked for again inside the topic that holds it, and may be a fashion of writing all the same; "
    "whether families would be found again is not measured. Look at the papers of one before you name it."
)


@dataclass(frozen=True)
class Story:
    """All that can be said, and what cannot.

    Attributes
    ----------
    rises, fades
        Topics proven to move (q ≤ 0.05), those that came back reliably first; where there is none, up to three unproven
        candidates, whose kind is ``unclear``. Topics past their peak end those that fade.
    new
        Topics that are new or in a burst.
    gaps
        What the numbers leave open.
    note
        What the words of the sentences mean; empty where no topic could be tested.
    topics
        The finding on the growth of each topic in the growth table.
    table
        Every number of every finding: columns of `EVIDENCE_SCHEMA`, ``sentence`` and ``evidence``; the rows of `gather`, then
        one for each region, whose ``kind`` is ``region``.
    """

    rises: Chapter
    new: Chapter
    fades: Chapter
    gaps: Chapter
    note: str
    topics: Mapping[int, Finding]
    table: pl.DataFrame

    @property
    def chapters(self) -> tuple[Chapter, Chapter, Chapter, Chapter]:
        """The four chapters in reading order."""
        return self.rises, self.new, self.fades, self.gaps

    def _repr_html_(self) -> str:
        chapters = [
            f"<p><b>{html.escape(chapter.title)}</b> {html.escape(chapter.lead)}</p>{_list_in_html(chapter.findings)}"
            f"<p>{html.escape(chapter.aside)}</p>{_list_in_html(chapter.finer)}"
            for chapter in self.chapters
        ]
        return f"{''.join(chapters)}<p><small>{html.escape(self.note)}</small></p>"


def _list_in_html(findings: Sequence[Finding]) -> str:
    rows = "".join(
        f"<li>{html.escape(finding.sentence)}<br><small>{html.escape(finding.evidence)}</small></li>" for finding in findings
    )
    return f"<ul>{rows}</ul>" if rows else ""


def find_story(
    corpus: Corpus,
    topics: Topics,
    *,
    series: Series | None,
    growth: pl.DataFrame | None,
    statistics: Mapping[str, pl.DataFrame],
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
    statistics
        The other tables of the run by name (see `Content`).
    tally
        Why papers are counted in the series or not (see `Content`).
    audit
        What of the papers can be believed; None where nobody looked.
    """
    rows = pl.DataFrame(schema=EVIDENCE_SCHEMA)
    if series is not None and growth is not None:
        rows = gather(topics, series=series, growth=growth, statistics=statistics, audit=audit)
    moves, new, past = _describe_all(rows, series=series)
    regions = describe_regions(statistics["regions"], labels=name_topics(topics)) if "regions" in statistics else []
    own = [finding for finding in moves if finding.topic is not None]
    tested = [finding for finding in own if finding.kind not in UNTESTED]
    if tested:
        finer = [finding for finding in moves if finding.topic is None]
        rises = tell_moves(tested, kind="rising", finer=finer, regions=regions)
        fades = tell_moves(tested, kind="falling", finer=finer, past=past)
        news = tell_new(new, regions=regions)
    else:
        rises, news, fades = keep_silent(_explain_silence(corpus, topics, tally=tally, in_series=bool(own)))
    told = {finding.topic for finding in [*new, *past]}
    unsaid = [finding for finding in own if finding.kind != "unclear" or finding.topic not in told]
    gaps = find_gaps(topics, series=series, tally=tally, findings=unsaid, audit=audit)
    return Story(
        rises=rises,
        new=news,
        fades=fades,
        gaps=Chapter("What cannot be said", "", gaps),
        note=_explain_words(rows) if tested else "",
        topics={finding.topic: finding for finding in own if finding.topic is not None},
        table=_tabulate(rows, moves, regions=regions),
    )


def _describe_all(rows: pl.DataFrame, *, series: Series | None) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """Return what can be said of the growth in each row, of what is new, and of what is past its peak."""
    if series is None:
        return [], [], []
    pairs = [(row, row["stability"] is None or row["stability"] >= FIRM) for row in rows.iter_rows(named=True)]
    moves = [describe(row, every=series.every, holds=holds) for row, holds in pairs]
    new = [describe_new(row, every=series.every, holds=holds) for row, holds in pairs]
    past = [describe_past(row, series=series, holds=holds) for row, holds in pairs]
    return moves, [finding for finding in new if finding], [finding for finding in past if finding]


def _explain_words(rows: pl.DataFrame) -> str:
    told = any(is_telling(row) for row in rows.iter_rows(named=True))
    return f"{PROVEN} {HOW_GOOD}" if told else PROVEN


def _tabulate(rows: pl.DataFrame, moves: Sequence[Finding], *, regions: Sequence[Finding]) -> pl.DataFrame:
    """Put the sentences beside the numbers behind them, regions last."""
    told = [{"label": one.label, "inside": one.inside, "kind": one.kind, **one.numbers} for one in regions]
    words = {
        name: pl.Series([getattr(one, name) for one in (*moves, *regions)], dtype=pl.String) for name in ("sentence", "evidence")
    }
    return pl.concat([rows, pl.DataFrame(told, schema=EVIDENCE_SCHEMA)]).with_columns(**words)


def _explain_silence(corpus: Corpus, topics: Topics, *, tally: pl.DataFrame, in_series: bool) -> str:
    if not topics.n_topics:
        return "Nothing: no topics were found."
    if not in_series:
        reasons = listing([f"{n:,} with {what}" for n, what in left_out(tally)], at_most=len(tally))
        return f"Nothing: none of {counted(corpus.n_papers, 'paper')} stands in a period ({reasons})."
    return "Nothing: no topic has enough papers over enough periods to be tested."
