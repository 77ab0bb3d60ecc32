"""The whole page: for the keyboard, for those who cannot see it, against hostile titles, and on a web server."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files

import pytest

from trends.report import render, render_site

pytestmark = pytest.mark.slow


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_):
        pass


def test_the_keyboard_reaches_a_topic_its_papers_and_the_way_back(visit):
    page = visit().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("Choose Unlearning").press("Space")
    assert page.evaluate("location.hash") == "#topics=0"
    page.locator("#topics-table").get_by_role("link", name="Unlearning").press("Enter")
    assert page.evaluate("document.activeElement.parentElement.id") == "topic-0"
    page.keyboard.press("Enter")
    assert not page.locator("#topic-0").evaluate("topic => topic.open")
    page.get_by_role("button", name="Remove Unlearning").press("Enter")
    assert page.evaluate("document.activeElement.name") == "topic"


def test_titles_that_are_attacks_stay_text(chromium, make, tmp_path):
    attack = "</script><script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">"
    corpus = make.papers([{"title": attack, "venue": attack, "abstract": attack}])
    topics = make.topics(corpus, members={"sha:0": 0}, labels=[attack])
    content = make.content(
        corpus=corpus,
        topics=topics,
        tree=make.tree({0: None}),
        series=make.series({0: [1, 1]}, totals=[1, 1], partial=0),
        growth=None,
    )
    path = tmp_path / "report.html"
    path.write_text(render(content), encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri() + "#topic-0&topics=0")
    page.locator("#topic-0 .main-svg").first.wait_for()
    page.locator("#papers").scroll_into_view_if_needed()
    assert page.locator("#papers-table .title span").inner_text() == attack
    assert page.title() == "A field"
    assert page.locator("img").count() == 0
    page.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_that_keeps_readers_out(chromium, report, scroll_through, scheme, width):
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed: pip install axe-playwright-python")
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(report.as_uri() + "#topic-0&topics=0")
    page.locator("#topic-0 .main-svg").first.wait_for()
    scroll_through(page)
    page.evaluate(files(axe).joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    context.close()
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def test_the_report_as_a_site_reads_its_own_files_and_no_others(chromium, make, lines, tmp_path):
    for name, text in render_site(make.content(charts=[lines])).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    threading.Thread(target=server.serve_forever).start()
    page, requests, errors = chromium.new_page(), [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    home = f"http://127.0.0.1:{server.server_port}/"
    page.goto(f"{home}index.html#papers")
    page.locator("#n-papers", has_text="6 papers.").wait_for()
    page.locator("[data-chart=lines]").scroll_into_view_if_needed()
    page.locator("[data-chart=lines] .main-svg").first.wait_for()
    page.close()
    server.shutdown()
    server.server_close()
    assert [url for url in requests if not url.startswith((home, "data:", "blob:"))] == []
    assert errors == []
