import threading

import numpy as np
import pytest

from trends.errors import ConfigError
from trends.topics.quality.stability import match_topics, measure_stability


def labels(*topics):
    return np.array(topics, dtype=np.int64)


def same(truth):
    """Find the same topics whatever the seed."""
    return lambda rows, seed: truth[rows]


def test_a_match_is_papers_in_both_over_papers_in_either():
    found = match_topics(labels(0, 0, 0, 0, 1, 1), labels(0, 0, 0, 1, 1, 1))
    assert found.topic.tolist() == [0, 1]
    assert found.jaccard.tolist() == [3 / 4, 2 / 3]


def test_the_names_of_topics_do_not_matter():
    reference, other = labels(0, 0, 0, 1, 1, 2), labels(2, 2, 0, 0, 0, 1)
    renamed = labels(7, 7, 3, 3, 3, 5)
    assert match_topics(reference, other).jaccard.tolist() == match_topics(reference, renamed).jaccard.tolist()


def test_outliers_are_no_topic_but_their_papers_count():
    found = match_topics(labels(0, 0, 0, -1, -1), labels(0, -1, -1, -1, -1))
    assert found.jaccard.tolist() == [1 / 3]
    nothing = match_topics(labels(0, 0), labels(-1, -1))
    assert (nothing.jaccard.tolist(), nothing.topic.tolist()) == ([0.0], [-1])


def test_papers_that_the_other_grouping_did_not_see_count_nowhere():
    reference = labels(0, 0, 0, 1, 1, 1)
    assert match_topics(reference, labels(0, 0, 1), rows=np.array([0, 2, 5])).jaccard.tolist() == [1.0, 1.0]
    unseen = match_topics(reference, labels(0, 0), rows=np.array([0, 1])).jaccard
    assert unseen[0] == 1.0
    assert np.isnan(unseen[1])


def test_equally_good_matches_go_to_the_lower_id():
    assert match_topics(labels(0, 0), labels(3, 1)).topic.tolist() == [1]


def test_topics_that_always_come_back_are_stable():
    truth = np.repeat([0, 1, -1], [30, 20, 10])
    stability = measure_stability(truth, same(truth), n_runs=4, seed=0)
    assert stability.topics.rows() == [(0, 4, 4, 1.0, "stable"), (1, 4, 4, 1.0, "stable")]
    assert stability.runs["ari"].to_list() == [1.0] * 4


def test_a_topic_that_splits_in_halves_is_dissolved_and_its_neighbour_is_not():
    truth = np.repeat([0, 1], [20, 20])
    halved = np.repeat([0, 2, 1], [10, 10, 20])
    stability = measure_stability(truth, same(halved), n_runs=3, seed=0, share=1.0)
    assert stability.topics.rows() == [(0, 0, 3, 0.5, "unstable"), (1, 3, 3, 1.0, "stable")]
    assert stability.runs["n_topics"].to_list() == [3] * 3


@pytest.mark.parametrize(("kept", "verdict"), [(15, "stable"), (14, "doubtful"), (12, "doubtful"), (11, "unstable")])
def test_verdicts_follow_the_mean_jaccard_index(kept, verdict):
    smaller = np.repeat([0, -1], [kept, 20 - kept])
    topics = measure_stability(np.zeros(20, dtype=np.int64), same(smaller), n_runs=1, seed=0).topics
    assert topics.select("n_found", "jaccard", "verdict").row(0) == (1, kept / 20, verdict)


def test_every_second_run_sees_only_a_part_and_each_run_another_seed():
    seen = []

    def refit(rows, seed):
        seen.append((len(rows), seed, len(np.unique(rows)), bool((np.diff(rows) > 0).all())))
        return np.zeros(len(rows), dtype=np.int64)

    measure_stability(np.zeros(50, dtype=np.int64), refit, n_runs=4, seed=3, share=0.8)
    assert [(n, unique, rising) for n, _, unique, rising in seen] == [(50, 50, True), (40, 40, True)] * 2
    assert len({seed for _, seed, _, _ in seen}) == 4


def test_neither_threads_nor_more_runs_change_a_run():
    truth = np.repeat([0, 1, 2], 20)

    def refit(rows, seed):
        return np.random.default_rng(seed).integers(0, 3, len(rows))

    alone = measure_stability(truth, refit, n_runs=4, seed=1)
    crowd = measure_stability(truth, refit, n_runs=6, seed=1, n_jobs=3)
    assert alone.runs.equals(crowd.runs.head(4))
    assert not alone.runs.equals(measure_stability(truth, refit, n_runs=4, seed=2).runs)


def test_no_more_runs_work_at_once_than_are_allowed():
    slots = threading.Semaphore(2)

    def refit(rows, seed):
        assert slots.acquire(blocking=False), "a third run works at the same time"
        threading.Event().wait(0.01)
        slots.release()
        return np.zeros(len(rows), dtype=np.int64)

    measure_stability(np.zeros(4, dtype=np.int64), refit, n_runs=8, seed=0, n_jobs=2)


def test_progress_is_told_after_each_run():
    steps = []
    truth = labels(0, 0, 1, 1)
    measure_stability(truth, same(truth), n_runs=2, seed=0, progress=lambda *step: steps.append(step))
    assert steps == [("stability", 1, 2), ("stability", 2, 2)]


def test_papers_without_topics_have_an_empty_table():
    outliers = np.full(5, -1, dtype=np.int64)
    assert measure_stability(outliers, same(outliers), n_runs=2, seed=0).topics.is_empty()


@pytest.mark.parametrize("wrong", [{"n_runs": 0}, {"n_jobs": 0}, {"share": 0.0}, {"share": 1.5}])
def test_settings_out_of_range_are_refused(wrong):
    truth = labels(0, 0)
    with pytest.raises(ConfigError, match="must be"):
        measure_stability(truth, same(truth), **{"n_runs": 1, "seed": 0} | wrong)
