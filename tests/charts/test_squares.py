import pytest

from trends.charts.squares import find_areas


def treemap(values, *, pad=0, inner=0):
    """Return a root with one tile for each value."""
    names = [str(number) for number in range(len(values))]
    return {
        "ids": ["root", *names],
        "parents": ["", *["root"] * len(values)],
        "values": [sum(values), *values],
        "tiling": {"pad": inner},
        "marker": {"pad": {"t": pad, "l": pad, "r": pad, "b": pad}},
    }


def test_the_first_example_of_squarified_treemaps_is_laid_as_its_authors_lay_it():
    areas = find_areas(treemap([6, 6, 4, 3, 2, 2, 1]), width=6, height=4)[1:]
    assert [(round(area.x0, 2), round(area.y0, 2)) for area in areas[:4]] == [(0, 0), (0, 2), (3, 0), (4.71, 0)]
    assert [area.width * area.height for area in areas] == pytest.approx([6, 6, 4, 3, 2, 2, 1])


def test_a_higher_plot_is_cut_across_instead():
    wide, high = (find_areas(treemap([1, 1]), width=width, height=height)[1:] for width, height in ((20, 10), (10, 20)))
    assert [area.x0 for area in wide] == [0, 10]
    assert [area.y0 for area in high] == [0, 10]


def test_margins_and_gaps_are_left_free():
    first, second = find_areas(treemap([1, 1], pad=2, inner=1), width=24, height=10)[1:]
    assert (first.x0, first.y0, first.height) == (2, 2, 6)
    assert second.x0 - first.x1 == 1
    assert second.x1 == 22


def test_what_has_no_room_is_nothing_and_not_less():
    (area,) = find_areas(treemap([1], pad=9), width=10, height=4)[1:]
    assert (area.width, area.height) == (0, 0)
