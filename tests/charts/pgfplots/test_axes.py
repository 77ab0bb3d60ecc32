import math

import pytest

from trends.charts.pgfplots.axes import Axis


def options(axis, values=()):
    return axis.options(list(values))


def test_dates_become_years():
    axis = Axis("x", {"type": "date"})
    assert axis.place("2024-01-01") == 2024
    assert axis.place("2023-07-02 12:00:00") == 2023.5
    assert math.isnan(axis.place(None))


def test_a_day_in_milliseconds_is_a_day_in_years():
    assert Axis("x", {"type": "date"}).length(365.25 * 86_400_000) == 1
    assert Axis("x", {}).length(3) == 3


@pytest.mark.parametrize(
    ("settings", "ticks"),
    [
        ({"dtick": "M24"}, "xtick={2020,2022,2024}"),
        ({"nticks": 3}, "xtick={2020,2022,2024}"),
        ({"dtick": "M60"}, "xtick={2020}"),
    ],
)
def test_ticks_stand_at_the_beginnings_of_years_as_in_the_figure(settings, ticks):
    axis = Axis("x", {"type": "date", "range": ["2019-11-01", "2024-06-01"]} | settings)
    assert ticks in options(axis)


def test_ticks_of_a_short_time_are_months():
    axis = Axis("x", {"type": "date", "range": ["2024-02-15", "2024-06-15"], "nticks": 4})
    assert "xticklabels={{Mar 2024},{Apr 2024},{May 2024},{Jun 2024}}" in options(axis)


def test_ticks_of_quarters_are_named_as_these():
    settings = {"type": "date", "range": ["2024-01-01", "2024-08-01"], "dtick": "M3", "tickformat": "Q%q\n%Y"}
    assert "xticklabels={{Q1 2024},{Q2 2024},{Q3 2024}}" in options(Axis("x", settings))


def test_a_span_without_the_first_of_a_month_has_its_ends():
    axis = Axis("x", {"type": "date", "range": ["2024-03-05", "2024-03-25"]})
    assert "xticklabels={{5 Mar 2024},{25 Mar 2024}}" in options(axis)


def test_shares_are_written_in_per_cent():
    axis = Axis("y", {"range": [0, 0.21], "tickformat": ".0%", "nticks": 6})
    assert "ytick={0,0.05,0.1,0.15,0.2}" in options(axis)
    assert r"yticklabels={{0\%},{5\%},{10\%},{15\%},{20\%}}" in options(axis)


def test_zeros_at_the_end_are_left_out_where_the_figure_does():
    axis = Axis("y", {"range": [0, 0.02], "tickformat": ".1~%", "nticks": 5})
    assert r"yticklabels={{0\%},{0.5\%},{1\%},{1.5\%},{2\%}}" in options(axis)


def test_a_logarithmic_axis_has_its_range_in_factors_and_its_own_ticks():
    axis = Axis("x", {"type": "log", "range": [-1, 1], "tickvals": [1, 2, 0.5], "ticktext": ["0%", "+100%", "−50%"]})
    assert {"xmode=log", "xmin=0.1", "xmax=10", "xtick={0.5,1,2}"} <= set(options(axis))
    assert r"xticklabels={{\ensuremath{-}50\%},{0\%},{+100\%}}" in options(axis)
    assert axis.place(2) == 2
    assert axis.place_text(0) == 1


def test_an_axis_that_runs_down_is_reversed():
    assert "y dir=reverse" in options(Axis("y", {"range": [9.5, -0.5]}))
    assert "y dir=reverse" not in options(Axis("y", {"range": [-0.5, 9.5]}))


def test_without_a_range_all_values_are_in_sight():
    assert Axis("y", {}).bounds([3.0, math.nan, 7.0]) == (3, 7)
    assert Axis("y", {}).bounds([]) == (0, 1)


def test_labels_that_the_figure_hides_are_hidden():
    assert r"xticklabels=\empty" in options(Axis("x", {"range": [0, 1], "showticklabels": False}))
