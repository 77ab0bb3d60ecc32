from datetime import date
from itertools import pairwise

import plotly.graph_objects as go
import polars as pl
import pytest

from trends.charts.tracks import TrackedCurve, plot_tracks
from trends.data import Series
from trends.data.series import SERIES_SCHEMA

HOSTILE = "<b>bold</b> %{x}"


def series_of(counts, *, total=50, partial=False):
    years = [date(2020 + k, 1, 1) for k in range(len(counts))]
    last = [False] * (len(counts) - 1) + [partial]
    rows = [(0, year, n, total, n / total, cut) for year, n, cut in zip(years, counts, last, strict=True)]
    return Series(pl.DataFrame(rows, schema=SERIES_SCHEMA, orient="row"), "year", date(2030, 1, 1))


def curve(name="unlearning", *, growth=0.61, partial=False):
    low, high = (None, None) if growth is None else (growth - 0.2, growth + 0.3)
    loose, chosen, strict = (series_of(counts, partial=partial) for counts in ([2, 4, 6], [1, 3, 5], [1, 2, 4]))
    return TrackedCurve(name, chosen, loose, strict, growth, low, high)


def test_each_subfield_has_a_band_and_a_line_whose_end_bears_its_name_and_growth():
    figure = plot_tracks([curve("one"), curve("two", growth=None)]).figure
    ends = [note["text"] for note in figure["layout"]["annotations"]]
    assert ends == ["one<br>+61% a year (+41% to +91%)", "two<br>growth unknown"]
    assert [trace["name"] for trace in figure["data"] if "name" in trace] == ["one", "two"]
    assert sum(trace.get("fill") == "toself" for trace in figure["data"]) == 2
    assert len(go.Figure(figure).data) == 4


def test_seven_names_at_the_ends_do_not_touch():
    layout = plot_tracks([curve(f"a subfield with a long name, number {n}") for n in range(7)]).figure["layout"]
    top, plot = layout["yaxis"]["range"][1], layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    middles = sorted(note["y"] / top * plot - note["ay"] for note in layout["annotations"])
    assert all(above - below >= 3 * 13 for below, above in pairwise(middles))


def test_the_band_reaches_from_the_strict_to_the_loose_share():
    table = plot_tracks([curve()]).table
    assert table["share_strict"].to_list() == [0.02, 0.04, 0.08]
    assert table["share_loose"].to_list() == [0.04, 0.08, 0.12]


def test_the_running_period_is_left_out():
    assert plot_tracks([curve(partial=True)]).table.height == 2


def test_a_name_stays_text():
    names = [trace["name"] for trace in plot_tracks([curve(HOSTILE)]).figure["data"] if "name" in trace]
    assert not any("<b>" in name or "%{x" in name for name in names)


@pytest.mark.parametrize("curves", [[], [TrackedCurve("a", *[series_of([1])] * 3, None, None, None)]])
def test_without_two_periods_the_chart_is_empty_and_says_why(curves):
    chart = plot_tracks(curves)
    assert chart.figure["data"] == []
    assert "papers" in chart.caption
