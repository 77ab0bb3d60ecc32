"""Rules of overdispersion: Pearson's for one topic, shared where topics are alike, left alone where they differ."""

import numpy as np
import pytest

from trends.stats.growth.dispersion import fit_dispersed
from trends.stats.growth.negbin import Problem

YEARS = (np.arange(24) - 11.5) / 4


def problem(alphas: np.ndarray, *, seed: int) -> Problem:
    """Draw a topic of 30 papers a quarter for each overdispersion."""
    rng = np.random.default_rng(seed)
    shape = 1 / np.maximum(alphas, 1e-9)[:, None]
    counts = rng.poisson(30 * rng.gamma(shape, 1 / shape, (len(alphas), 24)))
    return Problem(counts[:, None].astype(float), np.full((1, 1, 24), 1_000.0), YEARS[:, None], np.zeros(1))


def test_for_one_topic_the_sum_of_pearson_is_its_degrees_of_freedom_and_more_where_rare_papers_came():
    fit, freedom = fit_dispersed(problem(np.array([0.3]), seed=0))
    deviation, rate = fit.observed - fit.expected, fit.alpha[:, None] * fit.expected
    rarity = (deviation * (1 + 2 * rate) / (fit.expected * (1 + rate))).mean()
    assert rarity > 0
    assert (deviation**2 / (fit.expected * (1 + rate))).sum() == pytest.approx(22 * (1 + rarity), rel=1e-4)
    assert freedom == pytest.approx([22])


def test_one_paper_long_before_the_others_does_not_make_a_topic_noisy():
    counts = np.array([[0, 0, 0, 1, 0, 0, 6, 23, 76]], dtype=float)
    years = np.arange(9)[:, None] - 4.0
    fit, _ = fit_dispersed(Problem(counts[:, None], np.full((1, 1, 9), 1_000.0), years, np.zeros(1)))
    assert fit.alpha[0] < 0.05


def test_alike_topics_share_what_is_known():
    fit, freedom = fit_dispersed(problem(np.full(100, 0.1), seed=1))
    assert fit.alpha.mean() == pytest.approx(0.1, abs=0.015)
    assert fit.alpha.std() < 0.02
    assert np.median(freedom) > 60


def test_topics_that_differ_keep_their_own():
    alphas = np.repeat([0.01, 1.0], 50)
    fit, freedom = fit_dispersed(problem(alphas, seed=2))
    assert np.median(fit.alpha[:50]) < 0.1
    assert np.median(fit.alpha[50:]) > 0.7
    assert np.median(freedom) < 30


def test_counts_that_vary_as_by_chance_have_none():
    fit, _ = fit_dispersed(problem(np.zeros(100), seed=3))
    assert fit.alpha.max() < 0.01
