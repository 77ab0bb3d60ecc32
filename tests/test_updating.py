"""Rules of an update: new papers join, topics keep their numbers, and what changed is said."""

from datetime import date

import polars as pl
import pytest

from trends.config import make_config
from trends.datasets import make_corpus
from trends.errors import ConfigError, WorkspaceError
from trends.pipeline import Job, run
from trends.updating import Update, update
from trends.workspace import Workspace, store

SETTINGS = {"embed": {"kind": "lsa", "n_dims": 32}, "stats": {"every": "quarter", "strata": "none"}}


@pytest.fixture(scope="module")
def planted():
    return make_corpus(n_papers=1500, seed=2)


@pytest.fixture(scope="module")
def updated(planted, tmp_path_factory):
    """Study the papers of the first years, then add the others; the folder, the topics of before and the update."""
    folder = tmp_path_factory.mktemp("runs")
    early = (pl.col("published") < date(2023, 7, 1)).fill_null(False)
    store.write_table(planted.corpus.table.filter(early), folder / "old.parquet")
    store.write_table(planted.corpus.table.filter(~early), folder / "new.parquet")
    config = make_config({**SETTINGS, "inputs": [str(folder / "old.parquet")]}, origin="test")
    run(Job(config, Workspace.create(folder / "run")))
    before = store.read_topics(folder / "run")
    return folder, before, update(folder / "run", [folder / "new.parquet"], cache=None)


def subfields(topics, planted):
    """Return the subfield of most papers of each topic."""
    known = topics.members.join(planted.members, on="id").filter(pl.col("topic") >= 0).drop_nulls("subfield")
    ordered = known.group_by("topic", "subfield").len().sort("len", "subfield", descending=[True, False])
    return dict(ordered.unique("topic", keep="first").select("topic", "subfield").iter_rows())


@pytest.mark.slow
def test_a_number_stands_for_the_same_subfield_before_and_after(updated, planted):
    folder, before, _ = updated
    then, now = subfields(before, planted), subfields(store.read_topics(folder / "run"), planted)
    both = then.keys() & now.keys()
    assert len(both) >= 8
    assert {topic: now[topic] for topic in both} == {topic: then[topic] for topic in both}


@pytest.mark.slow
def test_what_became_of_topics_and_papers_adds_up(updated, planted):
    folder, before, changed = updated
    now = store.read_topics(folder / "run")
    assert (changed.n_new, changed.n_papers) == (
        planted.corpus.n_papers - before.members.height,
        planted.corpus.n_papers,
    )
    assert sum(n for _, n in changed.joined) == changed.n_new
    assert {label for label, _ in changed.joined} <= {None, *now.table["label"]}
    assert len(changed.kept) + len(changed.born) == now.n_topics
    assert len(changed.kept) + len(changed.gone) == before.n_topics
    growth = store.read_table(folder / "run" / "stats" / "growth.parquet").filter(trend="rising")
    rising = set(now.table.filter(pl.col("topic").is_in(growth["topic"].implode()))["label"])
    assert set(changed.newly_rising) <= rising


@pytest.mark.slow
def test_the_same_papers_again_change_nothing(updated):
    folder, _, _ = updated
    before = (folder / "run" / "report.html").read_bytes()
    again = update(folder / "run", [folder / "new.parquet"], cache=None)
    assert (again.n_new, again.joined, again.born, again.gone, again.newly_rising) == (0, (), (), (), ())
    assert (folder / "run" / "report.html").read_bytes() == before


@pytest.mark.slow
def test_papers_that_the_run_has_already_make_no_stage_again(updated, planted):
    folder, _, _ = updated
    store.write_table(planted.corpus.table.head(40), folder / "known.parquet")
    (folder / "empty.csv").write_text("title,abstract,published\n")
    dated = planted.corpus.table.filter(precision="day").head(40)
    dated.select("id", "title", "abstract", "published").write_csv(folder / "known.csv")
    manifest = (folder / "run" / "manifest.json").read_bytes()
    again = update(folder / "run", [folder / "known.parquet", folder / "known.csv", folder / "empty.csv"], cache=None)
    assert again.sentences == [f"nothing to add: the run has these papers already, {planted.corpus.n_papers:,} in all"]
    assert (folder / "run" / "manifest.json").read_bytes() == manifest


def test_sentences_tell_papers_topics_and_rises():
    changed = Update(
        3,
        1200,
        joined=(("B", 2), (None, 1)),
        kept=("A", "B"),
        born=("C",),
        gone=(("D", "A"), ("E", None)),
        newly_rising=("C",),
        no_longer_rising=("B",),
    )
    assert changed.sentences == [
        "3 new papers, 1,200 in all",
        "of the new: 2 in B, 1 in no topic",
        "2 of 4 topics go on under their number; new: C; gone: D (now in A), E (now in no topic)",
        "newly rising: C; no longer rising: B",
    ]


def test_a_folder_without_a_run_cannot_be_updated(tmp_path):
    with pytest.raises(WorkspaceError, match="holds no run"):
        update(tmp_path, ["papers.csv"], cache=None)


@pytest.mark.slow
def test_papers_that_are_in_no_file_cannot_be_joined_by_others(planted, tmp_path):
    config = make_config(SETTINGS, origin="test")
    workspace = Workspace.create(tmp_path / "run")
    run(Job(config, workspace, corpus=type(planted.corpus)(planted.corpus.table.head(60))))
    with pytest.raises(ConfigError, match="only a run of files can take more"):
        update(workspace.folder, ["papers.csv"], cache=None)
