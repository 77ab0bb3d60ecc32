"""Rules of noise: one for Poisson counts, the long-run variance for others, and blind to what happens once."""

import numpy as np
import pytest

from trends.stats.events.curves import read_curves
from trends.stats.events.noise import measure_noise


def noise_of(series) -> np.ndarray:
    return measure_noise(read_curves(series))


def test_poisson_counts_have_a_noise_near_one(series_of):
    counts = np.random.default_rng(0).poisson(30, (200, 60))
    assert np.median(noise_of(series_of(counts, np.full(60, 1_000)))) < 1.3


def test_overdispersed_counts_have_their_variance_over_their_mean(series_of):
    rng = np.random.default_rng(1)
    counts = rng.poisson(rng.gamma(30 / 3, 3, (200, 240)))  # variance 4 × mean
    assert np.median(noise_of(series_of(counts, np.full(240, 1_000)))) == pytest.approx(4, rel=0.25)


def test_counts_with_a_memory_vary_more_in_the_long_run(series_of):
    rng = np.random.default_rng(2)
    drift = rng.normal(0, 0.3, (200, 240))
    for month in range(1, 240):
        drift[:, month] = 0.5 * drift[:, month - 1] + np.sqrt(0.75) * drift[:, month]
    counts = rng.poisson(100 * np.exp(drift))
    expected = 1 + 100 * (np.exp(0.09) - 1) * 3  # (1 + ρ) / (1 − ρ) = 3
    assert np.median(noise_of(series_of(counts, np.full(240, 2_000)))) == pytest.approx(expected, rel=0.35)


def test_a_step_is_not_taken_for_noise(series_of):
    rng = np.random.default_rng(3)
    counts = rng.poisson(np.where(np.arange(60) < 30, 10, 50), (200, 60))
    assert np.median(noise_of(series_of(counts, np.full(60, 1_000)))) < 1.5


def test_a_topic_without_papers_and_a_single_period_have_no_noise(series_of):
    assert noise_of(series_of(np.zeros((2, 30)), np.full(30, 10))).tolist() == [1, 1]
    assert noise_of(series_of(np.full((2, 1), 3), np.full(1, 10))).tolist() == [1, 1]
