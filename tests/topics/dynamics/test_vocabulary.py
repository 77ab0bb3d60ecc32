import numpy as np
import pytest
from scipy.sparse import csr_matrix

from trends.topics.dynamics.vocabulary import CHANGES_SCHEMA, vocabulary_changes
from trends.topics.names.phrases import PhraseCounts

N_PERIODS = 8


def topic_with(*, first, last, n_each=40, n_quiet=0):
    """One topic, `n_each` papers in each of 8 periods, and one phrase that so many papers use in the two ends together.

    `n_quiet` other phrases are used by every fourth paper throughout.
    """
    period = np.repeat(np.arange(N_PERIODS), n_each)
    uses = np.zeros((len(period), 1 + n_quiet), dtype=np.float32)
    uses[:first, 0] = 1
    uses[len(period) - last :, 0] = 1
    uses[::4, 1:] = 1
    names = ["planted", *(f"quiet {i:02}" for i in range(n_quiet))]
    return PhraseCounts(csr_matrix(uses), names, names, {}), np.zeros(len(period), dtype=np.int64), period


def changes(counts, topic, period):
    return vocabulary_changes(counts, topic=topic, period=period, n_periods=N_PERIODS)


def test_a_planted_phrase_has_entered_and_the_others_are_not_reported():
    table = changes(*topic_with(first=0, last=20, n_quiet=30))
    assert table.select("topic", "change", "term", "n_first", "n_last").rows() == [(0, "entered", "planted", 0, 20)]
    assert table.select("share_first", "share_last").row(0) == (0, 20 / 80)


def test_turned_round_in_time_it_has_left():
    counts, topic, period = topic_with(first=0, last=20)
    table = changes(counts, topic, N_PERIODS - 1 - period)
    assert table.select("change", "n_first", "n_last").rows() == [("left", 20, 0)]


def test_p_is_that_of_fishers_test_by_hand():
    """All 10 of 10 uses among the last 80 of 160 papers: 80/160 × 79/159 × … × 71/151, and twice that for two sides."""
    table = changes(*topic_with(first=0, last=10))
    assert table["p"][0] == pytest.approx(2 * np.prod([(80 - i) / (160 - i) for i in range(10)]))
    assert table["q"][0] == table["p"][0]


def test_few_papers_are_chance():
    assert changes(*topic_with(first=0, last=5)).is_empty()


def test_a_phrase_that_was_always_there_has_not_entered_though_it_grew():
    assert changes(*topic_with(first=30, last=70)).is_empty()


def test_shuffled_dates_leave_nothing_to_report():
    rng = np.random.default_rng(0)
    uses = csr_matrix((rng.random((2000, 300)) < rng.uniform(0.01, 0.2, size=300)).astype(np.float32))
    names = [f"w{i:03}" for i in range(300)]
    topic, period = rng.integers(0, 10, size=2000), rng.integers(0, N_PERIODS, size=2000)
    assert changes(PhraseCounts(uses, names, names, {}), topic, period).is_empty()


def test_a_topic_that_is_new_has_nothing_to_compare():
    counts, topic, period = topic_with(first=0, last=20)
    assert changes(counts, topic, np.maximum(period, 3)).is_empty()


def test_a_single_period_gives_an_empty_table():
    counts, topic, period = topic_with(first=0, last=20)
    table = vocabulary_changes(counts, topic=topic, period=np.zeros_like(period), n_periods=1)
    assert table.is_empty()
    assert table.schema == CHANGES_SCHEMA
