import polars as pl
import pytest

from trends.charts import draw
from trends.charts.printing import print_caption
from trends.data import Chart


def captioned(title, caption, **meta):
    return Chart("any", title, caption, {"data": [], "layout": {"meta": meta}}, pl.DataFrame())


def test_a_title_that_ends_as_a_sentence_gets_no_second_full_stop():
    assert print_caption(captioned("Who leads?", "Lines."), palette="default") == "Who leads? Lines."
    assert print_caption(captioned("Who leads", "Lines."), palette="default") == "Who leads. Lines."


def test_what_only_a_screen_can_do_is_not_said_on_paper():
    chart = captioned("Papers", "Grey: gaps; hover to read why.", screen_only=["; hover to read why"])
    assert print_caption(chart, palette="default") == "Papers. Grey: gaps."


@pytest.mark.parametrize("name", ["coverage", "map"])
def test_charts_that_answer_to_a_hand_have_a_caption_for_paper(name, make_run):
    chart = draw(name, make_run([[4, 4, 4]] * 3))
    (phrase,) = chart.figure["layout"]["meta"]["screen_only"]
    assert phrase in chart.caption
    assert phrase not in print_caption(chart, palette="default")


def test_colours_are_named_as_they_print():
    assert print_caption(captioned("Papers", "Blue: rises."), palette="gray") == "Papers. Black: rises."
