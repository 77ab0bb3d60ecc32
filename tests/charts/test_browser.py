"""What only a browser can tell: pages draw without network and errors, and hostile text is shown, not run."""

import shutil
from functools import cache

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

    pages = []

    def opened(chart, *, width):
        path = tmp_path / f"{chart.name}.html"
        write_figure(chart, path)
        page = browser.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        trouble = []
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: trouble.append(request.url) if request.url.startswith("http") else None)
        page.goto(path.as_uri())
        page.wait_for_selector(".main-svg")
        return page, trouble

    yield opened
    for page in pages:
        page.close()


@pytest.mark.parametrize("name", CHARTS)
def test_a_page_draws_on_a_phone_without_errors_and_without_network(name, make_run, make_growth, open_page):
    growth = make_growth(growth=[0.5, -0.4], q=[0.01, 0.6], trend=["rising", "unclear"])
    tables = make_run([[5, 6, 7], [7, 6, 5]], labels=[HOSTILE, "Harmless"], title=HOSTILE, venues=[HOSTILE, "B"], growth=growth)
    page, trouble = open_page(draw(name, tables), width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert trouble == []


# Written text that reaches out of the figure, by a pixel or more.
CUT_OFF = """() => {
    const figure = document.querySelector(".plotly-graph-div"), frame = figure.getBoundingClientRect();
    const beside = (box) => box.left < frame.left - 1 || box.right > frame.right + 1;
    const above = (box) => box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
    const out = (box) => box.width && (beside(box) || above(box)); // what is hidden has no width
    return [...figure.querySelectorAll("text")].filter((text) => text.textContent && out(text.getBoundingClientRect()))
        .filter((text) => !text.closest(".hoverlayer, .modebar, defs")).map((text) => text.textContent);
}"""

LONG = "A topic with a name that is rather long for the room that there is"


@pytest.fixture(scope="module")
def tables_of(make_run, make_growth):
    """Make the tables of so many topics with long names, once for all charts."""

    @cache
    def made(n_topics):
        growth = make_growth(
            growth=[[0.5, -0.4][topic % 2] for topic in range(n_topics)],
            q=[0.01] * n_topics,
            growth_low=[0.1] * n_topics,
            trend=["rising"] * n_topics,
            share_last=[0.01 * (1 + topic % 20) for topic in range(n_topics)],
        )
        labels = [f"{LONG}, number {topic}" for topic in range(n_topics)]
        return make_run([[5, 6, 7]] * n_topics, labels=labels, growth=growth)

    return made


@pytest.mark.parametrize("n_topics", [3, 300])
@pytest.mark.parametrize("name", CHARTS)
def test_nothing_written_is_cut_off_at_any_width_however_many_topics_there_are(name, n_topics, tables_of, open_page):
    chart = draw(name, tables_of(n_topics))
    for width in (1100, 390):
        page, trouble = open_page(chart, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (width, page.evaluate(CUT_OFF)) == (width, [])
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
def test_hover_shows_hostile_text_letter_by_letter(name, make_run, make_growth, open_page):
    growth = make_growth(growth=[0.5], q=[0.01], trend=["rising"])
    page, trouble = open_page(draw(name, make_run([[5, 6, 7]], labels=[HOSTILE], title=HOSTILE, growth=growth)), width=1100)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1100
    shown = hovered(page)
    assert HOSTILE.split()[0] in shown
    assert "%{x} <b>bold</b>" in shown
    assert trouble == []
