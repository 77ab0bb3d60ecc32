import base64
from dataclasses import replace
from itertools import combinations

import numpy as np
import polars as pl

from trends.charts.map import plot_map
from trends.data import Points


def numbers(packed):
    return np.frombuffer(base64.b64decode(packed["bdata"]), f"<{packed['dtype']}")


def test_every_paper_is_a_point_and_outliers_lie_small_and_grey_below(make_tables):
    chart = plot_map(make_tables([[4, 4], [2, 2]], outliers=[3, 3]))
    below, *topics = chart.figure["data"]
    assert [len(trace["text"]) for trace in chart.figure["data"]] == [6, 8, 4]
    assert below["name"] == "in no topic"
    assert below["marker"]["size"] < min(trace["marker"]["size"] for trace in topics)
    assert "6 of 18 papers in no topic" in chart.caption


def test_a_point_knows_the_row_of_its_paper_in_the_corpus(make_tables):
    tables = make_tables([[4, 4], [2, 2]], outliers=[3, 3])
    chart = plot_map(tables)
    topics = tables.topics.members["topic"]
    for trace in chart.figure["data"]:
        assert set(topics.gather(numbers(trace["customdata"]))) == {trace["meta"]["topic"]}
    rows = np.concatenate([numbers(trace["customdata"]) for trace in chart.figure["data"]])
    assert sorted(rows) == list(range(18))
    assert chart.figure["layout"]["meta"]["points"] is True


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
    for notes, size, letters in ((layout["annotations"], 13, 22), (layout["meta"]["phone"]["annotations"], 11, 16)):
        assert 2 <= len(notes) < 30
        places = [(note["ax"], note["ay"]) for note in notes]
        for (left, low), (right, high) in combinations(places, 2):
            assert abs(low - high) > 2 * size or abs(left - right) > 0.5 * size * letters


def test_the_largest_topic_is_always_named(make_tables):
    notes = plot_map(make_tables([[1, 1], [9, 9], [2, 2]])).figure["layout"]["annotations"]
    assert notes[0]["text"] == "<b>Topic 1</b>"


def test_papers_in_one_point_are_drawn_in_the_middle(make_tables):
    (cloud,) = plot_map(all_in_one_point(make_tables([[3, 3]]))).figure["data"]
    assert set(numbers(cloud["x"])) == {10_000}


def test_a_paper_costs_few_bytes_beside_its_title(make_tables):
    chart = plot_map(make_tables([[2_000, 2_000]], title="T" * 60))
    assert len(chart.to_json()) / 4_000 < 60 + 30


def test_growth_is_that_around_the_paper_where_a_run_knows_it_else_that_of_a_topic_whose_trend_is_clear(make_tables, make_growth):
    growth = make_growth(growth=[0.5, 0.9], trend=["rising", "unclear"])
    tables = make_tables([[2], [1]], growth=growth)
    assert plot_map(tables).table.sort("id")["growth"].to_list() == [0.5, 0.5, None]
    field = pl.DataFrame({"id": tables.corpus.ids, "growth": [0.1, None, -0.2]})
    chart = plot_map(replace(tables, statistics={"field": field}))
    assert chart.table.sort("id")["growth"].to_list() == [0.1, None, -0.2]
    assert "growth of the share around the paper" in chart.caption
