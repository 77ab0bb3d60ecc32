import numpy as np
import pytest
from scipy.sparse import csr_matrix

from trends.topics.names.phrases import PhraseCounts
from trends.topics.steering.mentions import find_mentions

PHRASES = ["fine-tuning", "llm unlearning", "model", "ood detection", "out-of-distribution generalization", "unlearned"]
ONE_PHRASE_PER_PAPER = PhraseCounts(
    csr_matrix(np.eye(len(PHRASES), dtype=np.float32)), PHRASES, PHRASES, {"ood": "out-of-distribution"}
)


def mentions(*terms):
    (row,) = find_mentions(ONE_PHRASE_PER_PAPER, terms=[terms])
    return [PHRASES[paper] for paper in np.flatnonzero(row)]


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("unlearning", ["llm unlearning"]),
        ("Unlearning", ["llm unlearning"]),
        ("LLMs unlearning", ["llm unlearning"]),
        ("learning", []),
        ("unlearn*", ["llm unlearning", "unlearned"]),
        ("out-of-distribution detection", ["ood detection"]),
        ("out of distribution", ["ood detection", "out-of-distribution generalization"]),
        ("OOD", ["ood detection", "out-of-distribution generalization"]),
        ("fine tuning", ["fine-tuning"]),
        ("mode.", []),
    ],
)
def test_a_term_is_found_in_any_number_hyphenation_and_acronym(term, found):
    assert mentions(term) == found


def test_a_paper_is_found_by_any_term_of_a_list():
    assert mentions("model", "unlearned") == ["model", "unlearned"]


def test_each_list_has_its_own_row():
    rows = find_mentions(ONE_PHRASE_PER_PAPER, terms=[["model"], ["nothing of the kind"]])
    assert rows.sum(axis=1).tolist() == [1, 0]
