"""The table of topics: searched and sorted."""

import pytest

pytestmark = pytest.mark.slow


def test_topics_are_found_by_their_terms(visit):
    page = visit().page
    page.get_by_label("Find topics").fill("LEGAL term")
    assert page.locator("#topics-table tbody tr:visible").count() == 1
    assert page.locator("#n-topics").inner_text() == "1 topic of 2."


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
