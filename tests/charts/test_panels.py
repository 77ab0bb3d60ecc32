import pytest

from trends.charts.panels import Grid


def rows_of(grid):
    """Return the number of panels in each row, from the top."""
    tops = [place["domain"][1] for name, place in grid.places().items() if name.startswith("y")]
    return [tops.count(top) for top in sorted(set(tops), reverse=True)]


def test_panels_fill_one_row_after_the_other():
    assert rows_of(Grid([5], columns=2, panel=90, gap=50)) == [2, 2, 1]


def test_each_group_begins_a_row_of_its_own():
    assert rows_of(Grid([3, 2], columns=2, panel=90, gap=50)) == [2, 1, 2]


def test_a_few_panels_take_the_whole_width():
    places = Grid([2], columns=4, panel=90, gap=50, gutter=0.1).places()
    assert places["xaxis"]["domain"] == pytest.approx([0, 0.45])
    assert places["xaxis2"]["domain"] == pytest.approx([0.55, 1])


def test_a_heading_takes_room_above_every_group_but_the_first():
    plain, headed = (Grid([1, 1, 1], columns=1, panel=90, gap=50, headed=headed).height for headed in (False, True))
    assert plain == 90 + 2 * (50 + 90)
    assert headed == plain + 2 * 44


def test_only_outer_panels_bear_tick_labels_unless_each_has_its_own_scale():
    grid = Grid([4], columns=2, panel=90, gap=50)
    labelled = [name for name, place in grid.places().items() if place["showticklabels"]]
    assert labelled == ["yaxis", "xaxis3", "yaxis3", "xaxis4"]
    assert all(place["showticklabels"] for name, place in grid.places(own_scale=True).items() if name.startswith("y"))
