import numpy as np
import pytest

from trends.data import OUTLIER
from trends.topics.groups import by_size, find_centroids, find_nearest, find_piles, find_strangers, rand_index


def directions(*degrees):
    """Place papers on a circle."""
    angles = np.radians(degrees)
    return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


def test_groups_are_numbered_by_falling_size_and_ties_by_the_first_paper():
    assert by_size(np.array([5, 2, 2, -1, 9, 9, 2])).tolist() == [2, 0, 0, -1, 1, 1, 0]
    assert by_size(np.array([4, 3, 3, 4])).tolist() == [0, 1, 1, 0]


def test_numbers_of_groups_make_no_difference():
    groups = np.random.default_rng(0).integers(-1, 6, size=60)
    renamed = np.where(groups == OUTLIER, OUTLIER, np.array([3, 0, 5, 1, 4, 2])[groups])
    assert np.array_equal(by_size(groups), by_size(renamed))
    assert np.array_equal(by_size(groups), by_size(by_size(groups)))


def test_equal_papers_are_a_pile_and_few_of_them_are_none():
    matrix = np.eye(3, dtype=np.float32)[[0, 0, 0, 1, 1, 1, 2]]
    assert by_size(find_piles(matrix, min_papers=3)).tolist() == [0, 0, 0, 1, 1, 1, OUTLIER]


def test_centroids_are_the_unit_mean_of_members():
    matrix = np.array([[1, 0], [0, 1], [0, 1]], dtype=np.float32)
    centroids = find_centroids(matrix, groups=np.array([0, 0, OUTLIER]))
    np.testing.assert_allclose(centroids, [[0.5**0.5, 0.5**0.5]], rtol=1e-6)
    assert find_centroids(matrix, groups=np.full(3, OUTLIER)).shape == (0, 2)


def test_members_that_cancel_out_have_a_centroid_of_zeros_and_no_nan():
    opposite = np.array([[1, 0], [-1, 0]], dtype=np.float32)
    assert find_centroids(opposite, groups=np.array([0, 0])).tolist() == [[0, 0]]


def test_a_stranger_lies_below_the_lower_fence_of_its_own_group():
    wide = [100, 110, 120, 130, 140, 150, 160, 170, 180, 190]
    groups = np.repeat([0, 1], 10)
    for last, expected in ((9, []), (11, [9])):  # the quartiles less 1.5 times their distance lie between
        matrix = directions(*range(9), last, *wide)
        assert np.flatnonzero(find_strangers(matrix, groups=groups)).tolist() == expected


def test_outliers_and_copies_are_no_strangers():
    copies = directions(0, 0, 0, 0, 90)
    assert not find_strangers(copies, groups=np.array([0, 0, 0, 0, OUTLIER])).any()
    assert not find_strangers(copies, groups=np.full(5, OUTLIER)).any()


def test_papers_join_the_nearest_centroid_and_those_not_asked_stay():
    matrix = directions(0, 10, 90, 100, 30, 70, 80)
    groups = np.array([0, 0, 1, 1, OUTLIER, OUTLIER, OUTLIER])
    asked = np.array([False, False, False, False, True, True, False])
    assert find_nearest(matrix, groups=groups, papers=asked).tolist() == [0, 0, 1, 1, 0, 1, OUTLIER]


def test_without_groups_nobody_joins():
    groups = np.full(4, OUTLIER)
    joined = find_nearest(np.eye(4, dtype=np.float32), groups=groups, papers=np.ones(4, dtype=bool))
    assert joined.tolist() == [OUTLIER] * 4


def test_the_rand_index_is_that_of_a_hand_computation():
    one, other = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])
    both, ones, others, pairs = 2, 6, 3, 15  # pairs of papers that are together in both, in one, in the other, and all
    chance = ones * others / pairs
    assert rand_index(one, other) == pytest.approx((both - chance) / ((ones + others) / 2 - chance))


def test_the_rand_index_is_that_of_scikit_learn_with_outliers_as_a_group():
    from sklearn.metrics import adjusted_rand_score

    random = np.random.default_rng(0)
    for _ in range(20):
        one, other = random.integers(-1, 5, size=(2, 80))
        assert rand_index(one, other) == pytest.approx(adjusted_rand_score(one, other))


def test_the_same_groups_under_other_numbers_agree_fully():
    groups = np.array([0, 0, 1, 2, OUTLIER])
    assert rand_index(groups, np.array([3, 3, 0, 1, 2])) == 1
    assert rand_index(np.zeros(4, dtype=np.int64), np.zeros(4, dtype=np.int64)) == 1
    assert rand_index(np.arange(4), np.arange(4)) == 1
