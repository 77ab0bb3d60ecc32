import numpy as np
import pytest

from trends.topics.phrases import count_phrases
from trends.topics.terms import group_counts, rank_terms


def same(texts):
    """Call all texts equally similar to everything."""
    return np.ones((len(texts), 1), dtype=np.float32)


def rank(texts, groups, n_terms=5):
    rows = [np.array(group) for group in groups]
    counts = count_phrases(texts, min_papers=2)
    return rank_terms(counts, groups=rows, centroids=np.ones((len(groups), 1), dtype=np.float32), encode=same, n_terms=n_terms)


def test_group_counts_are_papers_and_not_occurrences():
    counts = count_phrases(["cats and cats", "cats", "dogs", "dogs"], min_papers=2)
    used = group_counts(counts, groups=[np.array([0, 1]), np.array([1, 2, 3])])
    assert counts.phrases == ["cats", "dogs"]
    assert used.toarray().tolist() == [[2, 0], [1, 2]]


def test_a_term_of_one_group_beats_a_term_of_all():
    texts = [
        "sign language by diffusion",
        "sign language by diffusion",
        "image editing by diffusion",
        "image editing by diffusion",
    ]
    first, second = rank(texts, [[0, 1], [2, 3]])
    assert [first[0].term, second[0].term] == ["sign language", "image editing"]


def test_the_whole_takes_the_place_of_its_parts():
    (terms,) = rank(["machine unlearning"] * 3 + ["speech"] * 3, [[0, 1, 2]])
    assert [term.term for term in terms] == ["machine unlearning"]


def test_weight_is_cover_times_rarity_times_concentration():
    (terms,) = rank(["graph", "graph", "graph", "speech"], [[0, 1]])
    expected = 1.0 * np.log1p(4 / 3) * np.sqrt(2 / 3)
    assert terms[0].weight == pytest.approx(expected, rel=1e-6)
    assert terms[0].cover == 1.0


def test_a_group_that_shares_no_phrase_has_no_terms():
    assert rank(["apple", "pear", "plum", "fig"], [[0, 1], [2, 3]]) == [[], []]
    assert rank(["apple"], []) == []


def test_without_an_encoder_terms_are_ranked_by_their_papers_alone():
    counts = count_phrases(["sign language", "sign language", "image editing", "image editing"], min_papers=2)
    groups, centroids = [np.array([0, 1]), np.array([2, 3])], np.ones((2, 1), dtype=np.float32)
    unencoded = rank_terms(counts, groups=groups, centroids=centroids, encode=None, n_terms=5)
    assert unencoded == rank_terms(counts, groups=groups, centroids=centroids, encode=same, n_terms=5)
