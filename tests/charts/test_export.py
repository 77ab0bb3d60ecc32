import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from trends.charts import Look, draw, write_figure, write_figures
from trends.errors import ConfigError, DataError, TrendsError, WorkspaceError

needs_browser = pytest.mark.skipif(
    not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))),
    reason="needs Chrome or Chromium",
)


@pytest.fixture
def chart(make_tables):
    return draw("lines", make_tables([[5, 6, 7], [7, 6, 5]]))


def test_json_holds_the_chart(chart, tmp_path):
    write_figure(chart, tmp_path / "lines.json")
    written = json.loads((tmp_path / "lines.json").read_text())
    assert written["figure"] == chart.figure
    assert written["caption"] == chart.caption


def test_html_is_one_page(chart, tmp_path):
    write_figure(chart, tmp_path / "lines.HTML")
    assert (tmp_path / "lines.HTML").read_text().startswith("<!doctype html>")


def test_an_older_file_is_replaced_and_nothing_else_is_left_behind(chart, tmp_path):
    (tmp_path / "lines.json").write_text("old")
    write_figure(chart, tmp_path / "lines.json")
    assert [path.name for path in tmp_path.iterdir()] == ["lines.json"]


def test_an_unknown_ending_is_answered_with_the_known_ones(chart, tmp_path):
    with pytest.raises(ConfigError, match=r"ends in '\.gif', it must end in one of \.pdf, \.svg, \.png, \.tex, \.html, \.json"):
        write_figure(chart, tmp_path / "lines.gif")


def test_a_chart_without_data_is_no_image_and_the_error_says_why(make_tables, tmp_path):
    with pytest.raises(DataError, match="nothing to draw: No paper is dated"):
        write_figure(draw("lines", make_tables([[5, 6]], dated=False)), tmp_path / "lines.pdf")


def test_a_missing_folder_is_one_sentence(chart, tmp_path):
    with pytest.raises(WorkspaceError, match="No such file or directory"):
        write_figure(chart, tmp_path / "nowhere" / "lines.json")


@pytest.mark.slow
@needs_browser
def test_images_start_as_their_format_does_and_repeat_themselves(chart, tmp_path):
    starts = {"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<svg"}
    for name in ("once", "again"):
        write_figures({tmp_path / f"{name}.{ending}": chart for ending in starts}, look=Look(width="85"))
    for ending, start in starts.items():
        once = (tmp_path / f"once.{ending}").read_bytes()
        assert once.startswith(start), ending
        assert once == (tmp_path / f"again.{ending}").read_bytes(), ending


def test_a_machine_without_a_browser_is_told_so_in_one_sentence(chart, tmp_path, monkeypatch):
    pytest.importorskip("kaleido")
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "no-browser"))
    with pytest.raises(TrendsError, match=r"no Chrome or Chromium was found .* write \.html or \.json$"):
        write_figure(chart, tmp_path / "lines.pdf")


NO_KALEIDO = """
import sys
from pathlib import Path
sys.modules["kaleido"] = None  # as if it were not installed
from trends.charts.printing.browser import Drawing, draw_images
from trends.errors import MissingExtraError
try:
    draw_images([Drawing("lines", {}, "pdf", zoom=1, dpi=300)])
except MissingExtraError as error:
    print(error)
"""


def test_where_kaleido_is_not_installed_the_error_says_what_to_install():
    done = subprocess.run([sys.executable, "-c", NO_KALEIDO], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "a figure as .pdf needs the package 'kaleido': pip install 'trends[figures]'"


def test_where_one_of_several_cannot_be_written_none_is(chart, tmp_path):
    with pytest.raises(ConfigError, match=r"ends in '\.gif'"):
        write_figures({tmp_path / "one.json": chart, tmp_path / "two.gif": chart})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/bin/false").exists(), reason="needs a program that ends at once")
def test_a_browser_that_ends_at_once_is_told_in_one_sentence(chart, tmp_path, monkeypatch):
    pytest.importorskip("kaleido")
    monkeypatch.setenv("BROWSER_PATH", "/bin/false")
    with pytest.raises(TrendsError, match="the browser could not draw"):
        write_figure(chart, tmp_path / "lines.pdf")
    assert list(tmp_path.iterdir()) == []
