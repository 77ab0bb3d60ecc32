import math

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from trends.topics.dynamics.terms import DYNAMIC_SCHEMA, count_cells, terms_over_time
from trends.topics.names.phrases import PhraseCounts


def counts_of(*papers):
    """Count the phrases of papers, each given as a list of phrases."""
    phrases = sorted({phrase for paper in papers for phrase in paper})
    uses = [[float(phrase in paper) for phrase in phrases] for paper in papers]
    return PhraseCounts(csr_matrix(np.array(uses, dtype=np.float32)), phrases, [phrase.upper() for phrase in phrases], {})


def test_weights_are_those_of_a_hand_computed_example():
    """Two topics of 3 papers each. In topic 0, cats stand in 2 of 2 papers of period 0, and in 3 papers of all topics."""
    counts = counts_of(["cat"], ["cat"], ["dog"], ["cat", "dog"], ["dog"], ["dog"], ["cat"])
    table = terms_over_time(
        counts,
        topic=np.array([0, 0, 0, 1, 1, 1, -1]),
        period=np.array([0, 0, 1, 1, 1, 1, 0]),
    )
    cat, dog = math.log(1 + 3 / 3), math.log(1 + 3 / 4)
    assert table.select("topic", "period", "rank", "term", "n_papers").rows() == [(0, 0, 0, "CAT", 2), (1, 1, 0, "DOG", 3)]
    assert table["weight"].to_list() == pytest.approx([2 / 2 * cat, 3 / 3 * dog], rel=1e-6)


def test_terms_used_by_one_paper_are_shown_where_that_is_enough():
    counts = counts_of(["cat"], ["cat"], ["cat", "dog"])
    table = terms_over_time(counts, topic=np.zeros(3, int), period=np.zeros(3, int), min_papers=1)
    assert table.select("rank", "term", "n_papers").rows() == [(0, "CAT", 3), (1, "DOG", 1)]


def test_at_most_so_many_terms_and_the_longer_of_nested_ones():
    counts = counts_of(*[["machine unlearning", "unlearning", "privacy", "audit"]] * 3)
    table = terms_over_time(counts, topic=np.zeros(3, int), period=np.zeros(3, int), n_terms=2)
    assert table["term"].to_list() == ["AUDIT", "MACHINE UNLEARNING"]  # ties by phrase


def test_papers_without_topic_or_date_are_in_no_cell():
    cells, used = count_cells(counts_of(["a"], ["a"], ["a"]), topic=np.array([-1, 0, 0]), period=np.array([0, -1, 4]))
    assert cells.rows() == [(0, 0, 4, 1)]
    assert used.toarray().tolist() == [[1]]


def test_the_sums_over_periods_are_the_counts_of_the_topic():
    rng = np.random.default_rng(0)
    matrix = csr_matrix((rng.random((300, 40)) < 0.1).astype(np.float32))
    counts = PhraseCounts(matrix, [f"w{i:02}" for i in range(40)], [f"w{i:02}" for i in range(40)], {})
    topic, period = rng.integers(-1, 5, size=300), rng.integers(-1, 7, size=300)
    cells, used = count_cells(counts, topic=topic, period=period)
    for one in range(5):
        rows = cells.filter(topic=one)["cell"].to_numpy()
        expected = matrix[(topic == one) & (period >= 0)].sum(axis=0)
        assert used[rows].sum(axis=0).tolist() == expected.tolist()


def test_the_order_of_the_papers_does_not_matter():
    rng = np.random.default_rng(1)
    matrix = csr_matrix((rng.random((200, 30)) < 0.2).astype(np.float32))
    names = [f"w{i:02}" for i in range(30)]
    topic, period = rng.integers(0, 3, size=200), rng.integers(0, 4, size=200)
    straight = terms_over_time(PhraseCounts(matrix, names, names, {}), topic=topic, period=period)
    turned = terms_over_time(PhraseCounts(matrix[::-1], names, names, {}), topic=topic[::-1], period=period[::-1])
    assert straight.equals(turned)
    assert straight.height == 3 * 4 * 5


@pytest.mark.parametrize("period", [np.full(2, -1), np.zeros(2, int)])
def test_nothing_to_count_gives_an_empty_table(period):
    table = terms_over_time(counts_of(["a"], ["b"]), topic=np.full(2, -1), period=period)
    assert table.is_empty()
    assert table.schema == DYNAMIC_SCHEMA
