from itertools import combinations

import numpy as np
import pytest

from trends.charts.style import PALETTE, topic_color, topic_dash, topic_symbol

# Machado, Oliveira and Fernandes (2009), severity 1: linear RGB as a reader with this colour vision sees it.
VISION = {
    "full": np.eye(3),
    "deuteranopia": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "protanopia": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
}


def linear(color):
    srgb = np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def luminance(color):
    return float(linear(color) @ [0.2126, 0.7152, 0.0722])


def lab(rgb):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    x, y, z = np.cbrt(xyz / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", VISION)
def test_every_two_colours_stay_apart_for_every_reader(vision):
    seen = {color: lab(VISION[vision] @ linear(color)) for color in PALETTE}
    nearest = min(np.linalg.norm(seen[a] - seen[b]) for a, b in combinations(PALETTE, 2))
    assert nearest > 15


@pytest.mark.parametrize("page", ["#FFFFFF", "#14171C"])
def test_every_colour_stands_out_on_light_and_on_dark_pages(page):
    for color in PALETTE:
        dark, light = sorted([luminance(color), luminance(page)])
        assert (light + 0.05) / (dark + 0.05) > 2.5


def test_topics_of_one_colour_differ_in_dash_and_marker():
    n = len(PALETTE)
    assert topic_color(3) == topic_color(3 + n)
    looks = {(topic_color(topic), topic_dash(topic), topic_symbol(topic)) for topic in range(4 * n)}
    assert len(looks) == 4 * n
