import pytest

import trends
from trends.config import read_config
from trends.errors import ConfigError, WorkspaceError
from trends.pipeline import Job, run
from trends.workspace import Workspace

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studies")
    corpus = trends.make_corpus(n_papers=1500).corpus
    settings = {"embed": {"kind": "lsa", "n_dims": 64}}
    return trends.study(corpus, folder=folder / "run", settings=settings, cache=folder / "cache")


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


def test_a_study_shows_its_parts(study):
    assert study.corpus.n_papers == 1500
    assert study.topics.n_topics == study.growth.height
    assert study.points.table.height == 1500
    assert study.series is not None
    assert study.chart("lines").figure["data"]


def test_planted_rises_rise_and_planted_falls_do_not(study):
    truth = trends.make_corpus(n_papers=1500)
    kinds = dict(truth.truth.select("subfield", "kind").iter_rows())
    members = study.topics.members.join(truth.members, on="id").drop_nulls("subfield")
    home = members.group_by("topic", "subfield").len().sort("len", descending=True).unique("topic", keep="first")
    planted = {topic: kinds[subfield] for topic, subfield in home.select("topic", "subfield").iter_rows()}
    rising = {planted[topic] for topic in study.rising()["topic"]}
    assert rising
    assert not rising & {"fall", "death", "steady"}


def test_rising_topics_are_those_that_chance_does_not_explain(study):
    rising = study.rising()
    assert (rising["q"] <= 0.05).all()
    assert (rising["growth_low"] > 0).all()
    assert rising["label"].null_count() == 0


def test_a_study_opens_again_from_its_folder(study):
    again = trends.Study(study.folder)
    assert again.topics.table.equals(study.topics.table)
    with pytest.raises(WorkspaceError, match="holds no run"):
        trends.Study(study.folder.parent)


def test_an_unknown_chart_names_the_known_ones(study):
    with pytest.raises(ConfigError, match="lines"):
        study.chart("pie")


def test_the_report_goes_where_it_is_asked_to(study, tmp_path):
    assert study.report() == study.folder / "report.html"
    written = study.report(tmp_path / "mine.html", papers=True)
    assert written.read_bytes() == study.report().read_bytes()
    with pytest.raises(ConfigError, match="is a folder"):
        study.report(tmp_path)


def test_a_study_shows_itself_in_a_notebook(study):
    page = study._repr_html_()
    assert "1,500 papers" in page
    assert "What rises" in page


def test_a_study_without_a_folder_keeps_its_files_as_long_as_it_lives(tmp_path):
    corpus = trends.make_corpus(n_papers=50).corpus
    study = trends.study(corpus, settings={"embed": {"kind": "hashing"}}, cache=tmp_path)
    folder = study.folder
    assert study.report().exists()
    study.close()
    assert not folder.exists()
