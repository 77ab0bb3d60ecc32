import re
from datetime import date

import httpx
import pytest

from trends.errors import SourceError
from trends.sources.services.arxiv_bulk import ARXIV_BULK, ArxivBulkQuery

EARLIEST = "2005-09-16"


class FakeOai:
    """Papers with the day of their first version and that of their last change, three on a page, found by skipping."""

    def __init__(self, papers):
        self.papers = sorted(papers, key=lambda paper: paper[2])
        self.today = "old"
        self.midnight_at = None
        self.n_asked = 0
        self.n_total = None

    def __call__(self, request):
        self.n_asked += 1
        if self.midnight_at is not None and self.n_asked > self.midnight_at:
            self.today = "new"
        asked = dict(request.url.params)
        assert asked.pop("verb") == "ListRecords"
        stamp, skip = asked.get("from", EARLIEST), 0
        if token := asked.pop("resumptionToken", None):
            assert not asked, "a token goes with nothing else"
            today, stamp, skip = token.split("|")
            if today != self.today:
                return self.answer("<error code='badResumptionToken'>expired</error>")
        if stamp < EARLIEST:
            return self.answer("<error code='badArgument'>start date too early</error>")
        left = [paper for paper in self.papers if paper[2] >= stamp][int(skip) :]
        if not left:
            return self.answer('<error code="noRecordsMatch">nothing</error>')
        more = f"{self.today}|{stamp}|{int(skip) + 3}" if len(left) > 3 else ""
        records = "".join(self.record(*paper) for paper in left[:3])
        return self.answer(
            f"<ListRecords>{records}<resumptionToken expirationDate='x'{self.size()}>{more}</resumptionToken></ListRecords>"
        )

    def size(self):
        return "" if self.n_total is None else f' cursor="0" completeListSize="{self.n_total}"'

    def answer(self, inside):
        return httpx.Response(200, text=f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n{inside}\n</OAI-PMH>\n')

    def record(self, number, created, stamp):
        return (
            f"<record><header><identifier>oai:arXiv.org:{number}</identifier><datestamp>{stamp}</datestamp></header><metadata>"
            f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{number}</id><version version="v1"><date>{created}</date>'
            f"</version><title>Paper {number}</title><abstract>Text.</abstract></arXivRaw></metadata></record>\n"
        )


PAPERS = [
    ("2312.00001", "Fri, 01 Dec 2023 10:00:00 GMT", "2024-02-05"),
    *((f"2402.0000{n}", f"0{n} Feb 2024", f"2024-02-0{n}") for n in range(1, 8)),
    ("2403.00001", "1 Mar 2024", "2024-03-01"),
]


def harvest(line, **fields):
    return list(
        ARXIV_BULK.answers(ArxivBulkQuery(**{"categories": ("cs.LG",), "since": date(2024, 2, 1), **fields}), line.client)
    )


def numbers(answers):
    return [number for answer in answers for number in re.findall(r"<id>(.*?)</id>", answer.content.decode())]


def test_tokens_lead_through_all_pages_three_seconds_apart(wire):
    line = wire(FakeOai(PAPERS), store=None)
    answers = harvest(line)
    assert sorted(numbers(answers)) == [paper[0] for paper in PAPERS]
    assert dict(line.requests[0].url.params) == {
        "verb": "ListRecords",
        "metadataPrefix": "arXivRaw",
        "set": "cs:cs:LG",
        "from": "2024-02-01",
    }
    assert line.waits == [3.0, 3.0]


def test_only_papers_first_submitted_in_the_span_are_counted(wire):
    answers = harvest(wire(FakeOai(PAPERS), store=None), until=date(2024, 3, 1))
    assert sum(answer.n_papers for answer in answers) == 7  # not that of December, changed since, and not that of March


def test_a_token_that_expired_at_midnight_costs_no_paper(wire, tmp_path):
    fake = FakeOai(PAPERS)
    fake.midnight_at = 2
    assert set(numbers(harvest(wire(fake, store=tmp_path)))) == {paper[0] for paper in PAPERS}
    assert not [path for path in tmp_path.iterdir() if b"<error" in path.read_bytes()]


def test_a_harvest_that_was_killed_goes_on_the_next_day_with_what_it_has(wire, tmp_path):
    fake = FakeOai(PAPERS)
    pages = ARXIV_BULK.answers(ArxivBulkQuery(categories=("cs.LG",), since=date(2024, 2, 1)), wire(fake, store=tmp_path).client)
    next(pages), next(pages)
    fake.midnight_at = fake.n_asked
    second = wire(fake, store=tmp_path)
    assert set(numbers(harvest(second))) == {paper[0] for paper in PAPERS}
    assert [request.url.params.get("from") for request in second.requests] == [None, "2024-02-05", None]
    assert second.requests[0].url.params["resumptionToken"].startswith("old")


def test_a_day_with_many_pages_is_begun_again_as_often_as_a_harvest_is_killed(wire, tmp_path):
    papers = [(f"2402.0000{n}", "1 Feb 2024", "2024-02-01") for n in range(9)]
    for n_killed in range(2):
        fake = FakeOai(papers)
        fake.today = f"day {n_killed}"
        pages = ARXIV_BULK.answers(
            ArxivBulkQuery(categories=("cs.LG",), since=date(2024, 2, 1)), wire(fake, store=tmp_path).client
        )
        next(pages), next(pages)
    fake.today = "day 2"
    assert set(numbers(harvest(wire(fake, store=tmp_path)))) == {paper[0] for paper in papers}


class Forgetful(FakeOai):
    """Forgets every token at once."""

    def __call__(self, request):
        self.today = str(self.n_asked)
        return super().__call__(request)


def test_tokens_that_always_expire_cost_no_paper_where_the_days_go_on(wire):
    assert set(numbers(harvest(wire(Forgetful(PAPERS), store=None)))) == {paper[0] for paper in PAPERS}


def test_tokens_that_always_expire_within_one_day_end_in_an_error(wire):
    papers = [(f"2402.0000{n}", "1 Feb 2024", "2024-02-01") for n in range(9)]
    with pytest.raises(SourceError, match=r"the tokens of arXiv expired 50 times before the end of cs\.LG"):
        harvest(wire(Forgetful(papers), store=None))


def test_a_list_that_ends_before_its_size_is_reached_is_an_error_and_its_last_page_is_not_kept(wire, tmp_path):
    fake = FakeOai(PAPERS)
    fake.n_total = len(PAPERS)
    assert len(numbers(harvest(wire(fake, store=None)))) == len(PAPERS)
    fake.n_total = 5000
    with pytest.raises(SourceError, match="no more records after 9 of 5,000, though there are more: 2 answers are kept"):
        harvest(wire(fake, store=tmp_path))


def test_a_size_that_only_the_first_page_tells_counts_to_the_end(wire):
    fake = FakeOai(PAPERS)

    def sized_once(request):
        fake.n_total = None if "resumptionToken" in request.url.params else 5000
        return fake(request)

    with pytest.raises(SourceError, match="no more records after 9 of 5,000"):
        harvest(wire(sized_once, store=None))


def test_a_harvest_that_begins_again_counts_from_there(wire):
    fake = FakeOai(PAPERS)
    fake.midnight_at = 2

    def sized(request):
        stamp = request.url.params.get("from")
        fake.n_total = sum(paper[2] >= stamp for paper in PAPERS) if stamp else None
        return fake(request)

    assert set(numbers(harvest(wire(sized, store=None)))) == {paper[0] for paper in PAPERS}


def test_a_day_before_the_oldest_datestamp_is_not_asked_for(wire):
    line = wire(FakeOai(PAPERS), store=None)
    harvest(line, since=date(1995, 1, 1))
    harvest(line, since=None)
    assert {request.url.params.get("from") for request in line.requests} == {EARLIEST, None}


def test_no_record_is_no_answer_and_nothing_is_kept(wire, tmp_path):
    assert harvest(wire(FakeOai([]), store=tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_is_told_in_the_words_of_arxiv(wire):
    line = wire(lambda request: FakeOai([]).answer("<error code='badArgument'>Set does not exist</error>"), store=None)
    with pytest.raises(SourceError, match=r"oaipmh.arxiv.org: the request is refused as badArgument, 'Set does not exist'"):
        harvest(line, categories=("cs.XX",))
    assert len(line.requests) == 1


def test_an_answer_that_is_cut_in_half_is_asked_for_again(wire, tmp_path):
    fake = FakeOai(PAPERS)

    def flaky(request):
        response = fake(request)
        return httpx.Response(200, text=response.text[:300]) if fake.n_asked == 2 else response

    assert set(numbers(harvest(wire(flaky, store=tmp_path)))) == {paper[0] for paper in PAPERS}


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("cs", "cs"),
        ("cs.LG", "cs:cs:LG"),
        ("q-bio.GN", "q-bio:q-bio:GN"),
        ("hep-th", "physics:hep-th"),
        ("astro-ph.CO", "physics:astro-ph:CO"),
        ("physics.optics", "physics:physics:optics"),
        ("physics", "physics:physics"),
    ],
)
def test_categories_are_called_as_the_interface_calls_them(category, name, wire):
    line = wire(FakeOai(PAPERS), store=None)
    harvest(line, categories=(category,))
    assert line.requests[0].url.params["set"] == name


def test_each_category_is_harvested_by_itself(wire):
    line = wire(FakeOai(PAPERS[:2]), store=None)
    harvest(line, categories=("cs.LG", "stat.ML"))
    assert [request.url.params["set"] for request in line.requests] == ["cs:cs:LG", "stat:stat:ML"]
