import math

import pytest

from trends.charts.growth import plot_growth


def points(chart):
    """Return label -> (trace, place in the trace)."""
    return {label: (trace, k) for trace in chart.figure["data"] for k, label in enumerate(trace["text"])}


def test_points_stand_at_the_growth_factor_with_their_interval(make_tables, make_growth):
    growth = make_growth(growth=[0.5], growth_low=[0.25], growth_high=[1.0], q=[0.01], trend=["rising"])
    trace, k = points(plot_growth(make_tables([[5, 5, 5]], growth=growth)))["Topic 0"]
    assert trace["x"][k] == 1.5
    assert trace["error_x"]["array"][k] == 0.5
    assert trace["error_x"]["arrayminus"][k] == 0.25
    assert trace["customdata"][k][:3] == ["+50%", "+25%", "+100%"]


def test_a_point_is_filled_only_where_growth_is_distinguishable_from_none(make_tables, make_growth):
    growth = make_growth(q=[0.05, 0.051], trend=["rising", "unclear"])
    found = points(plot_growth(make_tables([[5, 5, 5]] * 2, growth=growth)))
    assert found["Topic 0"][0]["marker"]["symbol"] == "circle"
    assert found["Topic 1"][0]["marker"]["symbol"] == "circle-open"


def test_the_fastest_stands_on_top(make_tables, make_growth):
    chart = plot_growth(make_tables([[5, 5, 5]] * 3, growth=make_growth(growth=[-0.2, 0.7, 0.1])))
    axis = chart.figure["layout"]["yaxis"]
    assert axis["ticktext"] == ["Topic 1", "Topic 2", "Topic 0"]
    assert axis["range"][0] > axis["range"][1]


def test_of_many_topics_the_clearest_are_shown_and_the_caption_says_which(make_tables, make_growth):
    growth = make_growth(q=[0.9, 0.01, 0.02], growth=[3.0, 0.1, 0.2])
    chart = plot_growth(make_tables([[5, 5, 5]] * 3, growth=growth), n_topics=2)
    assert chart.table["topic"].to_list() == [2, 1]
    assert "the 2 clearest of 3 topics with a growth estimate" in chart.caption


def test_halving_is_as_far_from_no_growth_as_doubling(make_tables, make_growth):
    growth = make_growth(growth=[0.0], growth_low=[-0.5], growth_high=[1.0])
    axis = plot_growth(make_tables([[5, 5, 5]], growth=growth)).figure["layout"]["xaxis"]
    assert axis["type"] == "log"
    assert sum(axis["range"]) == pytest.approx(0)


@pytest.mark.parametrize(("low", "high"), [(-0.9, 9.0), (-0.02, 0.03), (0.2, 0.4), (-0.6, -0.4)])
def test_the_axis_shows_no_growth_and_has_a_few_ticks_at_any_range(make_tables, make_growth, low, high):
    growth = make_growth(growth=[(low + high) / 2], growth_low=[low], growth_high=[high])
    axis = plot_growth(make_tables([[5, 5, 5]], growth=growth)).figure["layout"]["xaxis"]
    first, last = axis["range"]
    assert first < 0 < last
    assert "0%" in axis["ticktext"]
    assert 1 <= len(axis["ticktext"]) <= 7
    assert all(first <= math.log10(value) <= last for value in axis["tickvals"])


def test_an_endless_interval_is_cut_at_the_edge_and_the_caption_says_so(make_tables, make_growth):
    growth = make_growth(growth=[1.0], growth_low=[-1.0], growth_high=[1e9])
    chart = plot_growth(make_tables([[5, 5, 5]], growth=growth))
    assert all(math.isfinite(limit) for limit in chart.figure["layout"]["xaxis"]["range"])
    assert "go on beyond it" in chart.caption


def test_topics_without_an_estimate_are_not_drawn(make_tables, make_growth):
    growth = make_growth(growth=[0.2, None], growth_low=[0.1, None], growth_high=[0.3, None], q=[0.2, None])
    chart = plot_growth(make_tables([[5, 5, 5]] * 2, growth=growth))
    assert chart.table["topic"].to_list() == [0]


def test_the_caption_says_of_what_the_share_is(make_tables, make_growth):
    caption = plot_growth(make_tables([[5, 5, 5]], growth=make_growth(growth=[0.2], growth_low=[0.1], growth_high=[0.3]))).caption
    assert "share of all papers dated to the quarter, its line" in caption
