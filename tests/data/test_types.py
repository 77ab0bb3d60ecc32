from datetime import date

import numpy as np
import polars as pl
import pytest

from trends.data import CORPUS_SCHEMA, Chart, Corpus, Embeddings, Intake, Points, Series, Topics, Tree
from trends.data.corpus import FILES_SCHEMA
from trends.data.points import POINTS_SCHEMA
from trends.data.series import SERIES_SCHEMA, STRATA_SCHEMA
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.data.tree import TREE_SCHEMA
from trends.errors import DataError


def rows(schema, *values):
    return pl.DataFrame(list(values), schema=schema, orient="row")


def topic(number, label, n_papers):
    return (number, label, n_papers, None, None, None)


def member(key, number, similarity=0.5):
    return (key, number, similarity, None)


def paper(key="a", title="A title", abstract="", published=None, precision=None):
    return (key, title, abstract, published, precision, None, [], [], None, None, None, [])


def test_papers_are_sorted_by_date_and_id_with_the_undated_last():
    day = date(2024, 1, 1)
    corpus = Corpus.of(rows(CORPUS_SCHEMA, paper("c"), paper("b", published=day, precision="day"), paper("a")))
    assert corpus.ids.to_list() == ["b", "a", "c"]
    with pytest.raises(DataError, match="not sorted"):
        Corpus(rows(CORPUS_SCHEMA, paper("c"), paper("a")))


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (rows(CORPUS_SCHEMA, paper("a"), paper("a")), "more than once"),
        (rows(CORPUS_SCHEMA, paper(title=" ")), "'a' has no text"),
        (rows(CORPUS_SCHEMA, paper(published=date(2024, 1, 1))), "'a' must have both a date and its precision"),
        (rows(CORPUS_SCHEMA, paper(published=date(2024, 1, 1), precision="week")), "precision is 'week'"),
        (rows(CORPUS_SCHEMA, paper()).drop("venue"), "corpus has the columns"),
        (rows(CORPUS_SCHEMA, paper()).with_columns(pl.lit(1).alias("title")), "column 'title' is Int32"),
    ],
)
def test_a_corpus_that_breaks_a_rule_names_the_first_offender(table, sentence):
    with pytest.raises(DataError, match=sentence):
        Corpus.of(table)


def test_the_text_of_a_paper_is_its_title_then_its_abstract():
    corpus = Corpus.of(rows(CORPUS_SCHEMA, paper("a", "Title", "Abstract."), paper("b", "Only a title")))
    assert corpus.texts() == ["Title. Abstract", "Only a title"]


def test_equal_papers_have_equal_fingerprints_and_a_word_makes_a_difference():
    one, same = (Corpus.of(rows(CORPUS_SCHEMA, paper("a", "Title"))) for _ in range(2))
    other = Corpus.of(rows(CORPUS_SCHEMA, paper("a", "Titles")))
    assert one.fingerprint() == same.fingerprint() != other.fingerprint()


def test_an_intake_that_does_not_add_up_is_refused():
    with pytest.raises(DataError, match=r"does not add up"):
        Intake(rows(FILES_SCHEMA, ("a.csv", "csv", 4, 1, 1, 1, 0)))


def test_embeddings_are_unit_vectors_of_their_papers():
    ids = pl.Series(["a", "b"])
    Embeddings(ids, np.eye(2, dtype=np.float32), "m")
    with pytest.raises(DataError, match="'b' has length 2"):
        Embeddings(ids, np.diag([1, 2]).astype(np.float32), "m")
    with pytest.raises(DataError, match="'a' has length nan"):
        Embeddings(ids, np.full((2, 2), np.nan, dtype=np.float32), "m")
    with pytest.raises(DataError, match="2 ids for 1 rows"):
        Embeddings(ids, np.ones((1, 1), dtype=np.float32), "m")
    with pytest.raises(DataError, match="float64"):
        Embeddings(ids, np.eye(2), "m")


def topics(**changes):
    parts = {
        "table": rows(TOPICS_SCHEMA, topic(0, "One", 2), topic(1, "Two", 1)),
        "terms": rows(TERMS_SCHEMA, (0, 0, "one", 1.0)),
        "members": rows(MEMBERS_SCHEMA, member("a", 0), member("b", 0), member("c", 1), member("d", -1, None)),
        "centroids": np.eye(2, dtype=np.float32),
        "model": "m",
    }
    return Topics(**{**parts, **changes})


def test_outliers_belong_to_no_topic():
    assert (topics().n_topics, topics().n_outliers) == (2, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"members": rows(MEMBERS_SCHEMA, member("a", 7))}, "name the topic 7"),
        ({"members": rows(MEMBERS_SCHEMA, member("a", 0))}, "n_papers of a topic is not the number"),
        ({"table": rows(TOPICS_SCHEMA, topic(0, "One", 2), topic(1, "One", 1))}, "more than once"),
        ({"centroids": np.ones((1, 2), dtype=np.float32)}, r"2 topics have centroids of shape \(1, 2\)"),
    ],
)
def test_topics_that_break_a_rule_are_refused(changes, sentence):
    with pytest.raises(DataError, match=sentence):
        topics(**changes)


def test_a_topic_that_does_not_hold_is_marked_and_one_that_was_not_measured_is_not():
    measured = pl.DataFrame({"topic": [0, 1], "n_found": [9, 4], "n_runs": [10, 10], "stability": [0.6, 0.59]})
    assert topics().with_stability(measured).marked().table["label"].to_list() == ["One", "Two †"]
    assert topics().marked().table["label"].to_list() == ["One", "Two"]


