import numpy as np
import polars as pl
import pytest

from trends.stats.field.change import contrast
from trends.stats.field.regions import find_regions


def scattered(n: int, *, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scatter papers of two strata over a sphere and over two years, with nothing growing."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(n, 6))
    matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return matrix, 2020.0 + random.integers(0, 2, n), random.integers(0, 2, n)


def regions_of(matrix: np.ndarray, years: np.ndarray, strata: np.ndarray, *, seed: int = 0) -> pl.DataFrame:
    change = contrast(years, strata, recent=years == 2021, earlier=years == 2020)
    ids = pl.Series([f"sha:{row:05}" for row in range(len(years))])
    return find_regions(matrix, change, ids=ids, strata=strata, n_permutations=99, seed=seed)


def test_a_planted_hot_place_is_found_with_its_papers():
    matrix, years, strata = scattered(1500, seed=1)
    hot = np.flatnonzero(matrix[:, 0] > 0.55)
    years[hot[: int(0.9 * len(hot))]] = 2021
    found = regions_of(matrix, years, strata)
    assert found.height == 1
    members = {int(paper.removeprefix("sha:")) for paper in found["members"][0]}
    assert len(members & set(hot)) / len(members) > 0.9
    assert len(members & set(hot)) / len(hot) > 0.3  # its middle: at the rim neighbours are of both kinds
    assert found["growth"][0] > 0.5
    assert found["n_papers"][0] == len(members)


@pytest.mark.slow
def test_scattered_dates_make_few_regions():
    n_false = sum(regions_of(*scattered(400, seed=seed), seed=seed).height > 0 for seed in range(2, 22))
    assert n_false <= 3  # one of twenty is allowed on average


def test_a_stratum_that_comes_to_a_place_is_no_region():
    # All papers of stratum 1 stand in one place, and three of four are recent: its venue grew, and nothing else.
    matrix, years, _ = scattered(1200, seed=3)
    strata = (matrix[:, 0] > 0.6).astype(np.int64)
    place = np.flatnonzero(strata == 1)
    years[place] = np.where(np.arange(len(place)) % 4 > 0, 2021, 2020)
    assert regions_of(matrix, years, strata).height == 0


def test_the_same_seed_gives_the_same_regions():
    matrix, years, strata = scattered(600, seed=5)
    years[matrix[:, 1] > 0.7] = 2021
    assert regions_of(matrix, years, strata, seed=4).equals(regions_of(matrix, years, strata, seed=4))
