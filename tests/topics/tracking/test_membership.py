import numpy as np
import pytest

from trends.topics.tracking.evidence import Evidence
from trends.topics.tracking.membership import estimate_membership

N_EACH = 60


@pytest.fixture
def papers(blobs):
    """Twelve groups of papers; of the first, every other paper says the words in its title."""
    matrix, groups = blobs(12, N_EACH, spread=0.8)
    levels = np.where((groups == 0) & (np.arange(len(groups)) % 2 == 0), 5, 0).astype(np.int8)
    return matrix, groups, levels


def estimate(matrix, levels, *, yes=(), no=(), excluded=(), name=None):
    marked = {name_: np.isin(np.arange(len(matrix)), rows) for name_, rows in (("yes", yes), ("no", no), ("excluded", excluded))}
    evidence = Evidence(levels, marked["excluded"])
    return estimate_membership(matrix, evidence, yes=marked["yes"], no=marked["no"], name=name)


def test_papers_that_read_like_those_that_say_it_belong_and_others_do_not(papers):
    matrix, groups, levels = papers
    found = estimate(matrix, levels)
    assert (found.probabilities[groups == 0] > 0.5).mean() > 0.9
    assert (found.probabilities[groups != 0] > 0.5).mean() < 0.01
    assert found.basis == "words and vectors"


def test_a_mention_in_passing_does_not_make_a_member(papers):
    matrix, groups, levels = papers
    stray = int(np.flatnonzero(groups == 5)[0])
    levels[stray] = 3
    assert estimate(matrix, levels).probabilities[stray] < 0.5


def test_with_five_papers_the_others_rank_first_and_nothing_else_comes_in(papers):
    matrix, groups, levels = papers
    levels[np.flatnonzero(levels)[5:]] = 0
    found = estimate(matrix, levels)
    assert (found.probabilities[levels > 0] > 0.5).all()
    assert np.quantile(found.probabilities[groups == 0], 0.1) > np.quantile(found.probabilities[groups != 0], 0.99)
    assert (found.probabilities[groups != 0] > 0.5).sum() == 0


def test_with_one_paper_the_name_helps_and_the_basis_says_so(papers):
    matrix, groups, levels = papers
    levels[np.flatnonzero(levels)[1:]] = 0
    middle = matrix[groups == 0].mean(axis=0)
    found = estimate(matrix, levels, name=(middle / np.linalg.norm(middle)).astype(np.float32))
    assert found.basis == "words and vectors, few papers"
    assert np.median(found.probabilities[groups == 0]) > 10 * np.median(found.probabilities[groups != 0])


def test_where_no_paper_says_it_the_name_alone_finds_the_group(papers):
    matrix, groups, levels = papers
    middle = matrix[groups == 3].mean(axis=0)
    found = estimate(matrix, np.zeros_like(levels), name=(middle / np.linalg.norm(middle)).astype(np.float32))
    assert found.basis == "the vector of the query"
    assert (found.probabilities[groups == 3] > 0.5).mean() > 0.8
    assert (found.probabilities[groups != 3] > 0.5).mean() < 0.02


def test_a_name_that_is_like_no_paper_finds_none(papers):
    matrix, _, levels = papers
    name = -matrix.mean(axis=0)
    found = estimate(matrix, np.zeros_like(levels), name=(name / np.linalg.norm(name)).astype(np.float32))
    assert not found.probabilities.any()


def test_examples_stand_in_for_words(papers):
    matrix, groups, levels = papers
    found = estimate(matrix, np.zeros_like(levels), yes=np.flatnonzero(groups == 2)[:8])
    assert found.basis == "examples and vectors"
    assert (found.probabilities[groups == 2] > 0.5).mean() > 0.7


def test_a_no_takes_papers_like_it_along(papers):
    matrix, groups, levels = papers
    levels[groups == 1] = np.where(np.arange(N_EACH) < 12, 4, 0)
    wrong = np.flatnonzero(groups == 1)
    before = estimate(matrix, levels).probabilities
    after = estimate(matrix, levels, no=wrong[:6]).probabilities
    assert not after[wrong[:6]].any()
    assert after[wrong[12:]].mean() < before[wrong[12:]].mean()


def test_a_paper_that_the_query_excludes_has_no_chance(papers):
    matrix, groups, levels = papers
    out = int(np.flatnonzero(groups == 0)[1])
    assert estimate(matrix, levels, excluded=[out]).probabilities[out] == 0


def test_the_same_papers_have_the_same_chances(papers):
    matrix, _, levels = papers
    np.testing.assert_array_equal(estimate(matrix, levels).probabilities, estimate(matrix, levels).probabilities)
