import base64
from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl

from trends.charts.map import plot_map
from trends.data import Points


def numbers(packed):
    assert packed["dtype"] == "i2"
    return np.frombuffer(base64.b64decode(packed["bdata"]), "<i2")


def test_every_paper_is_a_point_and_outliers_lie_small_and_grey_below(make_tables):
    chart = plot_map(make_tables([[4, 4], [2, 2]], outliers=[3, 3]))
    below, *topics = chart.figure["data"]
    assert [len(trace["text"]) for trace in chart.figure["data"]] == [6, 8, 4]
    assert below["name"] == "in no topic"
    assert below["marker"]["size"] < min(trace["marker"]["size"] for trace in topics)
    assert "6 of 18 papers in no topic" in chart.caption


def test_places_keep_their_proportions_within_a_twenty_thousandth(make_tables):
    chart = plot_map(make_tables([[20, 20]]))
    (cloud,) = chart.figure["data"]
    for axis in ("x", "y"):
        truth = chart.table[axis].to_numpy()
        drawn = numbers(cloud[axis]).astype(float)
        assert drawn.min() > 0
        assert drawn.max() < 20_000
        place = (drawn - drawn.min()) / (drawn.max() - drawn.min())
        assert np.abs(place - (truth - truth.min()) / (truth.max() - truth.min())).max() < 1e-4


def test_hover_shows_title_and_date_to_its_precision(make_tables):
    tables = make_tables([[1, 1]], title="A & B")
    (cloud,) = plot_map(tables).figure["data"]
    assert cloud["text"] == ["A &amp; B<br>2021-01-01", "A &amp; B<br>2021-04-01"]
    (cloud,) = plot_map(make_tables([[1, 1]], dated=False)).figure["data"]
    assert cloud["text"] == ["A paper<br>undated"] * 2


def test_of_too_many_papers_a_sample_even_over_time_is_drawn_and_said(make_tables):
    chart = plot_map(make_tables([[100, 100]]), n_points=50)
    assert chart.table.group_by("published").len().sort("published")["len"].to_list() == [25, 25]
    assert "Drawn are 50 of 200 papers" in chart.caption
    assert plot_map(make_tables([[100, 100]]), n_points=50).to_json() == chart.to_json()


def all_in_one_point(tables):
    here = tables.points.table.with_columns(pl.lit(1.0, pl.Float32).alias("x"), pl.lit(1.0, pl.Float32).alias("y"))
    return replace(tables, points=Points(here))


def test_names_of_topics_in_one_place_never_touch(make_tables):
    tables = make_tables([[4, 4]] * 30, labels=[f"A rather long name of topic {n}" for n in range(30)])
    layout = plot_map(all_in_one_point(tables)).figure["layout"]
    for notes, height, size in ((layout["annotations"], 640, 13), (layout["meta"]["phone"]["annotations"], 460, 11)):
        assert 2 <= len(notes) < 30
        middles = sorted(note["y"] / 20_000 * height - note["ay"] for note in notes)
        assert all(above - below > 2 * size for below, above in pairwise(middles))


def test_the_largest_topic_is_always_named(make_tables):
    notes = plot_map(make_tables([[1, 1], [9, 9], [2, 2]])).figure["layout"]["annotations"]
    assert notes[0]["text"] == "<b>Topic 1</b>"


def test_papers_in_one_point_are_drawn_in_the_middle(make_tables):
    (cloud,) = plot_map(all_in_one_point(make_tables([[3, 3]]))).figure["data"]
    assert set(numbers(cloud["x"])) == {10_000}


def test_a_paper_costs_few_bytes_beside_its_title(make_tables):
    chart = plot_map(make_tables([[2_000, 2_000]], title="T" * 60))
    assert len(chart.to_json()) / 4_000 < 60 + 30
