"""Rules of log-linear trends: those of statsmodels, from each period to the last."""

import numpy as np
import pytest
from scipy.special import xlogy

from trends.stats.events.lines import best_line, fit_slopes

YEARS = np.arange(40) / 12


@pytest.mark.parametrize("seed", range(4))
def test_slopes_and_errors_are_those_of_statsmodels(seed):
    import statsmodels.api as sm

    rng = np.random.default_rng(seed)
    exposures = rng.integers(100, 900, 40).astype(float)
    counts = rng.poisson(exposures * 0.05 * np.exp(rng.normal() * YEARS)).astype(float)
    ours = fit_slopes(counts[None], exposures[None], times=YEARS)
    family = sm.families.Poisson()
    theirs = sm.GLM(counts, sm.add_constant(YEARS), family=family, offset=np.log(exposures)).fit(tol=1e-12)
    flat = sm.GLM(counts, np.ones(40), family=family, offset=np.log(exposures)).fit()
    assert ours.slope[0] == pytest.approx(theirs.params[1], rel=1e-5)
    assert ours.error[0] == pytest.approx(theirs.bse[1], rel=1e-5)
    assert ours.gain[0] == pytest.approx(theirs.llf - flat.llf, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_the_best_line_has_the_highest_likelihood_from_each_period_on(seed):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(20 * np.exp(rng.normal(0, 0.5) * YEARS), (1, 40)).astype(float)
    exposures = np.full((1, 40), 500.0)
    grid = best_line(counts, exposures, times=YEARS / YEARS[-1])[0]
    for start in (0, 10, 25):
        rest = slice(start, None)
        fit = fit_slopes(counts[:, rest], exposures[:, rest], times=YEARS[rest])
        papers = counts[0, rest].sum()
        maximum = fit.gain[0] + xlogy(papers, papers / exposures[0, rest].sum())
        assert grid[start] == pytest.approx(maximum, abs=0.1)
