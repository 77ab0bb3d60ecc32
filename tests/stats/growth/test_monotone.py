"""Rules of the second opinion: Kendall's and Theil and Sen's of scipy, for all topics at once."""

import numpy as np
import pytest
from scipy import stats

from trends.stats.growth.monotone import order_shares

YEARS = np.sort(np.random.default_rng(0).uniform(0, 5, 25))


def test_tau_p_and_slope_are_those_of_scipy_with_ties():
    shares = np.random.default_rng(1).integers(0, 6, (5, 25)) / 100
    order = order_shares(shares, YEARS)
    for row, share in enumerate(shares):
        theirs = stats.kendalltau(YEARS, share, method="asymptotic")
        assert order.tau[row] == pytest.approx(theirs.statistic)
        assert order.p[row] == pytest.approx(theirs.pvalue)
        assert order.slope[row] == pytest.approx(stats.theilslopes(share, YEARS).slope)


def test_equal_shares_have_no_trend():
    order = order_shares(np.full((1, 25), 0.01), YEARS)
    assert (order.tau[0], order.p[0], order.slope[0]) == (0, 1, 0)


def test_shares_that_only_rise_have_a_tau_of_one_whatever_their_shape():
    assert order_shares(np.exp(YEARS)[None], YEARS).tau == pytest.approx([1])
