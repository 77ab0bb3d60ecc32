from itertools import pairwise

import numpy as np
import pytest

from trends.topics.hierarchy import join_topics


def test_the_nearest_topics_join_first():
    angles = np.radians([0, 10, 90])
    first, root = join_topics(np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32))
    assert (first.node, first.children, first.leaves) == (3, (0, 1), (0, 1))
    assert first.height == pytest.approx(1 - np.cos(np.radians(10)), abs=1e-6)
    assert root.leaves == (0, 1, 2)
    assert root.height == pytest.approx(1 - (np.cos(np.radians(90)) + np.cos(np.radians(80))) / 2, abs=1e-6)


def test_heights_never_fall_towards_the_root():
    rows = np.random.default_rng(0).normal(size=(40, 8))
    joins = join_topics((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32))
    assert len(joins) == 39
    assert all(low.height <= high.height for low, high in pairwise(joins))


def test_one_topic_joins_nothing():
    assert join_topics(np.ones((1, 1), dtype=np.float32)) == []
