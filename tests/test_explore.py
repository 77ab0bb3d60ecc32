from datetime import date

import numpy as np
import polars as pl
import pytest

from trends.config import make_config
from trends.data import OUTLIER, Corpus
from trends.datasets import make_corpus
from trends.errors import ConfigError, WorkspaceError
from trends.explore import (
    choose_papers,
    find_topics,
    list_terms_over_time,
    list_vocabulary_changes,
    load_encoder,
    measure_quality,
)
from trends.pipeline import Job, run
from trends.workspace import Workspace, store

pytestmark = pytest.mark.slow

ENTERED, LEFT = "quantum annealing", "vacuum tubes"


def make(corpus, folder, *, topics=None, embed=None):
    settings = {"embed": embed or {"kind": "lsa", "n_dims": 64}, "topics": {"n_runs": 0}, "stats": {"every": "quarter"}}
    run(Job(make_config(settings, origin="test"), Workspace.create(folder), corpus=corpus, topics=topics))
    return folder


@pytest.fixture(scope="module")
def papers():
    """Made-up papers; those about medical images speak of vacuum tubes at first, and of quantum annealing in the end."""
    made = make_corpus(n_papers=800)
    medical = made.members.filter(subfield="medical image segmentation")["id"]
    assert medical.len() > 20
    said = (
        pl.when(pl.col("published") >= date(2023, 7, 1))
        .then(pl.col("abstract") + f" We rely on {ENTERED}.")
        .when(pl.col("published") < date(2021, 6, 1))
        .then(pl.col("abstract") + f" We rely on {LEFT}.")
        .otherwise("abstract")
    )
    return Corpus.of(
        made.corpus.table.with_columns(abstract=pl.when(pl.col("id").is_in(medical.implode())).then(said).otherwise("abstract"))
    )


@pytest.fixture(scope="module")
def folder(papers, tmp_path_factory):
    return make(papers, tmp_path_factory.mktemp("explore") / "run")


@pytest.fixture(scope="module")
def undated(corpus_of_texts, tmp_path_factory):
    return make(corpus_of_texts, tmp_path_factory.mktemp("explore") / "undated", embed={"kind": "hashing"})


@pytest.fixture(scope="module")
def corpus_of_texts():
    """Papers without a date, of two matters."""
    table, nothing = make_corpus(n_papers=60).corpus.table, pl.lit(None, pl.String)
    return Corpus.of(table.with_columns(published=pl.lit(None, pl.Date), precision=nothing, dated_by=nothing))


def topic_named(folder, word):
    table = store.read_topics(folder).table
    return table.filter(pl.col("label").str.to_lowercase().str.contains(word))["topic"].item()


def test_text_finds_the_topic_that_it_speaks_of(folder):
    found = find_topics(folder, "segmentation of medical images", n=3)
    assert found.columns == ["topic", "label", "similarity"]
    assert found["topic"][0] == topic_named(folder, "medical image segmentation")
    assert found.height == 3
    assert found["similarity"].is_sorted(descending=True)
    assert -1 <= found["similarity"].min() <= found["similarity"].max() <= 1


def test_a_run_whose_vectors_were_given_cannot_place_free_text(papers, tmp_path):
    few = Corpus.of(papers.table.head(40))
    vectors = np.random.default_rng(0).normal(size=(40, 8))
    pl.DataFrame({"id": few.ids, "embedding": vectors}).write_parquet(tmp_path / "vectors.parquet")
    given = make(few, tmp_path / "run", embed={"kind": "precomputed", "path": str(tmp_path / "vectors.parquet")})
    assert load_encoder(given) is None
    with pytest.raises(ConfigError, match="knows only its papers, free text needs one that reads any text"):
        find_topics(given, "tumours", n=3)


def test_an_encoder_of_a_run_gives_the_vectors_of_its_papers(folder, papers):
    encode = load_encoder(folder)
    assert encode is not None
    assert encode(papers.texts()[:5]) == pytest.approx(store.read_embeddings(folder).matrix[:5], abs=1e-5)


def test_each_topic_is_shown_by_papers_of_its_own(folder):
    shown = choose_papers(folder, n=4)
    topics = store.read_topics(folder)
    assert shown.columns == ["topic", "label", "rank", "id", "title", "published", "url"]
    assert shown.group_by("topic", maintain_order=True).agg("rank")["rank"].to_list() == [[0, 1, 2, 3]] * topics.n_topics
    assert shown.join(topics.members, on=["id", "topic"]).height == shown.height
    assert shown.join(topics.table, on=["topic", "label"]).height == shown.height


def test_terms_over_time_stand_under_days_of_the_series(folder):
    found = list_terms_over_time(folder, n_terms=3)
    series = store.read_series(folder)
    assert series is not None
    assert set(found["period"]) <= set(series.table["period"])
    assert found.join(store.read_topics(folder).table, on=["topic", "label"]).height == found.height
    counted = found.join(series.table, on=["topic", "period"])
    assert counted.height == found.height
    assert (counted["n_papers"] <= counted["count"]).all()
    medical = found.filter(pl.col("topic") == topic_named(folder, "medical image segmentation"))
    assert medical.filter(pl.col("term") == ENTERED)["period"].min() >= date(2023, 7, 1)


def test_tables_over_time_have_the_same_columns_whether_papers_are_dated_or_not(folder, undated):
    assert list_terms_over_time(undated, n_terms=3).schema == list_terms_over_time(folder, n_terms=3).schema
    assert list_vocabulary_changes(undated).schema == list_vocabulary_changes(folder).schema


def test_words_that_entered_and_left_are_told_and_hardly_any_others(folder):
    changes = list_vocabulary_changes(folder)
    medical = topic_named(folder, "medical image segmentation")
    told = set(changes.select("topic", "change", "term").rows())
    assert {(medical, "entered", ENTERED), (medical, "left", LEFT)} <= told
    assert len(told) < 10
    assert (changes["q"] <= 0.05).all()


def test_without_dates_there_are_no_terms_over_time_and_no_changes(undated):
    assert list_terms_over_time(undated, n_terms=3).height == 0
    assert list_vocabulary_changes(undated).height == 0


def test_quality_is_measured_for_each_topic_and_repeats(folder):
    quality = measure_quality(folder, n_runs=3)
    topics = store.read_topics(folder)
    assert quality.table.select("topic", "label", "n_papers").equals(topics.table.select("topic", "label", "n_papers"))
    assert quality.table["n_runs"].unique().to_list() == [3]
    assert quality.totals.jaccard > 0.8
    assert quality.totals.outlier_share == pytest.approx((topics.members["topic"] == OUTLIER).mean())
    assert measure_quality(folder, n_runs=3).table.equals(quality.table)


def test_topics_of_another_model_are_not_found_again(folder, papers, tmp_path):
    adopted = make(papers, tmp_path / "run", topics=store.read_topics(folder))
    quality = measure_quality(adopted, n_runs=3)
    assert quality.table["n_runs"].null_count() == quality.table.height
    assert quality.table["npmi"].null_count() == 0


def test_a_folder_without_topics_is_refused(tmp_path):
    with pytest.raises(WorkspaceError, match="holds no run"):
        measure_quality(tmp_path, n_runs=1)
    Workspace.create(tmp_path / "begun")
    with pytest.raises(WorkspaceError, match="is not finished, corpus is to be made"):
        measure_quality(tmp_path / "begun", n_runs=1)
