import numpy as np
import pytest
from sklearn.metrics import silhouette_samples

from trends.topics.quality.separation import measure_silhouettes, spot_intruders, spread_papers


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_silhouettes_are_those_of_scikit_learn():
    random = np.random.default_rng(0)
    matrix, groups = unit(random.normal(size=(60, 5))), random.integers(0, 4, 60)
    groups[0] = 4  # alone in its topic
    expected = silhouette_samples(matrix.astype(np.float64), groups, metric="cosine")
    np.testing.assert_allclose(measure_silhouettes(matrix, groups=groups), expected, atol=1e-6)


def test_a_silhouette_by_hand():
    matrix = unit(np.array([[1, 0], [1, 0], [0, 1], [0, 1], [1, 1]]))
    own, other = (0 + 0) / 1, 1.0
    assert measure_silhouettes(matrix[:4], groups=np.array([0, 0, 1, 1]))[0] == (other - own) / other
    between = measure_silhouettes(matrix, groups=np.array([0, 0, 1, 1, 1]))[4]
    assert between == pytest.approx(0, abs=1e-6)


def test_outliers_have_no_silhouette_and_do_not_count_in_others(blobs):
    matrix, groups = blobs(3, 10)
    some = np.where(groups == 2, -1, groups)
    silhouettes = measure_silhouettes(matrix, groups=some)
    assert np.isnan(silhouettes[some == -1]).all()
    np.testing.assert_array_equal(silhouettes[:20], measure_silhouettes(matrix[:20], groups=groups[:20]))


def test_many_papers_are_measured_block_by_block(blobs):
    matrix, groups = blobs(2, 5000, n_dims=3)
    silhouettes = measure_silhouettes(matrix, groups=groups)
    assert not np.isnan(silhouettes).any()
    turned = measure_silhouettes(matrix[::-1].copy(), groups=groups[::-1].copy())
    np.testing.assert_allclose(silhouettes, turned[::-1], atol=1e-6)


@pytest.mark.parametrize("groups", [[0, 0, 0], [-1, -1, -1], [-1, 0, 0]])
def test_fewer_than_two_topics_have_no_silhouette(groups):
    assert np.isnan(measure_silhouettes(np.eye(3, dtype=np.float32), groups=np.array(groups))).all()


def test_copies_in_two_topics_are_between_them():
    matrix = np.ones((4, 1), dtype=np.float32)
    assert measure_silhouettes(matrix, groups=np.array([0, 0, 1, 1])).tolist() == [0, 0, 0, 0]


def test_an_intruder_is_spotted_where_it_fits_less_than_every_member():
    inside = np.array([[1, 0.9, 0.8], [0.9, 1, 0.1], [0.8, 0.1, 1]])
    clear, near, hidden = [0.0, 0.0, 0.0], [0.4, 0.3, 0.1], [0.5, 0.5, 0.5]
    # sums of the third member to the others and the stranger: 0.9, 1.0, 1.4; of the strangers: 0, 0.8, 1.5
    assert spot_intruders(inside, across=np.array([clear, near, hidden]).T) == pytest.approx(2 / 3)


def test_strangers_no_different_from_members_are_spotted_by_chance():
    vectors = unit(np.random.default_rng(1).normal(size=(3000, 8)))
    hands, strangers = vectors[:1000].reshape(200, 5, 8), vectors[1000:]
    spotted = [spot_intruders(hand @ hand.T, across=hand @ strangers.T) for hand in hands]
    assert np.mean(spotted) == pytest.approx(1 / 6, abs=0.03)


@pytest.mark.parametrize(("n_members", "n_strangers"), [(1, 4), (0, 4), (3, 0)])
def test_without_company_or_strangers_there_is_nothing_to_spot(n_members, n_strangers):
    assert np.isnan(spot_intruders(np.eye(n_members), across=np.zeros((n_members, n_strangers))))


def test_papers_are_spread_from_heart_to_edge():
    similarity = np.array([0.1, 0.9, 0.5, 0.7, 0.3, 0.99, 0.2])
    groups = np.array([0, 0, 0, 0, 0, -1, 3])
    assert [rows.tolist() for rows in spread_papers(similarity, groups=groups, n=3)] == [[1, 2, 0], [6]]
    assert [rows.tolist() for rows in spread_papers(similarity, groups=groups, n=5)] == [[1, 3, 2, 4, 0], [6]]


def test_without_topics_there_are_no_papers_to_spread():
    assert spread_papers(np.ones(3), groups=np.full(3, -1), n=5) == []
