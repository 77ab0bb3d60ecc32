from itertools import pairwise

import numpy as np
import pytest

from trends.topics.hierarchy import join_topics


def directions(*degrees):
    """Place topics on a circle."""
    angles = np.radians(degrees)
    return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


def away(*degrees):
    """Average the cosine distances of some angles."""
    return 1 - np.cos(np.radians(degrees)).mean()


def test_the_nearest_topics_join_first():
    first, root = join_topics(directions(0, 10, 90), within=np.zeros(3, dtype=np.int64))
    assert (first.node, first.children, first.leaves) == (3, (0, 1), (0, 1))
    assert first.height == pytest.approx(away(10), abs=1e-6)
    assert root.leaves == (0, 1, 2)
    assert root.height == pytest.approx(away(90, 80), abs=1e-6)


def test_topics_of_a_coarser_one_join_before_nearer_topics_of_another():
    first, second, root = join_topics(directions(0, 30, 35, 90), within=np.array([0, 0, 1, 1]))
    assert (first.leaves, second.leaves) == ((0, 1), (2, 3))
    assert first.height == pytest.approx(away(30), abs=1e-6)
    assert second.height == pytest.approx(away(55), abs=1e-6)
    assert root.leaves == (0, 1, 2, 3)


def test_coarser_topics_that_lie_mixed_join_no_lower_than_their_own_parts():
    joins = join_topics(directions(0, 60, 1, 61), within=np.array([0, 0, 1, 1]))
    assert [join.leaves for join in joins] == [(0, 1), (2, 3), (0, 1, 2, 3)]
    assert joins[2].height == joins[1].height == pytest.approx(away(60), abs=1e-6)  # they are away(1, 61, 59, 1) apart


def test_heights_never_fall_towards_the_root_and_each_coarser_topic_is_a_branch():
    random = np.random.default_rng(0)
    rows = random.normal(size=(40, 8))
    within = random.integers(5, size=40)
    joins = join_topics((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), within=within)
    height = dict.fromkeys(range(40), 0.0) | {join.node: join.height for join in joins}
    assert [join.node for join in joins] == list(range(40, 79))
    assert all(join.height >= max(height[child] for child in join.children) for join in joins)
    assert {tuple(np.flatnonzero(within == outer).tolist()) for outer in range(5)} <= {join.leaves for join in joins}


def test_joins_come_by_rising_height_where_no_coarser_topic_is_known():
    rows = np.random.default_rng(1).normal(size=(30, 8))
    centroids = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    assert all(low.height <= high.height for low, high in pairwise(join_topics(centroids, within=np.zeros(30, dtype=np.int64))))


@pytest.mark.parametrize("n_topics", [0, 1])
def test_less_than_two_topics_join_nothing(n_topics):
    assert join_topics(np.ones((n_topics, 1), dtype=np.float32), within=np.zeros(n_topics, dtype=np.int64)) == []


def test_topics_in_the_same_place_join_at_height_zero():
    joins = join_topics(directions(45, 45, 45), within=np.zeros(3, dtype=np.int64))
    assert [join.height for join in joins] == pytest.approx([0, 0], abs=1e-6)
    assert min(join.height for join in joins) >= 0
