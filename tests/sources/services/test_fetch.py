import json
from datetime import date

import httpx
import pytest

from trends.errors import SourceError
from trends.sources import read
from trends.sources.services.acl_anthology import AclAnthologyQuery
from trends.sources.services.arxiv import ArxivQuery
from trends.sources.services.arxiv_bulk import ArxivBulkQuery
from trends.sources.services.catalogue import SERVICES, find_service
from trends.sources.services.crossref import CrossrefQuery
from trends.sources.services.fetch import fetch
from trends.sources.services.service import Query

DAYS = [date(2024, 1, day) for day in range(1, 32)]


def entry(number, day, *, summary="We count.", category="cs.CL"):
    return (
        f"<entry><id>http://arxiv.org/abs/{day:%y%m}.{number:05}v2</id><title>Paper number {number} on gardens</title>"
        f"<published>{day}T12:00:00Z</published><updated>2025-01-01T00:00:00Z</updated><summary>{summary}</summary>"
        f'<category term="{category}"/></entry>\n'
    )


def page(entries, *, total):
    return httpx.Response(
        200,
        text='<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
        f"<opensearch:totalResults>{total}</opensearch:totalResults>\n{''.join(entries)}</feed>\n",
    )


def arxiv(entries, *, size=10):
    """Answer with so many entries a page, whatever was asked."""

    def answer(request):
        start = int(request.url.params["start"])
        return page(entries[start : start + size], total=len(entries))

    return answer


def gardens(**fields):
    return ArxivQuery(search="gardens", **fields)


def test_answers_become_one_corpus_dated_by_first_versions_that_names_the_service(wire, tmp_path):
    line = wire(arxiv([entry(number, day) for number, day in enumerate(DAYS)]), store=tmp_path)
    corpus = fetch(gardens(), client=line.client)
    assert corpus.table["published"].to_list() == DAYS
    assert corpus.table["sources"].unique().to_list() == [["arxiv"]]
    assert corpus.table["dated_by"].unique().to_list() == ["arxiv"]
    assert corpus.intake.files["n_papers"].sum() == corpus.n_papers == 31


def test_the_folder_of_answers_is_an_input_like_any_other_and_holds_the_same_papers(wire, tmp_path):
    line = wire(arxiv([entry(number, day) for number, day in enumerate(DAYS)]), store=tmp_path)
    fetched = fetch(gardens(), client=line.client)
    again = read([tmp_path])
    assert again.table.drop("sources", "dated_by").equals(fetched.table.drop("sources", "dated_by"))


def test_what_was_fetched_needs_no_network_to_be_read_again(wire, tmp_path):
    handler = arxiv([entry(number, day) for number, day in enumerate(DAYS)])
    first, second = wire(handler, store=tmp_path), wire(handler, store=tmp_path)
    assert fetch(gardens(), client=first.client).fingerprint() == fetch(gardens(), client=second.client).fingerprint()
    assert (len(first.requests), len(second.requests)) == (4, 0)


def test_papers_outside_the_days_asked_for_are_counted_and_left_out(wire):
    line = wire(arxiv([entry(number, day) for number, day in enumerate(DAYS)]), store=None)
    corpus = fetch(gardens(since=date(2024, 1, 10), until=date(2024, 1, 20)), client=line.client)
    assert corpus.table["published"].to_list() == DAYS[9:19]
    assert corpus.intake.files["n_filtered"].sum() == 21


def test_no_more_is_asked_for_than_the_limit_needs(wire):
    line = wire(arxiv([entry(number, day) for number, day in enumerate(DAYS)]), store=None)
    assert fetch(gardens(limit=15), client=line.client).n_papers == 15
    assert len(line.requests) == 2


def test_a_page_of_nothing_but_what_is_no_paper_does_not_stop_the_others(wire):
    withdrawn = [entry(number, DAYS[0], summary="This paper has been withdrawn.") for number in range(10)]
    line = wire(arxiv([*withdrawn, *(entry(number + 10, day) for number, day in enumerate(DAYS))]), store=None)
    corpus = fetch(gardens(), client=line.client)
    assert corpus.n_papers == 31
    assert corpus.intake.files["n_skipped"].sum() == 10


def test_no_paper_at_all_is_one_sentence(wire):
    with pytest.raises(SourceError, match="arxiv has no paper for this query"):
        fetch(gardens(), client=wire(arxiv([]), store=None).client)


def test_progress_tells_of_papers_fetched_and_answers_read(wire):
    told = []
    line = wire(arxiv([entry(number, day) for number, day in enumerate(DAYS)], size=20), store=None)
    fetch(gardens(), client=line.client, progress=lambda *step: told.append(step))
    assert told == [("fetch", 20, 31), ("fetch", 31, 31), ("read", 1, 2), ("read", 2, 2)]


