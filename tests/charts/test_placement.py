from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.charts.placement import Box, find_room, spread

ends = st.lists(st.floats(0, 300), min_size=1, max_size=8)


@given(ends)
def test_spread_labels_neither_overlap_nor_leave_the_plot(wanted):
    placed = sorted(spread(wanted, heights=[30.0] * len(wanted), top=300))
    assert placed[0] >= 15 - 1e-9
    assert placed[-1] <= 285 + 1e-9
    assert all(above - below >= 30 - 1e-9 for below, above in pairwise(placed))


@given(ends)
def test_spread_labels_keep_the_order_of_their_lines(wanted):
    placed = spread(wanted, heights=[30.0] * len(wanted), top=300)
    assert all(placed[a] < placed[b] for a, b in combinations(range(len(wanted)), 2) if wanted[a] < wanted[b])


def test_a_label_with_room_stays_where_its_line_ends():
    assert spread([50.0, 150.0], heights=[20, 20], top=200) == [50.0, 150.0]


def test_two_labels_that_want_one_place_stand_on_each_other():
    assert spread([100.0, 100.0], heights=[20, 20], top=200) == [100.0, 120.0]


def test_labels_higher_than_the_plot_are_squeezed_into_it():
    assert spread([0.0, 0.0, 0.0, 0.0], heights=[50] * 4, top=100) == pytest.approx([12.5, 37.5, 62.5, 87.5])


@given(st.lists(st.builds(Box, st.floats(0, 500), st.floats(0, 500), st.floats(20, 100), st.floats(10, 40)), max_size=20))
def test_no_two_boxes_that_found_room_touch_or_leave_the_plot(boxes):
    placed = [box for box in find_room(boxes, top=500, right=500) if box]
    assert not any(a.touches(b) for a, b in combinations(placed, 2))
    assert all(box.height / 2 <= box.y <= 500 - box.height / 2 for box in placed)
    assert all(box.width / 2 <= box.x <= 500 - box.width / 2 for box in placed)


def test_the_first_box_keeps_its_place_and_a_later_one_makes_way():
    first, second = find_room([Box(50, 50, 40, 20), Box(50, 50, 40, 20)], top=100, right=100)
    assert first == Box(50, 50, 40, 20)
    assert second == Box(50, 75, 40, 20)


def test_where_there_is_no_room_above_or_below_a_box_moves_aside():
    first, second = find_room([Box(100, 10, 40, 20), Box(110, 10, 40, 20)], top=20, right=200)
    assert first == Box(100, 10, 40, 20)
    assert second is None
    first, second = find_room([Box(100, 10, 40, 20), Box(130, 10, 40, 20)], top=20, right=200)
    assert second == Box(142, 10, 40, 20)


def test_a_box_without_any_room_is_dropped():
    assert find_room([Box(50, 10, 40, 20), Box(50, 10, 40, 20)], top=20, right=100) == [Box(50, 10, 40, 20), None]
