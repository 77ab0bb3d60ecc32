"""Rules of drift: none where periods are independent, and errors as large as slopes scatter where they are not."""

import numpy as np
import pytest

from trends.stats.growth.dispersion import fit_dispersed
from trends.stats.growth.drift import inflate
from trends.stats.growth.negbin import Problem

YEARS = (np.arange(60) - 29.5) / 12


def scatter(rho: float) -> tuple[float, float]:
    """Return the median inflation, and the deviation of slopes in units of their inflated errors."""
    rng = np.random.default_rng(0)
    drift = rng.normal(0, 0.3, (400, 60))
    for month in range(1, 60):
        drift[:, month] = rho * drift[:, month - 1] + np.sqrt(1 - rho**2) * drift[:, month]
    counts = rng.poisson(40 * np.exp(drift))
    stated = Problem(counts[:, None].astype(float), np.full((1, 1, 60), 1_000.0), YEARS[:, None], np.zeros(1))
    fit, _ = fit_dispersed(stated)
    inflation = inflate(fit, design=YEARS[:, None])
    return float(np.median(inflation)), float((fit.state.effects[:, 0] / fit.errors[:, 0] / np.sqrt(inflation)).std())


def test_independent_periods_are_hardly_inflated():
    inflation, deviation = scatter(0)
    assert inflation < 1.15
    assert 0.85 < deviation < 1.1


@pytest.mark.parametrize("rho", [0.4, 0.7])
def test_errors_are_about_as_large_as_slopes_scatter(rho):
    inflation, deviation = scatter(rho)
    assert inflation > 1.5
    assert 0.8 < deviation < 1.3


def test_counts_by_chance_are_never_inflated():
    counts = np.full((2, 1, 60), 20.0)
    fit, _ = fit_dispersed(Problem(counts, np.full((1, 1, 60), 1_000.0), YEARS[:, None], np.zeros(1)))
    assert inflate(fit, design=YEARS[:, None]).tolist() == [1, 1]