def test_an_error_in_the_middle_keeps_what_came_and_a_second_try_goes_on(wire, tmp_path):
    handler = arxiv([entry(number, day) for number, day in enumerate(DAYS)])
    broken = wire(
        lambda request: httpx.Response(500) if request.url.params["start"] == "20" else handler(request), store=tmp_path
    )
    with pytest.raises(SourceError, match="2 answers are kept"):
        fetch(gardens(), client=broken.client)
    mended = wire(handler, store=tmp_path)
    assert fetch(gardens(), client=mended.client).n_papers == 31
    assert len(mended.requests) == 2


def test_a_harvest_is_read_as_oai_and_dated_by_first_versions(wire):
    record = (
        "<record><header><identifier>oai:arXiv.org:2401.00001</identifier><datestamp>2026-01-01</datestamp></header><metadata>"
        '<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2401.00001</id><version version="v1">'
        "<date>Mon, 01 Jan 2024 10:00:00 GMT</date></version><title>A walk</title></arXivRaw></metadata></record>"
    )
    oai = f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{record}</ListRecords></OAI-PMH>'
    line = wire(lambda request: httpx.Response(200, text=oai), store=None)
    corpus = fetch(ArxivBulkQuery(categories=("cs",), since=date(2024, 1, 1)), client=line.client)
    assert corpus.table.select("id", "published", "sources").rows() == [("arxiv:2401.00001", date(2024, 1, 1), ["arxiv_bulk"])]


def test_files_of_the_acl_anthology_are_read_as_such(wire):
    volume = (
        '<collection id="2024.toy"><volume id="1"><meta><booktitle>Toys</booktitle><month>May</month><year>2024</year>'
        '<venue>toy</venue></meta><paper id="7"><title>A toy</title></paper></volume></collection>'
    )
    tree = json.dumps({"tree": [{"path": "2024.toy.xml"}], "truncated": False})
    line = wire(lambda request: httpx.Response(200, text=tree if "git/trees" in request.url.path else volume), store=None)
    corpus = fetch(AclAnthologyQuery(), client=line.client)
    assert corpus.table.select("id", "published", "precision").rows() == [("acl:2024.toy-1.7", date(2024, 5, 1), "month")]


def test_each_service_is_found_by_its_query_and_named_as_its_kind():
    assert [service.query.model_fields["kind"].default for service in SERVICES] == [service.name for service in SERVICES]
    assert find_service(gardens()).name == "arxiv"


def test_a_query_of_no_service_is_refused_with_those_there_are(wire):
    with pytest.raises(SourceError, match="Query is a query of no service, the services are arxiv, arxiv_bulk"):
        fetch(Query(), client=wire(arxiv([]), store=None).client)


class FakeCrossref:
    """Works in an order that is not that of their days, five on a page; cursors are known for one session only."""

    def __init__(self, *, session="a", n_works=12):
        self.session, self.works = session, [work(number) for number in range(n_works)]

    def __call__(self, request):
        session, _, start = request.url.params["cursor"].partition("-")
        if session not in ("*", self.session):
            return httpx.Response(400, text="cursor not found")
        begin = int(start or 0)
        message = {"total-results": len(self.works), "items": self.works[begin : begin + 5]}
        return httpx.Response(
            200, json={"message-type": "work-list", "message": {**message, "next-cursor": f"{self.session}-{begin + 5}"}}
        )


def work(number, *, doi=True, title=None):
    dated = {"issued": {"date-parts": [[2024 - number, 1, 2]]}, "title": [title or f"Essay {number} upon lanterns"]}
    return dated | ({"DOI": f"10.5555/{number}"} if doi else {})


def lanterns(**fields):
    return CrossrefQuery(search="lanterns", **fields)


def best(n_papers):
    return {f"doi:10.5555/{number}" for number in range(n_papers)}


@pytest.mark.parametrize("limit", [1, 5, 7, 12, 99])
def test_a_limit_keeps_the_papers_that_came_first_and_counts_the_others(limit, wire):
    corpus = fetch(lanterns(limit=limit), client=wire(FakeCrossref(), store=None).client)
    assert set(corpus.table["id"]) == best(min(limit, 12))
    assert corpus.table["published"].is_sorted()
    assert corpus.intake.files["n_papers"].sum() == corpus.n_papers
    assert corpus.intake.files["n_filtered"].sum() == corpus.intake.files["n_records"].sum() - corpus.n_papers


