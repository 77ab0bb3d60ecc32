import pytest

from trends.data import Layers
from trends.report.relatives import find_near, find_relatives

COARSE = {f"sha:{paper}": topic for paper, topic in enumerate([0, 0, 0, 0, 0, 1])}
CHOSEN = {f"sha:{paper}": topic for paper, topic in enumerate([0, 0, 0, 1, 1, 2])}
FINE = {f"sha:{paper}": topic for paper, topic in enumerate([1, 0, 0, 2, 2, 3])}


@pytest.fixture
def layers(make):
    """Six papers in 2, 3 and 4 topics; the last topic of each layer is the same paper."""
    corpus = make.papers([{}] * 6)
    named = {
        "Language": ["Language", "Law"],
        "Text": ["Text", "Speech", "Courts"],
        "Poems": ["Poems", "Prose", "Talk", "Courts"],
    }
    return tuple(
        make.topics(corpus, members=members, labels=labels)
        for members, labels in zip((COARSE, CHOSEN, FINE), named.values(), strict=True)
    )


def test_the_nearest_topics_are_those_that_the_tree_joins_first(make):
    tree = make.tree({0: 3, 1: 3, 2: 4, 3: 4, 4: None}, sizes={0: 5, 1: 2, 2: 9})
    assert find_near(tree) == {0: [1], 1: [0], 2: [0, 1]}


def test_a_lone_topic_or_none_has_no_neighbours(make):
    assert find_near(make.tree({0: None})) == {}
    assert find_near(make.tree({})) == {}


def test_a_topic_is_part_of_the_coarser_one_and_has_the_finer_ones_largest_first(make, layers):
    relatives = find_relatives(make.tree({}), Layers(layers, 1))
    assert relatives.coarser == {0: "Language", 1: "Language"}
    assert relatives.finer == {0: ["Poems", "Prose"]}


def test_a_topic_that_is_the_only_one_in_another_is_not_named_twice(make, layers):
    relatives = find_relatives(make.tree({}), Layers(layers, 1))
    assert 2 not in relatives.coarser
    assert 2 not in relatives.finer
    assert 1 not in relatives.finer


def test_beyond_the_coarsest_and_the_finest_layer_there_is_nothing(make, layers):
    assert find_relatives(make.tree({}), Layers(layers, 0)).coarser == {}
    assert find_relatives(make.tree({}), Layers(layers, 2)).finer == {}
    assert find_relatives(make.tree({}), None).finer == {}
