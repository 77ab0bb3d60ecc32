from dataclasses import replace

import polars as pl
import pytest

from trends.charts.forecast import plot_forecast


def lines(chart):
    """Return what is expected, what stays and what was, of the first panel."""
    traces = [trace for trace in chart.figure["data"] if trace["xaxis"] == "x" and "fill" not in trace]
    return {trace["line"]["dash"]: trace for trace in traces}


def fan(chart):
    return next(trace for trace in chart.figure["data"] if trace.get("fill") == "toself")


def test_what_is_expected_begins_where_the_count_ends(make_tables):
    found = lines(plot_forecast(make_tables([[20, 40]], outliers=[80, 60])))
    assert found["solid"]["y"] == [0.2, 0.4]
    assert found["dash"]["x"][0] == found["dot"]["x"][0] == found["solid"]["x"][-1]
    assert found["dash"]["y"] == pytest.approx([0.4, 0.48, 0.48, 0.48, 0.48])
    assert found["dot"]["y"] == pytest.approx([0.4] * 5)


def test_the_fan_opens_from_the_last_share_to_the_bounds(make_tables):
    band = fan(plot_forecast(make_tables([[20, 40]], outliers=[80, 60])))
    assert band["y"] == pytest.approx([0.4, *[0.2] * 4, *[0.8] * 4, 0.4])


def test_a_running_period_is_expected_and_not_counted(make_tables):
    found = lines(plot_forecast(make_tables([[20, 40, 3]], outliers=[80, 60, 2], running=True)))
    assert found["solid"]["x"] == ["2021-01-01", "2021-04-01"]


def test_of_a_long_past_so_much_is_shown_that_the_fan_is_no_sliver(make_tables):
    found = lines(plot_forecast(make_tables([[20] * 60], outliers=[80] * 60)))
    assert len(found["solid"]["x"]) == 24
    assert len(found["dash"]["x"]) == 1 + 4


def test_topics_that_move_are_shown_before_larger_ones(make_tables, make_growth):
    growth = make_growth(growth=[0.0, 0.5, 0.0], trend=["unclear", "rising", "unclear"])
    tables = make_tables([[9, 9], [1, 2], [5, 5]], growth=growth)
    chart = plot_forecast(tables, n_topics=2)
    assert chart.table["topic"].unique(maintain_order=True).to_list() == [1, 0]
    assert "the 2 surest to move or largest of 3 topics" in chart.caption


def test_the_caption_tells_how_such_fans_did_at_earlier_dates_or_that_nobody_asked(make_tables):
    tables = make_tables([[20, 40]])
    assert "At 2 earlier dates such ranges held 90% of the shares that came." in plot_forecast(tables).caption
    assert "have not been tested" in plot_forecast(replace(tables, backtest={})).caption


def test_without_a_forecast_the_chart_says_why(make_tables):
    tables = make_tables([[20, 40]])
    assert "run it again" in plot_forecast(replace(tables, statistics={})).caption
    empty = {"forecast": tables.statistics["forecast"].clear()}
    assert plot_forecast(replace(tables, statistics=empty)).caption == (
        "The papers cover too few complete quarters for a forecast."
    )
    assert isinstance(plot_forecast(tables).table, pl.DataFrame)


def test_periods_of_a_few_papers_give_a_reason_instead_of_curves(make_tables):
    chart = plot_forecast(make_tables([[1, 2]], outliers=[1, 1]))
    assert chart.figure["data"] == []
    assert "holds 5 papers: too few" in chart.caption + str(chart.figure["layout"])
