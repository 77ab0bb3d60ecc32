"""Rules of growth: the regression of the textbooks, of shares and not of counts, honest about noise and thin data."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy.optimize import brentq

from trends.data import Series
from trends.data.series import STRATA_SCHEMA
from trends.stats import GROWTH_SCHEMA, estimate_growth

DOUBLING = np.round(400 * 2 ** (np.arange(24) * 3 / 23)).astype(int)  # 24 quarters, the corpus doubles every 23 months


def noisy(expected: np.ndarray, *, seed: int, dispersion: float = 1.0) -> np.ndarray:
    """Draw counts around their expectation with variance = dispersion × mean, as negative binomial."""
    rng = np.random.default_rng(seed)
    if dispersion == 1:
        return rng.poisson(expected)
    return rng.poisson(rng.gamma(expected / (dispersion - 1), dispersion - 1))


def close(one: pl.DataFrame, other: pl.DataFrame) -> None:
    """Assert equal tables, floats to four digits."""
    assert_frame_equal(one, other, rel_tol=1e-4, abs_tol=1e-9)


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
    totals = rng.integers(50, 5_000, 12)
    counts = np.minimum(noisy(totals * rng.uniform(0.02, 0.2), seed=seed, dispersion=4), totals)
    series = series_of(counts[None], totals, every="quarter")
    ours = estimate_growth(series).row(0, named=True)
    years = series.table["period"].to_physical().to_numpy() / 365.2425
    design = sm.add_constant(years - years.mean())

    def refit(alpha: float):
        family = sm.families.NegativeBinomial(alpha=alpha) if alpha else sm.families.Poisson()
        return sm.GLM(counts, design, family=family, offset=np.log(totals)).fit(tol=1e-14, scale=1)

    def excess(alpha: float) -> float:
        fit = refit(alpha)
        rarity = ((counts - fit.mu) * (1 + 2 * alpha * fit.mu) / (fit.mu * (1 + alpha * fit.mu))).mean()
        return fit.pearson_chi2 - 10 * (1 + max(0, rarity))

    alpha = brentq(excess, 0, 10)
    theirs = refit(alpha)
    slope, error = theirs.params[1], theirs.bse[1] * np.sqrt(ours["inflation"])  # the textbook knows no drift
    freedom = max(3, 10 / ours["inflation"])
    margin = stats.t.ppf(0.975, freedom) * error
    assert ours["growth"] == pytest.approx(np.expm1(slope), rel=1e-3)
    assert ours["growth_low"] == pytest.approx(np.expm1(slope - margin), rel=1e-3)
    assert ours["growth_high"] == pytest.approx(np.expm1(slope + margin), rel=1e-3)
    assert ours["p"] == pytest.approx(2 * stats.t.sf(abs(slope / error), freedom), rel=5e-3)


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


@pytest.mark.parametrize(("rho", "power"), [(0, 1), (0.5, 0.97), (0.8, 0.65)])
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
    shares = ["share_first", "share_last", "share_per_year"]
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
    estimates = table.select("growth", "growth_low", "growth_high", "growth_shrunk", "p", "q").to_numpy()
    assert np.isfinite(estimates).all()
    assert (table.sort("topic")["growth"].sign() == [1, -1]).all()


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


def of_strata(counts: np.ndarray, totals: np.ndarray, series_of) -> Series:
    """Make a series of years that holds strata constant: counts (n_topics, n_strata, n_periods)."""
    pooled = series_of(counts.sum(axis=1), totals.sum(axis=0), every="year")
    periods = pooled.table["period"].unique().sort()
    topic, stratum, period = (place.ravel() for place in np.indices(counts.shape))
    columns = {"topic": topic, "stratum": stratum.astype(str), "period": periods.gather(period), "count": counts.ravel()}
    strata = pl.DataFrame({**columns, "total": np.tile(totals.ravel(), len(counts))}).cast(dict(STRATA_SCHEMA))
    return replace(pooled, strata=strata.filter(pl.col("total") > 0), stratum_kind="venue")


def test_a_venue_that_comes_and_goes_and_one_that_grows_make_no_topic_rise(series_of):
    totals = np.array([[1_000] * 12, [800, 0] * 6, list(range(100, 2_500, 200))])
    levels = np.random.default_rng(0).lognormal(-4, 1, (100, 3))
    counts = np.random.default_rng(1).poisson(levels[:, :, None] * totals)
    series = of_strata(counts, totals, series_of)
    held = estimate_growth(series)
    pooled = estimate_growth(replace(series, strata=pl.DataFrame(schema=STRATA_SCHEMA), stratum_kind=None))
    assert (held["trend"].is_in(["rising", "falling"])).mean() <= 0.03
    assert (pooled["trend"].is_in(["rising", "falling"])).mean() > 0.2


def test_growth_inside_strata_is_found_through_them(series_of):
    totals = np.array([[1_000] * 12, [800, 0] * 6])
    counts = totals * np.array([0.02, 0.08])[:, None] * 1.2 ** np.arange(12)
    row = estimate_growth(of_strata(counts[None], totals, series_of)).row(0, named=True)
    assert row["growth"] == pytest.approx(0.2, rel=1e-2)
    assert row["trend"] == "rising"


def test_three_papers_do_not_top_the_table(series_of):
    rng = np.random.default_rng(2)
    totals = np.full(24, 2_000)
    sure = rng.poisson(np.outer(np.full(40, 0.02), totals) * np.exp(rng.normal(0, 0.1, (40, 1)) * (np.arange(24) - 12) / 4))
    few = np.zeros((1, 24))
    few[0, [8, 15, 19, 20, 21, 22, 23]] = [1, 1, 1, 1, 2, 2, 3]
    table = estimate_growth(series_of(np.vstack([sure, few]), totals, every="quarter"))
    assert table.sort("growth", descending=True)["topic"][0] == 40
    assert table["topic"][0] != 40


def test_recent_growth_is_told_apart_from_the_long_one(series_of):
    rate = np.concatenate([np.full(40, 0.01), 0.01 * 1.05 ** np.arange(20)])
    row = estimate_growth(series_of(np.round(rate * 100_000)[None], np.full(60, 100_000))).row(0, named=True)
    assert row["n_recent"] == 20
    assert row["growth_recent"] == pytest.approx(1.05**12 - 1, rel=0.05)
    assert row["growth"] < row["growth_recent"] / 2


def test_a_season_is_neither_a_trend_nor_noise(series_of):
    months = np.arange(60)
    counts = noisy(np.tile(50 * np.exp(0.6 * np.cos(2 * np.pi * months / 12) + 0.1 * months / 12), (50, 1)), seed=8)
    table = estimate_growth(series_of(counts, np.full(60, 1_000)))
    assert table["dispersion"].median() < 1.3
    assert (table["trend"] == "rising").mean() > 0.9


def test_the_second_opinion_agrees_on_a_plain_rise_and_is_silent_on_none(series_of):
    counts = np.vstack([np.round(DOUBLING * 0.02 * 1.1 ** np.arange(24)), np.round(DOUBLING * 0.02)])
    table = estimate_growth(series_of(counts, DOUBLING, every="quarter")).sort("topic")
    assert table["agrees"].to_list() == [True, None]
    assert table["doubling_years"][0] == pytest.approx(np.log(2) / np.log1p(table["growth"][0]))


def test_q_under_any_dependence_is_never_smaller(series_of):
    table = estimate_growth(series_of(noisy(np.outer(np.full(30, 0.02), DOUBLING), seed=9), DOUBLING, every="quarter"))
    assert (table["q_dependent"] >= table["q"]).all()
