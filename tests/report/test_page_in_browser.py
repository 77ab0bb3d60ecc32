"""The page as a reader has it: opened from disk, with the network off, in a real browser."""

import base64
import threading
from array import array
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from types import SimpleNamespace

import polars as pl
import pytest

from trends.data.series import STRATA_SCHEMA
from trends.report import render, render_site

pytestmark = pytest.mark.slow

ROWS = base64.b64encode(array("i", range(4)).tobytes()).decode()
POINTS = {
    "type": "scattergl",
    "mode": "markers",
    "x": [1, 2, 3, 4],
    "y": [2, 1, 2, 1],
    "customdata": {"dtype": "i4", "bdata": ROWS},
}


def make_series(make):
    """Return the series of two topics, with venues in which topic 0 has all papers and none."""
    series = make.series({0: [1, 2, 3], 1: [4, 3, 2]}, totals=[5, 5, 5], partial=0)
    days = series.table["period"].unique().sort()
    counts = {(0, "ACL"): 5.0, (0, "Other"): 0.0, (1, "ACL"): 0.0, (1, "Other"): 5.0}
    rows = [(*cell[:2], day, count, 5) for cell, count in counts.items() for day in days]
    return replace(series, strata=pl.DataFrame(rows, schema=STRATA_SCHEMA, orient="row"), stratum_kind="venue")


def make_lines(make):
    """Return a chart that can be narrowed to topics and dates."""
    curves = [
        {"type": "scatter", "x": ["2023-01-01", "2023-07-01"], "y": [1, 2], "name": f"Topic {n}", "meta": {"topic": n}}
        for n in range(2)
    ]
    chart = make.chart("lines", data=curves, table=pl.DataFrame({"topic": [0, 1]}))
    layout = {**chart.figure["layout"], "meta": {"time": True, "phone": {"height": 200}}}
    return replace(
        chart, figure={"data": curves, "layout": {**layout, "annotations": [{"text": f"Topic {n}"} for n in range(2)]}}
    )


def make_panels(make):
    """Return a chart of two panels below each other, of a topic each, with a point that is named by its text."""
    curves = [
        {
            "type": "scatter",
            "x": [1],
            "y": [n],
            "text": [f"Topic {n}"],
            "meta": {"topic": n},
            "xaxis": f"x{number}",
            "yaxis": f"y{number}",
        }
        for n, number in ((0, ""), (1, 2))
    ]
    axes = {
        "xaxis": {"domain": [0, 1], "anchor": "y", "showticklabels": False},
        "yaxis": {"domain": [0.75, 1], "anchor": "x", "range": [0, 1]},
        "xaxis2": {"domain": [0, 1], "anchor": "y2", "matches": "x", "showticklabels": True},
        "yaxis2": {"domain": [0, 0.25], "anchor": "x2", "range": [0, 5]},
    }
    titles = [{"text": f"Panel {n}", "xref": f"x{n} domain", "yref": f"y{n} domain", "x": 0, "y": 1} for n in ("", 2)]
    layout = {"height": 240, "margin": {"l": 10, "r": 10, "t": 20, "b": 20}, "annotations": titles} | axes
    return replace(make.chart("panels", data=curves), figure={"data": curves, "layout": layout})


def make_ranks(make):
    """Return a chart whose curves say nothing without the others, with the rank before each name."""
    curves = [{"type": "scatter", "x": [1, 2], "y": [n, n], "name": f"Topic {n}", "meta": {"topic": n}} for n in range(2)]
    names = [{"text": f"{n + 1}. Topic {n}", "x": 2, "y": n} for n in range(2)]
    return replace(
        make.chart("ranks", data=curves),
        figure={"data": curves, "layout": {"height": 300, "meta": {"context": True}, "annotations": names}},
    )


def make_cells(make):
    """Return a chart of a cell for each quarter, which stands in the middle of its cell."""
    cells = [{"type": "heatmap", "x": ["2023-01-01", "2023-04-01", "2023-07-01"], "y": ["Topic 0"], "z": [[1, 2, 3]]}]
    return replace(make.chart("cells", data=cells), figure={"data": cells, "layout": {"height": 200, "meta": {"time": True}}})


def make_map(make):
    """Return a map whose points are the rows of the corpus."""
    chart = make.chart("map", data=[POINTS])
    return replace(chart, figure={"data": [POINTS], "layout": {**chart.figure["layout"], "meta": {"points": True}}})


