"""The audit of a corpus, fault by fault."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl

from trends.audit.advice import advise, say_what_is_mended
from trends.audit.calendar import Counts, choose_grid
from trends.audit.coverage import Judged, judge_coverage, tabulate_coverage
from trends.audit.dates import find_date_faults
from trends.audit.edges import find_edges
from trends.audit.finding import Finding, tabulate
from trends.audit.gaps import find_gaps, find_holes
from trends.audit.labels import find_new_labels
from trends.audit.mix import find_moves
from trends.audit.months import find_month_gaps
from trends.audit.repeats import find_repeats
from trends.audit.rises import find_rises
from trends.audit.strata import count_strata
from trends.audit.texts import find_text_faults
from trends.data import Corpus
from trends.data.audit import Audit
from trends.errors import ConfigError


def audit_corpus(corpus: Corpus, *, since: date | None = None, until: date | None = None) -> Audit:
    """Find where the data, and not the research, would make the curves.

    Coverage is judged by the year where the papers span five or more, else by the month; where papers come all year round,
    their months are looked at as well, and where they come in bursts, three years are enough. A stratum is a venue, a category
    or a source with 20 or more papers in its typical period; smaller ones are pooled. A count is lacking where it is too
    small for a negative binomial around the level of the stratum, at a chance of 1 % that any of all tested counts is
    flagged wrongly. A corpus that grows, has seasons or comes in bursts, but is complete, gives no finding.

    Parameters
    ----------
    corpus
        The papers.
    since, until
        Look only at papers dated from `since` to the day before `until`; None is no bound. Undated papers stay.

    Returns
    -------
    Audit
        What was found, the coverage and what to do. Without a dated paper, coverage is empty.

    Raises
    ------
    ConfigError
        Where `since` is not before `until`.
    """
    if since and until and since >= until:
        raise ConfigError(f"since is {since}, it must be before until, which is {until}")
    inside = pl.col("published").is_between(since or date.min, until or date.max, closed="left")
    table = corpus.table.filter(inside | pl.col("published").is_null())
    dated = table.drop_nulls("published")
    calendar = choose_grid(dated)
    findings = [*find_date_faults(table), *find_text_faults(table), *find_repeats(table)]
    if calendar is None:
        return Audit(findings=tabulate(findings), advice=advise(findings, (), None, dated=dated))
    judged = judge_coverage(calendar, count_strata(dated, calendar))
    findings += [*find_holes(judged[0], calendar), *find_rises(judged[0], calendar)]
    for one in judged[1:]:
        renamed = find_new_labels(one, judged[0], calendar)
        faults = [renamed] if renamed else [*find_gaps(one, calendar), *find_moves(one, calendar)]
        findings += _unsaid(faults, said=findings, judged=judged)
    findings += _unsaid([*find_month_gaps(dated, calendar, judged)], said=findings, judged=judged)
    findings += find_edges(calendar, findings)
    advice = advise(findings, judged, calendar, dated=dated)
    findings = [say_what_is_mended(one, advice) for one in findings]
    return Audit(tabulate(findings), tabulate_coverage(judged, calendar), calendar.every, advice)


def _unsaid(findings: list[Finding], *, said: list[Finding], judged: tuple[Judged, ...]) -> Iterator[Finding]:
    """Leave out what was found alike in another kind of strata: a venue that is a file of its own is one fault."""
    told = list(said)
    for one in findings:
        if not any(_is_alike(one, other, judged) for other in told):
            told.append(one)
            yield one


def _is_alike(one: Finding, other: Finding, judged: tuple[Judged, ...]) -> bool:
    """Tell whether two kinds of strata show the same fault: about as many papers are concerned in each period."""
    if one.stratum_kind == other.stratum_kind or (one.kind, one.since, one.until) != (other.kind, other.since, other.until):
        return False
    here, there = (_count_concerned(finding, judged) for finding in (one, other))
    return bool(np.abs(here - there).sum() <= 0.1 * there.sum())


def _count_concerned(finding: Finding, judged: tuple[Judged, ...]) -> Counts:
    """Return the papers of the strata of a finding in each period."""
    (kind,) = (one for one in judged if one.kind == finding.stratum_kind)
    rows = [name in finding.strata or kind.kind is None for name in kind.names]
    counts: Counts = kind.counts[rows].sum(axis=0)
    return counts
