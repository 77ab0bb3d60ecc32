import math

import numpy as np
import pytest
from scipy.sparse import csc_matrix

from trends.topics.names.phrases import PhraseCounts, count_phrases
from trends.topics.quality.coherence import compare_terms, find_uses, measure_c_v, measure_npmi

# Eight papers: a and b always together in two of them, c in half of all papers and independent of a, d never with a.
USES = csc_matrix(
    np.array(
        [[1, 1, 0, 0], [1, 1, 1, 0], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
        dtype=np.float32,
    )
)
A, B, C, D = (USES[:, [column]] for column in range(4))


def test_terms_that_only_stand_together_compare_to_one():
    assert compare_terms(A, B)[0, 0] == pytest.approx(1)
    assert compare_terms(A, A)[0, 0] == pytest.approx(1)


def test_independent_terms_compare_to_nought():
    assert compare_terms(A, C)[0, 0] == pytest.approx(0, abs=1e-9)


def test_terms_that_meet_compare_by_the_formula():
    together, apart = 2 / 8, (4 / 8) * (2 / 8)
    assert compare_terms(C, D)[0, 0] == pytest.approx(math.log(together / apart) / -math.log(together))


def test_terms_that_never_meet_compare_below_nought_but_above_minus_one():
    expected = math.log(1e-12 / (2 / 8 * 2 / 8)) / -math.log(1e-12)
    assert compare_terms(A, D)[0, 0] == pytest.approx(expected)


def test_a_term_of_every_paper_says_nothing():
    everywhere = csc_matrix(np.ones((3, 2), dtype=np.float32))
    assert compare_terms(everywhere, everywhere).tolist() == [[0, 0], [0, 0]]
    assert measure_c_v(everywhere) == 0


def test_npmi_is_the_mean_over_pairs():
    pairs = [compare_terms(left, right)[0, 0] for left, right in [(A, B), (A, C), (B, C)]]
    assert measure_npmi(USES[:, :3]) == pytest.approx(np.mean(pairs))


def test_c_v_is_the_mean_cosine_of_each_term_to_the_sum():
    (ab,), (ac,) = compare_terms(A, B), compare_terms(A, C)
    company = np.array([[1, ab[0], ac[0]], [ab[0], 1, ac[0]], [ac[0], ac[0], 1]])
    whole = company.sum(axis=0)
    cosines = [row @ whole / np.linalg.norm(row) / np.linalg.norm(whole) for row in company]
    assert measure_c_v(USES[:, :3]) == pytest.approx(np.mean(cosines))


def test_both_measures_agree_with_gensim():
    """Values of gensim 4.4.0, c_npmi and c_v with a window longer than any paper."""
    random = np.random.default_rng(5)
    uses = csc_matrix((random.random((40, 5)) < [0.5, 0.4, 0.3, 0.2, 0.1]).astype(np.float32))
    assert measure_npmi(uses) == pytest.approx(-0.03437114237791902)
    assert measure_c_v(uses) == pytest.approx(0.3903577754198176)


def test_fewer_than_two_terms_have_no_coherence():
    for uses in (USES[:, []], A):
        assert math.isnan(measure_npmi(uses))
        assert math.isnan(measure_c_v(uses))


def test_terms_of_the_same_papers_are_coherent_and_those_of_others_are_not():
    texts = ["graph networks, protein chains"] * 9 + ["speech recognition, noisy rooms"] * 9
    counts = count_phrases(texts, min_papers=2)
    uses = find_uses([["graph networks", "protein chains"], ["graph networks", "speech recognition"]], counts=counts)
    together, apart = (measure_npmi(uses.matrix[:, terms]) for terms in uses.topics)
    assert together == pytest.approx(1)
    assert apart < -0.5


def test_a_paper_uses_a_term_in_any_spelling():
    texts = ["out-of-distribution (OOD) detection", "OOD detection", "out-of-distribution detection", "image editing"]
    counts = count_phrases(texts, min_papers=1)
    uses = find_uses([["out-of-distribution (OOD) detection"], ["image editing", "OOD detection"]], counts=counts)
    (detection,), (_, again) = uses.topics
    assert detection == again
    assert uses.matrix[:, [detection]].toarray().ravel().tolist() == [1, 1, 1, 0]


def test_terms_that_are_no_phrase_of_the_papers_are_left_out():
    counts = count_phrases(["image editing", "image editing"], min_papers=2)
    uses = find_uses([["quantum gravity", "image editing"], []], counts=counts)
    assert [len(terms) for terms in uses.topics] == [1, 0]
    assert uses.matrix.shape == (2, 1)


def test_without_phrases_no_term_is_used():
    empty = PhraseCounts(csc_matrix((2, 0), dtype=np.float32).tocsr(), [], [], {})
    assert find_uses([["image"]], counts=empty).matrix.shape == (2, 0)
