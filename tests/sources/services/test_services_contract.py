"""What every service promises that gives its papers page by page, held against made-up answers in its documented shape.

A service takes part by a case: a query, the three pages that answer it with two papers each, and how a request says which of
them it wants.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import httpx
import pytest
from pydantic import ValidationError

from trends.errors import SourceError
from trends.sources import SourceSettings
from trends.sources.opening import Opened
from trends.sources.services.arxiv import ARXIV
from trends.sources.services.arxiv_bulk import ARXIV_BULK
from trends.sources.services.catalogue import SERVICES
from trends.sources.services.client import Client
from trends.sources.services.crossref import CROSSREF_WORKS
from trends.sources.services.hf_daily import HF_DAILY_PAPERS
from trends.sources.services.openalex import OPENALEX_WORKS
from trends.sources.services.openreview import OPENREVIEW_SUBMISSIONS
from trends.sources.services.semantic_scholar import SEMANTIC_SCHOLAR_PAPERS
from trends.sources.services.service import Service
from trends.sources.tidy import as_text

N_PAGES = 3
N_PAPERS = 6
BARE = 3  # this paper has a title and no abstract; the next one fields of other shapes as well
CHANGED = 4
SINCE, UNTIL = date(2024, 1, 1), date(2024, 1, 4)


@dataclass(frozen=True)
class Case:
    """How a service is asked and what it answers.

    `ask` are fields of the query beside since and until; `page` makes the content of a page; `place` tells which page a request
    wants; `sent` is what the first request must say; `every` the seconds between requests of somebody without a key;
    `counts` is whether the service says how many papers there are; `may_be_empty` whether a page in the middle may be.
    """

    service: Service
    ask: dict
    page: Callable[[list[int], int], object]
    place: Callable[[httpx.QueryParams], int]
    sent: dict
    every: float
    counts: bool = True
    may_be_empty: bool = False

    def content(self, number, *, empty=False):
        numbers = [] if empty else [2 * number, 2 * number + 1]
        page = self.page(numbers, number)
        return (page if isinstance(page, str) else json.dumps(page)).encode()

    def query(self):
        return self.service.query(since=SINCE, until=UNTIL, **self.ask)


def behind(number):
    """Name the page behind a page, as services with cursors do."""
    return f"c{number + 1}" if number + 1 < N_PAGES else None


def place_of(cursor):
    return int(cursor[1:]) if cursor.startswith("c") else 0


def spoiled(paper, number, *, abstract, changed):
    """Take the abstract of one paper away, and change the shape of a field of another."""
    if number == BARE:
        return {name: value for name, value in paper.items() if name != abstract}
    return {**paper, abstract: None, changed: {"of": ["another", "shape"]}} if number == CHANGED else paper


def openalex_page(numbers, page):
    works = [
        {
            "id": f"https://openalex.org/W{n}",
            "title": f"Paper {n}",
            "publication_date": "2024-01-02",
            "authorships": [],
            "abstract_inverted_index": {"We": [0]},
        }
        for n in numbers
    ]
    works = [
        spoiled(work, n, abstract="abstract_inverted_index", changed="authorships")
        for work, n in zip(works, numbers, strict=True)
    ]
    return {"meta": {"count": N_PAPERS, "per_page": 100, "next_cursor": behind(page)}, "results": works}


def semantic_scholar_page(numbers, page):
    papers = [
        {"paperId": f"{n:x}", "title": f"Paper {n}", "publicationDate": "2024-01-02", "authors": [], "abstract": "We"}
        for n in numbers
    ]
    papers = [spoiled(paper, n, abstract="abstract", changed="authors") for paper, n in zip(papers, numbers, strict=True)]
    return {"total": 7, "data": papers} | ({"token": behind(page)} if behind(page) else {})


def crossref_page(numbers, page):
    works = [
        {"DOI": f"10.5555/{n}", "title": [f"Paper {n}"], "issued": {"date-parts": [[2024, 1, 2]]}, "abstract": "We"}
        for n in numbers
    ]
    works = [spoiled(work, n, abstract="abstract", changed="issued") for work, n in zip(works, numbers, strict=True)]
    message = {"total-results": N_PAPERS, "items": works, "next-cursor": f"c{page + 1}"}  # also on the last page
    return {"status": "ok", "message-type": "work-list", "message": message}


def hf_daily_page(numbers, page):
    papers = [
        {"id": f"2401.0000{n}", "title": f"Paper {n}", "publishedAt": "2024-01-02T09:00:00.000Z", "summary": "We"}
        for n in numbers
    ]
    papers = [spoiled(paper, n, abstract="summary", changed="authors") for paper, n in zip(papers, numbers, strict=True)]
    return [{"paper": paper} for paper in papers]


def openreview_page(numbers, page):
    contents = [{"title": {"value": f"Paper {n}"}, "abstract": {"value": "We"}, "authors": {"value": []}} for n in numbers]
    contents = [spoiled(content, n, abstract="abstract", changed="authors") for content, n in zip(contents, numbers, strict=True)]
    notes = [
        {"id": f"N{n}", "forum": f"N{n}", "cdate": 1704186000000, "content": one}
        for n, one in zip(numbers, contents, strict=True)
    ]
    return {"notes": notes, "count": N_PAPERS}


def arxiv_page(numbers, page):
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/2401.0000{n}v1</id><title>Paper {n}</title><published>2024-01-02T00:00:00Z</published>"
        + {BARE: "", CHANGED: "<summary/><author>Anybody</author>"}.get(n, "<summary>We</summary>")
        + "</entry>\n"
        for n in numbers
    )
    feed = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
    return f"{feed}<opensearch:totalResults>{N_PAPERS}</opensearch:totalResults>\n{entries}</feed>\n"


def arxiv_bulk_page(numbers, page):
    records = "".join(
        f"<record><header><identifier>oai:arXiv.org:2401.0000{n}</identifier><datestamp>2024-01-02</datestamp></header><metadata>"
        f'<arXivRaw><id>2401.0000{n}</id><version version="v1"><date>2 Jan 2024</date></version><title>Paper {n}</title>'
        + {BARE: "", CHANGED: "<abstract/><authors><author/></authors>"}.get(n, "<abstract>We</abstract>")
        + "</arXivRaw></metadata></record>\n"
        for n in numbers
    )
    token = f"<resumptionToken>{behind(page) or ''}</resumptionToken>"
    return f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{records}{token}</ListRecords></OAI-PMH>\n'


CASES = [
    Case(
        ARXIV,
        ask={"search": "lanterns", "categories": ("cs.CL", "stat")},
        page=arxiv_page,
        place=lambda params: int(params["start"]) // 2,
        sent={
            "search_query": 'all:"lanterns" AND (cat:cs.CL OR cat:stat OR cat:stat.*) AND '
            "submittedDate:[202401010000 TO 202401040000]",
            "start": "0",
            "sortBy": "submittedDate",
        },
        every=3,
    ),
    Case(
        ARXIV_BULK,
        ask={"categories": ("cs.CL",)},
        page=arxiv_bulk_page,
        place=lambda params: place_of(params.get("resumptionToken", "")),
        sent={"verb": "ListRecords", "metadataPrefix": "arXivRaw", "set": "cs:cs:CL", "from": "2024-01-01"},
        every=3,
        counts=False,
    ),
    Case(
        OPENALEX_WORKS,
        ask={"search": "lanterns, tides", "topics": ("T1", "T2")},
        page=openalex_page,
        place=lambda params: place_of(params["cursor"]),
        sent={
            "search.title_and_abstract": "lanterns, tides",
            "filter": "topics.id:T1|T2,from_publication_date:2024-01-01,to_publication_date:2024-01-03",
            "cursor": "*",
        },
        every=0.2,
    ),
    Case(
        SEMANTIC_SCHOLAR_PAPERS,
        ask={"search": "lanterns", "fields_of_study": ("Computer Science", "Biology")},
        page=semantic_scholar_page,
        place=lambda params: place_of(params.get("token", "")),
        sent={"query": "lanterns", "fieldsOfStudy": "Computer Science,Biology", "publicationDateOrYear": "2024-01-01:2024-01-03"},
        every=3,
        counts=False,
    ),
    Case(
        CROSSREF_WORKS,
        ask={"search": "lanterns", "issns": ("1532-4435",), "has_abstract": True},
        page=crossref_page,
        place=lambda params: place_of(params["cursor"]),
        sent={
            "query.bibliographic": "lanterns",
            "filter": "issn:1532-4435,has-abstract:true,from-pub-date:2024-01-01,until-pub-date:2024-01-03",
            "cursor": "*",
        },
        every=1,
    ),
    Case(
        HF_DAILY_PAPERS,
        ask={},
        page=hf_daily_page,
        place=lambda params: (date.fromisoformat(params["date"]) - SINCE).days,
        sent={"date": "2024-01-01", "p": "0"},
        every=0.5,
        counts=False,
        may_be_empty=True,
    ),
    Case(
        OPENREVIEW_SUBMISSIONS,
        ask={"venues": ("ICLR.cc/2024/Conference",)},
        page=openreview_page,
        place=lambda params: int(params.get("offset", 0)) // 2,
        sent={"invitation": "ICLR.cc/2024/Conference/-/Submission", "count": "true"},
        every=1,
    ),
]

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.service.name)


@dataclass
class Server:
    """The service on the other side: what it was asked and when, and the troubles that it has with a page before it answers."""

    case: Case
    troubles: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    times: list = field(default_factory=list)
    requests: list = field(default_factory=list)
    now: float = 0.0

    def answer(self, request):
        number = self.case.place(request.url.params)
        self.asked.append(number)
        self.times.append(self.now)
        self.requests.append(request)
        if self.troubles.get(number):
            trouble = self.troubles[number].pop(0)
            if isinstance(trouble, BaseException):
                raise trouble
            return trouble(request) if callable(trouble) else trouble
        return httpx.Response(200, content=self.case.content(number))

    def pause(self, seconds):
        self.now += seconds

    def client(self, **kept):
        return Client(transport=httpx.MockTransport(self.answer), pause=self.pause, clock=lambda: self.now, **kept)


def fetched(server, **kept):
    """Return the title and abstract of each paper that the service gives."""
    service = server.case.service
    with server.client(**kept) as client:
        answers = list(service.answers(server.case.query(), client))
    records = [record for one in answers for record in service.format.read(Opened(one.name, one.content), SourceSettings())]
    assert sum(one.n_papers for one in answers) == len(records)
    assert {one.n_total for one in answers} == {N_PAPERS if server.case.counts else None}
    return [(as_text(record.title), as_text(record.abstract)) for record in records]


def all_papers():
    return [(f"Paper {number}", "" if number in (BARE, CHANGED) else "We") for number in range(N_PAPERS)]


def cut(case, number):
    return httpx.Response(200, content=case.content(number)[: len(case.content(number)) // 2])


@each_case
def test_all_pages_are_asked_for_once_and_in_order(case):
    server = Server(case)
    assert fetched(server) == all_papers()
    assert server.asked == [0, 1, 2]


@each_case
def test_the_question_is_sent_as_the_service_understands_it(case):
    server = Server(case)
    fetched(server)
    assert case.sent.items() <= dict(server.requests[0].url.params).items()


@each_case
def test_no_request_comes_sooner_than_the_service_wants(case):
    server = Server(case)
    fetched(server)
    assert server.times == [0, case.every, 2 * case.every]


@each_case
def test_a_service_that_asks_for_a_pause_gets_it(case):
    server = Server(case, {1: [httpx.Response(429, headers={"Retry-After": "70"})]})
    assert fetched(server) == all_papers()
    assert server.asked == [0, 1, 1, 2]
    assert server.times[2] - server.times[1] >= 70


@each_case
@pytest.mark.parametrize("trouble", [httpx.Response(500), httpx.ReadTimeout("slow"), httpx.ConnectError("gone")], ids=repr)
def test_a_failure_that_passes_is_waited_out(case, trouble):
    server = Server(case, {0: [trouble], 2: [trouble, trouble]})
    assert fetched(server) == all_papers()
    assert server.asked == [0, 0, 1, 2, 2, 2]


@each_case
def test_a_page_that_is_cut_in_half_is_asked_for_again_and_not_kept(case, tmp_path):
    server = Server(case, {1: [cut(case, 1)]})
    assert fetched(server, store=tmp_path) == all_papers()
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {case.content(number) for number in range(N_PAGES)}


@each_case
def test_an_empty_page_in_the_middle_is_not_taken_for_the_end(case):
    empty = httpx.Response(200, content=case.content(1, empty=True))
    server = Server(case, {1: [empty]})
    papers = fetched(server)
    if case.may_be_empty:
        assert papers == [paper for paper in all_papers() if paper[0] not in ("Paper 2", "Paper 3")]
    else:
        assert papers == all_papers()
        assert server.asked == [0, 1, 1, 2]


@each_case
def test_a_service_that_stays_short_of_its_promise_is_an_error_that_says_how_to_go_on(case, tmp_path):
    stays = httpx.Response(200, content=case.content(1, empty=True) if not case.may_be_empty else b"[")
    server = Server(case, {1: [stays] * 99})
    with pytest.raises(SourceError, match=r"1 answers? (is|are) kept in .*, the same command goes on from there"):
        fetched(server, store=tmp_path)


@each_case
def test_a_fetch_that_was_stopped_asks_for_nothing_twice(case, tmp_path):
    server = Server(case, {2: [KeyboardInterrupt()]})
    with pytest.raises(KeyboardInterrupt):
        fetched(server, store=tmp_path)
    server.asked.clear()
    assert fetched(server, store=tmp_path) == all_papers()
    assert server.asked == [2]


@each_case
def test_what_is_kept_needs_no_network(case, tmp_path):
    fetched(Server(case), store=tmp_path)
    assert (
        fetched(Server(case, {number: [httpx.ConnectError("no network")] for number in range(N_PAGES)}), store=tmp_path)
        == all_papers()
    )


@each_case
def test_a_refusal_is_one_sentence_and_is_not_repeated(case):
    server = Server(case, {0: [httpx.Response(403, text="no robots\nhere")]})
    with pytest.raises(SourceError, match=r"answers 403 Forbidden, it says 'no robots here'"):
        fetched(server)
    assert server.asked == [0]


def echo(request):
    return httpx.Response(
        403, text=f"{request.url.query} {request.headers.get('Authorization')} {request.headers.get('x-api-key')}"
    )


@each_case
def test_a_key_is_sent_and_neither_kept_nor_told(case, tmp_path):
    server = Server(case, {1: [echo]})
    with pytest.raises(SourceError) as told:
        fetched(server, store=tmp_path, key="s3cret")
    assert ("s3cret" in echo(server.requests[0]).text) == (case.service.key is not None)
    assert "s3cret" not in str(told.value)
    assert not any("s3cret" in path.name + path.read_text() for path in tmp_path.iterdir())


@each_case
def test_a_query_that_asks_for_everything_is_refused(case):
    with pytest.raises(ValidationError):
        case.service.query()


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_terms_and_home_are_named_in_a_line(service):
    assert 0 < len(service.terms) <= 130
    assert "\n" not in service.terms + service.about
    assert service.home.startswith("https://")
    assert service.query.model_fields["kind"].default == service.name
