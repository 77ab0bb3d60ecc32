import numpy as np

from trends.topics.neighbours import find_neighbours


def test_neighbours_are_those_of_brute_force(blobs):
    matrix, _ = blobs(4, 25)
    near = find_neighbours(matrix, n_neighbours=7)
    away = 1 - matrix.astype(np.float64) @ matrix.T
    np.testing.assert_allclose(near.distances, np.sort(away, axis=1)[:, :7], atol=1e-5)
    np.testing.assert_allclose(np.take_along_axis(away, near.rows, axis=1), near.distances, atol=1e-5)


def test_a_paper_is_its_own_first_neighbour_even_among_copies():
    matrix = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (5, 1))
    near = find_neighbours(matrix, n_neighbours=3)
    assert near.rows[:, 0].tolist() == [0, 1, 2, 3, 4]
    assert not near.distances.any()


def test_small_blocks_change_nothing(blobs):
    matrix, _ = blobs(3, 20)
    whole = find_neighbours(matrix, n_neighbours=5)
    parts = find_neighbours(matrix, n_neighbours=5, n_cells=100)
    np.testing.assert_array_equal(whole.rows, parts.rows)
    np.testing.assert_allclose(whole.distances, parts.distances, atol=1e-6)
