from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_matrix

from trends.data import OUTLIER
from trends.topics.hierarchy import Join
from trends.topics.names.terms import Term
from trends.topics.tables import MEMBERSHIPS_SCHEMA, find_memberships, make_points, make_topics, make_tree, place_topics

IDS = pl.Series("id", ["a", "b", "c", "d"])


def make(groups, *, matrix, terms=((), ()), reasons=None):
    n_topics = max(groups) + 1
    return make_topics(
        IDS,
        np.array(groups),
        terms=terms[:n_topics],
        labels=["One", "Two"][:n_topics],
        matrix=np.array(matrix, dtype=np.float32),
        reasons=np.array(reasons or [None] * 4, dtype=object),
        model="test",
    )


def test_similarity_is_to_the_own_topic_and_for_an_outlier_to_the_nearest():
    topics = make([0, 0, 1, OUTLIER], matrix=[[1, 0], [1, 0], [0, 1], [0.6, 0.8]])
    assert topics.table.rows() == [(0, "One", 2, None, None, None), (1, "Two", 1, None, None, None)]
    assert topics.members["similarity"].to_list() == pytest.approx([1, 1, 1, 0.8])
    assert topics.centroids.tolist() == [[1, 0], [0, 1]]


def test_a_reason_stands_beside_outliers_alone():
    topics = make([0, OUTLIER, 0, OUTLIER], matrix=np.eye(4), reasons=["unused", "dropped", None, "too far"])
    assert topics.members["reason"].to_list() == [None, "dropped", None, "too far"]


def test_terms_are_ranked_from_zero():
    terms = [[Term("graph", 2.0, 0.5), Term("node", 1.0, 0.5)], [Term("speech", 3.0, 1.0)]]
    topics = make([0, 0, 1, 1], matrix=np.eye(4), terms=terms)
    assert topics.terms.rows() == [(0, 0, "graph", 2.0), (0, 1, "node", 1.0), (1, 0, "speech", 3.0)]


def test_without_a_topic_similarity_is_unknown():
    topics = make([OUTLIER] * 4, matrix=np.eye(4), reasons=["none"] * 4)
    assert topics.n_topics == 0
    assert topics.members["similarity"].null_count() == 4


def test_a_tree_has_the_topics_as_leaves_and_sums_their_papers():
    topics = make([0, 0, 0, 1], matrix=np.eye(4))
    tree = make_tree(topics, joins=[Join(2, (0, 1), 0.4, (0, 1))], labels=["Both"])
    assert tree.table.rows() == [(0, 2, 0.0, "One", 3), (1, 2, 0.0, "Two", 1), (2, None, 0.4, "Both", 4)]


def test_a_tree_keeps_the_ids_of_topics_among_which_others_have_died():
    topics = make([0, 0, 0, 1], matrix=np.eye(4))
    later = {"topic": pl.col("topic").replace({0: 3, 1: 8})}
    topics = replace(
        topics,
        table=topics.table.with_columns(**later),
        members=topics.members.with_columns(**later),
    )
    tree = make_tree(topics, joins=[Join(2, (0, 1), 0.4, (0, 1))], labels=["Both"])
    assert tree.table.select("node", "parent", "n_papers").rows() == [(3, 9, 3), (8, 9, 1), (9, None, 4)]


def test_topics_of_another_model_are_placed_among_our_vectors():
    theirs = make([0, 0, 1, OUTLIER], matrix=np.eye(4))
    ours = place_topics(theirs, matrix=np.array([[1, 0], [1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32))
    assert ours.centroids.tolist() == [[1, 0], [0, 1]]
    assert ours.members["similarity"].to_list() == pytest.approx([1, 1, 1, 0.8])
    assert ours.table.equals(theirs.table)


def test_points_carry_the_ids_of_their_papers():
    places = np.array([[0, 1], [2, 3], [4, 5], [6, 7]], dtype=np.float32)
    assert make_points(IDS, places).table.rows()[2] == ("c", 4.0, 5.0)


def test_a_paper_belongs_to_topics_by_the_share_of_its_links_that_lead_there():
    graph = csr_matrix(np.array([[0, 2, 0, 0], [2, 0, 1, 1], [0, 1, 0, 4], [0, 1, 4, 0]], dtype=np.float64))
    found = find_memberships(IDS, np.array([0, 0, 1, OUTLIER]), graph=graph)
    assert dict(found.schema) == dict(MEMBERSHIPS_SCHEMA)
    assert found.rows() == [
        ("a", 0, 1.0),
        ("b", 0, 0.5),  # a quarter of its links leads to an outlier
        ("b", 1, 0.25),
        ("c", 0, 0.2),
        ("d", 1, 0.8),  # an outlier has a share all the same
        ("d", 0, 0.2),
    ]


def test_a_share_below_a_tenth_has_no_row():
    graph = csr_matrix(np.array([[0, 10, 1, 0], [10, 0, 0, 0], [1, 0, 0, 9], [0, 0, 9, 0]], dtype=np.float64))
    found = find_memberships(IDS, np.array([0, 0, 1, 1]), graph=graph)
    assert found.filter(pl.col("id") == "a").rows() == [("a", 0, pytest.approx(10 / 11))]
    assert found.filter(pl.col("id") == "c").rows() == [("c", 1, 0.9), ("c", 0, 0.1)]


def test_papers_without_links_or_topics_have_no_rows():
    assert find_memberships(IDS, np.array([0, 0, 1, 1]), graph=csr_matrix((4, 4))).height == 0
    assert find_memberships(IDS, np.full(4, OUTLIER), graph=csr_matrix(np.ones((4, 4)))).height == 0
