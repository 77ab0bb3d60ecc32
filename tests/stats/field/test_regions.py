import numpy as np
import pytest

from trends.stats.field.change import contrast
from trends.stats.field.estimate import find_near
from trends.stats.field.regions import Region, find_regions


def scattered(n: int, *, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scatter papers of two strata over a sphere and over two years, with nothing growing."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(n, 6))
    matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return matrix, 2020.0 + random.integers(0, 2, n), random.integers(0, 2, n)


def regions_of(matrix: np.ndarray, years: np.ndarray, strata: np.ndarray, *, seed: int = 0) -> list[Region]:
    change = contrast(years, strata, recent=years == 2021, earlier=years == 2020)
    return find_regions(matrix, change, strata=strata, n_permutations=99, seed=seed)


def test_a_planted_hot_place_is_found_with_its_papers():
    matrix, years, strata = scattered(1500, seed=1)
    hot = np.flatnonzero(matrix[:, 0] > 0.55)
    years[hot[: int(0.9 * len(hot))]] = 2021
    found = regions_of(matrix, years, strata)
    assert len(found) == 1
    members = set(found[0].papers)
    assert len(members & set(hot)) / len(members) > 0.9
    assert len(members & set(hot)) / len(hot) > 0.3  # its middle: at the rim neighbours are of both kinds
    assert len(members) == len(found[0].papers)
    assert found[0].p == 0.01  # 99 permutations allow no less


@pytest.mark.slow
def test_scattered_dates_make_few_regions():
    n_false = sum(regions_of(*scattered(400, seed=seed), seed=seed) != [] for seed in range(2, 22))
    assert n_false <= 3  # one of twenty is allowed on average


def test_a_stratum_that_comes_to_a_place_is_no_region():
    # All papers of stratum 1 stand in one place, and three of four are recent: its venue grew, and nothing else.
    matrix, years, _ = scattered(1200, seed=3)
    strata = (matrix[:, 0] > 0.6).astype(np.int64)
    place = np.flatnonzero(strata == 1)
    years[place] = np.where(np.arange(len(place)) % 4 > 0, 2021, 2020)
    assert regions_of(matrix, years, strata) == []


def test_the_same_seed_gives_the_same_regions():
    matrix, years, strata = scattered(1500, seed=5)
    years[matrix[:, 1] > 0.6] = 2021
    one, other = (regions_of(matrix, years, strata, seed=4) for _ in range(2))
    assert [region.papers.tolist() for region in one] == [region.papers.tolist() for region in other] != []


def test_neighbours_that_are_known_need_not_be_found_again():
    matrix, years, strata = scattered(1500, seed=5)
    years[matrix[:, 1] > 0.6] = 2021
    change = contrast(years, strata, recent=years == 2021, earlier=years == 2020)
    near = find_near(matrix, at=matrix, n_neighbours=80)
    one, other = find_regions(matrix, change, strata=strata), find_regions(matrix, change, strata=strata, near=near)
    assert [region.papers.tolist() for region in one] == [region.papers.tolist() for region in other] != []


def test_a_hot_place_of_two_subjects_is_divided_by_meaning():
    # Two subjects side by side, hot both, in a corpus around them that stands still.
    random = np.random.default_rng(0)
    axes = np.eye(8)
    middles = np.repeat([axes[0] + 0.6 * axes[1], axes[0] - 0.6 * axes[1]], 250, axis=0)
    rows = np.concatenate([middles + 0.25 * random.normal(size=middles.shape), random.normal(size=(1500, 8))])
    matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    years = np.where(random.random(2000) < np.where(np.arange(2000) < 500, 0.8, 0.4), 2021.0, 2020.0)
    found = regions_of(matrix, years, np.zeros(2000, dtype=np.int64))
    sides = [matrix[region.papers, 1] > 0 for region in found[:2]]
    assert {round(float(side.mean())) for side in sides} == {0, 1}
    assert all(max(side.mean(), 1 - side.mean()) > 0.9 for side in sides)
