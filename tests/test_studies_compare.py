"""Looking at topics: papers, outline, comparison."""

import shutil

import polars as pl
import pytest

import trends
from trends.errors import DataError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studies")
    corpus = trends.make_corpus(n_papers=400).corpus
    return trends.study(corpus, folder=folder / "run", settings={"embed": {"kind": "lsa"}}, cache=folder / "cache")


def test_papers_of_a_topic_come_with_the_most_typical_first_and_those_of_none_with_a_reason(study):
    papers = study.papers(0)
    assert papers.height == study.topics.table["n_papers"][0]
    assert papers["similarity"].is_sorted(descending=True)
    assert papers["reason"].null_count() == papers.height
    outliers = study.papers(-1)
    assert outliers.height == study.topics.n_outliers > 0
    assert outliers["reason"].null_count() == 0


def test_the_outline_lists_every_topic_of_every_layer_inside_a_coarser_one(study):
    outline = study.outline()
    assert outline.group_by("layer", maintain_order=True).len()["len"].to_list() == [t.n_topics for t in study.layers.topics]
    assert outline.filter(pl.col("parent").is_null())["layer"].unique().to_list() == [0]
    inside = outline.filter(pl.col("layer") == 1).group_by("parent").agg(pl.col("n_papers").sum()).sort("parent")
    assert inside["n_papers"].to_list() == study.layers.topics[0].table["n_papers"].to_list()


def test_a_study_compared_with_itself_agrees_and_with_another_shows_what_was_put_together(study, tmp_path):
    itself = study.compare(study)
    assert itself["jaccard"].to_list() == [1.0] * study.topics.n_topics
    assert itself["topic"].to_list() == itself["other"].to_list()
    pair = study.topics.table["label"].to_list()[:2]
    merge = f'[[correction]]\nmerge = ["{pair[0]}", "{pair[1]}"]\nto = "Both"\n'
    shutil.copytree(study.folder, tmp_path / "run")
    (tmp_path / "run" / "topics.toml").write_text(merge)
    other = trends.study(study.corpus, folder=tmp_path / "run", settings={"embed": {"kind": "lsa"}}, cache=tmp_path / "cache")
    compared = study.compare(other)
    assert compared["other_label"].to_list()[:2] == ["Both", "Both"]
    sizes = compared["n_papers"].to_list()
    assert compared["jaccard"].to_list()[:2] == [sizes[0] / sum(sizes[:2]), sizes[1] / sum(sizes[:2])]


def test_studies_of_different_papers_cannot_be_compared(study, tmp_path):
    other = trends.study(trends.make_corpus(n_papers=60).corpus, folder=tmp_path, settings={"embed": {"kind": "hashing"}})
    with pytest.raises(DataError, match="other papers"):
        study.compare(other)
