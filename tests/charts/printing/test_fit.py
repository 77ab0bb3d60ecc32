import pytest

from trends.charts import Look, draw
from trends.charts.printing.fit import fit_chart
from trends.charts.printing.prepare import own_height
from trends.errors import ConfigError


@pytest.fixture
def tables(make_tables):
    return make_tables([[5 + topic, 6, 7] for topic in range(24)])


def test_a_chart_with_a_panel_for_each_topic_shows_as_many_as_fit_and_says_so(tables):
    look = Look(width="ieee-single")
    chart = fit_chart("small_multiples", tables, look=look)
    assert look.space.millimetres(own_height(chart, space=look.space)) <= look.space.most_mm
    shown = chart.table["topic"].n_unique()
    assert 1 < shown < 24
    assert f"the {shown} largest of 24 topics" in chart.caption
    one_more = draw("small_multiples", tables, n_topics=shown + 1)
    assert look.space.millimetres(own_height(one_more, space=look.space)) > look.space.most_mm


def test_a_chart_that_does_not_grow_with_its_topics_keeps_them(tables):
    assert fit_chart("lines", tables, look=Look(height_mm=40)).to_json() == draw("lines", tables).to_json()


def test_a_chart_that_fits_is_as_it_was(tables):
    assert fit_chart("heatmap", tables, look=Look()).to_json() == draw("heatmap", tables).to_json()


def test_the_number_of_topics_can_be_chosen(tables):
    assert fit_chart("lines", tables, look=Look(), n_topics=3).table["topic"].n_unique() == 3


def test_a_chart_of_all_topics_says_which_take_a_number(tables):
    with pytest.raises(ConfigError, match="chart 'map' draws all topics, a number of topics is for"):
        fit_chart("map", tables, look=Look(), n_topics=3)
