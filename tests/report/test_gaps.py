from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from trends.data import Audit
from trends.data.audit import FINDINGS_SCHEMA
from trends.data.series import STRATA_SCHEMA
from trends.report.finding import Finding
from trends.report.gaps import find_gaps

STRATUM = pl.DataFrame([(0, "acl", date(2023, 1, 1), 1.0, 2)], schema=STRATA_SCHEMA, orient="row")


@pytest.fixture
def tell(make):
    """List the gaps of papers that are all in one topic unless said otherwise."""

    def tell(*, n_papers=2, totals=None, findings=(), n_outliers=0, **tally):
        corpus = make.papers([{}] * n_papers)
        members = dict.fromkeys(corpus.ids[: corpus.n_papers - n_outliers], 0)
        series = make.series({0: [0] * len(totals)}, totals=totals) if totals else None
        topics = make.topics(corpus, members=members, labels=["A"])
        return [gap.sentence for gap in find_gaps(topics, series=series, tally=make.tally(**tally), findings=findings)]

    return tell


def test_where_nothing_is_missing_there_is_no_gap(tell):
    assert tell(counted=2, undated=0) == []


def test_undated_papers_are_counted_with_the_right_verb(tell):
    assert tell(counted=1, undated=1) == ["1 of 2 papers has no date: counted in topics, not in trends."]
    assert tell(counted=1, undated=2) == ["2 of 3 papers have no date: counted in topics, not in trends."]


def test_every_reason_of_the_tally_but_being_counted_is_named_with_its_papers(tell):
    assert tell(counted=4, too_coarse=1, before_since=0, after_until=3) == [
        "1 of 8 papers has a date coarser than a period: counted in topics, not in trends.",
        "3 of 8 papers have a date after the last day that is counted: counted in topics, not in trends.",
    ]


def test_papers_outside_the_span_are_named_where_nothing_is_left_to_count(tell):
    assert tell(before_since=2) == [
        "2 of 2 papers have a date before the first day that is counted: counted in topics, not in trends."
    ]


def test_the_running_period_is_named_with_its_papers(tell):
    assert tell(totals=[3, 1]) == [
        "Q2 2023 may be covered only in part and enters no growth rate (1 paper); "
        "if it is complete, say so with --until 2023-07-01."
    ]


def test_a_first_period_that_since_cuts_is_surely_covered_in_part(make):
    series = make.series({0: [0, 0]}, totals=[3, 1], partial=0)
    series = replace(series, table=series.table.with_columns(partial=pl.col("period") == date(2023, 1, 1)))
    topics = make.topics(make.papers([{}]), members={"sha:0": 0}, labels=["A"])
    gaps = find_gaps(topics, series=series, tally=make.tally(), findings=())
    assert [gap.sentence for gap in gaps] == ["Q1 2023 is covered only in part and enters no growth rate (3 papers)."]


def test_outliers_are_counted_with_their_part(tell):
    assert tell(n_papers=8, n_outliers=1) == ["1 of 8 papers has no topic (12%): counted in every total, in no rise or fall."]


def test_topics_that_did_not_come_back_are_counted_and_named(make):
    topics = make.topics(make.papers([]), members={}, labels=["A", "B", "C"], stability=[0.3, 0.9, 0.5])
    gaps = find_gaps(topics, series=None, tally=make.tally(), findings=())
    assert [gap.sentence for gap in gaps] == [
        "2 of 3 topics did not come back reliably when topics were found again (†), "
        "so that a rise or fall there may be another topic's in another run: A † and C †."
    ]
    assert gaps[0].numbers == {"n_topics": 2}


def test_topics_that_nobody_tried_to_find_again_are_counted_and_named_with_what_measures_them(make):
    def tell(stability):
        topics = make.topics(make.papers([]), members={}, labels=["A", "B"], stability=stability)
        return [gap.sentence for gap in find_gaps(topics, series=None, tally=make.tally(), findings=())]

    start = "would come back if topics were found again was not measured"
    how = "The command “trends quality” measures it among all papers."
    assert tell([0.9, None]) == [f"Whether 1 topic {start}: B. {how}"]
    assert tell([None, None]) == [f"Whether 2 topics {start}. {how}"]


def test_unclear_and_untested_topics_are_counted_and_named(tell):
    findings = [Finding("unclear", "", label="B"), Finding("unclear", "", label="C"), Finding("too few", "", label="D")]
    gaps = tell(findings=findings, totals=[5, 5])
    assert gaps[0] == "2 topics may grow, shrink or stand still, the papers do not tell: B and C."
    assert gaps[1] == "1 topic could not be tested, for want of papers or periods: D."
    assert gaps[-1].startswith("A share is a share of all papers of the period, as given here: ")


def test_topics_without_a_rate_are_named_by_the_reason(tell):
    findings = [Finding("too few", "", label="D"), Finding("no rate", "", label="E")]
    assert tell(findings=findings, totals=[5, 5])[:2] == [
        "1 topic could not be tested, for want of papers or periods: D.",
        "1 topic could not be tested, as all papers stand at one end of the time: E.",
    ]


def test_topics_of_another_language_are_named_with_it(tell):
    findings = [Finding("rising", "", label="Pour & de", numbers={"language": "French"}), Finding("rising", "", label="B")]
    sentences = tell(findings=findings, totals=[5, 5])
    assert sentences[0] == (
        "1 topic is made of papers in another language than English, whatever they are about, "
        "so that their growth is that of a language: Pour & de (French)."
    )


def test_what_bends_curves_comes_first_and_undated_papers_once(make):
    corpus = make.papers([{}] * 2)
    topics = make.topics(corpus, members=dict.fromkeys(corpus.ids, 0), labels=["A"])
    rows = [("missing at the end", "serious", "B is missing."), ("undated", "serious", "1 has no date."), ("x", "note", "Fine.")]
    usual = {"strata": [], "n_papers": 1, "share": 0.5, "effect": "All seem to rise.", "remedy": "Wait.", "remedy_kind": "check"}
    findings = [usual | {"kind": kind, "level": level, "sentence": said, "stratum_kind": "venue"} for kind, level, said in rows]
    audit = Audit(findings=pl.DataFrame(findings, schema=FINDINGS_SCHEMA, strict=False))
    held = replace(make.series({0: [1]}, totals=[2], partial=0), stratum_kind="venue", strata=STRATUM)
    told = find_gaps(topics, series=held, tally=make.tally(counted=2), findings=(), audit=audit)
    assert [gap.sentence for gap in told] == []  # venues that are held constant bend nothing
    gaps = find_gaps(topics, series=None, tally=make.tally(counted=1, undated=1), findings=(), audit=audit)
    assert [gap.sentence for gap in gaps] == [
        "B is missing. All seem to rise.",
        "1 of 2 papers has no date: counted in topics, not in trends.",
    ]
