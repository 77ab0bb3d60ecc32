import numpy as np
import pytest

from trends.topics.names.representatives import find_representatives


def vectors(*degrees):
    angles = np.deg2rad(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def choose(matrix, *, n, dates=None, rows=None):
    rows = np.arange(len(matrix)) if rows is None else np.array(rows)
    dates = None if dates is None else np.array(dates, dtype="datetime64[D]")
    (found,) = find_representatives(matrix, groups=[rows], dates=dates, n=n)
    return found.tolist()


def test_the_most_central_paper_comes_first():
    assert choose(vectors(-30, 0, 30), n=1) == [1]


def test_the_next_paper_is_central_and_unlike_those_chosen():
    # The centroid of two copies a and of b points to (4, 2, 1): cos a = .960, cos b = .829. Once a is chosen, its copy gains
    # .7 × .960 − .3 × 1 = .372 and b gains .7 × .829 − .3 × .64 = .388.
    a, b = [0.8, 0.6, 0.0], [0.8, 0.0, 0.6]
    assert choose(np.array([a, a, b], dtype=np.float32), n=3) == [0, 2, 1]


def test_the_last_place_is_kept_for_a_recent_paper():
    matrix = vectors(-2, -1, 0, 1, 60)
    dates = ["2020-01-01"] * 4 + ["2024-01-01"]
    assert 4 not in choose(vectors(-2, 0, 0, 2, 90), n=1, dates=dates)
    assert choose(matrix, n=2, dates=dates)[-1] == 4
    assert choose(matrix, n=2, dates=["2024-01-01", *dates[1:4], "2020-01-01"])[-1] == 0


def test_where_no_paper_is_dated_all_are_chosen_by_their_place():
    matrix = vectors(-30, 0, 30)
    assert choose(matrix, n=2, dates=["NaT"] * 3) == choose(matrix, n=2)


@pytest.mark.parametrize("n", [2, 5])
def test_a_small_group_gives_what_it_has(n):
    assert sorted(choose(vectors(0, 10, 90), n=n, rows=[0, 2])) == [0, 2]


def test_no_groups_have_no_representatives():
    assert find_representatives(vectors(0), groups=[], dates=None, n=3) == []
