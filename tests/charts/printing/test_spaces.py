import pytest

from trends.charts.printing.spaces import SPACES, find_space
from trends.errors import ConfigError


@pytest.mark.parametrize(("width", "width_mm"), [("ieee-single", 88.9), ("120", 120), ("85.5mm", 85.5)])
def test_a_width_is_a_name_or_millimetres(width, width_mm):
    assert find_space(width).width_mm == width_mm


@pytest.mark.parametrize("width", ["ieee", "wide", ""])
def test_an_unknown_width_is_answered_with_the_known_ones(width):
    with pytest.raises(ConfigError, match=r"must be millimetres or one of ieee-single, ieee-double"):
        find_space(width)


@pytest.mark.parametrize("width", ["10", "1e9", "nan"])
def test_a_width_must_be_one_that_prints(width):
    with pytest.raises(ConfigError, match="must be from 40 to 600"):
        find_space(width)


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_the_smallest_text_of_eleven_pixels_prints_at_seven_points_or_more(space):
    points_per_millimetre = 72 / 25.4
    assert space.millimetres(11) * points_per_millimetre == pytest.approx(space.text_pt)
    assert space.text_pt >= 7


def test_pixels_and_millimetres_undo_each_other():
    space = SPACES["slide"]
    assert space.millimetres(space.pixels(100)) == pytest.approx(100, abs=0.5)
