import polars as pl
import pytest

from trends.charts.growth import plot_growth
from trends.charts.within import axes_within, growth_within, points_within

ROWS = {
    "topic": [0, 0, 1, 2],
    "stratum": ["acl", "coling", "acl", "acl"],
    "growth": [0.5, -0.5, None, 0.2],
    "growth_low": [0.25, -0.75, None, 0.1],
    "growth_high": [1.0, 0.0, None, 0.3],
    "n_papers": [40, 30, 4, 50],
    "agrees": [True, False, None, True],
}


@pytest.fixture
def within():
    return growth_within({"agreement": pl.DataFrame(ROWS)}, topics=pl.Series([0, 1]))


def test_a_topic_stands_at_its_growth_in_each_stratum_that_has_one(within):
    assert points_within(within) == {
        0: {
            "acl": {"at": 1.5, "up": 0.5, "down": 0.25, "facts": ["+50%", "+25%", "+100%", 40]},
            "coling": {"at": 0.5, "up": 0.5, "down": 0.25, "facts": ["−50%", "−75%", "0%", 30]},
        }
    }


def test_each_stratum_has_an_axis_that_reaches_as_far_as_its_own_intervals(within):
    axes = axes_within(within)
    first, last = axes["acl"]["range"]
    assert 10**first <= 1.0 < 2.0 <= 10**last < 2.2
    assert axes["coling"]["ticktext"][0] == "0%"


def test_where_nothing_is_known_within_strata_the_chart_brings_nothing_along(make_tables, make_growth):
    figure = plot_growth(make_tables([[5, 5, 5]], growth=make_growth(growth=[0.1]))).figure
    assert figure["data"][0]["meta"] == {"topic": 0}
    assert "within" not in figure["layout"]["meta"]


def test_the_chart_of_growth_brings_along_that_of_each_venue(make_run, make_growth):
    figure = plot_growth(make_run([[5, 5, 5]] * 2, growth=make_growth(growth=[0.1, 0.2]))).figure
    assert all(set(trace["meta"]["within"]) <= set(figure["layout"]["meta"]["within"]) for trace in figure["data"])
    assert set(figure["layout"]["meta"]["within"]) == {"Venue A", "Venue B"}
