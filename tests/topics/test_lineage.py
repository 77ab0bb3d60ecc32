"""Rules of ids: the same topic keeps its own through new papers, and one that is gone leaves it to nobody."""

import numpy as np
import polars as pl
import pytest

from trends.data import Layers, Points, Topics, Tree
from trends.data.points import POINTS_SCHEMA
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.data.tree import TREE_SCHEMA
from trends.topics.lineage import keep_ids
from trends.topics.model import Fitted


def topics_of(papers: dict[str, int]) -> Topics:
    """Make topics of papers by id; the centroid, the term and the label of a topic say its number."""
    numbers = sorted(set(papers.values()) - {-1})
    sizes = [list(papers.values()).count(topic) for topic in numbers]
    table = [(topic, f"topic {topic}", size, None, None, None) for topic, size in zip(numbers, sizes, strict=True)]
    members = [(paper, topic, None, None) for paper, topic in sorted(papers.items())]
    return Topics(
        pl.DataFrame(table, schema=TOPICS_SCHEMA, orient="row"),
        pl.DataFrame([(topic, 0, f"term {topic}", 1.0) for topic in numbers], schema=TERMS_SCHEMA, orient="row"),
        pl.DataFrame(members, schema=MEMBERS_SCHEMA, orient="row"),
        np.array(numbers, dtype=np.float32)[:, None],
        "test",
    )


def fit(papers: dict[str, int]) -> Fitted:
    """Put topics 0, 1 and 2 under a tree that joins 0 and 1 in 3, and 3 and 2 in 4."""
    rows = [(0, 3, 0.0, "0", 1), (1, 3, 0.0, "1", 1), (2, 4, 0.0, "2", 1), (3, 4, 0.1, "01", 2), (4, None, 0.2, "012", 3)]
    return Fitted(
        layers=Layers((topics_of(papers),), 0),
        tree=Tree(pl.DataFrame(rows, schema=TREE_SCHEMA, orient="row")),
        points=Points(pl.DataFrame(schema=POINTS_SCHEMA)),
        memberships=pl.DataFrame({"id": ["a"], "topic": [2], "share": [0.5]}),
        guides=pl.DataFrame({"label": ["x", "y"], "topic": [1, None]}),
        corrections=pl.DataFrame(),
        memory=pl.DataFrame(),
        resolution=1.0,
        n_grouped=len(papers),
    )


BEFORE = topics_of({"a": 0, "b": 0, "c": 0, "d": 4, "e": 4, "f": 5, "g": -1})
NOW = fit({"a": 2, "b": 2, "c": 2, "d": 0, "e": 0, "n1": 0, "n2": 0, "n3": 0, "n4": 1, "n5": 1, "f": -1, "g": -1})


@pytest.fixture
def kept() -> Fitted:
    return keep_ids(NOW, BEFORE, first_free=7)


def test_the_same_topic_keeps_its_id_however_many_papers_join_it(kept):
    ids = dict(kept.topics.members.select("id", "topic").iter_rows())
    assert {ids[paper] for paper in "abc"} == {0}
    assert {ids[paper] for paper in ("d", "e", "n1", "n2", "n3")} == {4}
    assert {ids[paper] for paper in "fg"} == {-1}


def test_a_new_topic_takes_an_id_that_none_ever_had(kept):
    assert kept.topics.table.select("topic", "label").rows() == [(0, "topic 2"), (4, "topic 0"), (7, "topic 1")]


def test_terms_centroids_tree_memberships_and_guides_follow(kept):
    assert kept.topics.terms["term"].to_list() == ["term 2", "term 0", "term 1"]
    assert kept.topics.centroids.ravel().tolist() == [2, 0, 1]
    assert kept.tree.table.select("node", "parent", "label").rows() == [
        *((0, 9, "2"), (4, 8, "0"), (7, 8, "1")),
        *((8, 9, "01"), (9, None, "012")),
    ]
    assert kept.memberships["topic"].to_list() == [0]
    assert kept.guides["topic"].to_list() == [7, None]


def test_half_of_the_papers_is_not_the_same_topic():
    split = fit({"a": 0, "b": 0, "c": 1, "d": 1, "e": 2, "f": 2, "g": -1})
    before = topics_of({"a": 0, "b": 0, "c": 0, "d": 0, "e": 1, "f": 1, "g": -1})
    assert keep_ids(split, before, first_free=2).topics.table["topic"].to_list() == [1, 2, 3]


def test_topics_that_share_no_paper_with_the_earlier_ones_all_are_new():
    other = topics_of({"x": 0, "y": 1})
    assert keep_ids(NOW, other, first_free=2).topics.table["topic"].to_list() == [2, 3, 4]
