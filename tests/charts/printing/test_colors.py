import pytest

from trends.charts.printing.colors import lightness, read_color, to_gray, write_color


@pytest.mark.parametrize(("text", "read"), [("#0072B2", ((0, 114, 178), 1.0)), ("rgba(0,114,178,0.2)", ((0, 114, 178), 0.2))])
def test_a_color_is_read_and_written_back(text, read):
    assert read_color(text) == read
    assert write_color(*read) == text


@pytest.mark.parametrize("text", ["Viridis", "red", "#12", "rising"])
def test_what_is_no_color_is_left_alone(text):
    assert read_color(text) is None


def test_lightness_goes_from_black_to_white_and_knows_that_green_is_lighter_than_blue():
    assert lightness((0, 0, 0)) == 0
    assert lightness((255, 255, 255)) == pytest.approx(100)
    assert lightness((119, 119, 119)) == pytest.approx(50, abs=0.2)
    assert lightness((0, 255, 0)) > 2 * lightness((0, 0, 255))


def test_the_gray_of_a_color_is_as_light():
    blue = (0, 114, 178)
    assert lightness(to_gray(blue)) == pytest.approx(lightness(blue), abs=0.3)
