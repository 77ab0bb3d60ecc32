import numpy as np
import pytest

from trends.topics.names.phrases import count_phrases
from trends.topics.names.terms import group_counts, rank_terms


def same(texts):
    """Call all texts equally similar to everything."""
    return np.ones((len(texts), 1), dtype=np.float32)


def rank(texts, groups, *, n_terms=5, parents=None, encode=None):
    rows = [np.array(group) for group in groups]
    counts = count_phrases(texts, min_papers=2)
    centroids = np.ones((len(groups), 1), dtype=np.float32)
    return rank_terms(counts, groups=rows, parents=parents, centroids=centroids, encode=encode, n_terms=n_terms)


def words(terms):
    return [term.term for term in terms]


def test_group_counts_are_papers_and_not_occurrences():
    counts = count_phrases(["cats and cats", "cats", "dogs", "dogs"], min_papers=2)
    used = group_counts(counts, groups=[np.array([0, 1]), np.array([1, 2, 3])])
    assert counts.phrases == ["cats", "dogs"]
    assert used.toarray().tolist() == [[2, 0], [1, 2]]


def test_weight_is_cover_times_rarity_times_concentration_times_contrast():
    (terms,) = rank(["graph", "graph", "graph", "speech"], [[0, 1]])
    cover, rarity, concentration, contrast = 1.0, np.log1p(4 / 3), np.sqrt(2 / 3), 1 - 0.5 / 1.0
    assert terms[0].weight == pytest.approx(cover * rarity * concentration * contrast, rel=1e-6)
    assert terms[0].cover == 1.0


def test_a_term_of_one_group_beats_a_term_of_all():
    texts = ["sign language by diffusion"] * 2 + ["image editing by diffusion"] * 2
    first, second = rank(texts, [[0, 1], [2, 3]])
    assert [first[0].term, second[0].term] == ["sign language", "image editing"]


def test_what_the_siblings_say_as_often_names_no_topic():
    unlearning = ["unlearning of images"] * 3 + ["unlearning of speech"] * 3
    groups = [range(6), range(3), range(3, 6)]
    parent, images, speech = rank([*unlearning, *["robots"] * 6], groups, parents=[None, 0, 0])
    assert words(parent)[0] == "unlearning"
    assert words(images) == ["images"] or words(images) == []
    assert words(speech) == ["speech"]


def test_a_group_that_is_all_of_its_parent_keeps_its_terms():
    texts = ["unlearning"] * 3 + ["robots"] * 3
    parent, child = rank(texts, [range(3), range(3)], parents=[None, 0])
    assert words(parent) == words(child) == ["unlearning"]


def test_the_whole_takes_the_place_of_its_parts():
    (terms,) = rank(["machine unlearning"] * 3 + ["speech"] * 3, [[0, 1, 2]])
    assert words(terms) == ["machine unlearning"]


def test_the_short_and_the_long_form_are_one_term():
    texts = ["out-of-distribution (OOD) detection", "OOD detection", "out-of-distribution detection"] * 2 + ["speech"] * 6
    (terms,) = rank(texts, [range(6)])
    assert words(terms) == ["out-of-distribution (OOD) detection"]


def test_a_dataset_of_a_thing_is_not_the_thing():
    texts = ["speech translation, and a translation dataset"] * 4 + ["robots"] * 4
    (terms,) = rank(texts, [range(4)])
    assert words(terms) == ["speech translation", "translation dataset"]


def test_terms_are_those_that_mean_what_the_group_means():
    places = {"sign language": [1.0, 0.0], "tax law": [0.0, 1.0]}
    counts = count_phrases(["tax law, sign language"] * 3 + ["robots"] * 3, min_papers=2)
    centroids = np.array([[1.0, 0.0]], dtype=np.float32)
    (terms,) = rank_terms(
        counts,
        groups=[np.arange(3)],
        centroids=centroids,
        encode=lambda texts: np.array([places[text] for text in texts], dtype=np.float32),
        n_terms=2,
    )
    assert words(terms) == ["sign language", "tax law"]
    assert terms[1].weight == pytest.approx(0.05 * terms[0].weight)


def test_of_terms_that_mean_the_same_one_makes_room_for_another():
    places = {"concept erasure": [1.0, 0.0], "image cleansing": [1.0, 0.0], "tax law": [0.8, 0.6]}
    papers = ["image cleansing, concept erasure, tax law"] * 2 + ["concept erasure, tax law"]
    counts = count_phrases(papers + ["robots"] * 3, min_papers=2)
    (terms,) = rank_terms(
        counts,
        groups=[np.arange(3)],
        centroids=np.array([[1.0, 0.0]], dtype=np.float32),
        encode=lambda texts: np.array([places[text] for text in texts], dtype=np.float32),
        n_terms=2,
    )
    assert words(terms) == ["concept erasure", "tax law"]


def test_at_most_twenty_phrases_of_a_group_are_encoded():
    letters = "bcdfghjklmnpqrstvwxz"
    phrases = [f"{first}{first}o {second}{second}u" for first in letters for second in "bcdf"]
    asked = []

    def encode(texts):
        asked.extend(texts)
        return same(texts)

    rank([", ".join(phrases)] * 3 + ["robots"] * 3, [range(3)], encode=encode)
    assert len(asked) == 20


def test_a_group_that_shares_no_phrase_has_no_terms():
    assert rank(["apple", "pear", "plum", "fig"], [[0, 1], [2, 3]]) == [[], []]
    assert rank(["apple"], []) == []


def test_groups_in_another_order_have_the_same_terms():
    texts = ["sign language"] * 3 + ["image editing"] * 3 + ["graph matching, sign language"] * 3
    groups = [range(3), range(3, 6), range(6, 9)]
    assert rank(texts, groups[::-1]) == rank(texts, groups)[::-1]
