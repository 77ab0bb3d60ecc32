"""The bar in which the reader chooses, and the address that keeps the choice."""

import pytest

pytestmark = pytest.mark.slow


def wait_for_curves(page, n):
    page.locator("[data-chart=lines]").scroll_into_view_if_needed()
    page.wait_for_function(f"document.querySelector('[data-chart=lines]').data?.length === {n}")


def test_a_link_to_a_topic_opens_its_section(visit):
    page = visit().page
    page.locator(".findings a").first.click()
    assert page.locator("#topic-0").evaluate("topic => topic.open")
    assert visit(fragment="#topic-1").page.locator("#topic-1").evaluate("topic => topic.open")


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
    wait_for_curves(page, 1)
    page.get_by_label("Choose Legal text").check()
    wait_for_curves(page, 2)
    assert page.evaluate("location.hash") == "#topics=0,1&find=faces"
    page.go_back()
    wait_for_curves(page, 1)
    assert not page.get_by_label("Choose Legal text").is_checked()
