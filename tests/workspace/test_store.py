from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from trends.data import Advice, Audit, Chart, Embeddings, Points, Series, Topics, Tree
from trends.data.audit import COVERAGE_SCHEMA
from trends.data.points import POINTS_SCHEMA
from trends.data.series import SERIES_SCHEMA, STRATA_SCHEMA
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.data.tree import TREE_SCHEMA
from trends.errors import WorkspaceError
from trends.workspace import store


def test_corpus_and_embeddings_come_back_as_they_were(tmp_path, corpus_of, embeddings_of):
    corpus = corpus_of(["one", "two"], dates=[date(2024, 1, 2), None])
    embeddings = embeddings_of(corpus, np.eye(2))
    store.write_corpus(corpus, tmp_path)
    store.write_embeddings(embeddings, tmp_path)
    assert store.read_corpus(tmp_path).table.equals(corpus.table)
    back = store.read_embeddings(tmp_path)
    assert back.ids.equals(embeddings.ids)
    assert back.model == "test"
    assert isinstance(back.matrix, np.memmap)
    assert not back.matrix.flags.writeable
    np.testing.assert_array_equal(back.matrix, embeddings.matrix)


def test_topics_tree_and_points_come_back_as_they_were(tmp_path):
    topics = Topics(
        pl.DataFrame([(0, "One", 1, 9, 10, 0.75)], schema=TOPICS_SCHEMA, orient="row"),
        pl.DataFrame([(0, 0, "one", 1.0)], schema=TERMS_SCHEMA, orient="row"),
        pl.DataFrame([("a", 0, 0.5, None), ("b", -1, None, "in no group")], schema=MEMBERS_SCHEMA, orient="row"),
        np.ones((1, 1), dtype=np.float32),
        "model",
    )
    tree = Tree(pl.DataFrame([(0, None, 0.0, "One", 1)], schema=TREE_SCHEMA, orient="row"))
    points = Points(pl.DataFrame([("a", 0.0, 1.0), ("b", 1.0, 0.0)], schema=POINTS_SCHEMA, orient="row"))
    store.write_topics(topics, tmp_path)
    store.write_tree(tree, tmp_path)
    store.write_points(points, tmp_path)
    back = store.read_topics(tmp_path)
    assert all(getattr(back, name).equals(getattr(topics, name)) for name in ("table", "terms", "members"))
    assert (back.centroids.tolist(), back.model) == ([[1.0]], "model")
    assert store.read_tree(tmp_path).table.equals(tree.table)
    assert store.read_points(tmp_path).table.equals(points.table)


def test_a_series_keeps_its_calendar_and_none_is_an_absent_file(tmp_path):
    rows = [(0, date(2024, 1, 1), 1, 2, 0.5, False), (0, date(2024, 4, 1), 0, 0, None, True)]
    series = Series(pl.DataFrame(rows, schema=SERIES_SCHEMA, orient="row"), "quarter", date(2024, 5, 1))
    store.write_series(None, tmp_path)
    assert store.read_series(tmp_path) is None
    store.write_series(series, tmp_path)
    back = store.read_series(tmp_path)
    assert back is not None
    assert (back.every, back.until) == ("quarter", date(2024, 5, 1))
    assert back.table.equals(series.table)


def test_a_series_with_strata_comes_back_as_it_was(tmp_path):
    table = pl.DataFrame([(0, date(2024, 1, 1), 1, 2, 0.5, False)], schema=SERIES_SCHEMA, orient="row")
    strata = pl.DataFrame([(0, "acl", date(2024, 1, 1), 1.0, 2)], schema=STRATA_SCHEMA, orient="row")
    series = Series(table, "year", date(2025, 1, 1), strata=strata, stratum_kind="venue", denominator="papers of acl")
    store.write_series(series, tmp_path)
    back = store.read_series(tmp_path)
    assert back is not None
    assert back.strata.equals(strata)
    assert (back.stratum_kind, back.denominator) == ("venue", "papers of acl")


def test_an_audit_comes_back_as_it_was(tmp_path):
    coverage = pl.DataFrame([("all", "all", date(2024, 1, 1), 3, True, None)], schema=COVERAGE_SCHEMA, orient="row")
    advice = Advice("month", date(2024, 1, 1), None, "venue", ("Count years.",))
    audit = Audit(coverage=coverage, every="month", advice=advice)
    store.write_audit(audit, tmp_path)
    back = store.read_audit(tmp_path)
    assert back.findings.equals(audit.findings)
    assert back.coverage.equals(coverage)
    assert (back.every, back.advice) == ("month", advice)


def test_a_chart_lies_as_json_with_its_data_as_csv(tmp_path):
    chart = Chart("lines", "Lines", "How to read.", {"data": [], "layout": {}}, pl.DataFrame({"topic": [1]}))
    store.write_chart(chart, tmp_path)
    assert (tmp_path / "charts" / "lines.csv").read_text() == "topic\n1\n"
    assert '"title":"Lines"' in (tmp_path / "charts" / "lines.json").read_text()


@pytest.mark.parametrize(
    "table", [pl.DataFrame(), pl.DataFrame({"topic": [1], "period": [date(2024, 1, 1)], "title": ['a "b", c']})]
)
def test_a_chart_comes_back_with_its_data(tmp_path, table):
    chart = Chart("lines", "Lines", "How to read.", {"data": [{"y": [0.5]}], "layout": {}}, table)
    store.write_chart(chart, tmp_path)
    back = store.read_chart("lines", tmp_path)
    assert back.to_json() == chart.to_json()
    assert back.table.equals(table)


def test_a_missing_or_damaged_part_is_one_clear_sentence(tmp_path):
    with pytest.raises(WorkspaceError, match=f"^cannot read {tmp_path / 'points.parquet'}: it is missing, run again"):
        store.read_points(tmp_path)
    with pytest.raises(WorkspaceError, match=r"cannot read .*matrix\.npy"):
        store.read_embeddings(tmp_path)
    (tmp_path / "stats").mkdir()
    (tmp_path / "stats" / "series.parquet").write_bytes(b"")
    (tmp_path / "stats" / "calendar.json").write_text("{")
    with pytest.raises(WorkspaceError, match=r"cannot read .*calendar\.json"):
        store.read_series(tmp_path)
    (tmp_path / "points.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(WorkspaceError, match="cannot read"):
        store.read_points(tmp_path)


@pytest.mark.parametrize("is_relative", [False, True], ids=["absolute", "relative"])
def test_a_matrix_that_was_filled_in_its_place_stays_there(tmp_path, monkeypatch, is_relative):
    monkeypatch.chdir(tmp_path)
    folder = Path("run") if is_relative else tmp_path / "run"
    matrix = np.lib.format.open_memmap(store.matrix_file(folder), mode="w+", dtype=np.float32, shape=(300, 64))
    matrix[:] = 1 / 8
    matrix.flush()
    store.write_embeddings(Embeddings(pl.Series([f"sha:{i}" for i in range(300)]), matrix, "a model"), folder)
    assert (store.read_embeddings(folder).matrix == 1 / 8).all()
