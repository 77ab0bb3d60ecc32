import numpy as np
import pytest

from trends.errors import ConfigError
from trends.topics.graph.device import choose_device, find_neighbours_by_torch
from trends.topics.graph.neighbours import find_neighbours


def test_choosing_in_half_precision_and_ranking_in_full_finds_the_exact_neighbours():
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(600, 32)).astype(np.float32)
    matrix[500:] = matrix[:100]  # copies
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    exact = find_neighbours(matrix, n_neighbours=20)
    found = find_neighbours_by_torch(matrix, n_neighbours=20, device="cpu")
    assert (found.rows[:, 0] == np.arange(600)).all()
    np.testing.assert_allclose(found.distances, exact.distances, atol=1e-5)  # which of two copies comes in last is open


def test_few_papers_are_not_worth_a_graphics_card():
    assert choose_device("auto", n_papers=100) == "cpu"


def test_a_graphics_card_that_is_not_there_is_a_sentence():
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is one here")
    with pytest.raises(ConfigError, match=r"topics\.device is 'cuda', torch sees no such device"):
        choose_device("cuda", n_papers=10)
    assert choose_device("auto", n_papers=1_000_000) == "cpu"
