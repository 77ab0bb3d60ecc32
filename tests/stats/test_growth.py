"""Rules of growth: the regression of the textbooks, of shares and not of counts, honest about noise and thin data."""

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from trends.stats import GROWTH_SCHEMA, estimate_growth

DOUBLING = np.round(400 * 2 ** (np.arange(24) * 3 / 23)).astype(int)  # 24 quarters, the corpus doubles every 23 months


def noisy(expected: np.ndarray, *, seed: int, dispersion: float = 1.0) -> np.ndarray:
    """Draw counts around their expectation with variance = dispersion × mean, as negative binomial."""
    rng = np.random.default_rng(seed)
    if dispersion == 1:
        return rng.poisson(expected)
    return rng.poisson(rng.gamma(expected / (dispersion - 1), dispersion - 1))


def close(one: pl.DataFrame, other: pl.DataFrame) -> None:
    """Assert equal tables, floats to nine digits."""
    assert_frame_equal(one, other, rel_tol=1e-9, abs_tol=1e-12)


def test_shares_that_double_every_year_without_noise_grow_by_one_hundred_percent(series_of):
    totals = np.array([10_000, 20_000, 10_000, 40_000, 10_000, 30_000])
    counts = totals * 2 ** np.arange(6) / 1_000
    row = estimate_growth(series_of(counts[None], totals, every="year")).row(0, named=True)
    assert row["growth"] == pytest.approx(1, rel=2e-3)  # leap years make years of unequal length
    assert row["share_first"] == pytest.approx(0.001)
    assert row["share_last"] == pytest.approx(0.032)
    assert (row["trend"], row["n_periods"], row["n_papers"]) == ("rising", 6, counts.sum())


@pytest.mark.parametrize("seed", range(5))
def test_estimates_are_those_of_statsmodels(series_of, seed):
    import statsmodels.api as sm
    from scipy import stats

    rng = np.random.default_rng(seed)
    totals = rng.integers(50, 5_000, 30)
    counts = np.minimum(noisy(totals * rng.uniform(0.002, 0.2), seed=seed, dispersion=4), totals)
    counts[rng.random(30) < 0.3] = 0
    series = series_of(counts[None], totals)
    ours = estimate_growth(series).row(0, named=True)
    years = series.table["period"].to_physical().to_numpy() / 365.2425
    design = sm.add_constant(years - years[0])
    model = sm.GLM(counts, design, family=sm.families.Poisson(), offset=np.log(totals))
    theirs = model.fit(scale="X2", tol=1e-14)
    slope, error = theirs.params[1], theirs.bse[1]
    error *= np.sqrt(ours["inflation"])  # the textbook knows no autocorrelation
    margin = stats.t.ppf(0.975, 28) * error
    assert theirs.scale > 1
    assert ours["dispersion"] == pytest.approx(theirs.scale, rel=1e-6)
    assert ours["growth"] == pytest.approx(np.expm1(slope), rel=1e-6)
    assert ours["growth_low"] == pytest.approx(np.expm1(slope - margin), rel=1e-6)
    assert ours["growth_high"] == pytest.approx(np.expm1(slope + margin), rel=1e-6)
    assert ours["p"] == pytest.approx(2 * stats.t.sf(abs(slope / error), 28), rel=1e-6)


def drifting(n_topics: int, *, rho: float, growth: float, seed: int) -> np.ndarray:
    """Draw 60 months of 1,000 papers: shares of 3 % whose logarithm is first-order autoregressive around its trend."""
    rng = np.random.default_rng(seed)
    drift = rng.normal(0, 0.3, (n_topics, 60))
    for month in range(1, 60):
        drift[:, month] = rho * drift[:, month - 1] + np.sqrt(1 - rho**2) * drift[:, month]
    return rng.binomial(1_000, 0.03 * np.exp(drift + np.log1p(growth) * (np.arange(60) - 29.5) / 12))


@pytest.mark.parametrize("rho", [0, 0.5, 0.8])
def test_topics_that_drift_without_a_trend_are_hardly_ever_named(series_of, rho):
    named = []
    for seed in range(3):
        table = estimate_growth(series_of(drifting(400, rho=rho, growth=0, seed=seed), np.full(60, 1_000)))
        named.append((table["trend"] != "unclear").mean())
    assert np.mean(named) <= 0.05


@pytest.mark.parametrize(("rho", "power"), [(0, 1), (0.5, 0.97), (0.8, 0.75)])
def test_topics_that_grow_by_thirty_percent_a_year_are_found_through_drift(series_of, rho, power):
    table = estimate_growth(series_of(drifting(400, rho=rho, growth=0.3, seed=0), np.full(60, 1_000)))
    assert (table["trend"] == "rising").mean() >= power


def test_independent_counts_are_not_inflated(series_of):
    table = estimate_growth(series_of(noisy(np.full((400, 60), 30), seed=7), np.full(60, 1_000)))
    assert table["inflation"].min() == 1
    assert table["inflation"].median() < 1.1


def test_the_ends_are_observed_shares_pooled_over_a_quarter_of_the_periods(series_of):
    counts, totals = np.array([[1, 2, 9, 9, 9, 9, 9, 40, 90]]), np.array([10, 20, 90, 90, 90, 90, 90, 40, 100])
    row = estimate_growth(series_of(counts, totals)).row(0, named=True)
    assert row["n_pooled"] == 2
    assert row["share_first"] == pytest.approx(3 / 30)
    assert row["share_last"] == pytest.approx(130 / 140)


def test_a_share_is_never_above_all_papers(series_of):
    totals = np.full(24, 100)
    counts = np.minimum(100, np.round(np.exp(np.arange(24) / 3)))
    assert estimate_growth(series_of(counts[None], totals))["share_last"][0] <= 1


