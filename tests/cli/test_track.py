import json

import pytest
from click.testing import CliRunner

from trends.cli.track import track
from trends.config import make_config
from trends.datasets import make_corpus
from trends.pipeline import Job, run
from trends.workspace import Workspace

pytestmark = pytest.mark.slow

SETTINGS = {"embed": {"kind": "lsa", "n_dims": 32}, "topics": {"n_runs": 0}, "stats": {"every": "quarter"}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    corpus = make_corpus(n_papers=600).corpus
    run(Job(make_config(SETTINGS, origin="test"), Workspace.create(folder), corpus=corpus))
    return folder


def call(*arguments):
    return CliRunner().invoke(track, [str(argument) for argument in arguments])


def test_each_query_gets_a_sentence_and_the_chart_all_of_them(folder, tmp_path):
    result = call(folder, "machine unlearning", "speech recognition", "-o", tmp_path / "both.json")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].startswith("machine unlearning: ")
    assert any(line.startswith("speech recognition: ") for line in lines)
    assert "speech recognition" in (tmp_path / "both.json").read_text(encoding="utf-8")


def test_it_asks_about_as_many_papers_as_it_is_told_to(folder):
    listed = [line for line in call(folder, "machine unlearning", "--ask", 2).output.splitlines() if "  sha:" in line]
    assert len(listed) == 2


def test_json_is_for_programs(folder):
    (told,) = json.loads(call(folder, "machine unlearning", "--json").output)
    assert told["n_papers"] == len(told["members"])
    assert {"sentence", "threshold", "growth", "series"} <= told.keys()


@pytest.mark.parametrize("query", ["", " "])
def test_an_empty_query_is_refused_for_what_it_is(query, tmp_path):
    assert (
        str(call(tmp_path / "none", query).exception)
        == f"query is {query!r}, it must hold a word, or papers that belong must be named"
    )


@pytest.mark.parametrize("arguments", [[], ["a", "b", "--name", "c"], ["a", "b", "--yes", "x"]])
def test_answers_and_names_are_about_one_query(folder, arguments):
    assert call(folder, *arguments).exit_code == 2