@pytest.fixture(scope="module")
def report(make, tmp_path_factory):
    corpus = make.papers([{"title": title} for title in ("Forgetting <b>facts</b>", "Zürich courts", "Forgetting faces", "Else")])
    topics = make.topics(corpus, members={"sha:0": 0, "sha:2": 0, "sha:1": 1}, labels=["Unlearning", "Legal text"])
    charts = [make_lines(make), *(make.chart(f"chart_{place}") for place in range(2))]
    charts += [make_cells(make), make_panels(make), make_ranks(make), make_map(make)]
    path = tmp_path_factory.mktemp("report") / "report.html"
    content = make.content(corpus=corpus, topics=topics, charts=charts, series=make_series(make))
    path.write_text(render(content), encoding="utf-8")
    return path


@pytest.fixture
def visit(chromium, report):
    """Open the report in a window and note what it asks for and complains about."""
    contexts = []

    def visit(*, fragment="", width=1280, scheme="light"):
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        context.set_default_timeout(15_000)
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
    for plot in page.locator(".plot[data-chart]").all():
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
    assert page.locator(".plot[data-chart]").last.locator(".main-svg").count() == 0


def test_a_page_that_has_loaded_prints_all_its_charts_as_wide_as_a_sheet(visit):
    page = visit(width=390).page
    drawn = "document.querySelectorAll('.plot[data-chart] > .plot-container').length"
    page.evaluate(f"addEventListener('beforeprint', () => (window.printed = {drawn}))")
    page.pdf(format="A4")
    assert page.evaluate("printed") == 7
    scroll_through(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_sheet_is_not_narrower_than_what_is_printed_on_it(visit):
    page = visit(fragment="#topic-0").page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # A4 without its margins
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.scrollWidth") == 680


def test_charts_take_the_ink_of_the_page_and_follow_the_reader(visit):
    page = visit(scheme="dark").page
    scroll_through(page)
    color = "document.querySelector('.plot[data-chart]')._fullLayout.font.color"
    assert page.evaluate(color) == "#e3e7eb"
    page.evaluate("scrollTo(0, 0)")
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{color} === '#1b1f24'")


def test_on_a_phone_charts_adapt_and_nothing_scrolls_sideways(visit):
    page = visit(width=390).page
    scroll_through(page)
    page.wait_for_function("document.querySelector('.plot[data-chart]')._fullLayout.height === 200")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_link_to_a_topic_opens_its_section(visit):
    page = visit().page
    page.locator(".findings a").first.click()
    assert page.locator("#topic-0").evaluate("topic => topic.open")
    assert visit(fragment="#topic-1").page.locator("#topic-1").evaluate("topic => topic.open")


def test_a_topic_draws_its_own_share_when_it_is_opened(visit):
    page = visit(fragment="#topic-1").page
    page.locator("#topic-1 .main-svg").first.wait_for()
    assert page.evaluate("document.querySelector('#topic-1 .plot').data.at(-1).y") == [0.8, 0.6, 0.4]


def titles(page):
    return page.locator("#papers-table .title span").all_inner_texts()


def test_the_papers_of_a_topic_are_listed_as_text(visit):
    page = visit(fragment="#topic-0").page
    page.locator("#topic-0").get_by_role("link", name="All 2 papers").click()
    page.get_by_text("2 of 4 papers fit what you chose.").wait_for()
    assert sorted(titles(page)) == ["Forgetting <b>facts</b>", "Forgetting faces"]
    assert page.evaluate("location.hash") == "#papers&topics=0"


def test_search_finds_words_in_any_order_and_without_accents(visit):
    page = visit(fragment="#papers").page
    page.locator("#n-papers", has_text="4 papers.").wait_for()
    find = page.get_by_label("Find papers by words")
    find.fill("FACES forget")
    assert titles(page) == ["Forgetting faces"]
    find.fill("zurich")
    assert titles(page) == ["Zürich courts"]
    find.fill("")
    assert len(titles(page)) == 4


def test_papers_sort_by_a_heading_that_is_pressed(visit):
    page = visit(fragment="#papers").page
    page.locator("#n-papers", has_text="4 papers.").wait_for()
    page.locator("#papers-table").get_by_role("button", name="Title").press("Enter")
    assert titles(page) == ["Else", "Forgetting <b>facts</b>", "Forgetting faces", "Zürich courts"]
    assert page.locator("#papers-table [data-column=title]").get_attribute("aria-sort") == "ascending"


def curves(page):
    plot = "document.querySelector('[data-chart=lines]')"
    page.locator("[data-chart=lines]").scroll_into_view_if_needed()
    page.locator("[data-chart=lines] .main-svg").first.wait_for()
    return page.evaluate(f"{plot}.data.map(({{name}}) => name)")


def test_charts_follow_the_chosen_topics_and_say_where_they_cannot(visit):
    page = visit().page
    page.get_by_role("combobox", name="Topics").fill("Legal text")
    page.locator("[data-chart=lines]").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('[data-chart=lines]').data?.length === 1")
    assert curves(page) == ["Topic 1"]
    assert page.evaluate("document.querySelector('[data-chart=lines]').layout.annotations.map(({text}) => text)") == ["Topic 1"]
    other = page.locator("#chart-chart_0")
    other.scroll_into_view_if_needed()
    other.get_by_text("This chart is not narrowed to the topics that you chose.").wait_for()
    page.get_by_role("button", name="Remove Legal text").click()
    assert page.evaluate("location.hash") == ""


def layout_of(page, name):
    plot = page.locator(f"[data-chart={name}]")
    plot.scroll_into_view_if_needed()
    plot.locator(".main-svg").first.wait_for()
    return plot.evaluate("plot => plot.layout")


def test_panels_of_other_topics_go_and_the_chosen_one_moves_up_with_its_name_and_scale(visit):
    layout = layout_of(visit(fragment="#topics=1").page, "panels")
    assert [(note["text"], note["xref"]) for note in layout["annotations"]] == [("Panel 2", "x domain")]
    assert layout["yaxis"]["range"] == [0, 5]
    assert layout["yaxis"]["domain"] == [0, 1]
    assert layout["xaxis"]["showticklabels"]
    assert "xaxis2" not in layout
    assert layout["height"] == 90


def test_ranks_keep_the_other_topics_faint(visit):
    page = visit(fragment="#topics=1").page
    layout = layout_of(page, "ranks")
    assert [note.get("opacity") for note in layout["annotations"]] == [0.2, None]
    assert page.evaluate("document.querySelector('[data-chart=ranks]').data.map(({name, opacity}) => [name, opacity])") == [
        ["Topic 0", 0.2],
        ["Topic 1", 1],
    ]


def test_charts_follow_the_chosen_dates(visit):
    page = visit(fragment="#since=2023-04-01&until=2023-04-01").page
    page.locator("[data-chart=lines] .main-svg").first.wait_for()
    assert page.evaluate("document.querySelector('[data-chart=lines]').layout.xaxis.range") == ["2023-04-01", "2023-07-01"]
    assert page.get_by_label("From").input_value() == "2023-04-01"


def test_cells_of_the_chosen_dates_are_shown_whole(visit):
    layout = layout_of(visit(fragment="#since=2023-04-01&until=2023-04-01").page, "cells")
    assert layout["xaxis"]["range"] == ["2023-02-14", "2023-05-16"]


def test_within_a_venue_shares_are_counted_anew_and_without_intervals(visit):
    page = visit(fragment="#topics=0,1").page
    page.get_by_label("Venue").select_option("ACL")
    page.locator("#chart-chosen .main-svg").first.wait_for()
    shares = "document.querySelector('[data-chosen]').data.map(({name, y}) => [name, y])"
    assert page.evaluate(shares) == [["Unlearning", [1, 1, 1]], ["Legal text", [0, 0, 0]]]
    assert page.get_by_text("Counted in ACL alone").count() == 1


def test_what_an_address_names_and_the_report_has_not_is_left_out_with_a_word(visit):
    visited = visit(fragment="#topics=0,999&stratum=none&since=1900-01-01&until=2023-04-01")
    page = visited.page
    page.get_by_text("does not have the topics and dates and part of the papers that its address asks for").wait_for()
    assert page.locator("#chosen button").all_inner_texts() == ["Unlearning ×"]
    assert page.get_by_label("To", exact=True).input_value() == "2023-04-01"
    page.get_by_role("button", name="Remove Unlearning").click()
    assert page.evaluate("location.hash") == "#until=2023-04-01"
    assert page.locator("#choose-note").inner_text() == ""
    assert visited.errors == []


def test_words_that_are_typed_choose_the_one_topic_that_has_them_or_say_why_not(visit):
    page = visit().page
    box = page.get_by_role("combobox", name="Topics")
    box.fill("no such words")
    box.press("Enter")
    page.get_by_text("No topic has these words in its name.").wait_for()
    box.fill("LEGAL")
    assert page.locator("#choose-note").inner_text() == ""
    box.press("Enter")
    assert page.evaluate("location.hash") == "#topics=1"
    box.fill("l")
    box.press("Enter")
    page.get_by_text("2 topics have these words in their names").wait_for()


def test_a_view_can_be_shared_and_the_back_button_undoes_a_choice(visit):
    page = visit(fragment="#topics=0&find=faces").page
    assert curves(page) == ["Topic 0"]
    page.get_by_label("Choose Legal text").check()
    page.locator("[data-chart=lines]").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('[data-chart=lines]').data.length === 2")
    assert page.evaluate("location.hash") == "#topics=0,1&find=faces"
    page.go_back()
    page.locator("[data-chart=lines]").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('[data-chart=lines]').data.length === 1")
    assert not page.get_by_label("Choose Legal text").is_checked()


def test_each_chart_gives_its_data_and_its_picture(visit, tmp_path):
    page = visit().page
    for kind, begin in (("CSV", "topic"), ("SVG", "<svg")):
        with page.expect_download() as download:
            page.locator("#chart-lines").get_by_role("button", name=kind).click()
        assert download.value.suggested_filename == f"lines.{kind.lower()}"
        download.value.save_as(tmp_path / "saved")
        assert (tmp_path / "saved").read_text(encoding="utf-8").startswith(begin)


def test_topics_are_found_by_their_terms(visit):
    page = visit().page
    page.get_by_label("Find topics").fill("LEGAL term")
    assert page.locator("#topics-table tbody tr:visible").count() == 1
    assert page.locator("#n-topics").inner_text() == "1 topic of 2."


def selected(page):
    plot = "document.querySelector('[data-chart=map]')"
    page.locator("[data-chart=map]").scroll_into_view_if_needed()
    page.wait_for_function(f"{plot}.data?.[0].selectedpoints")
    return page.evaluate(f"{plot}.data[0].selectedpoints")


def test_a_search_lights_its_papers_on_the_map(visit, make):
    page = visit(fragment="#find=forgetting").page
    titles = ["Forgetting <b>facts</b>", "Zürich courts", "Forgetting faces", "Else"]
    order = make.papers([{"title": title} for title in titles]).table["title"].to_list()
    assert [order[place] for place in selected(page)] == ["Forgetting <b>facts</b>", "Forgetting faces"]


def test_points_that_are_chosen_on_the_map_are_listed_as_papers(visit):
    page = visit(fragment="#papers").page
    page.locator("[data-chart=map]").scroll_into_view_if_needed()
    page.wait_for_function("'picks' in document.querySelector('[data-chart=map]').dataset")
    page.evaluate(
        "document.querySelector('[data-chart=map]').emit('plotly_selected', {points: [{customdata: 0}, {customdata: 2}]})"
    )
    page.locator("#n-papers", has_text="2 of 4 papers").wait_for()
    page.get_by_role("button", name="Forget the choice on the map").click()
    page.locator("#n-papers", has_text="4 papers.").wait_for()


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
def test_axe_finds_nothing_that_keeps_readers_out(chromium, report, scheme, width):
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


def test_the_report_as_a_site_reads_its_own_files_and_no_others(chromium, make, tmp_path):
    for name, text in render_site(make.content(charts=[make_lines(make)])).items():
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


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_):
        pass


def test_fifty_thousand_rows_are_not_drawn_at_once(visit, chromium, make, tmp_path):
    corpus = make.papers([{"title": f"Paper {n:05}"} for n in range(50_000)])
    content = make.content(corpus=corpus, topics=make.topics(corpus, members={}, labels=[]), series=None, growth=None, charts=[])
    path = tmp_path / "report.html"
    path.write_text(render(replace(content, tree=make.tree({}))), encoding="utf-8")
    page = chromium.new_page()
    page.set_default_timeout(15_000)
    page.goto(path.as_uri() + "#papers")
    page.get_by_text("50,000 papers.").wait_for()
    assert page.locator("#papers-table .title").count() < 60
    page.locator(".rows").evaluate("box => box.scrollTo(0, box.scrollHeight)")
    page.locator("#papers-table [aria-rowindex='50001']").wait_for()
    page.get_by_label("Find papers by words").fill("paper 31415")
    page.get_by_text("Paper 31415").wait_for()
    page.close()


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
