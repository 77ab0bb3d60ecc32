import re
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from itertools import count

import httpx
import pytest
from pydantic import ValidationError

from trends.errors import SourceError
from trends.sources.services.arxiv import ARXIV, ArxivQuery

FIRST = date(2024, 1, 1)
SPAN = re.compile(r"submittedDate:\[(\d{12}) TO (\d{12})\]")


class FakeArxiv:
    """An arXiv with so many papers at noon of each of some days; it fails beyond its reach, as the real one does."""

    def __init__(self, *, n_days, n_a_day):
        self.days = [FIRST + timedelta(days=number // n_a_day) for number in range(n_days * n_a_day)]
        self.noons = [f"{day:%Y%m%d}1200" for day in self.days]

    def __call__(self, request):
        asked = request.url.params
        low, high = SPAN.search(asked["search_query"]).groups() if "submittedDate" in asked["search_query"] else ("0", "9")
        begin, end = bisect_left(self.noons, low), bisect_right(self.noons, high)
        start, size = int(asked["start"]), int(asked["max_results"])
        if start + size > 10_000:
            return httpx.Response(500)
        numbers = range(begin, end)
        return httpx.Response(200, text=self.page(numbers[start : start + size], n_total=len(numbers)))

    def page(self, numbers, *, n_total):
        entries = "".join(
            f"<entry><id>http://arxiv.org/abs/{self.days[number]:%y%m}.{number:05}v1</id><title>Paper number {number}</title>"
            f"<published>{self.days[number]}T12:00:00Z</published><summary>Text.</summary></entry>\n"
            for number in numbers
        )
        return (
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
            f"<opensearch:totalResults>{n_total}</opensearch:totalResults>\n{entries}</feed>\n"
        )


def query(**fields):
    return ArxivQuery(**{"categories": ("cs.CL",), "since": FIRST, "until": date(2025, 1, 1), **fields})


def papers(answers):
    """Return the titles in the order in which they came."""
    return [title for answer in answers for title in re.findall(r"<title>(.*?)</title>", answer.content.decode())]


def titles(numbers):
    return [f"Paper number {number}" for number in numbers]


def test_all_pages_come_in_order_and_three_seconds_apart(wire):
    line = wire(FakeArxiv(n_days=60, n_a_day=20), store=None)
    answers = list(ARXIV.answers(query(), line.client))
    assert papers(answers) == titles(range(1200))
    assert [(answer.n_papers, answer.n_total) for answer in answers] == [(500, 1200), (500, 1200), (200, 1200)]
    assert line.waits == [3.0, 3.0]


def test_more_papers_than_arxiv_shows_are_asked_for_in_spans_of_days_each_once(wire):
    fake = FakeArxiv(n_days=30, n_a_day=700)
    line = wire(fake, store=None)
    answers = list(ARXIV.answers(query(until=FIRST + timedelta(days=30)), line.client))
    assert papers(answers) == titles(range(21_000))
    assert {answer.n_total for answer in answers} == {21_000}


def test_a_span_of_days_that_is_denied_is_an_error_and_no_short_answer(wire):
    fake = FakeArxiv(n_days=30, n_a_day=700)
    line = wire(
        lambda request: forgetful(fake(request)) if "TO 202401160000" in request.url.params["search_query"] else fake(request),
        store=None,
    )
    with pytest.raises(SourceError, match="arXiv gave 10,500 of 21,000 papers"):
        list(ARXIV.answers(query(until=FIRST + timedelta(days=30)), line.client))


def test_the_last_page_within_reach_is_no_longer_than_what_is_left(wire):
    fake = FakeArxiv(n_days=10, n_a_day=1000)
    line = wire(broken_once(fake, at=3, answer=shortened), store=None)
    assert papers(ARXIV.answers(query(), line.client)) == titles(range(10_000))
    assert line.requests[-1].url.params["max_results"] == "100"


def test_no_more_is_asked_for_than_the_reach_where_fewer_papers_are_wanted(wire):
    line = wire(FakeArxiv(n_days=30, n_a_day=700), store=None)
    answers = ARXIV.answers(query(until=None, limit=600), line.client)
    assert papers([next(answers), next(answers)]) == titles(range(1000))


@pytest.mark.parametrize(
    ("until", "words"), [(None, "until must name a day"), (FIRST + timedelta(days=1), "ask for fewer categories")]
)
def test_what_cannot_be_divided_is_an_error_and_no_short_answer(until, words, wire):
    line = wire(FakeArxiv(n_days=1, n_a_day=10_500), store=None)
    with pytest.raises(SourceError, match=words):
        list(ARXIV.answers(query(until=until), line.client))


def broken_once(fake, *, at, answer):
    """Give another answer to one of the requests."""
    numbers = count()
    return lambda request: answer(fake(request)) if next(numbers) == at else fake(request)


def emptied(response):
    return httpx.Response(200, text=re.sub(r"<entry>.*</entry>\n", "", response.text, flags=re.DOTALL))


def forgetful(response):
    """arXiv also sends empty pages that speak of no results at all."""
    return httpx.Response(200, text=re.sub(r">\d+</opensearch", ">0</opensearch", emptied(response).text))


def halved(response):
    return httpx.Response(200, text=response.text[: len(response.text) // 2])


def shortened(response):
    return httpx.Response(200, text=response.text.rsplit("<entry>", 100)[0] + "</feed>\n")


@pytest.mark.parametrize("fault", [emptied, forgetful, halved, shortened])
def test_a_page_in_the_middle_that_is_empty_or_cut_loses_no_paper(fault, wire, tmp_path):
    line = wire(broken_once(FakeArxiv(n_days=60, n_a_day=20), at=1, answer=fault), store=tmp_path)
    answers = list(ARXIV.answers(query(), line.client))
    assert papers(answers) == titles(range(1200))


def test_a_page_that_stays_empty_is_an_error_that_says_how_many_came(wire):
    fake = FakeArxiv(n_days=60, n_a_day=20)
    line = wire(lambda request: emptied(fake(request)) if request.url.params["start"] == "500" else fake(request), store=None)
    with pytest.raises(SourceError, match="a page without papers after 500 of 1,200"):
        list(ARXIV.answers(query(), line.client))


def counted(number):
    return lambda response: httpx.Response(200, text=re.sub(r">\d+</opensearch", f">{number}</opensearch", response.text))


def test_a_paper_that_arxiv_takes_back_meanwhile_is_not_waited_for(wire):
    fake = FakeArxiv(n_days=50, n_a_day=20)
    line = wire(broken_once(fake, at=0, answer=counted(1001)), store=None)
    assert papers(ARXIV.answers(query(), line.client)) == titles(range(1000))
    assert len(line.requests) == 3


def test_a_total_that_shrinks_by_more_than_one_in_a_hundred_is_not_believed(wire):
    line = wire(broken_once(FakeArxiv(n_days=50, n_a_day=20), at=0, answer=counted(1020)), store=None)
    with pytest.raises(SourceError, match="a page without papers after 1,000 of 1,020"):
        list(ARXIV.answers(query(), line.client))


def test_a_paper_that_is_taken_back_meanwhile_is_no_missing_span_of_days(wire):
    line = wire(broken_once(FakeArxiv(n_days=30, n_a_day=700), at=0, answer=counted(21_001)), store=None)
    assert len(papers(ARXIV.answers(query(until=FIRST + timedelta(days=30)), line.client))) == 21_000


def test_a_fetch_that_was_killed_goes_on_without_asking_again(wire, tmp_path):
    fake = FakeArxiv(n_days=60, n_a_day=20)
    first = wire(fake, store=tmp_path)
    pages = ARXIV.answers(query(), first.client)
    next(pages), next(pages)
    second = wire(fake, store=tmp_path)
    assert papers(ARXIV.answers(query(), second.client)) == titles(range(1200))
    assert [request.url.params["start"] for request in first.requests + second.requests] == ["0", "500", "1000"]


def test_no_paper_is_no_answer_and_nothing_is_kept(wire, tmp_path):
    line = wire(FakeArxiv(n_days=0, n_a_day=0), store=tmp_path)
    assert list(ARXIV.answers(query(), line.client)) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        ({"search": "machine unlearning", "categories": ()}, 'all:"machine unlearning"'),
        ({"search": '"machine unlearning"', "categories": ()}, 'all:"machine unlearning"'),
        ({"search": "ti:garden ANDNOT au:oak", "categories": ()}, "(ti:garden ANDNOT au:oak)"),
        ({"search": "Gardens: a survey", "categories": ()}, 'all:"Gardens: a survey"'),
        ({"categories": ("cs.CL", "stat")}, "(cat:cs.CL OR cat:stat OR cat:stat.*)"),
        ({"search": "a", "categories": ("cs.CL",)}, 'all:"a" AND (cat:cs.CL)'),
    ],
)
def test_a_query_is_said_in_the_words_of_arxiv(fields, question, wire):
    line = wire(FakeArxiv(n_days=1, n_a_day=1), store=None)
    list(ARXIV.answers(query(**fields), line.client))
    assert line.requests[0].url.params["search_query"] == question + " AND submittedDate:[202401010000 TO 202501010000]"


def test_days_are_left_open_where_none_is_named(wire):
    line = wire(FakeArxiv(n_days=1, n_a_day=1), store=None)
    list(ARXIV.answers(query(since=None, until=None), line.client))
    assert line.requests[0].url.params["search_query"] == "(cat:cs.CL)"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"categories": ()}, "search and categories are empty"),
        ({"until": FIRST}, "since must be the earlier day"),
        ({"limit": 0}, "greater than or equal to 1"),
        ({"category": "cs.CL"}, "Extra inputs"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(fields, words):
    with pytest.raises(ValidationError, match=words):
        query(**fields)
