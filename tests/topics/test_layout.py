from pathlib import Path

import numpy as np
import pytest

from trends.topics.graph.neighbours import find_neighbours
from trends.topics.layout import lay_out


def place(matrix, **settings):
    near = find_neighbours(matrix, n_neighbours=min(8, len(matrix)))
    return lay_out(matrix, near=near, n_dims=2, min_dist=0.1, seed=0, **settings)


def test_a_handful_of_papers_and_papers_all_alike_stand_in_a_row():
    few = place(np.eye(3, dtype=np.float32))
    alike = place(np.tile(np.float32([1, 0]), (9, 1)))
    assert few[:, 0].tolist() == [0, 1, 2]
    assert alike[:, 0].tolist() == list(range(9))
    assert not alike[:, 1].any()


@pytest.mark.slow
def test_alike_papers_land_together_and_the_same_seed_repeats(blobs):
    matrix, groups = blobs(3, 30)
    placed, again = place(matrix), place(matrix)
    np.testing.assert_array_equal(placed, again)
    middles = np.array([placed[groups == group].mean(axis=0) for group in range(3)])
    nearest = np.linalg.norm(placed[:, None] - middles, axis=2).argmin(axis=1)
    assert (nearest == groups).mean() > 0.95


@pytest.mark.slow
def test_what_umap_compiles_is_kept_for_the_next_process(blobs):
    place(blobs(3, 30)[0])
    from umap import umap_  # warns where it is first imported

    assert any(Path(umap_.smooth_knn_dist.stats.cache_path).glob("umap_.smooth_knn_dist-*.nbi"))
