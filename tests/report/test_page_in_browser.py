"""The page as a reader has it: opened from disk, with the network off, in a real browser."""

import shutil
from types import SimpleNamespace

import pytest

from trends.report import render

pytestmark = pytest.mark.slow

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
POINTS = {"type": "scattergl", "mode": "markers", "x": [1, 2], "y": [2, 1]}


@pytest.fixture(scope="module")
def chromium():
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no chromium is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(make, tmp_path_factory):
    corpus = make.papers([{"title": title} for title in ("Forgetting <b>facts</b>", "Zürich courts", "Forgetting faces", "Else")])
    topics = make.topics(corpus, members={"sha:0": 0, "sha:2": 0, "sha:1": 1}, labels=["Unlearning", "Legal text"])
    charts = [make.chart(f"chart_{place}") for place in range(6)] + [make.chart("map", data=[POINTS])]
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render(make.content(corpus=corpus, topics=topics, charts=charts)), encoding="utf-8")
    return path


@pytest.fixture
def visit(chromium, report):
    """Open the report in a window and note what it asks for and complains about."""
    contexts = []

    def visit(*, fragment="", width=1280, scheme="light"):
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page, requests, errors = context.new_page(), [], []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(report.as_uri() + fragment)
        return SimpleNamespace(page=page, requests=requests, errors=errors)

    yield visit
    for context in contexts:
        context.close()


def scroll_through(page):
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
        plot.locator(".main-svg").first.wait_for()


def test_every_chart_is_drawn_without_a_request_and_without_an_error(visit):
    visited = visit()
    scroll_through(visited.page)
    assert visited.page.locator(".plot:has(.main-svg)").count() == 7
    assert [url for url in visited.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert visited.errors == []


def test_charts_far_below_wait_until_the_reader_comes_near(visit):
    page = visit().page
    page.wait_for_function("window.Plotly")
    assert page.locator(".plot").last.locator(".main-svg").count() == 0


def test_all_charts_are_drawn_for_print(visit):
    page = visit().page
    page.wait_for_function("window.Plotly")
    page.pdf()
    assert page.locator(".plot:has(.main-svg)").count() == 7


def test_charts_take_the_ink_of_the_page_and_follow_the_reader(visit):
    page = visit(scheme="dark").page
    scroll_through(page)
    color = "document.querySelector('.plot')._fullLayout.font.color"
    assert page.evaluate(color) == "#e3e7eb"
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{color} === '#1b1f24'")


def test_on_a_phone_charts_adapt_and_nothing_scrolls_sideways(visit):
    page = visit(width=390).page
    scroll_through(page)
    page.wait_for_function("document.querySelector('.plot')._fullLayout.height === 200")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_link_to_a_topic_opens_its_section(visit):
    page = visit().page
    page.locator(".findings a").first.click()
    assert page.locator("#topic-0").evaluate("topic => topic.open")
    assert visit(fragment="#topic-1").page.locator("#topic-1").evaluate("topic => topic.open")


def test_the_papers_of_a_topic_are_listed_when_opened_as_text(visit):
    page = visit(fragment="#topic-0").page
    assert page.locator("#topic-0 .papers li").count() == 0
    page.locator("#topic-0 .papers summary").click()
    page.locator("#topic-0 .papers li").first.wait_for()
    assert page.locator("#topic-0 .papers li").count() == 2
    assert page.locator("#topic-0 .papers").get_by_text("Forgetting <b>facts</b>").count() == 1


def test_search_finds_words_in_any_order_and_without_accents(visit):
    page = visit().page
    page.get_by_label("Find a paper").fill("FACES forget")
    assert page.locator("#matches li").all_inner_texts() == ["Forgetting faces\n2024-05-17 · Unlearning"]
    assert page.locator("#n-matches").inner_text() == "1 paper"
    page.get_by_label("Find a paper").fill("zurich")
    assert page.locator("#matches li").count() == 1
    page.get_by_label("Find a paper").fill("")
    assert page.locator("#matches li").count() == 0


def test_the_table_sorts_by_keyboard_with_the_unknown_last(visit):
    page = visit().page
    rows = page.locator("table.sortable tbody th")
    heading = page.get_by_role("columnheader", name="Growth a year")
    for direction in ("descending", "ascending"):
        heading.get_by_role("button").press("Enter")
        assert heading.get_attribute("aria-sort") == direction
        assert rows.all_inner_texts() == ["Unlearning", "Legal text"]
    page.get_by_role("columnheader", name="Papers").get_by_role("button").press("Enter")
    page.get_by_role("columnheader", name="Papers").get_by_role("button").press("Enter")
    assert rows.all_inner_texts() == ["Legal text", "Unlearning"]
