import numpy as np
import pytest

from trends.topics.tracking.calibration import calibrate, choose_threshold, expected_f1


def draw(*, n_members, n_others, distance, said, seed=3):
    """Draw two classes a distance apart; a part of the members says the phrase in the title, none of the others does."""
    rng = np.random.default_rng(seed)
    truth = np.repeat([True, False], [n_members, n_others])
    scores = rng.normal(size=len(truth)) + distance * truth
    levels = np.where(truth & (rng.random(len(truth)) < said), 5, 0).astype(np.int8)
    return truth, scores, levels


def test_members_that_never_say_the_words_are_found_and_rather_too_few_than_too_many():
    truth, scores, levels = draw(n_members=400, n_others=4000, distance=4.0, said=0.5)
    known = np.zeros(len(truth), dtype=np.int8)
    chances = calibrate(scores, levels, trust=(levels == 5).astype(float), known=known)
    assert 300 < chances.sum() < 410
    assert chances[truth & (levels == 0)].sum() > 100
    assert chances[~truth].sum() < 10


def test_chances_are_not_overstated_where_the_model_holds():
    truth, scores, levels = draw(n_members=600, n_others=40_000, distance=3.0, said=0.8)
    known = np.zeros(len(truth), dtype=np.int8)
    chances = calibrate(scores, levels, trust=(levels == 5).astype(float), known=known)
    for low in (0.2, 0.4, 0.6, 0.8):
        near = (chances >= low) & (chances < low + 0.2) & (levels == 0)
        assert truth[near].mean() > chances[near].mean() - 0.1


def test_the_scale_of_the_scores_makes_no_difference():
    _, scores, levels = draw(n_members=50, n_others=500, distance=3.0, said=0.5)
    rest = {"trust": (levels == 5).astype(float), "known": np.zeros(len(scores), dtype=np.int8)}
    np.testing.assert_allclose(calibrate(scores, levels, **rest), calibrate(7 * scores - 2, levels, **rest), atol=1e-9)


def test_what_a_person_said_stands():
    _, scores, levels = draw(n_members=50, n_others=500, distance=3.0, said=0.5)
    known = np.zeros(len(scores), dtype=np.int8)
    known[0], known[-1] = -1, 1
    chances = calibrate(scores, levels, trust=(levels == 5).astype(float), known=known)
    assert (chances[0], chances[-1]) == (0, 1)


def test_the_threshold_has_the_highest_expected_f1_and_is_half_of_it():
    chances = np.array([0.9, 0.8, 0.4, 0.3, 0.1])
    best = max(expected_f1(chances, threshold=threshold) for threshold in chances)
    threshold = choose_threshold(chances)
    assert expected_f1(chances, threshold=threshold) == best
    assert threshold == pytest.approx(best / 2)


def test_expected_f1_by_hand():
    # two papers taken with 1.5 expected right, 2 expected to belong: 2 × 1.5 / (2 + 2)
    assert expected_f1(np.array([0.9, 0.6, 0.5]), threshold=0.55) == pytest.approx(0.75)


def test_without_any_chance_nothing_is_taken():
    assert choose_threshold(np.zeros(3)) == 0.5
    assert expected_f1(np.zeros(3), threshold=0.5) == 0
