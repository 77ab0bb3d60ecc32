import numpy as np
import polars as pl

from trends.data import Tree
from trends.data.tree import TREE_SCHEMA
from trends.stats.growth.nodes import count_nodes, find_finest

# 0 and 1 join in 3, which joins 2 in 4.
TREE = Tree(
    pl.DataFrame(
        [(0, 3, 0.0, "a", 1), (1, 3, 0.0, "b", 1), (2, 4, 0.0, "c", 1), (3, 4, 0.1, "ab", 2), (4, None, 0.2, "abc", 3)],
        schema=TREE_SCHEMA,
        orient="row",
    )
)


def finest(trends: dict[int, str]) -> list[int]:
    growth = pl.DataFrame({"topic": list(trends), "trend": list(trends.values())})
    return find_finest(growth, TREE)["topic"].to_list()


def test_a_node_counts_what_its_leaves_count(series_of):
    counts = np.array([[1, 2], [3, 0], [5, 5]])
    nodes = count_nodes(series_of(counts, np.array([10, 20])), TREE)
    found = nodes.table["count"].to_numpy().reshape(5, 2)
    np.testing.assert_array_equal(found, [[1, 2], [3, 0], [5, 5], [4, 2], [9, 7]])
    np.testing.assert_allclose(nodes.table["share"].to_numpy().reshape(5, 2)[3], [0.4, 0.1])
    assert nodes.every == "month"


def test_a_period_without_papers_has_no_share(series_of):
    nodes = count_nodes(series_of(np.zeros((3, 2), dtype=int), np.array([0, 5])), TREE)
    assert nodes.table["share"].to_list()[:2] == [None, 0.0]


def test_a_parent_is_no_news_beside_a_child_that_moves_alike():
    assert finest({0: "rising", 1: "unclear", 2: "unclear", 3: "rising", 4: "rising"}) == [0]


def test_a_parent_is_reported_where_no_child_can_be_told_from_flat():
    assert finest({0: "unclear", 1: "unclear", 2: "too few", 3: "rising", 4: "rising"}) == [3]


def test_a_parent_that_falls_over_a_child_that_rises_is_reported_too():
    assert finest({4: "falling", 0: "rising", 3: "unclear"}) == [4, 0]


def test_nothing_moves_and_nothing_is_reported():
    assert finest({0: "unclear", 4: "unclear"}) == []
