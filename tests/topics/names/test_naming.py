import numpy as np
import pytest

from trends.data import OUTLIER
from trends.topics.hierarchy import Join
from trends.topics.names.naming import find_holders, name_all, name_groups
from trends.topics.names.phrases import count_phrases

N_EACH = 12
SUBJECTS = ("machine unlearning", "federated learning", "protein folding", "drug discovery")
FINE = np.repeat([0, 1, 2, 3], N_EACH)
COARSE = FINE // 2


@pytest.fixture(scope="module")
def counts():
    """Phrases of four subjects, the first two of privacy and the last two of molecules."""
    field = ("data privacy", "molecular structure")
    return count_phrases([f"{SUBJECTS[fine]}, {field[fine // 2]}" for fine in FINE])


def name(counts, *layers, chosen=0, joins=(), given=None):
    return name_all(
        counts,
        layers,
        chosen=chosen,
        joins=joins,
        matrix=np.eye(4, dtype=np.float32)[FINE],
        encode=None,
        n_terms=5,
        given=given or {},
    )


def test_each_topic_is_named_by_what_its_papers_say(counts):
    named = name(counts, COARSE, FINE, chosen=1)
    assert named.labels == [["Data privacy", "Molecular structure"], [subject.capitalize() for subject in SUBJECTS]]
    assert [terms[0].term for terms in named.terms[1]] == list(SUBJECTS)


def test_the_same_papers_have_the_same_name_at_every_layer_and_others_never(counts):
    middle = np.array([0, 0, 1, 2])[FINE]
    named = name(counts, COARSE, middle, FINE, chosen=1)
    assert named.labels[0][0] == named.labels[1][0]
    assert named.labels[1][1:] == named.labels[2][2:]
    papers = [tuple(np.flatnonzero(layer == topic)) for layer in (COARSE, middle, FINE) for topic in range(layer.max() + 1)]
    labels = [label for layer in named.labels for label in layer]
    assert len(set(labels)) == len(set(papers)) == len(set(zip(labels, papers, strict=True)))


def test_the_chosen_layer_has_the_first_choice_of_names(counts):
    most = np.where(np.arange(len(FINE)) < N_EACH - 2, 0, OUTLIER)  # nearly the first topic, in another layer
    whole = np.where(FINE == 0, 0, OUTLIER)
    first, second = name(counts, most, whole, chosen=0).labels, name(counts, most, whole, chosen=1).labels
    assert first[0] == second[1] == ["Machine unlearning"]
    assert first[1] != ["Machine unlearning"] != second[0]


def test_a_join_is_named_by_the_papers_of_all_topics_below_it(counts):
    joins = [Join(4, (0, 1), 0.1, (0, 1)), Join(5, (2, 3), 0.2, (2, 3)), Join(6, (4, 5), 0.3, (0, 1, 2, 3))]
    named = name(counts, COARSE, FINE, chosen=1, joins=joins)
    assert named.joins[:2] == named.labels[0]  # they hold the papers of the coarse topics
    assert named.joins[2] not in {*named.labels[0], *named.labels[1]}


def test_a_name_that_a_person_gave_stands_and_no_other_topic_takes_it(counts):
    named = name(counts, COARSE, FINE, chosen=1, given={3: "Machine unlearning"})
    assert named.labels[1][3] == "Machine unlearning"
    assert sum(label == "Machine unlearning" for layer in named.labels for label in layer) == 1
    assert named.terms[1][3][0].term == "drug discovery"


def test_where_there_is_no_topic_there_is_no_name(counts):
    named = name(counts, np.full(len(FINE), OUTLIER))
    assert (named.terms, named.labels, named.joins) == ([[]], [[]], [])


def test_a_topic_is_held_by_the_one_with_most_of_its_papers():
    coarse = np.array([0, 0, 0, 1, 1, OUTLIER, OUTLIER, OUTLIER])
    fine = np.array([0, 0, 1, 1, 1, 1, 2, 2])
    assert find_holders([coarse, fine], layer=1).tolist() == [0, 1, OUTLIER]  # the last is held by none
    assert find_holders([coarse, fine], layer=0).tolist() == [OUTLIER, OUTLIER]


def test_papers_that_are_no_topic_are_named_by_what_tells_them_from_all_others(counts):
    named = name_groups(counts, [np.flatnonzero(FINE == 0), np.flatnonzero(FINE == 3)], n_terms=2)
    assert [label for label, _ in named] == ["Machine unlearning", "Drug discovery"]
    assert [terms[0] for _, terms in named] == ["machine unlearning", "drug discovery"]
    assert all(len(terms) <= 2 for _, terms in named)


def test_no_group_has_no_name(counts):
    assert name_groups(counts, [], n_terms=3) == []
