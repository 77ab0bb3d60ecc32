import numpy as np
import pytest

from trends.stats.growth.borrowing import borrow_strength


def planted(n: int, *, between: float, errors: np.ndarray, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw guides, true slopes around twice the guide, and estimates of them."""
    random = np.random.default_rng(seed)
    guide = random.normal(0, 0.2, n)
    truth = 0.1 + 2 * guide + random.normal(0, between, n)
    return guide, truth, truth + random.normal(0, 1, n) * errors


def test_slopes_come_nearer_to_the_truth_than_either_view_alone():
    errors = np.where(np.arange(400) % 2, 0.5, 0.1)
    guide, truth, seen = planted(400, between=0.2, errors=errors)
    found = borrow_strength(seen, errors, guide=guide)
    error = ((found.slope - truth) ** 2).mean()
    assert error < 0.6 * ((seen - truth) ** 2).mean()
    assert error < 0.9 * ((0.1 + 2 * guide - truth) ** 2).mean()
    assert ((found.slope - truth) ** 2 / found.error**2).mean() == pytest.approx(1, abs=0.2)


def test_the_own_slope_counts_by_the_ratio_of_variances():
    errors = np.full(2000, 0.3)
    guide, _, seen = planted(2000, between=0.3, errors=errors, seed=1)
    np.testing.assert_allclose(borrow_strength(seen, errors, guide=guide).weight, 0.5, atol=0.05)


def test_a_topic_without_a_slope_of_its_own_gets_what_its_guide_lets_expect():
    errors = np.full(200, 0.1)
    guide, _, seen = planted(200, between=0.05, errors=errors)
    errors[0], seen[0] = np.inf, np.nan
    found = borrow_strength(seen, errors, guide=guide)
    assert found.weight[0] == 0
    assert found.slope[0] == pytest.approx(0.1 + 2 * guide[0], abs=0.1)
    assert np.isfinite(found.slope).all()
    assert np.isfinite(found.error).all()


def test_slopes_that_scatter_no_more_than_their_errors_say_lie_on_the_line():
    errors = np.full(100, 0.5)
    guide = np.linspace(-1, 1, 100)
    found = borrow_strength(0.2 + 0.5 * guide, errors, guide=guide)
    np.testing.assert_allclose(found.slope, 0.2 + 0.5 * guide)
    assert not found.weight.any()


def test_three_topics_borrow_nothing():
    slope, error = np.array([0.1, 0.2, 0.9]), np.array([0.1, 0.1, 0.5])
    found = borrow_strength(slope, error, guide=np.zeros(3))
    np.testing.assert_array_equal(found.slope, slope)
    assert found.weight.tolist() == [1, 1, 1]
