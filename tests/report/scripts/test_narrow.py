"""What becomes of each kind of chart when the reader chooses topics, dates or a part of the papers."""

import pytest

pytestmark = pytest.mark.slow


def layout_of(page, name):
    plot = page.locator(f"[data-chart={name}]")
    plot.scroll_into_view_if_needed()
    plot.locator(".main-svg").first.wait_for()
    return plot.evaluate("plot => plot.layout")


def test_charts_follow_the_chosen_topics_and_say_where_they_cannot(visit):
    page = visit().page
    page.get_by_role("combobox", name="Topics").fill("Legal text")
    page.locator("[data-chart=lines]").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('[data-chart=lines]').data?.length === 1")
    assert page.evaluate("document.querySelector('[data-chart=lines]').data.map(({name}) => name)") == ["Topic 1"]
    assert page.evaluate("document.querySelector('[data-chart=lines]').layout.annotations.map(({text}) => text)") == ["Topic 1"]
    other = page.locator("#chart-chart_0")
    other.scroll_into_view_if_needed()
    other.get_by_text("This chart is not narrowed to the topics that you chose.").wait_for()
    page.get_by_role("button", name="Remove Legal text").click()
    assert page.evaluate("location.hash") == ""


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
    assert layout_of(page, "lines")["xaxis"]["range"] == ["2023-04-01", "2023-07-01"]
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


def test_within_a_venue_grey_is_also_what_is_not_trusted_of_it_alone(visit):
    page = visit(fragment="#topics=0,1&stratum=ACL").page
    page.locator("#chart-chosen .main-svg").first.wait_for()
    greys = page.evaluate("document.querySelector('[data-chosen]').layout.shapes.map(({x0}) => x0)")
    assert greys == ["2022-11-17", "2023-05-16"]
    assert page.get_by_text("does not trust (pause; sudden drop)").count() == 1


def test_growth_within_a_venue_takes_the_place_of_that_of_all_papers_untested(visit):
    page = visit(fragment="#stratum=ACL").page
    layout = layout_of(page, "growth")
    assert layout["xaxis"]["range"] == [0, 0.5]
    assert layout["yaxis"]["ticktext"] == ["Topic 1"]
    [point] = page.evaluate("document.querySelector('[data-chart=growth]').data")
    assert (point["x"], point["y"], point["error_x"]["array"]) == ([2], [0], [0.5])
    assert point["marker"]["symbol"] == "circle-open"
    said = "Growth within ACL alone. Hollow: whether it is beyond chance was not tested there."
    assert page.locator("#chart-growth-note").inner_text() == said
