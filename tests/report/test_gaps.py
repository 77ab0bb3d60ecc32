from datetime import date

import pytest

from trends.report.finding import Finding
from trends.report.gaps import find_gaps

MONTH = {"precision": "month", "published": date(2023, 2, 1)}
YEAR = {"precision": "year", "published": date(2023, 1, 1)}
UNDATED = {"precision": None, "published": None}


@pytest.fixture
def tell(make):
    """List the gaps of papers that are all in one topic unless said otherwise."""

    def tell(papers, *, totals=None, findings=(), n_outliers=0):
        corpus = make.papers(papers)
        members = dict.fromkeys(corpus.ids[: corpus.n_papers - n_outliers], 0)
        series = make.series({0: [0] * len(totals)}, totals=totals) if totals else None
        topics = make.topics(corpus, members=members, labels=["A"])
        return [gap.sentence for gap in find_gaps(corpus, topics, series=series, findings=findings)]

    return tell


def test_where_nothing_is_missing_there_is_no_gap(tell):
    assert tell([{}, {}]) == []


def test_undated_papers_are_counted_with_the_right_verb(tell):
    assert tell([{}, UNDATED]) == ["1 of 2 papers has no date: counted in topics, not in trends."]
    assert tell([{}, UNDATED, UNDATED]) == ["2 of 3 papers have no date: counted in topics, not in trends."]


def test_a_date_known_to_the_year_is_too_coarse_for_quarters_and_one_to_the_month_is_not(tell):
    gaps = tell([MONTH, MONTH, YEAR], totals=[2, 0])
    assert gaps[0] == "1 of 3 papers has a date coarser than a quarter: counted in topics, not in trends."
    assert not any("outside" in gap for gap in gaps)


def test_papers_outside_the_periods_are_what_the_totals_lack(tell):
    gaps = tell([{}, {}, {}, {}], totals=[1, 1])
    assert gaps[0] == "2 of 4 papers have a date outside the periods counted: counted in topics, not in trends."


def test_the_running_period_is_named_with_its_papers(tell):
    gaps = tell([{}, {}, {}, {}], totals=[3, 1])
    assert gaps == ["Q2 2023 is covered only in part and enters no growth rate (1 paper)."]


def test_outliers_are_counted_with_their_part(tell):
    assert tell([{}] * 8, n_outliers=1) == ["1 of 8 papers has no topic (12 %): counted in every total, in no rise or fall."]


def test_unclear_and_untested_topics_are_counted_and_named(tell):
    findings = [Finding("unclear", "", label="B"), Finding("unclear", "", label="C"), Finding("too few", "", label="D")]
    gaps = tell([{}], findings=findings)
    assert gaps[0] == "2 topics may grow, shrink or stand still, the papers do not tell: B and C."
    assert gaps[1] == "1 topic could not be tested, for want of papers or periods: D."
    assert gaps[-1].startswith("Shares are shares of the papers given here")
