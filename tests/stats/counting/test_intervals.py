"""Rules of intervals: Wilson's, and a share is always inside its own."""

import numpy as np
import pytest

from trends.stats.counting.intervals import wilson


def test_bounds_are_those_of_statsmodels():
    from statsmodels.stats.proportion import proportion_confint

    counts, totals = np.array([0, 1, 7, 50, 100]), np.array([3, 20, 1000, 100, 100])
    low, high = wilson(counts / totals, totals.astype(float))
    theirs = proportion_confint(counts, totals, method="wilson")
    assert low == pytest.approx(theirs[0], abs=1e-12)
    assert high == pytest.approx(theirs[1], abs=1e-12)


def test_no_papers_leave_no_interval():
    low, high = wilson(np.array([np.nan]), np.array([0.0]))
    assert np.isnan([low, high]).all()


def test_nine_of_ten_and_more_intervals_hold_the_truth():
    rng = np.random.default_rng(0)
    low, high = wilson(rng.binomial(200, 0.03, 4_000) / 200, np.full(4_000, 200.0))
    assert 0.93 < ((low <= 0.03) & (high >= 0.03)).mean() < 0.98
