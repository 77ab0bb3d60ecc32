"""When charts are drawn, in which colours and widths, for the screen and for paper."""

import pytest

pytestmark = pytest.mark.slow


def test_every_chart_is_drawn_without_a_request_and_without_an_error(visit, scroll_through):
    visited = visit()
    scroll_through(visited.page)
    assert visited.page.locator(".plot:has(.main-svg)").count() == 8
    assert [url for url in visited.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert visited.errors == []


def test_charts_far_below_wait_until_the_reader_comes_near(visit):
    page = visit().page
    page.wait_for_function("window.Plotly")
    assert page.locator(".plot[data-chart]").last.locator(".main-svg").count() == 0


def test_what_the_reader_chose_is_drawn_before_the_charts_below_it(visit, scroll_through):
    page = visit().page
    scroll_through(page)
    page.locator("#charts").evaluate("heading => heading.scrollIntoView()")
    page.evaluate(
        """() => {
            window.drawn = [];
            const note = ([{ target }]) => drawn.push(target.closest(".plot").dataset.chart ?? "chosen");
            for (const plot of document.querySelectorAll(".plot")) {
                new MutationObserver(note).observe(plot, { childList: true, subtree: true });
            }
            document.querySelector("input[data-topic='0']").click();
        }"""
    )
    page.wait_for_function("drawn.includes('lines')")
    assert page.evaluate("drawn[0]") == "chosen"


def test_a_page_that_has_loaded_prints_all_its_charts_as_wide_as_a_sheet(visit, scroll_through):
    page = visit(width=390).page
    drawn = "document.querySelectorAll('.plot[data-chart] > .plot-container').length"
    page.evaluate(f"addEventListener('beforeprint', () => (window.printed = {drawn}))")
    page.pdf(format="A4")
    assert page.evaluate("printed") == 8
    scroll_through(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_sheet_is_not_narrower_than_what_is_printed_on_it(visit):
    page = visit(fragment="#topic-0").page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # A4 without its margins
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.scrollWidth") == 680


def test_charts_take_the_ink_of_the_page_and_follow_the_reader(visit, scroll_through):
    page = visit(scheme="dark").page
    scroll_through(page)
    color = "document.querySelector('.plot[data-chart]')._fullLayout.font.color"
    assert page.evaluate(color) == "#e3e7eb"
    page.evaluate("scrollTo(0, 0)")
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{color} === '#1b1f24'")


def test_on_a_phone_charts_adapt_and_nothing_scrolls_sideways(visit, scroll_through):
    page = visit(width=390).page
    scroll_through(page)
    page.wait_for_function("document.querySelector('.plot[data-chart]')._fullLayout.height === 200")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_topic_draws_its_own_share_when_it_is_opened(visit):
    page = visit(fragment="#topic-1").page
    page.locator("#topic-1 .main-svg").first.wait_for()
    assert page.evaluate("document.querySelector('#topic-1 .plot').data.at(-1).y") == [0.8, 0.6, 0.4]


def test_what_is_not_trusted_is_grey_behind_a_topic_and_intervals_end_where_they_are_not_known(visit):
    page = visit(fragment="#topic-1").page
    page.locator("#topic-1 .main-svg").first.wait_for()
    data, shapes = page.evaluate("(({data, layout}) => [data, layout.shapes])(document.querySelector('#topic-1 .plot'))")
    assert [(shape["x0"], shape["x1"], shape["layer"]) for shape in shapes] == [("2023-05-16", "2023-08-16", "below")]
    assert [trace["x"] for trace in data if trace.get("fill")] == [["2023-01-01"] * 2, ["2023-07-01"] * 2]
    assert page.get_by_text("Grey: what the audit of the papers does not trust (sudden drop).").count() == 1


def test_each_chart_gives_its_data_and_its_picture(visit, tmp_path):
    page = visit().page
    for kind, begin in (("CSV", "topic"), ("SVG", "<svg")):
        with page.expect_download() as download:
            page.locator("#chart-lines").get_by_role("button", name=kind).click()
        assert download.value.suggested_filename == f"lines.{kind.lower()}"
        download.value.save_as(tmp_path / "saved")
        assert (tmp_path / "saved").read_text(encoding="utf-8").startswith(begin)
