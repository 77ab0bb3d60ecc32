"""Rules of bursts: Kleinberg's automaton, the cheapest of all sequences, silent where nothing happens."""

from datetime import date
from itertools import product

import numpy as np
import pytest
from polars.testing import assert_frame_equal

from trends.errors import ConfigError
from trends.stats.events.bursts import BURSTS_SCHEMA, cheapest_states, find_bursts

FLAT_THEN_BURST = np.array([[10, 10, 10, 10, 40, 40, 40, 10, 10, 10, 10, 10]])


@pytest.mark.parametrize("seed", range(20))
def test_no_sequence_of_states_is_cheaper_than_the_one_found(seed):
    rng = np.random.default_rng(seed)
    costs, climb = rng.exponential(1, (1, 7, 3)), rng.uniform(0, 1.5)

    def cost_of(states: tuple[int, ...]) -> float:
        climbs = sum(max(0, now - before) for before, now in zip((0, *states), states, strict=False))
        return sum(costs[0, period, state] for period, state in enumerate(states)) + climb * climbs

    best = min(product(range(3), repeat=7), key=cost_of)
    assert tuple(cheapest_states(costs, climb=climb)[0]) == best


def test_a_burst_by_hand(series_of):
    totals = np.full(12, 1_000)
    row = find_bursts(series_of(FLAT_THEN_BURST, totals), n_states=2, gamma=1, overdispersed=False).row(0, named=True)
    usual = 210 / 12_000
    weight = 120 * np.log(2) + (3_000 - 120) * np.log((1 - 2 * usual) / (1 - usual))  # Kleinberg, section 4
    assert row["weight"] == pytest.approx(weight)
    assert (row["first"], row["last"]) == (date(2018, 5, 1), date(2018, 7, 1))
    assert (row["n_periods"], row["n_papers"], row["level"], row["running"]) == (3, 120, 1, False)
    assert row["share"] == pytest.approx(0.04)
    assert row["share_usual"] == pytest.approx(usual)


def test_a_burst_needs_more_evidence_with_a_larger_gamma(series_of):
    series = series_of(FLAT_THEN_BURST, np.full(12, 1_000))
    assert find_bursts(series, gamma=1, overdispersed=False).height
    assert find_bursts(series, gamma=30, overdispersed=False).is_empty()


def test_higher_levels_lie_inside_lower_ones(series_of):
    counts = np.array([[10] * 30 + [35] * 5 + [120] * 4 + [35] * 5 + [10] * 30])
    table = find_bursts(series_of(counts, np.full(74, 1_000))).sort("level")
    outer, inner = table.row(0, named=True), table.row(1, named=True)
    assert (outer["level"], inner["level"]) == (1, 2)
    assert outer["first"] <= inner["first"] <= inner["last"] <= outer["last"]
    assert outer["n_papers"] > inner["n_papers"]


def test_a_burst_runs_where_the_last_complete_period_belongs_to_it(series_of):
    counts = np.array([[10] * 20 + [50] * 6 + [1]])
    row = find_bursts(series_of(counts, np.full(27, 1_000), n_partial=1)).row(0, named=True)
    assert row["running"]
    assert row["n_periods"] == 6


def test_periods_without_papers_do_not_break_a_burst(series_of):
    counts, totals = np.array([[10] * 20 + [50, 50, 0, 50, 50] + [10] * 10]), np.full(35, 1_000)
    totals[22] = 0
    table = find_bursts(series_of(counts, totals), n_states=2)
    assert table.height == 1
    assert table["n_periods"][0] == 4


def test_a_state_whose_share_would_exceed_all_papers_is_never_entered(series_of):
    counts = np.array([[60, 60, 60, 60, 100, 100, 100, 60]])
    assert find_bursts(series_of(counts, np.full(8, 100)), gamma=0, overdispersed=False).is_empty()


def test_flat_topics_of_a_growing_corpus_hardly_ever_burst(series_of):
    rng, totals = np.random.default_rng(4), np.geomspace(300, 2_000, 60).astype(int)
    expected = np.geomspace(0.002, 0.05, 300)[:, None] * totals
    for counts in (rng.poisson(expected), rng.poisson(rng.gamma(expected / 2, 2))):
        table = find_bursts(series_of(np.minimum(counts, totals), totals))
        assert table["topic"].n_unique() <= 0.05 * 300


def test_the_order_of_topics_does_not_matter(series_of):
    counts = np.random.default_rng(5).poisson([[9] * 30 + [60] * 8, [9] * 38, [40] * 9 + [9] * 29])
    forward = find_bursts(series_of(counts, np.full(38, 1_000)))
    backward = find_bursts(series_of(counts[::-1], np.full(38, 1_000)))
    assert_frame_equal(forward, backward.with_columns(topic=2 - backward["topic"]), check_row_order=False)


def test_a_series_without_topics_or_periods_has_no_bursts(series_of):
    assert find_bursts(series_of(np.zeros((1, 1)), np.zeros(1))).schema == BURSTS_SCHEMA


@pytest.mark.parametrize(("name", "value"), [("ratio", 1.0), ("gamma", -0.5), ("n_states", 1)])
def test_parameters_out_of_range_are_named(series_of, name, value):
    with pytest.raises(ConfigError, match=f"^{name} is {value}"):
        find_bursts(series_of(FLAT_THEN_BURST, np.full(12, 1_000)), **{name: value})
