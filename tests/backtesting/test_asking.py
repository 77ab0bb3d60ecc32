import html
import json
import shutil
from datetime import date

import pytest
from click.testing import CliRunner

from trends.backtesting import look_back
from trends.cli.backtest import backtest
from trends.config import make_config
from trends.datasets import make_corpus
from trends.errors import ConfigError
from trends.pipeline import Job, run
from trends.studies import Study
from trends.workspace import Workspace

pytestmark = pytest.mark.slow

SETTINGS = {"embed": {"kind": "hashing", "n_dims": 64}, "topics": {"n_runs": 0}, "stats": {"every": "quarter"}}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A run of made-up papers, asked at two dates."""
    folder = tmp_path_factory.mktemp("run")
    config = make_config(SETTINGS, origin="test")
    run(Job(config, Workspace.create(folder), corpus=make_corpus(n_papers=900).corpus))
    return folder, look_back(folder, n_origins=2)


def test_the_answers_are_kept_as_tables_and_as_charts_of_the_report(asked):
    folder, told = asked
    assert Study(folder).chart("backtest").figure["data"]
    assert "Would it have been seen?" in (folder / "report.html").read_text(encoding="utf-8")
    assert told.tables["seen"]["origin"].unique().sort().to_list() == list(told.origins)
    assert told.tables["forecasts"]["came"].null_count() == 0


def test_a_backtest_goes_on_where_it_was(asked):
    folder, told = asked
    parts = sorted((folder / "backtest" / "origins").iterdir())
    before = [(part.name, part.stat().st_mtime_ns) for part in parts]
    shutil.rmtree(parts[-1])
    again = look_back(folder, n_origins=2)
    kept = sorted((folder / "backtest" / "origins").iterdir())[0]
    assert (kept.name, kept.stat().st_mtime_ns) == before[0]
    assert all(again.tables[name].equals(told.tables[name]) for name in told.tables)


def test_what_was_asked_of_another_state_of_the_run_is_not_shown(asked, tmp_path):
    folder, _ = asked
    shutil.copytree(folder, tmp_path / "run")
    settings = SETTINGS | {"stats": {"every": "quarter", "strata": "none"}}
    run(Job(make_config(settings, origin="test"), Workspace.create(tmp_path / "run"), corpus=make_corpus(n_papers=900).corpus))
    assert not (tmp_path / "run" / "charts" / "backtest.json").exists()
    assert "trends backtest" in Study(tmp_path / "run").chart("backtest").caption


def test_an_origin_too_late_to_judge_is_an_error(asked):
    with pytest.raises(ConfigError, match="too late to know what followed"):
        look_back(asked[0], origins=[date(2024, 10, 1)])


def test_the_command_prints_the_verdict_or_json(asked):
    folder, told = asked
    arguments = [str(folder), "--origins", "2"]
    spoken = CliRunner().invoke(backtest, arguments)
    assert spoken.exit_code == 0
    assert spoken.stdout.splitlines()[0] == told.sentences[0]
    parsed = json.loads(CliRunner().invoke(backtest, [*arguments, "--json"]).stdout)
    assert parsed["verdict"] == told.sentences
    assert len(parsed["scores"]) == 8


def test_a_backtest_shows_its_verdict_in_a_notebook(asked):
    page = asked[1]._repr_html_()
    assert "at 2 earlier dates" in page
    assert html.escape(asked[1].sentences[0]) in page
