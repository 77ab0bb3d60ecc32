from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from trends.charts.terms import plot_terms

CAME = ("entered", "new word", [0, 0, 2, 4])
WENT = ("left", "old word", [4, 2, 0, 0])


@pytest.fixture
def told(make_tables):
    """Make tables whose topics 0, 1, … took up or gave up words, with the papers that use them per quarter."""

    def tell(*topics, sizes=(10, 10, 10, 10), **settings):
        tables = make_tables([list(sizes)] * len(topics), outliers=[5] * 4, **settings)
        days = tables.series.table["period"].unique().sort()
        words = [(topic, *word) for topic, words in enumerate(topics) for word in words]
        changes = [(topic, change, term, uses[0] / sizes[0], uses[3] / sizes[3]) for topic, change, term, uses in words]
        uses = [
            (topic, term, day, n, n / size)
            for topic, _, term, counts in words
            for day, n, size in zip(days, counts, sizes, strict=True)
        ]
        statistics = {
            "vocabulary": pl.DataFrame(
                changes,
                schema={"topic": pl.Int64, "change": pl.String, "term": pl.String, "share_first": float, "share_last": float},
                orient="row",
            ),
            "vocabulary_over_time": pl.DataFrame(
                uses,
                schema={"topic": pl.Int64, "term": pl.String, "period": pl.Date, "n_papers": pl.Int64, "share": pl.Float64},
                orient="row",
            ),
        }
        return replace(tables, statistics=statistics)

    return tell


def test_a_word_has_a_row_with_its_share_against_its_best_and_its_topic_a_heading(told):
    chart = plot_terms(told([CAME, WENT]))
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["<b>Topic 0</b>", "new word", "old word"]
    entered, left = chart.figure["data"]
    assert entered["z"] == [[0, 0, 0.5, 1]]
    assert left["z"] == [[1, 0.5, 0, 0]]
    assert (entered["y"], left["y"]) == ([1], [2])
    assert entered["colorscale"] != left["colorscale"]
    assert [note["text"] for note in chart.figure["layout"]["annotations"]] == ["0% → 40%", "40% → 0%"]


def test_a_period_in_which_the_topic_has_hardly_a_paper_is_blank(told):
    chart = plot_terms(told([CAME], sizes=(10, 4, 10, 10)))
    assert chart.figure["data"][0]["z"] == [[0, None, 0.5, 1]]


def test_topics_that_move_come_first_the_fastest_before_the_others_then_those_with_most_words(told, make_growth):
    growth = make_growth(growth=[5.0, 0.2, -0.5, 0.0], trend=["unclear", "rising", "falling", "unclear"])
    tables = told([CAME], [CAME], [CAME], [CAME, WENT], growth=growth)
    assert plot_terms(tables).table["topic"].unique(maintain_order=True).to_list() == [2, 1, 3, 0]
    chart = plot_terms(tables, n_topics=2)
    assert chart.table["topic"].unique(maintain_order=True).to_list() == [2, 1]
    assert "the 2 most changed of 4 topics" in chart.caption


def test_of_many_words_the_surest_are_shown(told):
    words = [("entered", f"word {n}", [0, 0, 2, 4]) for n in range(9)]
    shown = plot_terms(told(words)).table["term"].unique(maintain_order=True).to_list()
    assert shown == [f"word {n}" for n in range(5)]


def test_cells_tell_counts_when_pointed_at(told):
    facts = plot_terms(told([CAME])).figure["data"][0]["customdata"][0]
    assert facts[3] == ["new word", "Q4 2021", 4, 10]
    assert date(2021, 10, 1) in plot_terms(told([CAME])).table["period"]


def test_without_words_that_changed_the_chart_says_so(told, make_tables):
    assert plot_terms(told([])).caption == "No word entered or left a topic's papers by more than chance explains."
    assert "run it again" in plot_terms(replace(make_tables([[3, 4, 5]]), statistics={})).caption