def test_q_values_are_those_of_benjamini_and_hochberg_over_the_fitted_topics_only(series_of):
    counts = np.vstack([noisy(DOUBLING * 0.05, seed=1), noisy(DOUBLING * 0.02, seed=2), np.zeros(24)])
    table = estimate_growth(series_of(counts, DOUBLING, every="quarter")).drop_nulls("p").sort("p")
    small, large = table["p"]
    assert table["q"].to_list() == pytest.approx([min(2 * small, large), large])


def test_a_growing_corpus_alone_makes_no_topic_rise(series_of):
    flat = noisy(np.outer(np.geomspace(0.0015, 0.05, 300), DOUBLING), seed=3, dispersion=2)
    table = estimate_growth(series_of(np.minimum(flat, DOUBLING), DOUBLING, every="quarter"))
    assert (table["trend"] == "rising").mean() <= 0.01
    one_sided = ((table["p"] <= 0.05) & (table["growth"] > 0)).mean()
    assert one_sided <= 0.05  # 0.025 is nominal


def test_planted_growth_lies_in_its_interval(series_of):
    growth = np.linspace(-0.4, 1.0, 200)
    years = np.arange(24) / 4
    shares = 0.01 * np.exp(np.log1p(growth)[:, None] * (years - 3))
    table = estimate_growth(series_of(noisy(shares * DOUBLING, seed=4, dispersion=2), DOUBLING, every="quarter")).sort("topic")
    inside = (table["growth_low"].to_numpy() <= growth) & (growth <= table["growth_high"].to_numpy())
    assert 0.9 <= inside.mean() <= 0.99
    strong = np.abs(np.log1p(growth)) > 0.25
    expected = np.where(growth > 0, "rising", "falling")[strong]
    assert (table["trend"].to_numpy()[strong] == expected).mean() > 0.95


def test_totals_ten_times_as_large_change_nothing_but_the_shares(series_of):
    counts = noisy(np.outer([0.01, 0.03], DOUBLING), seed=5)
    small = estimate_growth(series_of(counts, DOUBLING, every="quarter"))
    large = estimate_growth(series_of(counts, DOUBLING * 10, every="quarter"))
    shares = ["share_first", "share_last"]
    close(small.with_columns(pl.col(shares) / 10), large)


def test_permuting_topics_permutes_the_estimates(series_of):
    counts = noisy(np.outer([0.01, 0.03, 0.02, 0.001], DOUBLING), seed=6)
    forward = estimate_growth(series_of(counts, DOUBLING, every="quarter"))
    backward = estimate_growth(series_of(counts[::-1], DOUBLING, every="quarter")).with_columns(topic=3 - pl.col("topic"))
    close(forward, backward)


def test_the_running_period_and_empty_periods_do_not_count(series_of):
    totals = np.array([100, 0, 110, 120, 130, 140, 150, 9])
    counts = np.array([[10, 0, 11, 12, 13, 14, 15, 0]])
    row = estimate_growth(series_of(counts, totals, n_partial=1)).row(0, named=True)
    assert row["growth"] == pytest.approx(0, abs=1e-9)
    assert (row["n_periods"], row["n_papers"], row["trend"]) == (6, 75, "unclear")


@pytest.mark.parametrize(
    ("counts", "n_papers"),
    [
        ([1, 2, 1, 2, 1, 2], 9),  # under ten papers
        ([0, 0, 0, 0, 0, 40], 40),  # all in the last period: no finite growth fits best
        ([40, 0, 0, 0, 0, 0], 40),
        ([0, 0, 0, 0, 0, 0], 0),
    ],
)
def test_too_few_papers_give_null_instead_of_a_guess(series_of, counts, n_papers):
    row = estimate_growth(series_of(np.array([counts]), np.full(6, 100))).row(0, named=True)
    assert (row["trend"], row["n_papers"], row["n_periods"]) == ("too few", n_papers, 6)
    assert all(row[name] is None for name in GROWTH_SCHEMA if name not in ("topic", "trend", "n_papers", "n_periods"))


def test_four_complete_periods_are_too_few(series_of):
    series = series_of(np.full((2, 5), 50), np.full(5, 100), n_partial=1)
    assert estimate_growth(series)["trend"].to_list() == ["too few", "too few"]


def test_a_burst_in_the_last_days_stays_finite(series_of):
    counts = np.zeros((2, 120))
    counts[0, -2:] = [1, 5_000]
    counts[1, :2] = [5_000, 1]
    table = estimate_growth(series_of(counts, np.full(120, 6_000), every="week"))
    estimates = table.drop("topic", "trend").cast(pl.Float64).to_numpy()
    assert np.isfinite(estimates).all()
    assert table.sort("topic")["trend"].to_list() == ["rising", "falling"]


def test_the_surest_growth_stands_first_and_the_unknown_last(series_of):
    counts = np.vstack([np.zeros(24), DOUBLING * 0.01, DOUBLING * 0.01 * 1.1 ** np.arange(24), np.ones(24) * 0.1]).round()
    table = estimate_growth(series_of(counts, DOUBLING, every="quarter"))
    assert table["topic"].to_list() == [2, 1, 0, 3]
    assert table.schema == GROWTH_SCHEMA


def test_nothing_to_fit_gives_a_table_of_the_same_schema(series_of):
    no_complete_period = estimate_growth(series_of(np.ones((1, 6)), np.ones(6), n_partial=6))
    no_topic = estimate_growth(series_of(np.ones((0, 6)), np.ones(6)))
    assert no_complete_period.schema == no_topic.schema == GROWTH_SCHEMA
    assert no_complete_period["n_periods"].to_list() == [0]
    assert no_topic.is_empty()
