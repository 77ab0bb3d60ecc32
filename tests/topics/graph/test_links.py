import math

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from trends.topics.graph.links import link, view, weigh_words


def directions(*degrees):
    """Place papers on a circle."""
    angles = np.radians(degrees)
    return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


def spread(n_papers, *, seed=0):
    rows = np.random.default_rng(seed).normal(size=(n_papers, 12))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_a_link_counts_one_for_each_view_and_direction_that_knows_it():
    words = csr_matrix(np.array([[1], [1], [0]]))  # two of three papers share their only phrase
    by_meaning = link(view(directions(0, 10, 50), words=None)).toarray()
    assert by_meaning.tolist() == [[0, 2, 2], [2, 0, 2], [2, 2, 0]]
    both = link(view(directions(0, 10, 50), words=words)).toarray()
    assert both.tolist() == [[0, 4, 2], [4, 0, 2], [2, 2, 0]]


def test_a_paper_links_to_all_of_the_nearest_and_to_some_up_to_the_thirtieth():
    matrix = spread(200)
    knows = (link(view(matrix, words=None)) > 0).toarray()
    ranked = np.argsort(-(matrix @ matrix.T), axis=1)
    known = np.take_along_axis(knows, ranked, axis=1)
    assert known[:, 1:11].all()
    assert known[:, 30].all()
    assert 0 < known[:, 11:30].mean() < 1


def test_links_reach_farther_in_a_larger_corpus_but_do_not_grow_in_number():
    matrix = spread(3600)
    views = view(matrix, words=None)
    graph = link(views)
    assert graph.sum() <= 2 * 3600 * 40
    reached = views.by_meaning.rows[:, round(math.sqrt(3600))]
    assert np.asarray(graph[np.arange(3600), reached]).ravel().min() >= 1


def test_links_have_no_direction_and_lead_to_no_paper_itself():
    words = csr_matrix(np.random.default_rng(1).random((90, 40)) < 0.08, dtype=np.float32)
    graph = link(view(spread(90), words=words))
    assert abs(graph - graph.T).nnz == 0
    assert not graph.diagonal().any()
    assert set(np.unique(graph.data)) <= {1, 2, 3, 4}


@pytest.mark.parametrize("n_left_out", [8, 120], ids=["few", "many"])
def test_papers_left_out_are_as_if_they_had_never_been_written(n_left_out):
    matrix = spread(200)
    kept = np.sort(np.random.default_rng(2).permutation(200)[n_left_out:])
    seen = view(matrix, words=None).of(kept)
    assert seen.rows.tolist() == kept.tolist()
    assert abs(link(seen) - link(view(matrix[kept], words=None))).nnz == 0


def test_parts_of_parts_know_the_rows_of_the_corpus():
    views = view(spread(60), words=csr_matrix(np.ones((60, 1))))
    assert views.of(np.arange(10, 60)).of(np.array([0, 3, 4])).rows.tolist() == [10, 13, 14]


def test_rare_phrases_count_more_and_common_or_lonely_ones_say_nothing():
    uses = np.zeros((40, 4))
    uses[:2, 0] = 1  # in 2 papers
    uses[0:4, 1] = 3  # in 4 papers, how often in a paper makes no difference
    uses[:, 2] = 1  # in all papers
    uses[0, 3] = 1  # in one paper
    weighted = weigh_words(csr_matrix(uses)).toarray()
    rare, usual = math.log(40 / 2), math.log(40 / 4)
    assert weighted[0] == pytest.approx(np.array([rare, usual, 0, 0]) / math.hypot(rare, usual), rel=1e-6)
    assert weighted[2] == pytest.approx([0, 1, 0, 0])
    assert not weighted[5].any()


def test_without_telling_phrases_meaning_alone_links_papers():
    matrix = spread(50)
    silent = csr_matrix(np.ones((50, 3)))
    assert abs(link(view(matrix, words=silent)) - link(view(matrix, words=None))).nnz == 0