def test_a_limit_counts_what_was_joined_once_and_keeps_papers_without_an_id(wire):
    fake = FakeCrossref()
    fake.works[1:4] = [work(0), {"DOI": "10.5555/none"}, work(3, doi=False, title="Nameless light of the harbour")]
    corpus = fetch(lanterns(limit=2), client=wire(fake, store=None).client)
    assert set(corpus.table["title"]) == {"Essay 0 upon lanterns", "Nameless light of the harbour"}
    assert corpus.intake.files.select("n_filtered", "n_skipped", "n_merged", "n_papers").rows() == [(1, 1, 1, 2)]


def test_a_day_of_entry_stays_one_for_papers_that_a_service_dates_by_nothing_else(wire):
    fake = FakeCrossref(n_works=2)
    fake.works[1] = {"DOI": "10.5555/1", "title": ["Essay 1 upon lanterns"], "created": {"date-time": "2024-05-06T07:08:09Z"}}
    corpus = fetch(lanterns(), client=wire(fake, store=None).client)
    assert dict(corpus.table.select("id", "dated_by").iter_rows()) == {
        "doi:10.5555/0": "crossref",
        "doi:10.5555/1": "crossref (day of entry)",
    }


def begun(wire, folder, *, n_pages):
    """Break a fetch off after some pages."""

    def broken(request):
        n_asked.append(request)
        return FakeCrossref()(request) if len(n_asked) <= n_pages else httpx.Response(500)

    n_asked = []
    with pytest.raises(SourceError, match="the same command goes on from there"):
        fetch(lanterns(), client=wire(broken, store=folder).client)


def test_a_cursor_that_is_still_known_is_gone_on_with(wire, tmp_path):
    begun(wire, tmp_path, n_pages=2)
    line = wire(FakeCrossref(), store=tmp_path)
    assert fetch(lanterns(), client=line.client).n_papers == 12
    assert [request.url.params["cursor"] for request in line.requests] == ["a-10"]


def test_a_cursor_that_has_expired_is_begun_anew_and_each_page_read_once(wire, tmp_path):
    begun(wire, tmp_path, n_pages=2)
    line = wire(FakeCrossref(session="b"), store=tmp_path)
    corpus = fetch(lanterns(), client=line.client)
    assert [request.url.params["cursor"] for request in line.requests] == ["a-10", "*", "b-5", "b-10"]
    assert corpus.intake.files["n_records"].to_list() == [5, 5, 2]
    again = wire(FakeCrossref(session="c"), store=tmp_path)
    assert fetch(lanterns(), client=again.client).fingerprint() == corpus.fingerprint()
    assert (again.requests, read([tmp_path]).intake.files["n_records"].sum()) == ([], 12)


def test_kept_pages_are_enough_for_a_limit_whether_or_not_the_cursor_behind_them_expired(wire, tmp_path):
    begun(wire, tmp_path, n_pages=1)
    line = wire(FakeCrossref(session="b"), store=tmp_path)
    assert set(fetch(lanterns(limit=5), client=line.client).table["id"]) == best(5)
    assert line.requests == []


def test_a_cursor_that_is_refused_within_one_fetch_is_an_error_and_no_endless_beginning(wire, tmp_path):
    fake = FakeCrossref()
    line = wire(lambda request: fake(request) if request.url.params["cursor"] == "*" else httpx.Response(404), store=tmp_path)
    for n_asked in (2, 5):  # the second fetch asks behind the kept page, begins again, and ends where the first did
        with pytest.raises(SourceError, match="answers 404 Not Found: 1 answer is kept"):
            fetch(lanterns(), client=line.client)
        assert len(line.requests) == n_asked


def test_a_category_that_gives_no_paper_is_noted(wire):
    entries = [entry(number, day, category="cs.LG") for number, day in enumerate(DAYS)]
    query = ArxivQuery(categories=("cs", "cs.LG", "cs.LQ", "stat"))
    corpus = fetch(query, client=wire(arxiv(entries), store=None).client)
    assert corpus.intake.notes.select("file", "kind", "reason", "value").rows() == [
        ("arxiv", "skipped", "nothing in cs.LQ", "cs.LQ"),
        ("arxiv", "skipped", "nothing in stat", "stat"),
    ]


def test_no_category_is_missed_where_only_the_first_papers_were_asked_for(wire):
    entries = [entry(number, day, category="cs.LG") for number, day in enumerate(DAYS)]
    query = ArxivQuery(categories=("cs.LG", "cs.LQ"), limit=31)
    assert fetch(query, client=wire(arxiv(entries), store=None).client).intake.notes.is_empty()
