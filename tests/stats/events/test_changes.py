"""Rules of change points: those of ruptures with the same cost, found where the level changed and nowhere else."""

from datetime import date

import numpy as np
import pytest
from scipy.special import xlogy

from trends.stats.events.changes import CHANGES_SCHEMA, find_changes, segment


@pytest.mark.parametrize("seed", range(8))
def test_cuts_are_those_of_ruptures(seed):
    import ruptures

    class Poisson(ruptures.base.BaseCost):
        model, min_size = "poisson", 2

        def fit(self, signal):
            self.signal = signal
            return self

        def error(self, start, end):
            papers, chances = self.signal[start:end].sum(axis=0)
            return -xlogy(papers, papers / chances)

    rng = np.random.default_rng(seed)
    totals = rng.integers(50, 500, 40).astype(float)
    levels = np.repeat(rng.uniform(0.01, 0.2, 4), 10)
    counts = rng.poisson(levels * totals).astype(float)
    theirs = ruptures.Pelt(custom_cost=Poisson(), min_size=2, jump=1).fit(np.stack([counts, totals], axis=1)).predict(pen=6)
    ours = segment(counts[None], totals[None], penalties=np.array([6.0]))
    assert np.flatnonzero(ours[0]).tolist() == theirs[:-1]


def test_a_step_by_hand(series_of):
    counts, totals = np.array([[10] * 12 + [40] * 12]), np.full(24, 1_000)
    row = find_changes(series_of(counts, totals)).row(0, named=True)
    assert row["period"] == date(2019, 1, 1)
    assert (row["share_before"], row["share_after"], row["factor"]) == pytest.approx((0.01, 0.04, 4))
    assert row["gain"] == pytest.approx(120 * np.log(10) + 480 * np.log(40) - 600 * np.log(25))


def test_a_topic_that_comes_from_nothing_has_no_factor(series_of):
    row = find_changes(series_of(np.array([[0] * 20 + [30] * 20]), np.full(40, 1_000))).row(0, named=True)
    assert row["factor"] is None
    assert row["share_before"] == 0


def test_a_corpus_that_doubles_changes_no_topic(series_of):
    totals = np.array([500] * 20 + [1_000] * 20)
    assert find_changes(series_of((totals * 0.05)[None], totals)).is_empty()


@pytest.mark.parametrize(("every", "n_periods"), [("week", 104), ("month", 60), ("quarter", 24), ("year", 12)])
def test_steps_are_found_within_two_periods_and_flat_topics_are_silent(series_of, every, n_periods):
    rng, totals = np.random.default_rng(n_periods), np.full(n_periods, 1_000)
    flat = rng.poisson(rng.gamma(15, 2, (200, n_periods)))  # variance 3 × mean
    steps = rng.poisson(np.where(np.arange(n_periods) < n_periods // 2, 30, 90), (200, n_periods))
    table = find_changes(series_of(np.vstack([flat, steps]), totals, every=every))
    assert table.filter(table["topic"] < 200)["topic"].n_unique() <= 0.05 * 200
    found = table.filter(table["topic"] >= 200)
    assert found["topic"].n_unique() >= 0.95 * 200 * (0.85 if n_periods == 24 else 1)
    periods = series_of(flat, totals, every=every).table["period"].unique().sort()
    assert (abs(periods.search_sorted(found["period"]).cast(int) - n_periods // 2) <= 2).mean() >= 0.95


def test_too_short_a_series_has_no_changes(series_of):
    assert find_changes(series_of(np.array([[1, 9, 9]]), np.full(3, 10))).schema == CHANGES_SCHEMA


def test_the_running_period_is_no_change(series_of):
    counts = np.array([[30] * 24 + [0, 0]])
    assert find_changes(series_of(counts, np.full(26, 1_000), n_partial=2)).is_empty()
