import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from trends.cli import main
from trends.config import make_config
from trends.data import Corpus
from trends.datasets import make_corpus
from trends.errors import ConfigError
from trends.pipeline import STAGES, STATISTICS, Job, run
from trends.workspace import Workspace, store

pytestmark = pytest.mark.slow

LSA = {"embed": {"kind": "lsa", "n_dims": 32}}


def make(corpus: Corpus, folder, **settings):
    workspace = Workspace.create(folder)
    return workspace, run(Job(make_config({**LSA, **settings}, origin="test"), workspace, corpus=corpus))


def files_of(folder):
    """Read every file of a run but the manifest, whose seconds differ."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def papers():
    return make_corpus(n_papers=300, seed=1).corpus


@pytest.fixture(scope="module")
def finished(papers, tmp_path_factory):
    workspace, made = make(papers, tmp_path_factory.mktemp("runs") / "one")
    assert made == list(STAGES)
    return workspace


@pytest.fixture
def copied(finished, tmp_path):
    """Copy the finished run, to go on from it."""
    return Workspace(shutil.copytree(finished.folder, tmp_path / "run"))


def test_a_run_leaves_everything_that_its_folder_promises(finished):
    made = set(files_of(finished.folder))
    assert made >= {"config.toml", "corpus.parquet", "embeddings/matrix.npy", "points.parquet", "report.html"}
    assert made >= {
        f"topics/{name}" for name in ("table.parquet", "terms.parquet", "members.parquet", "tree.parquet", "centroids.npy")
    }
    assert made >= {f"topics/{name}.parquet" for name in ("memberships", "guides", "corrections", "memory")}
    assert "topics/layers/layers.json" in made
    assert made >= {
        "stats/series.parquet",
        "stats/tally.parquet",
        "charts/lines.json",
        "charts/lines.csv",
        *(f"stats/{name}.parquet" for name in STATISTICS),
    }


def test_the_chosen_layer_is_the_one_that_series_and_charts_are_made_of(finished):
    layers, facts = store.read_layers(finished.folder), finished.manifest()["stages"]["topics"]["facts"]
    chosen = layers.topics[layers.chosen]
    assert chosen.table.equals(store.read_topics(finished.folder).table)
    assert facts["chosen_layer"] == layers.chosen
    assert facts["n_topics_of_layers"] == [topics.n_topics for topics in layers.topics]
    series = store.read_series(finished.folder)
    assert series is not None
    assert series.table["topic"].unique().to_list() == chosen.table["topic"].to_list()


def test_the_manifest_accounts_for_every_paper_and_names_what_made_it(finished):
    manifest = finished.manifest()
    assert list(manifest["stages"]) == sorted(STAGES)
    account = manifest["stages"]["corpus"]["facts"]
    assert account["n_papers"] == 300
    assert sum(manifest["stages"]["stats"]["facts"]["papers"].values()) == 300
    assert manifest["software"].keys() >= {"trends", "numba", "torch", "polars"}
    assert manifest["stages"]["embeddings"]["facts"]["model"]


def test_running_again_does_nothing(papers, finished):
    assert make(papers, finished.folder)[1] == []


def test_papers_that_come_in_another_order_are_the_same_papers(papers, finished):
    shuffled = Corpus.of(papers.table.sample(fraction=1, shuffle=True, seed=3))
    assert make(shuffled, finished.folder)[1] == []


def test_another_folder_gets_the_same_bytes(papers, finished, tmp_path):
    other, _ = make(papers, tmp_path / "two")
    assert files_of(other.folder) == files_of(finished.folder)


def test_a_changed_setting_remakes_its_stage_and_those_after_it(papers, copied):
    assert make(papers, copied.folder, topics={"min_papers": 20})[1] == ["topics", "audit", "stats", "charts", "report"]
    assert make(papers, copied.folder, topics={"min_papers": 20}, stats={"every": "year"})[1] == ["stats", "charts", "report"]


def test_a_run_counts_what_the_audit_advises_unless_it_is_told_otherwise(tmp_path):
    even_year, in_lrec = pl.col("published").dt.year() % 2 == 0, pl.int_range(pl.len()) % 2 == 0
    table = make_corpus(n_papers=2000, seed=1).corpus.table.drop_nulls("published")
    venue = pl.when(in_lrec).then(pl.lit("lrec")).otherwise(pl.lit("acl"))
    corpus = Corpus.of(table.with_columns(venue=venue).filter(~(even_year & in_lrec)))
    workspace, _ = make(corpus, tmp_path / "run", embed={"kind": "hashing"})
    series = store.read_series(workspace.folder)
    assert series is not None
    assert store.read_audit(workspace.folder).advice.stratum_kind == series.stratum_kind == "venue"
    assert series.strata["stratum"].unique().sort().to_list() == ["acl", "lrec"]
    make(corpus, workspace.folder, embed={"kind": "hashing"}, stats={"strata": "none"})
    pooled = store.read_series(workspace.folder)
    assert pooled is not None
    assert pooled.stratum_kind is None


@pytest.mark.parametrize("strata", ["none", "source"])
def test_papers_between_topics_count_by_parts_where_a_user_wants_it(papers, finished, copied, strata):
    workspace, _ = make(papers, copied.folder, stats={"memberships": "soft", "strata": strata})
    hard, soft = store.read_series(finished.folder), store.read_series(workspace.folder)
    assert hard is not None
    assert soft is not None
    assert soft.denominator.endswith("where a paper counts in several topics by parts")
    assert soft.table["count"].equals(hard.table["count"])
    assert not soft.table["share"].equals(hard.table["share"])
    nodes = store.read_table(workspace.folder / "stats" / "nodes.parquet")
    assert nodes["node"].n_unique() == nodes.height >= store.read_tree(workspace.folder).table.height


@pytest.mark.parametrize("n_papers", [1, 2, 12, 50])
def test_a_small_corpus_gives_a_sensible_report(n_papers, corpus_of, tmp_path):
    corpus = corpus_of(
        [f"Machine unlearning of kind {i}" for i in range(n_papers)], dates=[date(2024, 1 + i % 12, 3) for i in range(n_papers)]
    )
    workspace, made = make(corpus, tmp_path / "run", embed={"kind": "hashing"})
    assert made == list(STAGES)
    assert "What cannot be said" in (workspace.folder / "report.html").read_text()


def test_papers_that_are_all_alike_or_never_dated_give_a_sensible_report(corpus_of, tmp_path):
    corpus = corpus_of(["Machine unlearning"] * 30, abstracts=["The same abstract about forgetting."] * 30)
    workspace, _ = make(corpus, tmp_path / "run", embed={"kind": "hashing"})
    assert store.read_topics(workspace.folder).table["label"].to_list() == ["Machine unlearning"]
    assert store.read_series(workspace.folder) is None
    assert "none of 30 papers stands in a period" in (workspace.folder / "report.html").read_text()


def test_vectors_of_ones_own_are_enough_for_a_report(papers, tmp_path):
    matrix = np.random.default_rng(0).normal(size=(papers.n_papers, 8))
    pl.DataFrame({"id": papers.ids, "embedding": matrix}).write_parquet(tmp_path / "vectors.parquet")
    _, made = make(papers, tmp_path / "run", embed={"kind": "precomputed", "path": str(tmp_path / "vectors.parquet")})
    assert made == list(STAGES)


@pytest.mark.parametrize("letter", ["ж", "学", "\N{CHEQUERED FLAG}"])
def test_papers_in_any_script_give_a_report(letter, corpus_of, tmp_path):
    titles = [f"{letter * 4} {letter * (2 + i % 3)}" for i in range(40)]
    workspace, made = make(corpus_of(titles), tmp_path / "run", embed={"kind": "hashing"})
    assert made == list(STAGES)
    assert store.read_topics(workspace.folder).n_topics > 0


def test_a_hostile_title_stays_text_all_the_way_to_the_report(corpus_of, tmp_path):
    hostile = "</script><script>alert(1)</script>"
    corpus = corpus_of([f"{hostile} {i}" for i in range(12)], dates=[date(2024, 1 + i, 3) for i in range(12)])
    workspace, _ = make(corpus, tmp_path / "run", embed={"kind": "hashing"})
    assert "<script>alert(1)" not in (workspace.folder / "report.html").read_text()


def write_corrections(workspace, *corrections):
    text = "".join(f"[[correction]]\n{correction}\n" for correction in corrections)
    (workspace.folder / "topics.toml").write_text(text)


def test_corrections_beside_a_run_are_applied_by_the_next_and_stay_so(papers, copied):
    first, second, third = store.read_topics(copied.folder).table["label"].head(3)
    write_corrections(copied, f'rename = "{first}"\nto = "By hand"', f'merge = ["{second}", "{third}"]\nto = "Both"')
    assert make(papers, copied.folder)[1] == ["topics", "audit", "stats", "charts", "report"]
    table = store.read_topics(copied.folder).table
    assert {"By hand", "Both"} <= set(table["label"])
    assert store.read_table(copied.folder / "topics" / "corrections.parquet")["applied"].all()
    assert "By hand" in (copied.folder / "report.html").read_text()
    assert make(papers, copied.folder)[1] == []
    make(papers, copied.folder, topics={"seed": 1})
    assert {"By hand", "Both"} <= set(store.read_topics(copied.folder).table["label"])


def test_a_corrected_topic_is_known_by_its_papers_where_its_label_has_changed(papers, copied):
    topics = store.read_topics(copied.folder)
    write_corrections(copied, f'rename = "{topics.table["label"][0]}"\nto = "By hand"')
    make(papers, copied.folder)
    inside = topics.members.filter(pl.col("topic") == 0)["id"]
    renamed = papers.table.with_columns(
        title=pl.when(pl.col("id").is_in(inside.implode())).then(pl.lit("Quilting patterns")).otherwise("title"),
        abstract=pl.when(pl.col("id").is_in(inside.implode()))
        .then(pl.lit("Quilting patterns for winter."))
        .otherwise("abstract"),
    )
    make(Corpus.of(renamed), copied.folder)
    again = store.read_topics(copied.folder)
    (topic,) = again.table.filter(label="By hand")["topic"]
    assert set(again.members.filter(pl.col("topic") == topic)["id"]) & set(inside)
    message = store.read_table(copied.folder / "topics" / "corrections.parquet")["message"].item()
    assert 'is now "Quilting patterns' in message


def test_a_correction_that_names_no_topic_is_refused_and_the_finished_run_stays(papers, tmp_path):
    workspace, _ = make(papers, tmp_path / "run", embed={"kind": "hashing"})
    before = files_of(workspace.folder)
    write_corrections(workspace, 'drop = "Astrology"')
    with pytest.raises(ConfigError, match=r"topics\.toml, correction 1: no topic is named 'Astrology', there are"):
        make(papers, workspace.folder, embed={"kind": "hashing"})
    (workspace.folder / "topics.toml").unlink()
    assert files_of(workspace.folder) == before
    assert make(papers, workspace.folder, embed={"kind": "hashing"})[1] == []


def test_a_guide_that_finds_no_papers_is_told_in_the_log(papers, tmp_path, caplog):
    guides = [{"label": "Astrology", "must_exist": True}]
    workspace, _ = make(papers, tmp_path / "run", embed={"kind": "hashing"}, topics={"guides": guides})
    assert "guide 'Astrology': found 0 papers, 5 are needed" in caplog.text
    assert store.read_table(workspace.folder / "topics" / "guides.parquet")["outcome"].to_list() == ["too few"]


def test_a_language_model_that_cannot_be_reached_costs_nothing_but_its_labels(papers, finished, tmp_path, caplog):
    llm = {"url": "http://127.0.0.1:9/v1", "model": "nobody", "max_retries": 0, "timeout_seconds": 5}
    workspace, made = make(papers, tmp_path / "run", topics={"llm": llm})
    assert made == list(STAGES)
    table = store.read_topics(workspace.folder).table
    assert table["label"].equals(store.read_topics(finished.folder).table["label"])
    account = store.read_table(workspace.folder / "topics" / "labels.parquet")
    assert account["label"].equals(account["counted"])
    assert account["reason"].null_count() == 0
    assert f"{table.height} of {table.height} topics keep the labels that were counted" in caplog.text


def test_topics_of_another_model_are_taken_as_they_are(papers, finished, tmp_path):
    topics = store.read_topics(finished.folder)
    theirs = replace(topics, table=topics.table.with_columns(label="Their " + pl.col("label")), model="theirs")
    job = Job(make_config(LSA, origin="test"), Workspace.create(tmp_path / "run"), corpus=papers, topics=theirs)
    assert run(job) == list(STAGES)
    adopted = store.read_topics(tmp_path / "run")
    assert adopted.table.equals(theirs.table)
    assert adopted.members.equals(theirs.members)
    assert job.workspace.manifest()["stages"]["topics"]["facts"]["adopted"]
    assert run(job) == []
    assert make(papers, tmp_path / "run")[1] == ["topics", "audit", "stats", "charts", "report"]  # without them, topics are found


def test_a_run_that_is_killed_resumes_and_ends_with_the_same_bytes(papers, finished, tmp_path):
    folder = tmp_path / "killed"
    source = tmp_path / "papers.parquet"
    store.write_table(papers.table, source)
    arguments = ["run", str(source), "--set", "embed.kind=lsa", "--cache", str(tmp_path / "cache"), "-o"]
    command = [sys.executable, "-m", "trends", *arguments]
    process = subprocess.Popen([*command, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while "embeddings" not in _stages(folder) and process.poll() is None:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = _stages(folder)
    assert "report" not in before
    subprocess.run([*command, str(folder)], check=True, capture_output=True)
    after = _stages(folder)
    assert {stage: after[stage]["seconds"] for stage in before} == {stage: before[stage]["seconds"] for stage in before}
    assert not list(folder.glob(".partial-*"))
    again = tmp_path / "undisturbed"
    with pytest.raises(SystemExit, match="0"):
        main([*arguments, str(again)])
    assert files_of(folder) == files_of(again)


def _stages(folder):
    """Read from the manifest which stages are done."""
    manifest = folder / "manifest.json"
    stages = json.loads(manifest.read_text())["stages"] if manifest.exists() else {}
    return {stage: entry for stage, entry in stages.items() if not entry["outdated"]}
