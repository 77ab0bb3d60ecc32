from trends.charts.heatmap import plot_heatmap


def test_rows_say_which_topics_they_are(make_tables):
    chart = plot_heatmap(make_tables([[1, 5], [5, 1]]))
    (cells,) = chart.figure["data"]
    assert cells["meta"] == {"topics": [1, 0], "share": "cells"}


def test_a_cell_is_the_share_relative_to_the_topics_own_best(make_tables):
    chart = plot_heatmap(make_tables([[50, 20, 10]], outliers=[50, 20, 90]))
    assert chart.figure["data"][0]["z"] == [[1.0, 1.0, 0.2]]


def test_topics_are_ordered_by_the_middle_of_their_time(make_tables):
    late, early, even = [0, 1, 9], [9, 1, 0], [5, 5, 5]
    chart = plot_heatmap(make_tables([late, early, even], outliers=[1, 8, 1]))
    assert chart.figure["data"][0]["y"] == ["Topic 1", "Topic 2", "Topic 0"]
    assert chart.figure["layout"]["yaxis"]["autorange"] == "reversed"


def test_the_running_period_is_left_out_and_the_caption_says_so(make_tables):
    chart = plot_heatmap(make_tables([[5, 2, 1]], running=True))
    assert chart.figure["data"][0]["x"] == ["2021-01-01", "2021-04-01"]
    assert "quarters covered only in part are left out" in chart.caption


def test_a_period_without_papers_is_an_empty_cell(make_tables):
    assert plot_heatmap(make_tables([[5, 0, 5]])).figure["data"][0]["z"] == [[1.0, None, 1.0]]


def test_a_topic_whose_papers_are_all_too_new_does_not_break_the_others(make_tables):
    chart = plot_heatmap(make_tables([[5, 5, 0], [0, 0, 4]], running=True))
    assert chart.figure["data"][0]["y"] == ["Topic 0", "Topic 1"]
    assert chart.figure["data"][0]["z"][1] == [None, None]


def test_a_phone_keeps_the_scale_of_colours_above_the_plot(make_tables):
    layout = plot_heatmap(make_tables([[5, 6, 7]])).figure["layout"]
    phone = layout["meta"]["phone"]
    assert phone["coloraxis.colorbar.orientation"] == "h"
    assert phone["height"] > layout["height"]
