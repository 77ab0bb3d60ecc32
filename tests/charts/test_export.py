import json
import shutil
from pathlib import Path

import pytest

from trends.charts import draw, write_figure
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
    with pytest.raises(ConfigError, match=r"ends in '\.gif', it must end in one of \.pdf, \.svg, \.png, \.html, \.json"):
        write_figure(chart, tmp_path / "lines.gif")


@pytest.mark.parametrize("sizes", [{"width_mm": 0}, {"height_mm": -1}, {"scale": float("inf")}])
def test_a_size_must_be_positive(chart, tmp_path, sizes):
    with pytest.raises(ConfigError, match="must be a positive number"):
        write_figure(chart, tmp_path / "lines.pdf", **sizes)


def test_a_chart_without_data_is_no_image_and_the_error_says_why(make_tables, tmp_path):
    with pytest.raises(DataError, match="nothing to draw: No paper is dated"):
        write_figure(draw("lines", make_tables([[5, 6]], dated=False)), tmp_path / "lines.pdf")


def test_a_missing_folder_is_one_sentence(chart, tmp_path):
    with pytest.raises(WorkspaceError, match="No such file or directory"):
        write_figure(chart, tmp_path / "nowhere" / "lines.json")


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF"), ("png", b"\x89PNG"), ("svg", b"<svg")])
def test_images_start_as_their_format_does_and_repeat_themselves(chart, tmp_path, ending, start):
    for name in ("once", "again"):
        write_figure(chart, tmp_path / f"{name}.{ending}", width_mm=85)
    once = (tmp_path / f"once.{ending}").read_bytes()
    assert once.startswith(start)
    assert once == (tmp_path / f"again.{ending}").read_bytes()


def test_a_machine_without_a_browser_is_told_so_in_one_sentence(chart, tmp_path, monkeypatch):
    pytest.importorskip("kaleido")
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "no-browser"))
    with pytest.raises(TrendsError, match=r"no Chrome or Chromium was found .* write \.html or \.json$"):
        write_figure(chart, tmp_path / "lines.pdf")


@pytest.mark.skipif(not Path("/bin/false").exists(), reason="needs a program that ends at once")
def test_a_browser_that_ends_at_once_is_told_in_one_sentence(chart, tmp_path, monkeypatch):
    pytest.importorskip("kaleido")
    monkeypatch.setenv("BROWSER_PATH", "/bin/false")
    with pytest.raises(TrendsError, match="the browser could not draw chart 'lines'"):
        write_figure(chart, tmp_path / "lines.pdf")
    assert list(tmp_path.iterdir()) == []
