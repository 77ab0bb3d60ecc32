"""The list of papers: searched, sorted, chosen on the map, and drawn as far as it is seen."""

from dataclasses import replace

import pytest

from trends.report import render

pytestmark = pytest.mark.slow


def titles(page):
    return page.locator("#papers-table .title span").all_inner_texts()


def selected(page):
    plot = "document.querySelector('[data-chart=map]')"
    page.locator("[data-chart=map]").scroll_into_view_if_needed()
    page.wait_for_function(f"{plot}.data?.[0].selectedpoints")
    return page.evaluate(f"{plot}.data[0].selectedpoints")


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
