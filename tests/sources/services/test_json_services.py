"""What single services have that others have not."""

import json
from datetime import date

import httpx
import pytest
from pydantic import ValidationError

from trends.errors import SourceError
from trends.sources.services.client import Client
from trends.sources.services.crossref import CROSSREF_WORKS, CrossrefQuery
from trends.sources.services.hf_daily import HF_DAILY_PAPERS, HfDailyQuery
from trends.sources.services.openalex import OPENALEX_WORKS, OpenAlexQuery
from trends.sources.services.openreview import OPENREVIEW_SUBMISSIONS, OpenReviewQuery
from trends.sources.services.semantic_scholar import SEMANTIC_SCHOLAR_PAPERS, SemanticScholarQuery


def requests_of(service, query, *, documents, **kept):
    """Ask for all pages, of which `documents` tells the content by the parameters, and return the requests."""
    asked = []

    def answer(request):
        asked.append(request)
        return httpx.Response(200, content=json.dumps(documents(request.url.params)))

    with Client(transport=httpx.MockTransport(answer), pause=lambda seconds: None, clock=lambda: 0.0, **kept) as client:
        list(service.answers(query, client))
    return asked


def test_a_day_with_more_papers_than_a_page_holds_has_a_second_page():
    sizes = {("2024-06-13", "0"): 100, ("2024-06-13", "1"): 97, ("2024-06-13", "2"): 30}  # three were taken off the list
    sizes |= {("2024-06-14", "0"): 100, ("2024-06-14", "1"): 0}
    query = HfDailyQuery(since=date(2024, 6, 13), until=date(2024, 6, 15))
    asked = requests_of(HF_DAILY_PAPERS, query, documents=lambda params: [{}] * sizes[params["date"], params["p"]])
    assert [(one.url.params["date"], one.url.params["p"]) for one in asked] == list(sizes)


def test_daily_papers_begin_with_their_first_list():
    asked = requests_of(HF_DAILY_PAPERS, HfDailyQuery(until=date(2023, 5, 6)), documents=lambda params: [])
    assert [one.url.params["date"] for one in asked] == ["2023-05-04", "2023-05-05"]


def test_daily_papers_need_a_last_day():
    with pytest.raises(ValidationError, match="until is left out"):
        HfDailyQuery(since=date(2024, 1, 1))


def test_accepted_papers_are_asked_for_by_their_venue_and_older_venues_at_the_older_address():
    def none(params):
        return {"notes": [{}], "count": 1}

    (accepted,) = requests_of(OPENREVIEW_SUBMISSIONS, OpenReviewQuery(venues=("TMLR",), status="accepted"), documents=none)
    assert accepted.url.params["content.venueid"] == "TMLR"
    assert accepted.url.host == "api2.openreview.net"
    (old,) = requests_of(OPENREVIEW_SUBMISSIONS, OpenReviewQuery(venues=("ICLR.cc/2022/Conference",), api="v1"), documents=none)
    assert old.url.params["invitation"] == "ICLR.cc/2022/Conference/-/Blind_Submission"
    assert old.url.host == "api.openreview.net"


def test_each_venue_is_asked_for_in_turn():
    query = OpenReviewQuery(venues=("A.cc/2024", "B.cc/2024"))
    asked = requests_of(OPENREVIEW_SUBMISSIONS, query, documents=lambda params: {"notes": [{}], "count": 1})
    assert [one.url.params["invitation"] for one in asked] == ["A.cc/2024/-/Submission", "B.cc/2024/-/Submission"]


def test_a_venue_of_which_openreview_has_nothing_is_named():
    def notes(params):
        return {"notes": [{}], "count": 1} if params["invitation"].startswith("A.cc") else {"notes": [], "count": 0}

    with pytest.raises(SourceError, match=r"OpenReview has no submissions of B\.cc/2042 in its api v2"):
        requests_of(OPENREVIEW_SUBMISSIONS, OpenReviewQuery(venues=("A.cc/2024", "B.cc/2042")), documents=notes)


@pytest.mark.parametrize(("n_papers", "total"), [(100, 120), (1, 12), (1, None)])
def test_the_estimate_of_semantic_scholar_may_be_too_high(n_papers, total):
    query = SemanticScholarQuery(search="moss")
    page = {"total": total, "data": [{}] * n_papers}
    assert len(requests_of(SEMANTIC_SCHOLAR_PAPERS, query, documents=lambda params: page)) == 1


def test_a_list_of_semantic_scholar_that_ends_far_from_its_estimate_is_an_error():
    page = {"total": 200, "token": None, "data": [{}] * 100}
    with pytest.raises(SourceError, match="no more papers after 100 of about 200, though there are more"):
        requests_of(SEMANTIC_SCHOLAR_PAPERS, SemanticScholarQuery(search="moss"), documents=lambda params: page)


def test_without_a_count_a_full_page_of_notes_says_that_there_may_be_more():
    def notes(params):
        return {"notes": [{}] * (1 if "offset" in params else 1000)}

    asked = requests_of(OPENREVIEW_SUBMISSIONS, OpenReviewQuery(venues=("TMLR",)), documents=notes)
    assert [one.url.params.get("offset") for one in asked] == [None, "1000"]


def test_a_total_that_only_the_first_page_of_notes_tells_is_held_against_the_last():
    def notes(params):
        return {"notes": [{}] * 500} if "offset" in params else {"notes": [{}] * 1000, "count": 2000}

    with pytest.raises(SourceError, match="no more papers after 1,500 of 2,000, though there are more"):
        requests_of(OPENREVIEW_SUBMISSIONS, OpenReviewQuery(venues=("TMLR",)), documents=notes)


def test_a_key_of_openalex_is_a_parameter_and_one_of_semantic_scholar_a_header():
    (openalex,) = requests_of(
        OPENALEX_WORKS, OpenAlexQuery(search="moss"), documents=lambda params: {"meta": {"count": 0}, "results": []}, key="k1"
    )
    assert openalex.url.params["api_key"] == "k1"
    (scholar,) = requests_of(
        SEMANTIC_SCHOLAR_PAPERS, SemanticScholarQuery(search="moss"), documents=lambda params: {"total": 0, "data": []}, key="k2"
    )
    assert scholar.headers["x-api-key"] == "k2"


def test_a_search_of_openalex_may_hold_commas_and_need_no_filter():
    (asked,) = requests_of(
        OPENALEX_WORKS, OpenAlexQuery(search="moss, lichen"), documents=lambda params: {"meta": {"count": 0}, "results": []}
    )
    assert asked.url.params["search.title_and_abstract"] == "moss, lichen"
    assert "filter" not in asked.url.params


def test_who_can_be_written_to_says_so_to_crossref():
    (asked,) = requests_of(
        CROSSREF_WORKS,
        CrossrefQuery(issns=("1532-4435",)),
        documents=lambda params: {"message": {"items": [], "total-results": 0, "next-cursor": "c1"}},
        mailto="ada@example.org",
    )
    assert asked.url.params["mailto"] == "ada@example.org"


def test_open_ended_days_are_left_out_of_the_question():
    (asked,) = requests_of(
        SEMANTIC_SCHOLAR_PAPERS,
        SemanticScholarQuery(search="moss", since=date(2024, 1, 1)),
        documents=lambda params: {"data": []},
    )
    assert asked.url.params["publicationDateOrYear"] == "2024-01-01:"
