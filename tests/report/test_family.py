import polars as pl
import pytest

from trends.report.family import find_finer

LABELS = pl.DataFrame({"topic": [0, 1], "label": ["Safety", "Vision"]})


@pytest.fixture
def nodes():
    """Lay a tree: the family 2 of the topics 0 and 1; finer topics 3 and, below it, 4 inside topic 0; 5 inside none."""
    rows = [
        {"node": 0, "parent": 2, "layer": 1, "topic": 0, "label": "Safety"},
        {"node": 1, "parent": 2, "layer": 1, "topic": 1, "label": "Vision"},
        {"node": 2, "parent": None, "layer": None, "topic": None, "label": "All"},
        {"node": 3, "parent": 0, "layer": 2, "topic": 0, "label": "Attacks"},
        {"node": 4, "parent": 3, "layer": 3, "topic": 0, "label": "Jailbreaks"},
        {"node": 5, "parent": None, "layer": 3, "topic": 1, "label": "Strays"},
    ]

    def lay(*moving):
        table = pl.DataFrame(rows).with_columns(finest=pl.col("node").is_in(moving), q=pl.lit(0.01))
        return table.with_columns(trend=pl.when("finest").then(pl.lit("rising")).otherwise(pl.lit("unclear")))

    return lay


def found(nodes):
    return find_finer(nodes, labels=LABELS).select("label", "inside", "inside_label").rows()


def test_a_finer_topic_is_inside_the_topic_that_holds_it_however_deep(nodes):
    assert found(nodes(3)) == [("Attacks", 0, "Safety")]
    assert found(nodes(4)) == [("Jailbreaks", 0, "Safety")]


def test_a_family_names_its_topics(nodes):
    assert found(nodes(2)) == [("All", None, "Safety and Vision")]


def test_a_finer_topic_that_no_topic_holds_is_inside_none(nodes):
    assert found(nodes(5)) == [("Strays", None, None)]


def test_topics_of_the_run_are_told_elsewhere(nodes):
    assert found(nodes(0, 1)) == []


def test_q_is_told_among_all_nodes(nodes):
    assert find_finer(nodes(3), labels=LABELS)["n_tested"].to_list() == [6]
