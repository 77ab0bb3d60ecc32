import polars as pl
import pytest

from trends.report.relatives import find_relatives
from trends.report.sections import make_sections


@pytest.fixture
def sections_of(make):
    """Make the sections of a run, or of one with other parts."""

    def sections_of(*, papers=True, **parts):
        content = make.content(**parts)
        return make_sections(
            content.corpus,
            content.topics,
            relatives=find_relatives(content.tree, content.layers),
            series=content.series,
            statistics=content.statistics,
            findings={},
            papers=papers,
        )

    return sections_of


def test_sections_come_largest_first_with_terms_by_rank(sections_of):
    sections = sections_of()
    assert [(section.label, section.n_papers, section.share) for section in sections] == [
        ("Unlearning", 3, 0.5),
        ("Legal text", 2, 2 / 6),
    ]
    assert sections[0].terms == ["term 0 0", "term 0 1", "term 0 2"]


def test_sections_without_papers_keep_their_numbers(sections_of):
    sections = sections_of(series=None, papers=False)
    assert [(section.n_papers, section.best, section.curve) for section in sections] == [(3, [], ""), (2, [], "")]


def test_a_section_says_whether_its_topic_came_back_unless_nobody_knows(make, sections_of):
    corpus = make.papers([{}, {}])
    topics = make.topics(corpus, members={"sha:0": 0, "sha:1": 1}, labels=["A", "B"], stability=[0.4, None])
    unheld, unknown = sections_of(corpus=corpus, topics=topics)
    assert (unheld.label, unheld.n_found, unheld.n_runs) == ("A †", 4, 10)
    assert unheld.came_back.startswith("Came back in 4 of 10 runs")
    assert (unknown.label, unknown.n_found, unknown.came_back) == ("B", None, "")


def test_each_topic_stands_with_its_growth_in_the_strata_where_it_has_papers(sections_of):
    rows = {"topic": [0, 0, 1], "stratum": ["ACL", "EMNLP", "ACL"], "growth": [0.1, None, 0.2], "n_papers": [8, 19, 0]}
    agreement = pl.DataFrame(rows).with_columns(n_periods=pl.lit(5))
    largest, other = sections_of(statistics={"agreement": agreement})
    assert [(row["stratum"], row["enough"]) for row in largest.strata] == [("EMNLP", True), ("ACL", False)]
    assert other.strata == []


def test_the_newest_papers_stand_beside_the_most_typical_ones_and_undated_ones_are_not_new(sections_of):
    sections = sections_of()
    assert [len(section.newest) for section in sections] == [3, 1]
    assert [len(section.newest) for section in sections_of(papers=False)] == [0, 0]
