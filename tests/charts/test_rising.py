from dataclasses import replace

import polars as pl
import pytest

from trends.charts.rising import plot_rising


def test_only_rising_topics_are_drawn_the_surest_first(make_tables, make_growth):
    growth = make_growth(
        growth=[0.9, 0.5, -0.3, 0.4],
        growth_low=[0.1, 0.3, -0.5, -0.1],
        trend=["rising", "rising", "falling", "unclear"],
    )
    chart = plot_rising(make_tables([[5, 5, 5]] * 4, growth=growth))
    assert chart.table["topic"].unique(maintain_order=True).to_list() == [1, 0]
    assert "both rising topics, by the lower end of that interval" in chart.caption


@pytest.mark.parametrize(
    ("n_topics", "sentence"),
    [
        (1, "The one topic with enough papers does not rise by more than chance explains."),
        (3, "None of the 3 topics with enough papers rises by more than chance explains."),
    ],
)
def test_where_none_rises_the_chart_is_empty_and_says_so(make_tables, make_growth, n_topics, sentence):
    chart = plot_rising(make_tables([[5, 5, 5]] * n_topics, growth=make_growth(growth=[0.1] * n_topics)))
    assert chart.figure["data"] == []
    assert chart.caption == sentence


def test_where_no_growth_is_known_the_chart_does_not_claim_that_none_rises(make_tables, make_growth):
    growth = make_growth(growth=[None], growth_low=[None], growth_high=[None], q=[None], trend=["too few"])
    chart = plot_rising(make_tables([[5, 5, 5]], growth=growth))
    assert chart.caption == "No topic has enough papers in enough periods to estimate its growth."


def test_a_large_topic_does_not_squeeze_a_small_one(make_tables, make_growth):
    growth = make_growth(growth=[0.9, 0.9], growth_low=[0.1, 0.1], trend=["rising", "rising"])
    layout = plot_rising(make_tables([[80, 90], [1, 2]], outliers=[19, 8], growth=growth)).figure["layout"]
    assert layout["yaxis"]["range"] == pytest.approx([0, 0.9 * 1.05])
    assert layout["yaxis2"]["range"] == pytest.approx([0, 0.02 * 1.05])


def test_growth_stands_below_each_name(make_tables, make_growth):
    growth = make_growth(growth=[0.61], growth_low=[0.38], growth_high=[0.88], trend=["rising"])
    (title,) = plot_rising(make_tables([[5, 5, 5]], growth=growth)).figure["layout"]["annotations"]
    assert title["text"] == "<b>Topic 0</b><br>+61% a year (+38% to +88%)"


def test_the_interval_of_a_share_is_a_band_behind_its_line(make_tables, make_growth):
    tables = make_tables([[5, 5]], growth=make_growth(growth_low=[0.1], trend=["rising"]))
    bounded = tables.series.table.with_columns(low=pl.lit(0.8), high=pl.lit(1.0))
    chart = plot_rising(replace(tables, series=replace(tables.series, table=bounded)))
    band, line = chart.figure["data"]
    assert (band["fill"], band["y"]) == ("toself", [0.8, 0.8, 1.0, 1.0])
    assert line["y"] == [1.0, 1.0]
    assert "Band: the 95% interval of each share." in chart.caption
