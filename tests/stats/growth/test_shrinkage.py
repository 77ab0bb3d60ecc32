"""Rules of shrinkage: the less certain, the nearer to nothing; sure estimates stay."""

import numpy as np
import pytest

from trends.stats.growth.shrinkage import find_spread, shrink


def test_a_large_but_unsure_slope_falls_behind_a_smaller_sure_one():
    slopes, errors = np.array([2.0, 0.5, -0.4, 0.1]), np.array([1.5, 0.05, 0.05, 0.05])
    shrunk = shrink(slopes, errors)
    assert shrunk[0] < shrunk[1]
    assert shrunk[1:] == pytest.approx(slopes[1:], rel=0.1)
    assert (np.sign(shrunk) == np.sign(slopes)).all()


def test_slopes_that_differ_no_more_than_by_chance_are_all_nothing():
    assert shrink(np.array([0.1, -0.2, 0.1]), np.full(3, 1.0)).tolist() == [0, 0, 0]


def test_the_spread_behind_estimates_is_found():
    rng = np.random.default_rng(0)
    variances = rng.uniform(0.1, 2, 5_000)
    mean, spread = find_spread(rng.normal(3, np.sqrt(0.5 + variances)), variances)
    assert mean == pytest.approx(3, abs=0.05)
    assert spread == pytest.approx(0.5, abs=0.06)


def test_shrunken_slopes_are_nearer_to_the_truth():
    rng = np.random.default_rng(1)
    truth, errors = rng.normal(0, 0.3, 2_000), rng.uniform(0.05, 1, 2_000)
    seen = truth + rng.normal(0, errors)
    assert ((shrink(seen, errors) - truth) ** 2).mean() < 0.5 * ((seen - truth) ** 2).mean()
