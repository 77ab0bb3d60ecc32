import numpy as np
import pytest
from scipy.sparse import csr_matrix

from trends.topics.names.phrases import PhraseCounts
from trends.topics.steering.splitting import split_by_meaning, split_by_phrases


@pytest.fixture
def three(blobs):
    """Three tight topics of 8 papers; those of the first two say ``cat`` and ``dog``, all but one of each."""
    matrix, topic = blobs(3, 8)
    uses = np.column_stack([topic == 0, topic == 1]).astype(np.float32)
    uses[[0, 8]] = 0
    return matrix, topic, PhraseCounts(csr_matrix(uses), ["cat", "dog"], ["cat", "dog"], {})


def test_a_paper_goes_to_the_phrase_that_it_uses_or_else_is_near(three):
    matrix, _, counts = three
    parts = split_by_phrases(np.arange(16), ["cat", "dog"], matrix=matrix, counts=counts)
    assert {label: papers.tolist() for label, papers in parts.items()} == {"Cat": list(range(8)), "Dog": list(range(8, 16))}


def test_a_paper_that_uses_both_goes_to_the_nearer(three):
    matrix, _, counts = three
    uses = counts.matrix.toarray()
    uses[3, 1] = 1
    parts = split_by_phrases(np.arange(16), ["dog", "cat"], matrix=matrix, counts=counts._replace(matrix=csr_matrix(uses)))
    assert 3 in parts["Cat"]


def test_a_phrase_decides_even_for_a_paper_that_is_nearer_to_another(three):
    matrix, _, counts = three
    uses = counts.matrix.toarray()
    uses[3] = [0, 1]
    parts = split_by_phrases(np.arange(16), ["cat", "dog"], matrix=matrix, counts=counts._replace(matrix=csr_matrix(uses)))
    assert 3 in parts["Dog"]


def test_a_phrase_that_no_paper_uses_gets_none(three):
    matrix, _, counts = three
    parts = split_by_phrases(np.arange(16), ["cat", "fish"], matrix=matrix, counts=counts)
    assert [len(papers) for papers in parts.values()] == [16, 0]


def test_papers_of_other_topics_do_not_matter(three):
    matrix, topic, counts = three
    parts = split_by_phrases(np.flatnonzero(topic > 0), ["cat", "dog"], matrix=matrix, counts=counts)
    assert [len(papers) for papers in parts.values()] == [0, 16]


def test_parts_are_papers_that_lie_together(three):
    matrix, topic, _ = three
    parts = split_by_meaning(np.arange(24), 3, matrix=matrix, name=lambda parts: [str(topic[part[0]]) for part in parts], seed=0)
    assert {int(label): papers.tolist() for label, papers in parts.items()} == {
        one: np.flatnonzero(topic == one).tolist() for one in range(3)
    }


def test_copies_are_not_split(three):
    matrix = np.repeat(three[0][:1], 6, axis=0)
    assert split_by_meaning(np.arange(6), 2, matrix=matrix, name=lambda parts: ["a", "b"], seed=0) == {}
