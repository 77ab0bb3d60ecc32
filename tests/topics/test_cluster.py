import numpy as np
import pytest

from trends.topics.cluster import by_size, find_centroids, find_groups, find_piles, join_outliers


def test_groups_are_numbered_by_falling_size_and_ties_by_the_first_paper():
    assert by_size(np.array([5, 2, 2, -1, 9, 9, 2])).tolist() == [2, 0, 0, -1, 1, 1, 0]
    assert by_size(np.array([4, 3, 3, 4])).tolist() == [0, 1, 1, 0]


def test_dense_groups_are_found_and_too_few_papers_give_none(blobs):
    matrix, truth = blobs(3, 30)
    found = find_groups(matrix, min_papers=10, min_samples=2)
    assert [len(set(found[truth == group])) for group in range(3)] == [1, 1, 1]
    assert (find_groups(matrix[:19], min_papers=10, min_samples=2) == -1).all()


def test_equal_papers_are_a_pile_and_few_of_them_are_none():
    matrix = np.eye(3, dtype=np.float32)[[0, 0, 0, 1, 1, 1, 2]]
    assert by_size(find_piles(matrix, min_papers=3)).tolist() == [0, 0, 0, 1, 1, 1, -1]


def test_centroids_are_the_unit_mean_of_members():
    matrix = np.array([[1, 0], [0, 1], [0, 1]], dtype=np.float32)
    centroids = find_centroids(matrix, groups=np.array([0, 0, -1]))
    np.testing.assert_allclose(centroids, [[0.5**0.5, 0.5**0.5]], rtol=1e-6)


@pytest.mark.parametrize(("outliers", "expected"), [("near", [0, -1]), ("keep", [-1, -1]), ("assign", [0, 0])])
def test_an_outlier_joins_where_it_is_as_near_as_members_are(outliers, expected):
    angles = np.radians([0, 2, -2, 4, -4, 6, -6, 8, -8, 10, 3, 60])
    matrix = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    groups = np.array([0] * 10 + [-1, -1])
    joined = join_outliers(matrix, groups=groups, outliers=outliers)
    assert joined[:10].tolist() == [0] * 10
    assert joined[10:].tolist() == expected


def test_without_groups_all_stay_outliers():
    groups = np.full(4, -1)
    assert join_outliers(np.eye(4, dtype=np.float32), groups=groups, outliers="assign").tolist() == [-1] * 4