def test_stability_joins_by_topic_and_is_null_where_a_topic_was_not_measured():
    measured = pl.DataFrame({"topic": [1], "n_found": [4], "n_runs": [5], "stability": [0.8]})
    table = topics().with_stability(measured).table
    assert table.columns == TOPICS_SCHEMA.names()
    assert table.rows() == [(0, "One", 2, None, None, None), (1, "Two", 1, 4, 5, 0.8)]
    assert topics().with_stability(measured).with_stability(measured).table.equals(table)


@pytest.mark.parametrize(
    ("nodes", "sentence"),
    [
        ([(0, None, 0.0, "A", 1), (1, None, 0.0, "B", 1)], "has 2 roots"),
        ([(0, 9, 0.0, "A", 1), (1, None, 1.0, "B", 1)], "parent 9, which is no node"),
        ([(0, 1, 2.0, "A", 1), (1, None, 1.0, "B", 1)], "node 0 is higher than its parent 1"),
    ],
)
def test_a_tree_has_one_root_and_rises_towards_it(nodes, sentence):
    with pytest.raises(DataError, match=sentence):
        Tree(rows(TREE_SCHEMA, *nodes))


def test_points_are_finite():
    with pytest.raises(DataError, match="not finite"):
        Points(rows(POINTS_SCHEMA, ("a", float("inf"), 0.0)))


def test_a_series_is_a_full_grid_and_counts_no_more_than_there_is():
    first, second = date(2024, 1, 1), date(2024, 2, 1)
    with pytest.raises(DataError, match="not a full grid"):
        Series(rows(SERIES_SCHEMA, (0, first, 1, 2, 0.5, False), (1, second, 1, 2, 0.5, False)), "month", second)
    with pytest.raises(DataError, match="counts 3 of 2 papers"):
        Series(rows(SERIES_SCHEMA, (0, first, 3, 2, 0.5, False)), "month", second)
    with pytest.raises(DataError, match="'fortnight'"):
        Series(rows(SERIES_SCHEMA, (0, first, 1, 2, 0.5, False)), "fortnight", second)


def test_rates_are_estimated_from_periods_that_are_over_and_hold_papers():
    months = [date(2024, month, 1) for month in (1, 2, 3)]
    periods = zip(months, [(2, 4, 0.5, False), (0, 0, None, False), (1, 3, 1 / 3, True)], strict=True)
    series = Series(rows(SERIES_SCHEMA, *[(0, month, *values) for month, values in periods]), "month", date(2024, 3, 15))
    assert series.complete["period"].to_list() == months[:2]
    assert series.measured["period"].to_list() == series.measured_periods == months[:1]


def test_strata_of_a_series_are_a_full_grid_and_have_a_kind():
    first, second = date(2024, 1, 1), date(2024, 2, 1)
    table = rows(SERIES_SCHEMA, (0, first, 1, 2, 0.5, False), (1, first, 1, 2, 0.5, False))
    strata = rows(STRATA_SCHEMA, (0, "acl", first, 1.0, 2))
    with pytest.raises(DataError, match="strata are not a full grid"):
        Series(table, "month", second, strata.vstack(rows(STRATA_SCHEMA, (1, "lrec", first, 1.0, 2))), "venue")
    with pytest.raises(DataError, match="holds 'venue' constant without any strata"):
        Series(table, "month", second, stratum_kind="venue")


def test_a_chart_must_say_how_to_read_it():
    table = pl.DataFrame()
    with pytest.raises(DataError, match="no caption"):
        Chart("lines", "Lines", " ", {"data": [], "layout": {}}, table)
    with pytest.raises(DataError, match="'My Chart'"):
        Chart("My Chart", "Lines", "Read it.", {"data": [], "layout": {}}, table)
    bundle = Chart("lines", "Lines", "Read it.", {"data": [], "layout": {}}, table)._repr_mimebundle_()
    assert bundle["application/vnd.plotly.v1+json"]["config"]["showSendToCloud"] is False


def test_where_no_script_runs_a_chart_is_its_title_caption_and_first_rows():
    table = pl.DataFrame({"topic": range(1200), "label": ["<script>"] * 1200})
    page = Chart("lines", "A & B", "Read <it>.", {"data": [], "layout": {}}, table)._repr_mimebundle_()["text/html"]
    assert "<b>A &amp; B</b>" in page
    assert "Read &lt;it&gt;." in page
    assert "5 of 1,200 rows" in page
    assert page.index("<th>label</th>") < page.index("<th>topic</th>")
    assert "<script>" not in page


def test_a_chart_without_data_shows_why():
    chart = Chart("lines", "Lines", "No paper is dated.", {"data": [], "layout": {}}, pl.DataFrame())
    assert chart._repr_mimebundle_()["text/html"] == "<p><b>Lines</b></p><p>No paper is dated.</p>"


def test_what_a_run_holds_shows_its_size_in_a_notebook():
    month = date(2024, 1, 1)
    series = Series(rows(SERIES_SCHEMA, (0, month, 1, 2, 0.5, False), (1, month, 1, 2, 0.5, False)), "month", date(2024, 2, 1))
    assert "<b>Series</b> of 2 topics in 1 month, as shares of all papers of the period</p>" in series._repr_html_()
    tree = Tree(rows(TREE_SCHEMA, (0, 2, 0.0, "A", 1), (1, 2, 0.0, "B", 1), (2, None, 1.0, "C", 2)))
    assert "<b>Tree</b> over 2 topics</p>" in tree._repr_html_()
    assert "<b>Points</b> of 1 paper" in Points(rows(POINTS_SCHEMA, ("a", 0.0, 0.0)))._repr_html_()
    embeddings = Embeddings(pl.Series("id", ["a", "b"]), np.eye(2, dtype=np.float32), "my <model>")
    assert embeddings._repr_html_() == "<p><b>Embeddings</b> of 2 papers in 2 dimensions: my &lt;model&gt;</p>"
