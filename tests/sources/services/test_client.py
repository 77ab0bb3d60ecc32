import logging
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import quote

import httpx
import pytest

from trends.errors import SourceError
from trends.sources.services.client import Client
from trends.sources.services.patience import N_RETRIES, IncompleteError

URL = "https://service.example/list"


def in_turn(*answers):
    """Answer one request after the other, and all further ones like the last."""
    left = list(answers)
    return lambda request: left.pop(0) if len(left) > 1 else left[0]


def good(text="papers"):
    return httpx.Response(200, text=text)


def test_an_answer_is_kept_and_not_asked_for_again(wire, tmp_path):
    first, second = (wire(in_turn(good()), store=tmp_path) for _ in range(2))
    answer = first.client.get(URL, name="page.json", params={"page": "1"})
    assert answer.path.read_bytes() == answer.content == b"papers"
    assert second.client.get(URL, name="page.json", params={"page": "1"}) == answer._replace(is_stored=True)
    assert (len(first.requests), len(second.requests)) == (1, 0)
    assert (first.client.n_asked, second.client.n_stored) == (1, 1)


def test_two_questions_never_share_a_file_whatever_they_are_called(wire, tmp_path):
    line = wire(in_turn(good("one"), good("two")), store=tmp_path)
    pages = [line.client.get(URL, name="page.json", params={"page": page}) for page in "12"]
    assert [page.content for page in pages] == [b"one", b"two"]
    assert len({page.path for page in pages}) == 2
    assert all(page.name.startswith("page-") and page.name.endswith(".json") for page in pages)


def test_the_order_of_parameters_makes_no_other_question(wire, tmp_path):
    line = wire(in_turn(good()), store=tmp_path)
    line.client.get(URL, name="page", params={"a": "1", "b": "2"})
    line.client.get(URL, name="page", params={"b": "2", "a": "1"})
    assert len(line.requests) == 1


def test_who_asks_is_sent_and_changes_neither_the_question_nor_what_is_kept(wire, tmp_path):
    line = wire(in_turn(good()), store=tmp_path, mailto="me@example.org")
    line.client.get(URL, name="page.json", private={"api_key": "s3cret"}, headers={"X-Key": "s3cret"})
    line.client.get(URL, name="page.json")
    (request,) = line.requests
    assert request.url.params["api_key"] == request.headers["X-Key"] == "s3cret"
    assert request.headers["User-Agent"].startswith("trends/")
    assert "me@example.org" in request.headers["User-Agent"]
    assert not [path for path in tmp_path.iterdir() if "s3cret" in path.name or b"s3cret" in path.read_bytes()]


def test_a_client_without_a_store_keeps_nothing(wire):
    line = wire(in_turn(good()), store=None)
    assert line.client.get(URL, name="page.json").path is None


def test_requests_to_one_host_keep_their_distance(wire):
    line = wire(in_turn(good()), store=None)
    for page in "123":
        line.client.get(URL, name="page", params={"page": page}, every=3.0)
    assert line.waits == [3.0, 3.0]
    line.now += 2.0
    line.client.get(URL, name="page", every=3.0)
    assert line.waits[-1] == 1.0
    line.client.get("https://other.example/", name="page", every=3.0)
    assert len(line.waits) == 3


