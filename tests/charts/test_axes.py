from datetime import date

import pytest

from trends.charts.axes import share_axis, time_axis, whole_time
from trends.data import Series


@pytest.mark.parametrize(("top", "form"), [(0.4, ".0~%"), (0.04, ".1~%"), (0.004, ".2~%")])
def test_small_shares_get_more_decimals(top, form):
    axis = share_axis(top)
    assert axis["tickformat"] == form
    assert axis["range"][0] == 0
    assert axis["range"][1] > top


def test_an_axis_of_nothing_still_has_a_height():
    assert share_axis(0.0)["range"] == [0, 1]


@pytest.mark.parametrize(("n_quarters", "step"), [(8, "M3"), (12, "M6"), (20, "M12"), (60, "M24")])
def test_ticks_of_many_quarters_stand_at_half_years_and_whole_years(make_tables, n_quarters, step):
    assert time_axis(make_tables([[5] * n_quarters]).series, n_ticks=9)["dtick"] == step


@pytest.mark.parametrize(("n_ticks", "step"), [(9, "M1"), (4, "M2"), (3, "M3")])
def test_ticks_of_months_have_the_year_below_where_it_changes(make_tables, n_ticks, step):
    quarters = make_tables([[5] * 8]).series
    axis = time_axis(Series(quarters.table, "month", quarters.until), n_ticks=n_ticks)
    assert (axis["dtick"], axis["tickformat"]) == (step, "%b\n%Y")


def test_ticks_of_weeks_stand_where_plotly_likes_them(make_tables):
    quarters = make_tables([[5] * 8]).series
    assert "dtick" not in time_axis(Series(quarters.table, "week", quarters.until), n_ticks=9)


def test_ticks_of_joined_periods_are_named_as_these(make_tables):
    quarters = make_tables([[5] * 8]).series
    months = Series(quarters.table, "month", quarters.until)
    axis = time_axis(months, n_ticks=8, every="quarter")
    assert (axis["dtick"], axis["tickformat"]) == ("M3", "Q%q\n%Y")


def test_the_range_holds_every_period_with_room_at_both_ends(make_tables):
    first, last = whole_time(make_tables([[5] * 8]).series)["range"]
    assert date.fromisoformat(first) < date(2021, 1, 1)
    assert date.fromisoformat(last) > date(2022, 10, 1)
