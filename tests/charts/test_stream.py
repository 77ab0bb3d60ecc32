from dataclasses import replace

import polars as pl
import pytest

from trends.charts.stream import plot_stream


def areas(chart):
    return [trace for trace in chart.figure["data"] if trace.get("fill")]


def test_areas_lie_on_each_other_with_the_largest_topic_at_the_foot(make_tables):
    table = plot_stream(make_tables([[2, 2], [6, 4]], outliers=[2, 4])).table
    first = table.filter(period=pl.date(2021, 1, 1)).select("topic", "foot", "top").rows()
    assert first == [(1, 0, pytest.approx(0.6)), (0, pytest.approx(0.6), pytest.approx(0.8))]


def test_topics_without_an_area_of_their_own_are_summed(make_tables):
    chart = plot_stream(make_tables([[9, 9], [3, 2], [2, 3]], outliers=[6, 6]), n_topics=1)
    rest = chart.table.filter(topic=-1)
    assert rest["label"].unique().to_list() == ["all other topics"]
    assert rest["share"].to_list() == [0.25, 0.25]
    assert "the largest of 3 topics; grey areas: all other topics" in chart.caption


def test_the_axis_goes_from_none_to_all_papers(make_tables):
    assert plot_stream(make_tables([[2, 3]], outliers=[8, 7])).figure["layout"]["yaxis"]["range"] == [0, 1]


def test_a_gap_parts_an_area_in_two(make_tables):
    chart = plot_stream(make_tables([[9, 9, 0, 9, 9]]))
    assert [len(trace["x"]) for trace in areas(chart)] == [4, 4]
    assert "Blank from top to foot: fewer than 5 papers." in chart.caption


def test_the_running_period_is_paler(make_tables):
    complete, running = areas(plot_stream(make_tables([[9, 9, 9]], running=True)))
    assert complete["fillcolor"].endswith("0.85)")
    assert running["fillcolor"].endswith("0.35)")
    assert running["x"][:2] == ["2021-04-01", "2021-07-01"]


def test_sums_beyond_all_papers_stay_in_sight(make_tables):
    tables = make_tables([[9, 9], [9, 9]])
    more = tables.series.table.with_columns(pl.col("share") * 1.1)
    tables = replace(tables, series=replace(tables.series, table=more))
    chart = plot_stream(tables)
    assert chart.figure["layout"]["yaxis"]["range"] == [0, pytest.approx(1.1)]


def test_a_blank_is_papers_in_no_topic(make_tables):
    assert "Blank above: papers in no topic." in plot_stream(make_tables([[9, 9], [9, 9]], outliers=[2, 2])).caption
