from itertools import pairwise

import numpy as np
import pytest

from trends.data import OUTLIER
from trends.errors import ConfigError
from trends.topics.graph.layers import choose_resolution, find_default, find_layers, with_n_topics
from trends.topics.graph.links import link, view

N_FIELDS, N_SUBFIELDS, N_EACH = 4, 5, 20
SUBFIELD = np.repeat(np.arange(N_FIELDS * N_SUBFIELDS), N_EACH)
FIELD = SUBFIELD // N_SUBFIELDS


@pytest.fixture(scope="module")
def views():
    """Papers of subfields that lie together in fields."""
    random = np.random.default_rng(0)
    middles = np.repeat(random.normal(size=(N_FIELDS, 16)), N_SUBFIELDS, axis=0)
    middles += 0.5 * random.normal(size=middles.shape)
    rows = middles[SUBFIELD] + 0.25 * random.normal(size=(len(SUBFIELD), 16))
    return view((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), words=None)


@pytest.fixture(scope="module")
def layering(views):
    return find_layers(link(views), resolution=1.0, min_papers=8, seed=0)


def n_topics(groups):
    return len(np.unique(groups))


def test_every_topic_of_a_finer_layer_lies_in_one_of_the_layer_before(layering):
    assert len(layering.groups) == 3
    for coarse, fine in pairwise(layering.groups):
        assert n_topics(coarse) < n_topics(fine)
        assert all(n_topics(coarse[fine == topic]) == 1 for topic in range(fine.max() + 1))


def test_layers_nest_also_where_the_papers_have_no_order_of_their_own():
    rows = np.random.default_rng(0).normal(size=(400, 8))
    shapeless = view((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), words=None)
    groups = find_layers(link(shapeless), resolution=1.0, min_papers=5, seed=0).groups
    assert len(groups) > 1
    for coarse, fine in pairwise(groups):
        assert all(n_topics(coarse[fine == topic]) == 1 for topic in range(fine.max() + 1))


def test_no_topic_of_any_layer_is_smaller_than_asked_for(layering):
    assert min(np.bincount(groups).min() for groups in layering.groups) >= 8
    assert layering.groups.min() > OUTLIER


def test_planted_fields_are_the_coarsest_layer_and_their_subfields_the_finest(layering):
    assert len(set(zip(layering.groups[0], FIELD, strict=True))) == N_FIELDS == n_topics(layering.groups[0])
    assert len(set(zip(layering.groups[-1], SUBFIELD, strict=True))) == N_FIELDS * N_SUBFIELDS == n_topics(layering.groups[-1])


def test_the_default_layer_alone_is_the_one_that_is_found_among_all(views, layering):
    alone = find_default(link(views), resolution=1.0, min_papers=8, seed=0)
    assert np.array_equal(alone, layering.groups[layering.default])


def test_the_same_seed_gives_the_same_layers(views, layering):
    again = find_layers(link(views), resolution=1.0, min_papers=8, seed=0)
    assert np.array_equal(again.groups, layering.groups)
    assert again.default == layering.default


def test_as_many_topics_as_asked_for_are_a_layer_between_the_others(views, layering):
    graph = link(views)
    sizes = [n_topics(groups) for groups in layering.groups]
    for wanted in range(2, sizes[-1] + 1):
        found = with_n_topics(layering, graph, n_topics=wanted)
        assert n_topics(found.groups[found.default]) == wanted
        assert [n_topics(groups) for groups in found.groups] == sorted({*sizes, wanted})
        for coarse, fine in pairwise(found.groups):
            assert all(n_topics(coarse[fine == topic]) == 1 for topic in range(fine.max() + 1))


def test_more_topics_than_the_finest_layer_has_are_refused_in_a_sentence(views, layering):
    most = n_topics(layering.groups[-1])
    with pytest.raises(ConfigError, match=f"n_topics is {most + 1}, these papers give at most {most}: a smaller min_papers"):
        with_n_topics(layering, link(views), n_topics=most + 1)


def test_a_layer_that_already_has_so_many_topics_is_taken_as_it_is(views, layering):
    finest = n_topics(layering.groups[-1])
    found = with_n_topics(layering, link(views), n_topics=finest)
    assert found.groups is layering.groups
    assert found.default == len(layering.groups) - 1


@pytest.mark.slow
def test_the_resolution_is_that_of_modularity_unless_a_finer_one_comes_back_clearly_better(views, blobs):
    few, _ = blobs(4, 40)
    assert choose_resolution(view(few, words=None)) == 1.0
    assert choose_resolution(views) > 1.0  # a resolution of 1 joins subfields now this way, now that


@pytest.mark.slow
def test_the_choice_of_a_resolution_repeats(views):
    assert choose_resolution(views) == choose_resolution(views)
