import json

import httpx
import pytest

from trends.errors import SourceError
from trends.sources.services.client import Client
from trends.sources.services.paging import Page, listed, turn_pages, whole
from trends.sources.services.patience import IncompleteError


def turned(*pages):
    """Turn made-up pages, each a tuple of papers, total and whether another follows; the last stays as it is."""
    numbers = []

    def answer(request):
        numbers.append(int(request.url.params["page"]))
        return httpx.Response(200, content=json.dumps(pages[min(numbers[-1], len(pages) - 1)]))

    def read_page(document, n_seen):
        n_papers, n_total, goes_on = document
        return Page(n_papers, n_total, {"page": str(numbers[-1] + 1)} if goes_on else None)

    with Client(transport=httpx.MockTransport(answer), pause=lambda seconds: None, clock=lambda: 0.0) as client:

        def ask(number, following, check):
            return client.get("https://service.example", name=f"{number}.json", params=following, check=check)

        return [(one.n_papers, one.n_total) for one in turn_pages(ask, read_page, start={"page": "0"})]


def test_the_last_page_is_the_one_that_names_no_other():
    assert turned((2, 5, True), (2, 5, True), (1, 5, False)) == [(2, 5), (2, 5), (1, 5)]


def test_nothing_found_is_one_empty_page():
    assert turned((0, 0, False)) == [(0, 0)]


def test_an_empty_last_page_is_the_end_where_all_that_was_promised_came():
    assert turned((2, 2, True), (0, 2, False)) == [(2, 2), (0, 2)]


def test_a_count_may_be_off_by_one_in_a_hundred_and_no_more():
    assert turned((99, 100, False)) == [(99, 100)]
    with pytest.raises(SourceError, match="no more papers after 98 of 100, though there are more"):
        turned((98, 100, False))


def test_an_empty_page_that_names_another_is_no_page_whatever_the_service_counts():
    with pytest.raises(SourceError, match="no more papers after 2, though there are more"):
        turned((2, None, True), (0, None, True))


def test_a_list_is_found_or_missed_by_its_name():
    assert listed({"message": {"items": [1]}}, "message", "items") == [1]
    assert listed([1]) == [1]
    for document in ({"message": {}}, {"message": {"items": {}}}, [], None):
        with pytest.raises(IncompleteError, match=r"an answer without message\.items"):
            listed(document, "message", "items")


def test_only_a_whole_number_is_a_count():
    assert [whole(number) for number in (3, True, "3", 3.0, None)] == [3, None, None, None, None]
