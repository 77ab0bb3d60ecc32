from dataclasses import replace
from math import log

import polars as pl
import pytest

from trends.charts.backtest import plot_backtest


@pytest.fixture
def tables(make_tables):
    return make_tables([[3, 4, 5], [5, 6, 7], [4, 4, 4]])


def test_a_topic_stands_where_foresight_and_what_came_cross(tables):
    chart = plot_backtest(tables)
    first = chart.figure["data"][0]
    assert first["x"] == [-0.01, 0.01, 0.03]
    assert first["y"] == [-0.02, 0.02, 0.06]
    assert first["customdata"][2][:2] == ["+3%", "+6.2%"]
    assert [trace["name"] for trace in chart.figure["data"]] == ["Q3 2021: 0.50", "Q1 2022: 0.50"]


def test_only_the_topics_of_the_chosen_layer_are_drawn(tables):
    seen = tables.backtest["seen"]
    finer = seen.with_columns(layer=pl.lit(1, pl.Int64), label=pl.lit("finer"))
    other = replace(tables, backtest={**tables.backtest, "seen": pl.concat([seen, finer])})
    assert plot_backtest(other).to_json() == plot_backtest(tables).to_json()


def test_growth_beyond_the_plot_is_drawn_at_its_edge_and_counted(tables):
    seen = tables.backtest["seen"].with_columns(
        followed=pl.when(pl.col("topic") == 0).then(pl.lit(log(50))).otherwise("followed")
    )
    chart = plot_backtest(replace(tables, backtest={**tables.backtest, "seen": seen}))
    assert chart.figure["data"][0]["y"][0] == pytest.approx(log(5), abs=1e-3)
    assert "drawn at its edge (2 topics)" in chart.caption


def test_a_run_that_was_never_asked_says_how_to(tables):
    chart = plot_backtest(replace(tables, backtest={}))
    assert chart.figure["data"] == []
    assert "trends backtest" in chart.caption
