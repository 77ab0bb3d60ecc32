"""Rules of grey: which periods, on which axes, and what the caption says."""

from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import polars as pl
import pytest

from trends.charts import CHARTS
from trends.charts.heatmap import plot_heatmap
from trends.charts.lines import plot_lines
from trends.charts.rising import plot_rising
from trends.charts.small_multiples import plot_small_multiples
from trends.charts.style import FAINT
from trends.data.audit import COVERAGE_SCHEMA, Audit

OVER_TIME = [plot_lines, plot_small_multiples, plot_heatmap, plot_rising]


def audited(tables, *, grey):
    """Coverage of the quarters of 2021 of which some are not trusted."""
    cells = [("all", "all", date(2021, 1 + 3 * place, 1), 9, reason is None, reason) for place, reason in enumerate(grey)]
    return replace(tables, audit=Audit(coverage=pl.DataFrame(cells, schema=COVERAGE_SCHEMA, orient="row"), every="quarter"))


@pytest.mark.parametrize("plot", OVER_TIME)
def test_a_period_that_is_not_trusted_has_a_band_behind_it_and_a_word_in_the_caption(make_tables, make_growth, plot):
    tables = audited(make_tables([[6, 7, 8, 9]]), grey=[None, "sudden drop", "sudden drop", None])
    tables = replace(tables, growth=make_growth(topic=[0], growth=[0.5], trend=["rising"]))
    chart = plot(tables)
    (band,) = chart.figure["layout"]["shapes"]
    assert (band["x0"][:10], band["x1"][:10], band["layer"]) == ("2021-02-14", "2021-08-16", "below")
    assert chart.caption.endswith("Grey band: what the audit of the papers does not trust (Q2–Q3 2021: sudden drop).")
    go.Figure(chart.figure)


@pytest.mark.parametrize("name", sorted({*CHARTS} - {"coverage"}))
def test_no_chart_over_time_hides_what_is_not_trusted(name, make_run, make_growth):
    growth = make_growth(topic=[0, 1], growth=[0.5, 0.1], trend=["rising", "unclear"], q=[0.01, 0.5])
    tables = audited(make_run([[6, 7, 8, 9], [5, 4, 3, 2]], growth=growth), grey=[None, None, "pause", None])
    layout = CHARTS[name](tables).figure["layout"]
    dated = {key.replace("axis", "") for key in layout if key.startswith("xaxis") and layout[key].get("type") == "date"}
    greys = {shape["xref"] for shape in layout.get("shapes", ()) if shape.get("fillcolor") == FAINT}
    assert greys == dated
    assert bool(dated) == bool(layout.get("meta", {}).get("time"))


@pytest.mark.parametrize("plot", OVER_TIME)
def test_where_all_can_be_trusted_nothing_is_grey(make_tables, plot):
    tables = make_tables([[6, 7, 8, 9]])
    assert plot(audited(tables, grey=[None] * 4)).to_json() == plot(replace(tables, audit=None)).to_json()


def test_every_panel_has_its_band(make_tables):
    chart = plot_small_multiples(audited(make_tables([[6, 7, 8, 9]] * 3), grey=[None, None, "pause", None]))
    assert [(band["xref"], band["yref"]) for band in chart.figure["layout"]["shapes"]] == [
        ("x", "y domain"),
        ("x2", "y2 domain"),
        ("x3", "y3 domain"),
    ]


def test_cells_of_a_heatmap_do_not_hide_the_grey(make_tables):
    chart = plot_heatmap(audited(make_tables([[6, 7, 8, 9]]), grey=[None, None, "pause", None]))
    assert chart.figure["data"][0]["z"][0][2] is None
    assert "Blank" not in chart.caption


def test_many_spans_are_counted_instead_of_named(make_tables):
    grey = ["pause", "missing", "sudden drop", "strata are missing"]
    assert plot_lines(audited(make_tables([[6, 7, 8, 9]]), grey=grey)).caption.endswith("Q3 2021: sudden drop; 1 more).")
