"""What only a browser can tell: the size of images and of the text in them, and that nothing is cut off."""

import re
import shutil
import struct
import zlib

import pytest

from trends.charts import CHARTS, Look, draw, fit_chart, for_print, write_figure, write_figures

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)

UNIT = 0.24  # points, in which Chromium writes a PDF

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="needs Chrome or Chromium: apt-get install chromium"),
]

MEASURE = """() => {
    const image = document.documentElement, canvas = image.getBoundingClientRect(), found = [];
    for (const text of image.querySelectorAll("text")) {
        const box = text.getBoundingClientRect(), style = getComputedStyle(text);
        if (!text.textContent.trim() || !box.width || style.opacity === "0" || style.display === "none") continue;
        const scale = image.getScreenCTM().a, size = parseFloat(style.fontSize) * scale;
        const parts = [...text.querySelectorAll("tspan")].map(part => parseFloat(getComputedStyle(part).fontSize) * scale);
        const out = Math.max(canvas.x - box.x, canvas.y - box.y, box.right - canvas.right, box.bottom - canvas.bottom);
        found.push([text.textContent, Math.min(size, ...parts), out]);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def page():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield running.new_page(viewport={"width": 1400, "height": 1200})
        running.close()


@pytest.fixture(scope="module")
def tables(make_tables, make_growth):
    n = 30
    labels = [f"Retrieval-augmented generation of {topic} long names" for topic in range(n)]
    growth = make_growth(growth=[0.5 - topic / n for topic in range(n)], q=[0.01] * n, trend=["rising"] * 15 + ["falling"] * 15)
    return make_tables([[5 + topic, 6, 40 - topic] for topic in range(n)], labels=labels, growth=growth)


@pytest.mark.parametrize("width", ["ieee-single", "nature-double", "slide"])
def test_text_prints_at_its_size_or_larger_and_stays_on_the_paper(width, tables, page, tmp_path):
    look = Look(width=width)
    charts = [fit_chart(name, tables, look=look) for name in CHARTS]
    images = {tmp_path / f"{chart.name}.svg": chart for chart in charts if chart.figure["data"]}
    write_figures(images, look=look)
    for path in images:
        page.goto(path.as_uri())
        texts = page.evaluate(MEASURE)
        assert texts
        small = [text for text, pixels, _ in texts if pixels * 0.75 < look.space.text_pt - 0.05]
        assert (path.name, small) == (path.name, [])
        cut = [text for text, _, pixels_out in texts if pixels_out > 1]
        assert (path.name, cut) == (path.name, [])


def test_images_are_as_wide_as_the_column(tables, tmp_path):
    chart, look = draw("lines", tables), Look(width="ieee-single", dpi=200)
    paths = [tmp_path / f"lines.{kind}" for kind in ("svg", "pdf", "png")]
    write_figures(dict.fromkeys(paths, chart), look=look)
    svg, pdf, png = (path.read_bytes() for path in paths)
    assert float(re.search(rb'width="([\d.]+)mm"', svg)[1]) == pytest.approx(88.9, abs=0.2)
    assert float(re.search(rb"/MediaBox \[0 0 ([\d.]+)", pdf)[1]) / 72 * 25.4 == pytest.approx(88.9, abs=0.3)
    assert struct.unpack(">I", png[16:20])[0] / 200 * 25.4 == pytest.approx(88.9, abs=0.3)
    assert struct.unpack(">I", png[png.index(b"pHYs") + 4 :][:4])[0] == pytest.approx(200 / 0.0254, abs=1)


def test_letters_are_embedded_in_a_pdf(tables, tmp_path):
    write_figure(draw("lines", tables), tmp_path / "lines.pdf")
    assert b"/FontFile2" in (tmp_path / "lines.pdf").read_bytes()


def test_a_figure_fills_the_page_of_its_pdf(tables, tmp_path):
    figure = for_print(draw("lines", tables), look=Look(width="ieee-single"))["layout"]
    write_figure(draw("lines", tables), tmp_path / "lines.pdf", look=Look(width="ieee-single"))
    pdf = (tmp_path / "lines.pdf").read_bytes()
    width, height = (float(side) for side in re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", pdf).groups())
    drawn = b"".join(map(unpack, re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)))
    paper = rf"([-.\d]+) 0 0 ([-.\d]+) ([-.\d]+) ([-.\d]+) cm\s[^c]*?0 0 {figure['width']} {figure['height']} re"
    across, down, left, top = (float(number) * UNIT for number in re.search(paper.encode(), drawn).groups())
    assert (left, top) == pytest.approx((0, 0), abs=0.2)
    assert (across * figure["width"], down * figure["height"]) == pytest.approx((width, height), abs=1)


def unpack(stream):
    """Return what a stream of a PDF holds; nothing where it is packed in another way, as letters are."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
