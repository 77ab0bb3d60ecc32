import numpy as np
import pytest
from scipy.sparse import csr_matrix

from trends.topics.graph.neighbours import find_neighbours, find_sparse_neighbours


def check_against_brute_force(near, matrix, *, n_neighbours):
    """Compare with all distances, computed at once; which of several equally far papers is the last does not matter."""
    away = 1 - matrix.astype(np.float64) @ matrix.T
    np.fill_diagonal(away, 0)
    np.testing.assert_allclose(near.distances, np.sort(away, axis=1)[:, :n_neighbours], atol=1e-5)
    np.testing.assert_allclose(np.take_along_axis(away, near.rows, axis=1), near.distances, atol=1e-5)
    assert all(len(set(row)) == n_neighbours for row in near.rows.tolist())


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("n_papers", [7, 100, 2500], ids=["all papers", "one block", "several blocks"])
def test_neighbours_are_those_of_brute_force(n_papers):
    matrix = unit(np.random.default_rng(0).normal(size=(n_papers, 6)))
    near = find_neighbours(matrix, n_neighbours=7)
    check_against_brute_force(near, matrix, n_neighbours=7)


def test_a_paper_is_its_own_first_neighbour_even_among_copies():
    matrix = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (5, 1))
    near = find_neighbours(matrix, n_neighbours=3)
    assert near.rows[:, 0].tolist() == [0, 1, 2, 3, 4]
    assert not near.distances.any()


def test_copies_come_before_all_others():
    matrix = unit(np.random.default_rng(1).normal(size=(30, 5)))[np.arange(60) % 30]
    near = find_neighbours(matrix, n_neighbours=6)
    check_against_brute_force(near, matrix, n_neighbours=6)
    assert near.rows[:, 1].tolist() == [(row + 30) % 60 for row in range(60)]


def test_equally_near_papers_stand_in_the_order_of_their_rows():
    near = find_neighbours(np.eye(4, dtype=np.float32), n_neighbours=4)
    assert near.rows.tolist() == [[0, 1, 2, 3], [1, 0, 2, 3], [2, 0, 1, 3], [3, 0, 1, 2]]


def test_papers_in_another_order_have_the_same_neighbours():
    matrix = unit(np.random.default_rng(2).normal(size=(80, 6)))
    order = np.random.default_rng(3).permutation(80)
    near, other = find_neighbours(matrix, n_neighbours=5), find_neighbours(matrix[order], n_neighbours=5)
    assert np.array_equal(order[other.rows], near.rows[order])


def test_the_nearest_few_are_the_first_of_the_nearest_many():
    matrix = unit(np.random.default_rng(4).normal(size=(40, 6)))
    many, few = find_neighbours(matrix, n_neighbours=9), find_neighbours(matrix, n_neighbours=4)
    assert np.array_equal(many.nearest(4).rows, few.rows)
    assert np.array_equal(many.nearest(4).distances, few.distances)


def test_neighbours_of_sparse_rows_are_those_of_brute_force():
    random = np.random.default_rng(5)
    rows = random.random((600, 20)) * (random.random((600, 20)) < 0.4)
    matrix = unit(rows[rows.any(axis=1)])
    near = find_sparse_neighbours(csr_matrix(matrix), n_neighbours=6)
    check_against_brute_force(near, matrix, n_neighbours=6)


def test_sparse_rows_are_no_neighbours_unless_they_share_a_column():
    half = np.float32(0.5**0.5)
    matrix = np.array([[half, half, 0], [1, 0, 0], [0, 0, 1], [0, 0, 0]], dtype=np.float32)
    near = find_sparse_neighbours(csr_matrix(matrix), n_neighbours=3)
    assert near.rows.tolist() == [[0, 1, -1], [1, 0, -1], [2, -1, -1], [3, -1, -1]]
    np.testing.assert_allclose(near.distances[0], [0, 1 - half, 1], atol=1e-6)
    assert near.distances[3].tolist() == [0, 1, 1]
