import numpy as np
import pytest

from trends.stats.field.change import Contrast, contrast
from trends.stats.field.estimate import average_field, estimate_field, find_near, local_change


def around(middle: np.ndarray, n: int, *, seed: int, spread: float = 0.3) -> np.ndarray:
    """Draw unit vectors around a place."""
    rows = middle + spread * np.random.default_rng(seed).normal(size=(n, len(middle))) / len(middle) ** 0.5
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def two_places(n_early: tuple[int, int], n_late: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Put papers around two places in two years; vectors, years and places."""
    axes = np.eye(16)[:2]
    parts = [(0, 2020, n_early[0]), (1, 2020, n_early[1]), (0, 2021, n_late[0]), (1, 2021, n_late[1])]
    matrix = np.concatenate([around(axes[place], n, seed=seed) for seed, (place, _, n) in enumerate(parts)])
    years = np.repeat([float(year) for _, year, _ in parts], [n for _, _, n in parts])
    return matrix, years, np.repeat([place for place, _, _ in parts], [n for _, _, n in parts])


def test_a_place_that_doubled_its_share_grows_and_the_other_falls():
    matrix, years, place = two_places((300, 600), (600, 300))
    strata = np.zeros(len(years), dtype=np.int64)
    change = contrast(years, strata, recent=years == 2021, earlier=years == 2020)
    field = estimate_field(matrix, change, strata=strata)
    assert field[place == 0].mean() == pytest.approx(np.log(2), abs=0.3)
    assert field[place == 1].mean() == pytest.approx(-np.log(2), abs=0.3)


def test_a_literature_that_doubles_everywhere_does_not_grow_anywhere():
    matrix, years, place = two_places((300, 300), (600, 600))
    strata = np.zeros(len(years), dtype=np.int64)
    change = contrast(years, strata, recent=years == 2021, earlier=years == 2020)
    field = estimate_field(matrix, change, strata=strata)
    assert abs(field).mean() < 0.1
    assert abs(field[place == 0].mean() - field[place == 1].mean()) < 0.1


def test_a_venue_that_grows_is_no_trend_of_its_subjects():
    # Each venue has a place of its own, and one of them triples. Pooled, its place grows; held constant, nothing does.
    matrix, years, place = two_places((300, 300), (900, 300))
    pooled = np.zeros(len(years), dtype=np.int64)
    fields = {}
    for name, strata in (("pooled", pooled), ("held", place.astype(np.int64))):
        change = contrast(years, strata, recent=years == 2021, earlier=years == 2020)
        fields[name] = estimate_field(matrix, change, strata=strata)
    difference = {name: field[place == 0].mean() - field[place == 1].mean() for name, field in fields.items()}
    assert difference["pooled"] > 0.8
    assert abs(difference["held"]) < 0.15


def test_neighbours_are_those_of_a_full_sort_and_the_nearest_comes_first():
    matrix = around(np.eye(8)[0], 60, seed=3, spread=1.0)
    near = find_near(matrix, at=matrix[:5], n_neighbours=7)
    full = np.argsort(-(matrix[:5] @ matrix.T), axis=1)[:, :7]
    np.testing.assert_array_equal(near, full)
    assert near[:, 0].tolist() == [0, 1, 2, 3, 4]


def test_where_nobody_is_near_nothing_changes():
    near = np.array([[2, 3]])
    change = Contrast(np.array([1.0, 0, 0, 0]), np.array([0, 1.0, 0, 0]), 1.0)
    assert local_change(near, change).tolist() == [0.0]


def test_topics_share_the_field_of_their_papers_and_grow_beside_each_other():
    shares = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0.5, 0.5, 0]])
    growth = average_field(np.array([0.4, 0.2, -0.2, 0.0]), shares)
    means = np.array([0.6 / 2.5, -0.2 / 1.5])
    centre = (2.5 * means[0] + 1.5 * means[1]) / 4
    np.testing.assert_allclose(growth, [means[0] - centre, means[1] - centre, 0])


def test_the_field_can_be_asked_for_at_other_places():
    matrix, years, _ = two_places((100, 200), (200, 100))
    strata = np.zeros(len(years), dtype=np.int64)
    change = contrast(years, strata, recent=years == 2021, earlier=years == 2020)
    everywhere = estimate_field(matrix, change, strata=strata)
    np.testing.assert_allclose(estimate_field(matrix, change, strata=strata, at=matrix[::7]), everywhere[::7])
