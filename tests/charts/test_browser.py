"""What only a browser can tell: pages draw without network and errors, and hostile text is shown, not run."""

import shutil

import pytest

from trends.charts import CHARTS, draw, write_figure

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
HOSTILE = "</script><script>alert(1)</script> %{x} <b>bold</b>"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="needs Chrome or Chromium")]


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--enable-unsafe-swiftshader"])
        yield running
        running.close()


@pytest.fixture
def open_page(browser, tmp_path):
    """Open a chart's page at a width; return the page and everything that went wrong or out to the network."""

    def opened(chart, *, width):
        path = tmp_path / f"{chart.name}.html"
        write_figure(chart, path)
        page = browser.new_page(viewport={"width": width, "height": 900})
        trouble = []
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: trouble.append(request.url) if request.url.startswith("http") else None)
        page.goto(path.as_uri())
        page.wait_for_selector(".main-svg")
        return page, trouble

    return opened


@pytest.mark.parametrize("width", [1100, 390])
@pytest.mark.parametrize("name", CHARTS)
def test_a_page_draws_at_any_width_without_errors_and_without_network(name, width, make_tables, make_growth, open_page):
    growth = make_growth(growth=[0.5, -0.4], q=[0.01, 0.6], trend=["rising", "unclear"])
    tables = make_tables([[5, 6, 7], [7, 6, 5]], labels=[HOSTILE, "Harmless"], title=HOSTILE, growth=growth)
    page, trouble = open_page(draw(name, tables), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert trouble == []


# Where to point: the middle of a mark, or for a canvas the place of the first paper.
PLACE = """() => {
    const figure = document.querySelector(".plotly-graph-div");
    const canvas = figure.querySelector(".gl-canvas");
    const mark = figure.querySelector("path.point, path.surface, .heatmaplayer image");
    const box = (canvas ?? mark).getBoundingClientRect();
    if (!canvas) return [box.x + box.width / 2, box.y + box.height / 2];
    const {xaxis, yaxis} = figure._fullLayout, paper = figure._fullData[0], page = figure.getBoundingClientRect();
    return [page.x + xaxis._offset + xaxis.c2p(paper.x[0]), page.y + yaxis._offset + yaxis.c2p(paper.y[0])];
}"""


def hovered(page):
    """Point until something shows: the figure may still move its margins when it is first drawn."""
    for _ in range(20):
        page.mouse.move(0, 0)
        page.mouse.move(*page.evaluate(PLACE))
        page.wait_for_timeout(250)
        if shown := page.locator(".hoverlayer").text_content():
            return shown
    return ""


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "coverage"])  # its first row is all papers
def test_hover_shows_hostile_text_letter_by_letter(name, make_tables, make_growth, open_page):
    growth = make_growth(growth=[0.5], q=[0.01], trend=["rising"])
    page, trouble = open_page(draw(name, make_tables([[5, 6, 7]], labels=[HOSTILE], title=HOSTILE, growth=growth)), width=1100)
    shown = hovered(page)
    assert HOSTILE.split()[0] in shown
    assert "%{x} <b>bold</b>" in shown
    assert trouble == []
