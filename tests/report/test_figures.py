import polars as pl

from trends.report.figures import hide_papers, needs_webgl

MAP = [{"type": "scattergl", "x": [1], "y": [2], "text": ["A title"], "hovertemplate": "%{text}", "customdata": ["A title"]}]


def test_a_chart_of_papers_keeps_its_points_and_loses_its_words_and_its_data(make):
    chart = hide_papers(make.chart(data=MAP, table=pl.DataFrame({"title": ["A title"]})))
    assert chart.table.is_empty()
    assert chart.figure["data"] == [{"type": "scattergl", "x": [1], "y": [2], "hoverinfo": "name"}]


def test_a_chart_of_topics_keeps_its_words(make):
    chart = make.chart(data=MAP, table=pl.DataFrame({"topic": [1]}))
    assert hide_papers(chart) is chart


def test_webgl_is_seen_in_any_trace(make):
    assert needs_webgl([make.chart(), make.chart("map", data=MAP)])
    assert not needs_webgl([make.chart()])
