import numpy as np
import pytest

from trends.stats.field.nearness import choose_temperature, share_papers


def test_a_paper_half_way_counts_half_in_each_topic():
    centroids = np.eye(3, dtype=np.float32)
    paper = np.array([[1, 1, 0]], dtype=np.float32) / np.float32(2**0.5)
    np.testing.assert_allclose(share_papers(paper, centroids, temperature=0.01), [[0.5, 0.5, 0]], atol=1e-6)


def test_without_temperature_the_nearest_gets_all():
    centroids = np.eye(2, dtype=np.float32)
    shares = share_papers(np.array([[0.8, 0.6]], dtype=np.float32), centroids, temperature=0)
    assert shares.tolist() == [[1, 0]]


@pytest.mark.parametrize("n_topics_each", [1.5, 3.0, 6.0])
def test_the_temperature_spreads_half_of_the_papers_as_far_as_asked(n_topics_each):
    random = np.random.default_rng(0)
    rows = random.normal(size=(2000, 12))
    matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    centroids = matrix[:20]
    temperature = choose_temperature(matrix, centroids, n_topics_each=n_topics_each)
    shares = share_papers(matrix, centroids, temperature=temperature).astype(np.float64)
    spread = np.exp(-(shares * np.log(np.maximum(shares, 1e-300))).sum(axis=1))
    assert np.median(spread) == pytest.approx(n_topics_each, rel=0.05)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-5)
