from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest

from trends.charts import draw


def line_of(chart, label, *, running=False):
    lines = [trace for trace in chart.figure["data"] if trace["name"] == label]
    return next(trace for trace in lines if (trace["line"].get("dash") == "dot") == running)


def test_a_line_shows_count_over_all_papers_of_the_period_outliers_included(make_tables):
    chart = draw("lines", make_tables([[20, 50]], outliers=[20, 150]))
    assert line_of(chart, "Topic 0")["y"] == [0.5, 0.25]
    assert "(240 papers in 2 quarters)" in chart.caption


def test_a_period_without_papers_is_a_gap_and_not_a_zero(make_tables):
    chart = draw("lines", make_tables([[20, 0, 40], [20, 0, 40]]))
    line = line_of(chart, "Topic 0")
    assert line["y"] == [0.5, None, 0.5]
    assert line["connectgaps"] is False
    assert "breaks where a quarter has fewer than 5 papers" in chart.caption


def test_a_share_of_a_handful_of_papers_is_not_drawn(make_tables):
    chart = draw("lines", make_tables([[20, 2, 3], [20, 2, 2]]))
    assert line_of(chart, "Topic 0")["y"] == [0.5, None, 0.6]


def test_a_period_with_papers_but_none_of_the_topic_is_a_zero(make_tables):
    chart = draw("lines", make_tables([[20, 0, 40], [20, 30, 40]]))
    assert line_of(chart, "Topic 0")["y"] == [0.5, 0.0, 0.5]
    assert "breaks" not in chart.caption


def test_the_running_period_is_dotted_and_open_and_the_caption_says_so(make_tables):
    chart = draw("lines", make_tables([[4, 4, 3], [4, 4, 3]], running=True))
    assert line_of(chart, "Topic 0")["x"] == ["2021-01-01", "2021-04-01"]
    running = line_of(chart, "Topic 0", running=True)
    assert running["x"] == ["2021-04-01", "2021-07-01"]
    assert running["marker"]["symbol"] == "circle-open"
    assert running["marker"]["size"][0] == 0
    assert "Dotted, with an open point: the last quarter, still running." in chart.caption


def test_a_running_period_of_a_handful_of_papers_does_not_stretch_the_axis(make_tables):
    chart = draw("lines", make_tables([[5, 5, 3], [95, 95, 0]], running=True))
    assert chart.figure["layout"]["yaxis"]["range"][1] == pytest.approx(0.95 * 1.05)
    assert not any(trace["line"].get("dash") == "dot" for trace in chart.figure["data"])
    assert "left out" in chart.caption


def test_a_running_period_that_has_no_share_is_not_said_to_be_drawn(make_tables):
    chart = draw("lines", make_tables([[5, 5, 2], [3, 3, 2]], running=True))
    assert not any(trace["line"].get("dash") == "dot" for trace in chart.figure["data"])
    assert "left out" in chart.caption


def test_a_first_period_that_is_covered_in_part_is_left_out_and_never_joined_to_the_last(make_tables):
    tables = make_tables([[9, 4, 4], [9, 4, 4]])
    first = tables.series.table.with_columns(partial=pl.col("period") == pl.col("period").min())
    chart = draw("lines", replace(tables, series=replace(tables.series, table=first)))
    assert [trace["x"] for trace in chart.figure["data"]] == [["2021-04-01", "2021-07-01"]] * 2
    assert "The first quarter is covered only in part and left out." in chart.caption
    assert "running" not in chart.caption


def test_each_line_is_labelled_at_its_end_and_no_two_labels_overlap(make_tables):
    chart = draw("lines", make_tables([[5, 5]] * 8, labels=[f"A topic with a long name, number {n}" for n in range(8)]))
    notes = chart.figure["layout"]["annotations"]
    assert len(notes) == 8
    plot = chart.figure["layout"]["height"] - 12 - 44
    top = chart.figure["layout"]["yaxis"]["range"][1]
    middles = sorted(note["y"] / top * plot - note["ay"] for note in notes)
    assert all(above - below >= 2 * 13 for below, above in pairwise(middles))
    assert {note["x"] for note in notes} == {"2021-04-01"}


def test_a_topic_has_the_same_colour_in_every_chart(make_tables, make_growth):
    growth = make_growth(growth=[0.1, 0.5], growth_low=[-0.1, 0.2], trend=["unclear", "rising"])
    tables = make_tables([[9, 9, 9], [1, 2, 4]], growth=growth)
    color = line_of(draw("lines", tables), "Topic 1")["line"]["color"]
    assert line_of(draw("rising", tables), "Topic 1")["line"]["color"] == color
    (cloud,) = (trace for trace in draw("map", tables).figure["data"] if trace["name"] == "Topic 1")
    assert cloud["marker"]["color"] == color


def test_a_line_has_its_interval_behind_it_where_the_series_knows_one(make_tables):
    tables = make_tables([[20, 50]], outliers=[80, 50])
    assert not any("fill" in trace for trace in draw("lines", tables).figure["data"])
    bounds = tables.series.table.with_columns(low=pl.col("share") - 0.1, high=pl.col("share") + 0.1)
    chart = draw("lines", replace(tables, series=replace(tables.series, table=bounds)))
    band = chart.figure["data"][0]
    assert band["fill"] == "toself"
    assert band["y"] == pytest.approx([0.1, 0.4, 0.6, 0.3])
    assert band["meta"] == {"topic": 0}
    assert "its band the 95% interval" in chart.caption
    assert chart.figure["layout"]["yaxis"]["range"][1] == pytest.approx(0.5 * 1.15 * 1.05)


def test_bands_that_fill_the_plot_are_paler_than_bands_that_leave_room(make_tables):
    def opacity(half_width):
        tables = make_tables([[20, 30, 20]] * 6)
        share = pl.col("share")
        bounds = tables.series.table.with_columns(low=share - half_width, high=share + half_width)
        chart = draw("lines", replace(tables, series=replace(tables.series, table=bounds)))
        fills = [trace["fillcolor"] for trace in chart.figure["data"] if trace.get("fillcolor")]
        return float(fills[0].rpartition(",")[2].rstrip(")"))

    assert opacity(0.01) == 0.09
    assert 0 < opacity(0.15) < 0.06
