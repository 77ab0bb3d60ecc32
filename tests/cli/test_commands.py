import gzip
import json
import shutil

import numpy as np
import pytest

from trends.cli import main
from trends.datasets import make_corpus
from trends.embed.cache import VectorCache, Vectors, text_keys
from trends.embed.encoder import Batch
from trends.workspace import store


def call(*arguments):
    """Run a command in this process and return its exit code."""
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    return stopped.value.code


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A run of 200 made-up papers."""
    folder = tmp_path_factory.mktemp("cli")
    store.write_table(make_corpus(n_papers=200).corpus.table, folder / "papers.parquet")
    options = ["--set", "embed.kind=lsa", "--set", "embed.n_dims=32", "--cache", folder / "cache"]
    assert call("run", folder / "papers.parquet", "-o", folder / "run", *options) == 0
    return folder / "run"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "empty"),
        ("binary.csv", bytes(range(256)) * 9, "binary"),
        ("untitled.csv", b"name,year\nAnna,2021\nBert,2022\n", "title"),
        ("half.jsonl.gz", gzip.compress(b'{"title": "One", "abstract": "Two"}\n' * 400, mtime=0)[:-20], "half.jsonl.gz"),
        ("nothing.jsonl", b'{"title": "One", "abst', "nothing.jsonl"),
    ],
)
def test_a_bad_file_is_one_sentence_on_stderr_and_exit_1(name, content, sentence, tmp_path, capsys):
    (tmp_path / name).write_bytes(content)
    assert call("run", tmp_path / name, "-o", tmp_path / "run") == 1
    printed = capsys.readouterr()
    complaint = [line for line in printed.err.splitlines() if line.startswith("trends: ")]
    assert len(complaint) == 1
    assert sentence in complaint[0]
    assert name in complaint[0]
    assert printed.out == ""


def test_an_output_folder_that_cannot_be_written_is_one_sentence(tmp_path, capsys):
    (tmp_path / "papers.csv").write_text("title,year\nOne,2021\n")
    (tmp_path / "file").write_text("")
    assert call("run", tmp_path / "papers.csv", "-o", tmp_path / "file" / "run") == 1
    assert "cannot make the folder" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["run"], ["run", "a.csv", "--every", "decade"], ["dance"], ["figure", "x"]])
def test_wrong_usage_is_exit_2(arguments):
    assert call(*arguments) == 2


def test_check_prints_all_settings_and_refuses_wrong_ones(tmp_path, capsys):
    (tmp_path / "good.toml").write_text("[topics]\nmin_papers = 20\n")
    assert call("check", tmp_path / "good.toml") == 0
    assert "n_neighbours = 15" in capsys.readouterr().out
    (tmp_path / "bad.toml").write_text("[topics]\nmin_paper = 20\n")
    assert call("check", tmp_path / "bad.toml") == 1
    assert "min_paper is not a setting" in capsys.readouterr().err


@pytest.mark.slow
def test_a_second_run_says_that_there_is_nothing_to_do(finished, capsys):
    assert call("run", "--config", finished / "config.toml") == 0
    assert "nothing to do" in capsys.readouterr().out


@pytest.mark.slow
def test_what_is_counted_over_time_is_told_with_the_reasons(finished, capsys):
    facts = {name: stage["facts"] for name, stage in json.loads((finished / "manifest.json").read_text())["stages"].items()}
    assert call("status", finished) == 0
    shown = capsys.readouterr().out
    assert all(f"  {reason}\n" in shown for reason in facts["audit"]["advice"])
    assert facts["stats"]["periods"] in shown
    assert facts["stats"]["strata"] in shown
    counts = facts["stats"]["papers"]
    assert f"papers over time: {counts['counted']:,} counted" in shown
    assert all(f"{n:,} {reason}" in shown for reason, n in counts.items() if n)


def test_status_accounts_for_all_records(finished, capsys):
    assert call("status", finished) == 0
    assert "200 records: 200 papers" in capsys.readouterr().out
    assert call("status", finished, "--json") == 0
    status = json.loads(capsys.readouterr().out)
    account = status["stages"]["corpus"]["facts"]
    assert account["n_records"] == account["n_filtered"] + account["n_papers"] + account["n_merged"] + account["n_skipped"]


@pytest.mark.slow
def test_a_run_that_lacks_a_file_says_so_once_and_what_to_do(finished, tmp_path, capsys):
    run = tmp_path / "run"
    shutil.copytree(finished, run)
    (run / "stats" / "series.parquet").unlink()
    fault = f"stats is to be made ({run / 'stats' / 'series.parquet'} is missing)"
    assert call("status", run) == 0
    assert f"not finished: {fault}" in capsys.readouterr().out
    for command in (["rising", run], ["backtest", run], ["figure", run, "lines", "-o", tmp_path / "a.json"]):
        assert call(*command) == 1
        assert capsys.readouterr().err == f"trends: the run in {run} is not finished, {fault}: run the same command again\n"


def test_a_table_is_printed_in_one_form_only(tmp_path, capsys):
    assert call("rising", tmp_path, "--json", "--csv") == 2
    assert "choose one of --json, --csv and --latex" in capsys.readouterr().err


@pytest.mark.slow
def test_rising_speaks_in_sentences_json_csv_and_latex(finished, capsys):
    assert call("rising", finished) == 0
    assert "What rises" in capsys.readouterr().out
    assert call("rising", finished, "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    assert rows[0].keys() >= {
        "topic",
        "label",
        "growth",
        "growth_low",
        "growth_high",
        "q",
        "trend",
        "onset",
        "n_found",
        "sentence",
    }
    assert call("rising", finished, "--csv") == 0
    assert capsys.readouterr().out.startswith("topic,label,inside")
    assert call("rising", finished, "--latex") == 0
    assert r"\begin{table}" in capsys.readouterr().out


@pytest.mark.slow
def test_quality_says_for_each_topic_how_often_it_came_back(finished, capsys):
    assert call("quality", finished, "--runs", 2, "--json") == 0
    measured = json.loads(capsys.readouterr().out)
    assert {topic["n_runs"] for topic in measured["topics"]} == {2}
    assert 0 <= measured["totals"]["diversity"] <= 1
    assert call("quality", finished, "--runs", 2) == 0
    printed = capsys.readouterr().out
    assert all(f"{topic['n_found']}/2" in printed and topic["label"] in printed for topic in measured["topics"])


@pytest.mark.slow
def test_quality_without_runs_measures_all_but_what_comes_back(finished, capsys):
    assert call("quality", finished, "--runs", 0, "--json") == 0
    measured = json.loads(capsys.readouterr().out)
    assert {topic["n_runs"] for topic in measured["topics"]} == {None}
    assert measured["totals"]["silhouette"] is not None


def test_quality_of_a_folder_without_a_run_is_one_sentence(tmp_path, capsys):
    assert call("quality", tmp_path) == 1
    assert capsys.readouterr().err.startswith("trends: ")


@pytest.mark.slow
def test_report_and_figure_write_files_and_name_them(finished, tmp_path, capsys):
    assert call("report", finished, "-o", tmp_path / "r.html", "--no-papers") == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "r.html")
    titles = store.read_corpus(finished).table["title"]
    assert not any(title in (tmp_path / "r.html").read_text() for title in titles)
    assert call("figure", finished, "lines", "-o", tmp_path / "lines.json") == 0
    assert json.loads((tmp_path / "lines.json").read_text())
    assert call("figure", finished, "pie", "-o", tmp_path / "pie.json") == 1
    assert "lines" in capsys.readouterr().err


@pytest.mark.slow
def test_a_report_is_written_as_a_site_and_again_over_it(finished, tmp_path, capsys):
    for _ in range(2):
        assert call("report", finished, "--site", tmp_path / "site", "--no-papers") == 0
        assert capsys.readouterr().out == f"{tmp_path / 'site' / 'index.html'}\n"
    assert {path.name for path in (tmp_path / "site").iterdir()} == {"index.html", "plotly.js", "data", "charts"}
    assert call("report", finished, "--site", tmp_path / "site", "-o", tmp_path / "r.html") == 2


@pytest.mark.slow
def test_the_report_of_a_run_stays_as_the_run_was_told(finished, capsys):
    assert call("report", finished, "--no-papers") == 2
    assert "name another file with -o" in capsys.readouterr().err


def test_a_default_folder_of_other_papers_is_not_overwritten(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs" / "papers").mkdir(parents=True)
    (tmp_path / "runs" / "papers" / "config.toml").write_text('inputs = ["/elsewhere/papers.csv"]')
    (tmp_path / "papers.csv").write_text("title\nOne\n")
    assert call("run", "papers.csv") == 1
    assert "holds a run of other papers" in capsys.readouterr().err


@pytest.mark.slow
def test_a_run_that_failed_over_a_finished_one_changes_nothing(finished, tmp_path):
    before = {path: path.read_bytes() for path in finished.rglob("*") if path.is_file()}
    (tmp_path / "empty.csv").write_text("")
    assert call("run", tmp_path / "empty.csv", "-o", finished, "--set", "topics.min_papers=50") == 1
    assert {path: path.read_bytes() for path in finished.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_a_folder_without_a_run_is_one_sentence(tmp_path, capsys):
    assert call("status", tmp_path) == 1
    assert "holds no run" in capsys.readouterr().err


def test_embedders_are_listed_by_need(capsys):
    assert call("embedders") == 0
    assert "multilingual" in capsys.readouterr().out
    assert call("embedders", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["name"]: row["kind"] for row in rows}["fast"] == "static"


def test_an_embedder_that_is_not_there_is_one_sentence_that_lists_the_others(tmp_path, capsys):
    (tmp_path / "papers.csv").write_text("title,year\nOne,2021\n")
    assert call("run", tmp_path / "papers.csv", "-o", tmp_path / "run", "--embed", "magic") == 1
    assert "there is no embedder 'magic', known are fast, default" in capsys.readouterr().err


def test_the_cache_tells_what_it_holds_and_gives_it_up_when_told(tmp_path, capsys):
    vectors = Vectors.unknown(text_keys(["one", "two"]), matrix=np.zeros((2, 4), dtype=np.float32))
    vectors.put(Batch(np.arange(2), np.ones((2, 4), dtype=np.float32), np.ones(2, dtype=np.int32)))
    VectorCache(tmp_path, fingerprint="a model", n_dims=4).write(vectors, np.arange(2))
    assert call("cache", "info", "--cache", tmp_path) == 0
    assert "2 vectors" in (told := capsys.readouterr().out)
    assert "a model" in told
    assert call("cache", "info", "--cache", tmp_path, "--json") == 0
    assert json.loads(capsys.readouterr().out)["models"][0]["n_vectors"] == 2
    for options, left in ((["--unused-days", 30], 1), (["--model", "another"], 1), (["--model", "a mod"], 0)):
        assert call("cache", "prune", "--cache", tmp_path, *options) == 0
        assert len(list(tmp_path.glob("*/meta.json"))) == left
    assert call("cache", "prune", "--all", "--model", "x") == 2


def test_files_of_papers_become_files_of_vectors_and_what_is_done_stays_done(tmp_path, capsys):
    make_corpus(n_papers=60).corpus.table.write_parquet(tmp_path / "papers.parquet")
    command = ["embed", tmp_path / "papers.parquet", "-o", tmp_path / "vectors", "--set", "embed.kind=hashing"]
    assert call(*command) == 0
    assert "60 papers in 1 shards, 1 of them made now" in capsys.readouterr().out
    assert call(*command, "--json") == 0
    assert json.loads(capsys.readouterr().out)["n_made"] == 0
    assert call(*command, "--workers", 2) == 2
    (tmp_path / "vectors" / "_meta.json").write_text("")
    assert call(*command) == 1
    assert "is damaged" in capsys.readouterr().err


@pytest.mark.slow
def test_an_update_tells_new_papers_topics_and_rises(finished, tmp_path, capsys):
    folder = tmp_path / "run"
    shutil.copytree(finished, folder)
    store.write_table(make_corpus(n_papers=60, seed=9).corpus.table, tmp_path / "more.parquet")
    assert call("update", folder, tmp_path / "more.parquet", "--cache", tmp_path / "cache", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["n_new"], told["n_papers"]) == (60, 260)
    assert call("update", folder, tmp_path / "more.parquet", "--cache", tmp_path / "cache") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["nothing to add: the run has these papers already, 260 in all", f"report: {folder / 'report.html'}"]


def test_an_update_of_no_run_is_one_sentence(tmp_path, capsys):
    assert call("update", tmp_path, "papers.csv") == 1
    assert "holds no run" in capsys.readouterr().err
