import base64
from datetime import date

import numpy as np
import polars as pl
import pytest

from trends.charts.point_colors import choose_color

TRACES = [{"marker": {"color": "#112233"}}, {"marker": {"color": "#445566"}}]


def parts(*, published, growth):
    table = pl.DataFrame({"published": published, "growth": growth}, schema={"published": pl.Date, "growth": pl.Float64})
    return [table.head(2), table.tail(-2)]


def choose(**columns):
    """Return the colours of all points under each button, by its name."""
    layout = choose_color(TRACES, parts(**columns))
    buttons = layout["updatemenus"][0]["buttons"] if layout else []
    return {button["label"]: button["args"][0]["marker.color"] for button in buttons}


def steps(colors):
    return [step for packed in colors for step in np.frombuffer(base64.b64decode(packed["bdata"]), np.uint8).tolist()]


def test_the_first_button_gives_the_topics_their_colours_back():
    colors = choose(published=[date(2020, 1, 1)] * 3, growth=[0.5, None, None])
    assert colors["Colour by topic"] == ["#112233", "#445566"]
    assert "by date" not in colors


def test_dates_span_the_scale_and_an_undated_paper_is_grey():
    colors = choose(published=[date(2020, 1, 1), date(2021, 1, 1), None, date(2022, 1, 1)], growth=[None] * 4)
    assert steps(colors["by date"]) == [1, 128, 0, 255]
    assert "by growth" not in colors


def test_halving_and_doubling_are_as_far_from_no_growth_and_more_is_not_shown():
    colors = choose(published=[date(2020, 1, 1)] * 6, growth=[-0.5, 0.0, 1.0, 7.0, -0.9, None])
    assert steps(colors["by growth"]) == [1, 128, 255, 255, 1, 0]


def test_a_handful_of_very_old_papers_does_not_fill_the_scale_of_dates():
    published = [date(1960, 1, 1), *(date(2020, 1 + month, 1) for month in range(12))] * 10
    layout = choose_color(TRACES, parts(published=[date(1960, 1, 1), *published[1:13] * 10], growth=[None] * 121))
    ticks = layout["updatemenus"][0]["buttons"][1]["args"][1]["coloraxis"]["colorbar"]["ticktext"]
    assert ticks == ["to Jan 2020", "Dec 2020"]


@pytest.mark.parametrize("published", [[None] * 3, [date(2020, 1, 1)] * 3])
def test_where_nothing_else_is_known_there_are_no_buttons(published):
    assert choose(published=published, growth=[None] * 3) == {}
