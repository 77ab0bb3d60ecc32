import pytest

import trends
from trends.config import read_config
from trends.pipeline import Job, run
from trends.workspace import Workspace

pytestmark = pytest.mark.slow


def test_a_study_reads_files_as_the_command_line_does(tmp_path):
    (tmp_path / "papers.csv").write_text("Name,year\nOne,2021\nTwo,2022\n")
    corpus = trends.read(tmp_path / "papers.csv", columns={"title": "Name"})
    assert corpus.table["title"].to_list() == ["One", "Two"]


def test_a_study_of_files_and_the_command_line_make_the_same_run(tmp_path):
    trends.make_corpus(n_papers=50).corpus.table.write_parquet(tmp_path / "papers.parquet")
    settings = {"embed": {"kind": "hashing"}}
    study = trends.study(tmp_path / "papers.parquet", folder=tmp_path / "run", settings=settings, cache=tmp_path / "cache")
    config = read_config(study.folder / "config.toml")
    assert run(Job(config, Workspace(study.folder))) == []


def test_a_study_without_a_folder_keeps_its_files_as_long_as_it_lives(tmp_path):
    corpus = trends.make_corpus(n_papers=50).corpus
    study = trends.study(corpus, settings={"embed": {"kind": "hashing"}}, cache=tmp_path)
    folder = study.folder
    assert study.report().exists()
    study.close()
    assert not folder.exists()
