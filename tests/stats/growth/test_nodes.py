from datetime import date

import numpy as np
import polars as pl
from scipy.stats import false_discovery_control

from trends.data import Layers, Tree
from trends.data.tree import TREE_SCHEMA
from trends.stats import count
from trends.stats.growth.estimate import GROWTH_SCHEMA
from trends.stats.growth.nodes import NODES_SCHEMA, count_nodes, find_finest, measure_nodes, take_topics

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
    return find_finest(growth, TREE.table)["topic"].to_list()


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


# Topic 0 has 60 of 300 papers every year, inside which a part takes over from the rest.
RISING = [4, 8, 15, 25, 35, 45, 52, 56]

# 1 and 2 join in 3, which joins 0 in 4.
PAIR = Tree(
    pl.DataFrame(
        [(0, 4, 0.0, "a", 1), (1, 3, 0.0, "b", 1), (2, 3, 0.0, "c", 1), (3, 4, 0.1, "bc", 2), (4, None, 0.2, "abc", 3)],
        schema=TREE_SCHEMA,
        orient="row",
    )
)


def measure(study, *, coarse=(0, 0, 1, 2), fine=(0, 1, 2, 3)):
    """Measure the nodes of four kinds of papers: the rising part, the falling part and two that stand still."""
    sizes = [(rising, 60 - rising, 60, 180) for rising in RISING]
    kinds = [(date(2015 + year, 12, 31), kind) for year, ns in enumerate(sizes) for kind, n in enumerate(ns) for _ in range(n)]
    (above, corpus), (below, _) = (study([(day, "day", topic[kind]) for day, kind in kinds]) for topic in (coarse, fine))
    layers = Layers((above, below), 0)
    series, finer = [count(topics, corpus, every="year").series for topics in layers.topics]
    return measure_nodes(series, PAIR, layers=layers, finer=[finer])


def test_a_rise_inside_a_topic_that_stands_still_is_found_in_the_finer_one(study):
    nodes = measure(study)
    assert nodes.schema == NODES_SCHEMA
    found = nodes.filter("finest").select("topic", "layer", "parent", "trend").rows()
    assert found == [(0, 1, 0, "rising"), (1, 1, 0, "falling")]
    assert nodes.filter(layer=0, topic=0)["trend"].to_list() == ["unclear"]


def test_a_finer_topic_with_the_papers_of_its_parent_is_not_tested_twice(study):
    nodes = measure(study)
    assert nodes.filter(layer=1)["topic"].sort().to_list() == [0, 1]  # 2 and 3 are the topics 1 and 2
    assert nodes["node"].is_unique().all()


def test_nodes_without_finer_topics_are_those_of_the_tree(study):
    nodes = measure(study, fine=(0, 0, 1, 2))
    assert nodes["node"].sort().to_list() == [0, 1, 2, 3, 4]
    assert nodes.filter(pl.col("layer").is_null())["node"].sort().to_list() == [3, 4]


def test_a_topic_has_one_growth_and_one_p_value_and_is_tested_among_topics_alone(study):
    nodes = measure(study)
    growth = take_topics(nodes, layer=0)
    assert growth.schema == GROWTH_SCHEMA
    same = nodes.filter(layer=0).sort("topic")
    assert growth.sort("topic").select("growth", "growth_low", "p").equals(same.select("growth", "growth_low", "p"))
    np.testing.assert_allclose(growth.sort("topic")["q"], false_discovery_control(same["p"]))
    assert (growth.sort("topic")["q"] <= same["q"]).all()


def test_a_topic_that_cannot_be_tested_keeps_its_row():
    row = {"layer": 0, "topic": 7, "trend": "too few"}
    nodes = pl.DataFrame([{**dict.fromkeys(NODES_SCHEMA), **row}], schema=NODES_SCHEMA)
    assert take_topics(nodes, layer=0).select("topic", "trend", "q").rows() == [(7, "too few", None)]
