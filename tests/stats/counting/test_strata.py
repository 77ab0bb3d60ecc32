"""Rules of strata held constant: the mix of strata moves no share, missing ones leave no hole, one stratum changes nothing."""

import numpy as np
import pytest

from trends.stats.counting.strata import standardise


def test_shares_by_hand():
    totals = np.array([[10.0, 30.0], [30.0, 10.0]])
    counts = np.array([[[5.0, 6.0], [3.0, 1.0]]])
    share, _ = standardise(counts, totals)  # both strata have half of all papers
    assert share == pytest.approx(np.array([[(5 / 10 + 3 / 30) / 2, (6 / 30 + 1 / 10) / 2]]))


def test_one_stratum_has_the_simple_share_and_its_own_number_of_papers():
    totals, counts = np.array([[10.0, 0.0, 40.0]]), np.array([[[2.0, 0.0, 4.0]], [[0.0, 0.0, 0.0]]])
    share, worth = standardise(counts, totals)
    assert share[:, [0, 2]] == pytest.approx(np.array([[0.2, 0.1], [0.0, 0.0]]))
    assert np.isnan(share[:, 1]).all()
    assert worth[:, [0, 2]] == pytest.approx(np.array([[10.0, 40.0]] * 2))


def test_a_stratum_that_grows_is_no_trend():
    totals = np.array([[100.0] * 6, [10.0, 40.0, 160.0, 640.0, 2560.0, 10240.0]])
    counts = totals * np.array([0.02, 0.3])[:, None]
    pooled = counts.sum(axis=0) / totals.sum(axis=0)
    share, _ = standardise(counts[None], totals)
    assert pooled[-1] > 5 * pooled[0] / 2
    assert np.ptp(share) == pytest.approx(0, abs=1e-12)


def test_a_stratum_that_comes_every_second_year_makes_no_waves():
    totals = np.array([[500.0] * 8, [800.0, 0.0] * 4])
    moves = 1.1 ** np.arange(8)
    counts = totals * np.array([0.01, 0.04])[:, None] * moves
    share, _ = standardise(counts[None], totals)
    assert share[0] / share[0, 0] == pytest.approx(moves, rel=0.02)  # other papers make room for it, here more than there


def test_where_strata_are_missing_shares_still_add_up_to_one():
    rng = np.random.default_rng(2)
    rates = rng.dirichlet(np.ones(4), 3).T[:, :, None] * np.exp(rng.normal(0, 0.3, (4, 1, 6)))
    totals = rng.integers(20, 400, (3, 6)) * np.array([[1, 1, 1, 0, 1, 1], [1, 0, 1, 0, 1, 0], [0, 1, 1, 1, 0, 0]])
    counts = np.floor(totals * rates / rates.sum(axis=0))
    in_none = totals - counts.sum(axis=0)
    share, _ = standardise(np.concatenate([counts, in_none[None]]), totals.astype(float))
    assert share.sum(axis=0) == pytest.approx(np.ones(6))
    assert standardise(counts, totals.astype(float))[0] == pytest.approx(share[:-1])


def test_a_topic_of_missing_strata_alone_stays_as_usual():
    totals = np.array([[100.0, 100.0, 0.0], [100.0, 100.0, 100.0]])
    counts = np.array([totals * [[1], [0]], totals * [[0], [1]]])
    share, _ = standardise(counts, totals)
    assert share == pytest.approx(np.array([[0.4] * 3, [0.6] * 3]))


def test_strata_that_never_meet_are_linked_by_one_that_meets_both():
    totals = np.array([[100.0, 100.0, 0, 0], [100.0, 100.0, 100.0, 100.0], [0, 0, 100.0, 100.0]])
    counts = totals * np.array([0.1, 0.2, 0.4])[:, None]
    share, _ = standardise(counts[None], totals)
    assert np.ptp(share) == pytest.approx(0, abs=1e-4)


def test_a_weighted_share_is_worth_as_many_papers_as_its_variance_says():
    rng = np.random.default_rng(1)
    totals = np.tile(np.array([[1000.0], [50.0]]), (1, 4_000))
    totals[:, 2_000:] = totals[::-1, 2_000:]  # each stratum has half of all papers
    rates = np.array([0.02, 0.06])[:, None]
    counts = rng.binomial(totals.astype(int), rates).astype(float)
    share, worth = standardise(counts[None], totals)
    mean = 0.04
    spread = share[0, :2_000].var()
    assert worth[0, 0] == pytest.approx(mean / spread, rel=0.15)
