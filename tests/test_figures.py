import re
import shutil

import pytest

import trends
from trends import figures
from trends.charts import Look
from trends.errors import ConfigError, DataError, WorkspaceError

pytestmark = pytest.mark.slow

LOOK = Look()


def make_run(papers, folder, *, titles=True):
    """Make a small run, or what changes of it, and return its folder."""
    settings = {"embed": {"kind": "lsa", "n_dims": 32}, "topics": {"n_runs": 0}, "report": {"papers": titles}}
    return trends.study(papers, folder=folder / "run", settings=settings, cache=folder / "cache").folder


@pytest.fixture(scope="module")
def corpus():
    return trends.make_corpus(n_papers=300).corpus


@pytest.fixture(scope="module")
def run(corpus, tmp_path_factory):
    return make_run(corpus, tmp_path_factory.mktemp("figures"))


def test_a_figure_comes_with_its_caption_and_its_data(run, tmp_path):
    written = figures.write_figure(run, "lines", tmp_path / "fig.json", look=LOOK)
    chart = trends.Study(run).chart("lines")
    assert sorted(written.paths) == sorted(tmp_path.iterdir())
    assert (tmp_path / "fig.caption.txt").read_text() == f"{chart.title}. {chart.caption}\n"
    assert (tmp_path / "fig.data.csv").read_text() == chart.table.write_csv()


def test_how_the_run_was_made_stands_beside_with_what_it_cites(run, tmp_path):
    figures.write_figure(run, "lines", tmp_path / "fig.json", look=LOOK)
    assert "latent semantic analysis of their words (Deerwester et al. 1990)" in (tmp_path / "fig.methods.txt").read_text()
    keys = set(re.findall(r"[a-z]+[0-9]{4}", " ".join(re.findall(r"cite\{(.+?)\}", (tmp_path / "fig.methods.tex").read_text()))))
    assert keys
    assert all(f"{{{key}," in (tmp_path / "fig.bib").read_text() for key in keys)


def test_the_same_run_writes_the_same_bytes(run, tmp_path):
    for folder in ("once", "again"):
        figures.write_all_figures(run, tmp_path / folder, formats=["html", "json"], look=LOOK)
    once = {path.name: path.read_bytes() for path in (tmp_path / "once").iterdir()}
    assert once == {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}


def test_latex_is_written_for_the_charts_that_have_a_form_in_it_and_the_others_say_why_not(run, tmp_path):
    written = figures.write_all_figures(run, tmp_path / "out", formats=["tex"], look=LOOK)
    assert {"lines.tex", "lines.plot.csv", "map.caption.txt"} <= {path.name for path in written.paths}
    assert not (tmp_path / "out" / "tree.tex").exists()
    assert written.left_out["tree.tex"].startswith("chart 'tree' has no form in pgfplots")


def test_colors_that_gray_cannot_tell_apart_are_named_and_the_gray_palette_mends_them(run, tmp_path):
    (note,) = figures.write_figure(run, "lines", tmp_path / "fig.json", look=LOOK).notes
    assert note.startswith("lines: take the palette gray, for without colour these look alike: '")
    assert not figures.write_figure(run, "lines", tmp_path / "fig.json", look=Look(palette="gray")).notes


def test_all_figures_say_which_charts_are_left_out_and_why(corpus, tmp_path):
    corpus.table.select("title", "abstract").head(60).write_csv(tmp_path / "undated.csv")
    run = make_run(tmp_path / "undated.csv", tmp_path)
    written = figures.write_all_figures(run, tmp_path / "out", formats=["json"], look=LOOK)
    assert (tmp_path / "out" / "map.json").exists()
    assert not (tmp_path / "out" / "lines.json").exists()
    assert written.left_out["lines"].startswith("No paper is dated")
    with pytest.raises(DataError, match="nothing to draw: No paper is dated"):
        figures.write_figure(run, "lines", tmp_path / "fig.pdf", look=LOOK)


def test_where_the_report_leaves_titles_out_the_data_do_too(corpus, run, tmp_path):
    shutil.copytree(run, tmp_path / "run")
    run = make_run(corpus, tmp_path, titles=False)
    figures.write_figure(run, "map", tmp_path / "map.json", look=LOOK)
    written = (tmp_path / "map.data.csv").read_text() + (tmp_path / "map.json").read_text()
    assert not any(title[:30] in written for title in trends.Study(run).corpus.table["title"])


def test_an_unknown_format_is_answered_with_the_known_ones(run, tmp_path):
    with pytest.raises(ConfigError, match="format is 'gif', it must be one of pdf, svg, png"):
        figures.write_all_figures(run, tmp_path / "out", formats=["pdf", "gif"], look=LOOK)
    assert not (tmp_path / "out").exists()


def test_a_folder_without_a_run_is_one_sentence(tmp_path):
    with pytest.raises(WorkspaceError):
        figures.write_figure(tmp_path, "lines", tmp_path / "fig.json", look=LOOK)


def test_a_study_writes_figures(run, tmp_path):
    paths = trends.Study(run).figure("lines", tmp_path / "fig.json", look=trends.Look(width="ieee-single"), n_topics=2)
    assert paths[0] == tmp_path / "fig.json"
    assert "the 2 largest of" in (tmp_path / "fig.caption.txt").read_text()


def test_a_study_warns_of_what_looks_alike_without_colour(run, tmp_path, caplog):
    trends.Study(run).figure("lines", tmp_path / "fig.json")
    assert "without colour these look alike" in caplog.text