@pytest.mark.parametrize(
    ("refusal", "waits"),
    [
        (httpx.Response(429, headers={"Retry-After": "30"}), [30.0]),
        (httpx.Response(503, headers={"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}), [2.0]),
        (httpx.Response(503, headers={"Retry-After": "soon"}), [2.0]),
        (httpx.Response(500), [2.0]),
        (httpx.ReadTimeout("slow"), [2.0]),
        (httpx.ConnectError("no route"), [2.0]),
        (httpx.RemoteProtocolError("peer closed connection without sending complete message body"), [2.0]),
    ],
)
def test_what_fails_for_a_while_is_asked_again_after_the_wait_that_the_service_wants(refusal, waits, wire, tmp_path):
    line = wire(in_turn(refusal, good()), store=tmp_path)
    assert line.client.get(URL, name="page").content == b"papers"
    assert line.waits == waits


def test_waits_grow_and_a_repeated_request_keeps_its_distance_too(wire):
    line = wire(in_turn(*[httpx.Response(500)] * 3, good()), store=None)
    line.client.get(URL, name="page", every=3.0)
    assert line.waits == [2.0, 1.0, 4.0, 8.0]  # the second makes up the three seconds


def test_what_keeps_failing_ends_in_one_sentence_that_says_how_to_go_on(wire, tmp_path):
    line = wire(in_turn(good(), httpx.Response(503, text="<html>\nback at noon</html>")), store=tmp_path)
    line.client.get(URL, name="page", params={"page": "1"})
    with pytest.raises(SourceError) as stopped:
        line.client.get(URL, name="page", params={"page": "2"})
    assert len(line.requests) == 1 + 1 + N_RETRIES
    assert str(stopped.value) == (
        "service.example answers 503 Service Unavailable, it says '<html> back at noon</html>': "
        f"1 answer is kept in {tmp_path}, the same command goes on from there"
    )


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (httpx.Response(400, text="no such field"), "answers 400 Bad Request, it says 'no such field'"),
        (httpx.Response(404), "answers 404 Not Found"),
    ],
)
def test_a_refusal_for_good_is_not_repeated(answer, sentence, wire):
    line = wire(in_turn(answer), store=None)
    with pytest.raises(SourceError, match=f"service.example {sentence}: nothing is kept"):
        line.client.get(URL, name="page")
    assert len(line.requests) == 1


@pytest.mark.parametrize(
    ("status", "key", "is_named"),
    [(401, None, True), (403, None, True), (429, None, True), (403, "s3cret", False), (404, None, False), (500, None, False)],
)
def test_who_is_refused_without_a_key_is_told_where_to_put_one(status, key, is_named, wire):
    line = wire(in_turn(httpx.Response(status)), store=None, key=key, key_name="SERVICE_KEY")
    with pytest.raises(SourceError) as refused:
        line.client.get(URL, name="page")
    assert ("a key in SERVICE_KEY may let you in; nothing is kept" in str(refused.value)) == is_named


@pytest.mark.parametrize("sent", [{"private": {"key": "s3cret"}}, {"headers": {"Authorization": "Bearer s3cret"}}])
def test_a_key_is_never_told_not_even_cut_off(sent, wire):
    line = wire(in_turn(httpx.Response(403, text=f"{'x' * 157}s3cret is not valid")), store=None, key="s3cret")
    with pytest.raises(SourceError) as refused:
        line.client.get(URL, name="page", **sent)
    assert "s3" not in str(refused.value)


@pytest.mark.parametrize("coded", [lambda key: quote(key, safe=""), lambda key: quote(key, safe="").lower(), quote])
def test_a_key_is_not_told_in_the_code_of_web_addresses_either(coded, wire):
    key = "ab+c/d=="
    line = wire(in_turn(httpx.Response(403, text=f"no to key={coded(key)}&page=1")), store=None, key=key)
    with pytest.raises(SourceError, match="it says 'no to key=…&page=1'"):
        line.client.get(URL, name="page", private={"key": key})


def test_a_key_is_not_told_where_requests_are_logged_and_the_request_is(wire, caplog):
    caplog.set_level(logging.INFO)
    line = wire(in_turn(good()), store=None)
    line.client.get(URL, name="page", params={"page": "1"}, private={"api_key": "s3/cret", "mailto": "me@example.org"})
    (told,) = [record.getMessage() for record in caplog.records]
    assert f"{URL}?page=1&api_key=…&mailto=…" in told
    logging.getLogger("httpx").info("s3/cret")
    assert caplog.messages[-1] == "s3/cret"  # what others log is left alone


@pytest.mark.parametrize(
    ("to", "is_sent"),
    [("https://service.example/new", True), ("https://other.example/new?key=s3cret", False), ("http://service.example/", False)],
)
def test_a_redirect_takes_a_key_to_no_other_host(to, is_sent, wire):
    line = wire(in_turn(httpx.Response(302, headers={"Location": to}), good()), store=None)
    line.client.get(URL, name="page", private={"key": "s3cret"}, headers={"x-api-key": "s3cret"})
    sent = line.requests[-1]
    assert ("x-api-key" in sent.headers) == is_sent
    assert "s3cret" not in str(sent.url)
    assert sent.headers["User-Agent"].startswith("trends/")


def test_a_service_that_wants_to_be_left_alone_for_long_is(wire):
    line = wire(in_turn(httpx.Response(429, headers={"Retry-After": "86400"})), store=None)
    with pytest.raises(SourceError, match=r"service.example: the service asks to wait 86,400 seconds"):
        line.client.get(URL, name="page")
    assert (len(line.requests), line.waits) == (1, [])


def whole(content):
    if not content.endswith(b"."):
        raise IncompleteError("half a page")


def test_half_an_answer_is_asked_for_again_and_not_kept(wire, tmp_path):
    line = wire(in_turn(good("hal"), good("half.")), store=tmp_path)
    assert line.client.get(URL, name="page", check=whole).content == b"half."
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"half."]


def test_an_answer_that_stays_half_is_an_error_and_not_kept(wire, tmp_path):
    line = wire(in_turn(good("hal")), store=tmp_path)
    with pytest.raises(SourceError, match=r"service.example: half a page: 0 answers are kept"):
        line.client.get(URL, name="page", check=whole)
    assert len(line.requests) == 1 + N_RETRIES
    assert list(tmp_path.iterdir()) == []


def test_what_else_a_check_raises_reaches_the_caller_at_once(wire, tmp_path):
    def expired(content):
        raise LookupError

    line = wire(in_turn(good()), store=tmp_path)
    with pytest.raises(LookupError):
        line.client.get(URL, name="page", check=expired)
    assert (len(line.requests), list(tmp_path.iterdir())) == (1, [])


def test_a_store_that_cannot_be_written_is_one_sentence(wire, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SourceError, match="cannot be written"):
        wire(in_turn(good()), store=tmp_path / "file").client.get(URL, name="page")


class HalfFirst(BaseHTTPRequestHandler):
    """Breaks off in the middle of the first answer, as a real server does."""

    def do_GET(self):
        self.server.n_asked += 1
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"pap" if self.server.n_asked == 1 else b"papers")

    def log_message(self, *arguments):
        pass


def test_an_answer_that_breaks_off_on_a_real_connection_is_asked_for_again(tmp_path):
    waits = []
    with HTTPServer(("127.0.0.1", 0), HalfFirst) as server, Client(store=tmp_path, pause=waits.append) as client:
        server.n_asked = 0
        Thread(target=server.serve_forever, daemon=True).start()
        answer = client.get(f"http://127.0.0.1:{server.server_port}/", name="page.txt")
        server.shutdown()
    assert (answer.content, server.n_asked, waits) == (b"papers", 2, [2.0])
