import os
from collections import Counter
from pathlib import Path

import nbformat
import polars as pl
import pytest
from nbclient import NotebookClient

import trends

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
CHART = "application/vnd.plotly.v1+json"


@pytest.fixture
def shown(tmp_path, cache_home):
    """Run a notebook from top to bottom in an empty folder, and count what its cells show by media type."""

    def run(name):
        path = next(path for path in NOTEBOOKS if path.stem == name)
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}})
        client.execute(env={**os.environ, "XDG_CACHE_HOME": str(cache_home)})
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
        return Counter(kind for output in outputs for kind in output["data"])

    return run


@pytest.mark.slow
def test_the_quickstart_shows_charts_and_tables_and_writes_a_report(shown, tmp_path):
    kinds = shown("01_quickstart")
    assert kinds[CHART] >= 3
    assert kinds["text/html"] >= 3
    assert (tmp_path / "report.html").stat().st_size > 1_000_000


@pytest.mark.slow
def test_the_notebook_on_topics_is_obeyed_and_finds_the_words_that_were_exchanged(shown, tmp_path):
    kinds = shown("02_topics")
    assert kinds[CHART] >= 3
    assert kinds["text/html"] >= 15
    assert (tmp_path / "report.html").stat().st_size > 1_000_000
    study = trends.Study(tmp_path / "run")
    assert study.corrections["applied"].to_list() == [True] * 4
    assert {"Speech recognition", "Learning on graphs", "Code generation"} <= set(study.topics.table["label"])
    changes = study.vocabulary_changes().sort("change").select("change", pl.col("term").str.slice(0, 7))
    assert changes.rows() == [("entered", "novelty"), ("left", "out-of-")]


@pytest.mark.slow
def test_the_notebook_on_trends_shows_what_rises_since_when_and_where(shown, tmp_path):
    kinds = shown("03_trends")
    assert kinds[CHART] == 8
    assert kinds["text/html"] >= 4
    growth = trends.Study(tmp_path / "run").table("growth")
    rising = set(growth.filter(trend="rising")["label"])
    assert "Machine unlearning" in rising


@pytest.mark.slow
def test_the_notebook_on_figures_writes_what_a_survey_prints_with_or_without_a_browser(shown, tmp_path):
    kinds = shown("04_figures_for_a_survey")
    assert kinds[CHART] == 2
    figures = tmp_path / "figures"
    assert kinds["image/png"] == len(list(figures.glob("*.png")))
    assert {"lines.tex", "lines.plot.csv", "lines.caption.txt", "lines.methods.tex", "lines.bib"} <= {
        path.name for path in figures.iterdir()
    }
    assert r"\emph{Rising}" in (figures / "findings.tex").read_text(encoding="utf-8")


def test_notebooks_are_kept_without_outputs():
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        assert not [cell for cell in notebook.cells if cell.get("outputs")], path.name
