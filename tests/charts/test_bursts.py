from dataclasses import replace

import polars as pl

from trends.charts.bursts import plot_bursts


def of_topic(chart, topic, kind):
    return [trace for trace in chart.figure["data"] if trace.get("meta") == {"topic": topic} and trace["type"] == kind]


def with_burst(tables, **values):
    """Return the tables with other values in every burst."""
    changed = tables.statistics["bursts"].with_columns(**{name: pl.lit(value) for name, value in values.items()})
    return replace(tables, statistics={**tables.statistics, "bursts": changed})


def test_a_bar_reaches_from_the_first_day_to_the_end_of_the_last_period(make_run):
    (bar,) = of_topic(plot_bursts(make_run([[5, 6, 7, 5]])), 0, "bar")
    assert bar["base"] == ["2021-07-01"]
    assert bar["x"] == [92 * 86_400_000]


def test_an_onset_is_a_diamond_with_its_interval(make_run):
    (diamond,) = (trace for trace in of_topic(plot_bursts(make_run([[5, 6, 7]])), 0, "scatter") if "error_x" in trace)
    assert diamond["x"] == ["2021-04-01"]
    assert diamond["error_x"]["arrayminus"] == [90 * 86_400_000]
    assert diamond["error_x"]["array"] == [91 * 86_400_000]
    assert "95% interval Q1 2021 to Q3 2021" in diamond["customdata"][0][1]


def test_a_burst_that_goes_on_ends_in_an_arrow(make_run):
    tables = make_run([[5, 6, 7]])
    arrows = [
        [trace for trace in of_topic(chart, 0, "scatter") if trace["marker"]["symbol"] == "triangle-right"]
        for chart in (plot_bursts(tables), plot_bursts(with_burst(tables, running=True)))
    ]
    assert arrows[0] == []
    assert arrows[1][0]["x"] == ["2021-10-01"]


def test_a_strong_burst_is_darker(make_run):
    tables = make_run([[5, 6, 7]])
    (weak,), (strong,) = (of_topic(plot_bursts(with_burst(tables, level=level)), 0, "bar") for level in (1, 2))
    assert weak["marker"]["color"] == ["rgba(0,114,178,0.45)"]
    assert strong["marker"]["color"] == ["#0072B2"]


def test_the_topic_that_began_first_stands_on_top(make_run):
    tables = make_run([[5, 6, 7, 8], [5, 6, 7, 8]])
    later = pl.when(pl.col("topic") == 0).then(pl.date(2021, 10, 1)).otherwise(pl.date(2021, 1, 1))
    bursts = tables.statistics["bursts"].with_columns(first=later, last=later)
    nothing_else = {"bursts": bursts, "onsets": tables.statistics["onsets"].clear()}
    chart = plot_bursts(replace(tables, statistics=nothing_else))
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["Topic 1", "Topic 0"]


def test_of_many_topics_the_strongest_are_shown_and_the_caption_says_so(make_run):
    tables = make_run([[5, 6, 7]] * 3)
    weights = tables.statistics["bursts"].with_columns(weight=pl.Series([9.0, 8.0, 99.0]))
    chart = plot_bursts(replace(tables, statistics={**tables.statistics, "bursts": weights}), n_topics=2)
    assert set(chart.table["topic"]) == {0, 2}
    assert "the 2 strongest of 3 topics with any of these" in chart.caption


def test_where_nothing_happened_the_chart_is_empty_and_says_so(make_tables):
    chart = plot_bursts(make_tables([[5, 5, 5]]))
    assert chart.figure["data"] == []
    assert chart.caption == "No topic bursts, sets in or changes its level beyond chance."
