import numpy as np
import polars as pl
import pytest

from trends.data import OUTLIER, Layers, Topics
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.errors import DataError


def topics_of(*groups):
    n_topics = max([*groups, OUTLIER]) + 1
    sizes = [groups.count(topic) for topic in range(n_topics)]
    table = [(topic, f"Topic {topic}", size, None, None, None) for topic, size in enumerate(sizes)]
    members = [(f"p{paper}", topic, None, None) for paper, topic in enumerate(groups)]
    return Topics(
        table=pl.DataFrame(table, schema=TOPICS_SCHEMA, orient="row"),
        terms=pl.DataFrame(schema=TERMS_SCHEMA),
        members=pl.DataFrame(members, schema=MEMBERS_SCHEMA, orient="row"),
        centroids=np.ones((n_topics, 1), dtype=np.float32),
        model="test",
    )


COARSE, FINE = topics_of(0, 0, 0, 0, 1, 1, -1), topics_of(0, 0, 1, 1, 2, 2, -1)


def test_the_parent_of_a_topic_holds_its_papers():
    assert Layers((COARSE, FINE), 0).parents(1).rows() == [(0, 0, 2), (1, 0, 2), (2, 1, 2)]


def test_a_topic_that_lies_across_two_belongs_to_the_one_with_more_of_its_papers():
    across = topics_of(1, 1, 1, 1, 1, 1, 0)
    assert Layers((COARSE, across), 0).parents(1).rows() == [(0, None, None), (1, 0, 4)]  # outliers are no parent


def test_a_tie_goes_to_the_lower_topic():
    assert Layers((topics_of(1, 1, 0, 0), topics_of(0, 0, 0, 0)), 0).parents(1).rows() == [(0, 0, 2)]


def test_the_outline_lists_each_topic_with_the_coarser_one_around_it():
    rows = Layers((COARSE, FINE), 0).outline().select("layer", "topic", "n_papers", "parent", "parent_label").rows()
    assert rows[:2] == [(0, 0, 4, None, None), (0, 1, 2, None, None)]
    assert rows[2:] == [(1, 0, 2, 0, "Topic 0"), (1, 1, 2, 0, "Topic 0"), (1, 2, 2, 1, "Topic 1")]


def test_the_chosen_layer_is_one_of_them():
    assert Layers((COARSE, FINE), 1).n_layers == 2
    with pytest.raises(DataError, match="the chosen layer is 2, there are 2"):
        Layers((COARSE, FINE), 2)
    with pytest.raises(DataError, match="the chosen layer is 0, there are 0"):
        Layers((), 0)


def test_layers_are_of_the_same_papers():
    with pytest.raises(DataError, match="layers hold different papers"):
        Layers((COARSE, topics_of(0, 0)), 0)


def test_layers_show_themselves_in_a_notebook():
    page = Layers((COARSE, FINE), 1)._repr_html_()
    assert "layer 0: 2 topics" in page
    assert "<b>layer 1: 3 topics (chosen)</b>" in page
