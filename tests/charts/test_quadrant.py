import math

import pytest

from trends.charts.quadrant import plot_quadrant


def point(chart, topic):
    return next(trace for trace in chart.figure["data"] if trace["meta"] == {"topic": topic})


def test_a_point_stands_at_share_and_growth_factor_with_the_interval_of_growth(make_tables, make_growth):
    growth = make_growth(growth=[0.5], growth_low=[0.25], growth_high=[1.0], share_last=[0.02])
    found = point(plot_quadrant(make_tables([[5, 5, 5]], growth=growth)), 0)
    assert (found["x"], found["y"]) == ([0.02], [1.5])
    assert (found["error_y"]["array"], found["error_y"]["arrayminus"]) == ([0.5], [0.25])


def test_what_is_not_proven_is_faint_grey_and_hollow(make_tables, make_growth):
    growth = make_growth(q=[0.01, 0.6], share_last=[0.1, 0.2])
    chart = plot_quadrant(make_tables([[5, 5, 5]] * 2, growth=growth))
    sure, unsure = point(chart, 0), point(chart, 1)
    assert (sure["opacity"], sure["marker"]["symbol"], sure["marker"]["color"]) == (1, "circle", "#0072B2")
    assert (unsure["opacity"], unsure["marker"]["symbol"], unsure["marker"]["color"]) == (0.7, "circle-open", "#8C8C8C")


def test_the_fields_part_at_no_growth_and_at_the_median_share_and_bear_names_in_words(make_tables, make_growth):
    growth = make_growth(share_last=[0.01, 0.04, 0.16])
    layout = plot_quadrant(make_tables([[5, 5, 5]] * 3, growth=growth)).figure["layout"]
    lying, upright = layout["shapes"][:2]
    assert (lying["y0"], upright["x0"]) == (1, 0.04)
    corners = {(note["x"], note["y"]): note["text"] for note in layout["annotations"] if note.get("xref") == "paper"}
    assert corners[0, 1] == "<i>small and rising</i>"
    assert corners[1, 0] == "<i>large and falling</i>"


def test_the_axis_of_shares_has_round_ticks_within_its_range(make_tables, make_growth):
    growth = make_growth(share_last=[0.003, 0.2])
    axis = plot_quadrant(make_tables([[5, 5, 5]] * 2, growth=growth)).figure["layout"]["xaxis"]
    assert axis["ticktext"] == ["0.2%", "0.5%", "1%", "2%", "5%", "10%", "20%"]
    assert all(axis["range"][0] <= math.log10(tick) <= axis["range"][1] for tick in axis["tickvals"])


def test_shares_that_are_near_each_other_still_have_ticks(make_tables, make_growth):
    growth = make_growth(share_last=[0.28, 0.48])
    axis = plot_quadrant(make_tables([[5, 5, 5]] * 2, growth=growth)).figure["layout"]["xaxis"]
    assert axis["ticktext"] == ["30%", "40%"]


def test_where_nothing_is_proven_the_caption_says_so(make_tables, make_growth):
    caption = plot_quadrant(make_tables([[5, 5, 5]] * 2, growth=make_growth(share_last=[0.1, 0.2]))).caption
    assert "Grey: not distinguishable from no growth" in caption
    assert "Coloured" not in caption


def test_a_topic_without_papers_lately_has_no_place_and_is_counted(make_tables, make_growth):
    chart = plot_quadrant(make_tables([[5, 5, 5]] * 2, growth=make_growth(share_last=[0.1, 0.0])))
    assert chart.table["topic"].to_list() == [0]
    assert "1 topic without papers lately left out" in chart.caption


@pytest.mark.parametrize("n_topics", [60, 61])
def test_intervals_of_the_unproven_are_drawn_only_where_there_are_few(make_tables, make_growth, n_topics):
    growth = make_growth(q=[0.01] + [0.5] * (n_topics - 1))
    drawn = plot_quadrant(make_tables([[1, 1]] * n_topics, growth=growth)).figure["data"]
    assert sum("error_y" in trace for trace in drawn) == (60 if n_topics == 60 else 1)


def test_among_many_topics_the_proven_and_the_outermost_are_named(make_tables, make_growth):
    growth = make_growth(growth=[0.0] * 59 + [0.1, 2.0], q=[0.01] + [0.5] * 60, share_last=[0.1] * 60 + [0.2])
    chart = plot_quadrant(make_tables([[1, 1]] * 61, growth=growth))
    names = [note["text"] for note in chart.figure["layout"]["annotations"] if note.get("xref") != "paper"]
    assert names[:2] == ["Topic 0", "Topic 60"]
    assert len(names) < 10
    assert "Named, where there is room: the coloured and the outermost" in chart.caption


def test_the_axis_of_growth_is_as_long_as_the_intervals_that_are_drawn(make_tables, make_growth):
    growth = make_growth(growth_low=[-0.9] * 61, growth_high=[9.0] * 61)
    chart = plot_quadrant(make_tables([[1, 1]] * 61, growth=growth))
    assert chart.figure["layout"]["yaxis"]["range"][1] < math.log10(1.5)
