import polars as pl
import pytest

from trends.report.regions import describe_regions, introduce_regions

ROW = {
    "region": 0,
    "label": "Jailbreaks",
    "terms": "jailbreaks, harmful content, defences, red teaming, prompts",
    "growth": 1.3,
    "growth_low": 0.9,
    "growth_high": 1.9,
    "p": 0.005,
    "n_papers": 74,
    "topics": [4],
    "rises": True,
}


@pytest.fixture
def told():
    return lambda **row: describe_regions(pl.DataFrame([ROW | row]), labels={4: "Safety", 7: "Agents"})


def test_a_region_is_told_by_its_papers_their_topic_and_growth(told):
    (found,) = told()
    assert found.sentence == (
        "Jailbreaks, mostly inside Safety: the literature around 74 papers grew 130% a year (95% interval 90 to 190%)."
    )
    assert found.evidence == "p = 0.005; on jailbreaks, harmful content, defences, red teaming."
    assert (found.inside, found.topic) == (4, None)


def test_a_region_across_topics_names_them_and_is_found_at_the_first(told):
    (found,) = told(topics=[7, 4])
    assert found.sentence.startswith("Jailbreaks, inside Agents and Safety: the literature")
    assert found.inside == 7


def test_a_region_outside_all_topics_is_told_without_one(told):
    (found,) = told(topics=[])
    assert found.sentence.startswith("Jailbreaks: the literature")
    assert found.inside is None


def test_a_region_whose_growth_may_be_none_is_not_told(told):
    assert told(rises=False) == []


def test_regions_are_introduced_by_number_and_not_at_all_where_there_is_none(told):
    assert introduce_regions(told()).startswith("Whatever the topics, 1 group of similar papers stands where")
    assert introduce_regions([]) == ""
