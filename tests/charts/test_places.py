import base64

import numpy as np
import pytest

from trends.charts.places import STEPS, find_peak, pack, to_steps


def test_places_keep_their_proportions_within_a_twenty_thousandth():
    values = np.random.default_rng(0).uniform(-3, 8, size=10_000).astype(np.float32)
    steps = to_steps(values).astype(float)
    assert 0 < steps.min() < steps.max() < STEPS
    place, truth = ((axis - axis.min()) / (axis.max() - axis.min()) for axis in (steps, values))
    assert np.abs(place - truth).max() < 1e-4


def test_a_long_stretch_without_papers_is_shortened_and_the_order_stays():
    values = np.concatenate([np.linspace(0, 1, 1000), np.linspace(9, 10, 1000)]).astype(np.float32)
    steps = to_steps(values).astype(int)
    island, gap = steps[999] - steps[0], steps[1000] - steps[999]
    assert gap < 2 * island
    assert (np.diff(steps) >= 0).all()


def test_two_papers_keep_the_whole_plot_between_them():
    assert to_steps(np.array([1, 5], dtype=np.float32)).tolist() == [1_000, 19_000]


def test_papers_in_one_place_lie_in_the_middle():
    assert to_steps(np.ones(3, dtype=np.float32)).tolist() == [STEPS // 2] * 3


def test_the_peak_is_where_most_papers_lie_and_not_halfway_to_the_others():
    x = np.array([1_000] * 5 + [19_000] * 4, dtype=np.int16)
    assert find_peak(x, x) == (1_000, 1_000)


@pytest.mark.parametrize(("dtype", "name"), [("int16", "i2"), ("uint8", "u1"), ("int32", "i4")])
def test_packed_numbers_come_back(dtype, name):
    packed = pack(np.array([3, 200], dtype=dtype))
    assert packed["dtype"] == name
    assert np.frombuffer(base64.b64decode(packed["bdata"]), f"<{name}").tolist() == [3, 200]
