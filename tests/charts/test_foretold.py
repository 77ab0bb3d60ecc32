from dataclasses import replace

import polars as pl
import pytest

from trends.charts.foretold import plot_foretold
from trends.charts.style import FALLING, RISING


@pytest.fixture
def tables(make_tables):
    return make_tables([[3, 4, 5], [5, 6, 7], [4, 4, 4]], labels=["Calm", "Wild", "Other"])


def test_a_share_outside_its_interval_has_another_colour(tables):
    _, inside, outside = plot_foretold(tables).figure["data"]
    assert inside["marker"]["color"] == RISING
    assert inside["text"] == ["Calm", "Other"]
    assert outside["marker"]["color"] == FALLING
    assert outside["text"] == ["Wild"]
    assert outside["x"] == [0.2]


def test_the_last_date_is_drawn_and_the_caption_tells_of_all(tables):
    chart = plot_foretold(tables)
    assert chart.table["origin"].unique().to_list() == [tables.backtest["scores"]["origin"].max()]
    assert "90% in Q3 2021 and 90% in Q1 2022" in chart.caption


def test_shares_that_nobody_knows_are_not_drawn(tables):
    said = tables.backtest["forecasts"].with_columns(came=pl.lit(None, pl.Float64))
    chart = plot_foretold(replace(tables, backtest={**tables.backtest, "forecasts": said}))
    assert chart.figure["data"] == []
    assert "too few periods" in chart.caption
