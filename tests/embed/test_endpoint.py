"""Rules of embedding servers: sound vectors or one sentence, patience with busy servers, and a key that is never told."""

import json
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

import numpy as np
import pytest
from pydantic import ValidationError

from trends.embed.encoder import encode_all
from trends.embed.endpoint import Endpoint
from trends.errors import ConfigError, TrendsError

pytest.importorskip("openai", reason="the extra endpoint is not installed")

TEXTS = [f"paper {number}" for number in range(10)]


def vector_of(text: str, *, n_dims: int = 4) -> list[float]:
    return np.random.default_rng(list(text.encode())).normal(size=n_dims).tolist()


def sound(request: dict) -> tuple[int, dict, dict]:
    """Answer as a server should, the last text first."""
    n_dims = request.get("dimensions", 4)
    data = [{"index": i, "embedding": vector_of(text, n_dims=n_dims)} for i, text in enumerate(request["input"])]
    return 200, {}, {"object": "list", "data": data[::-1], "model": request["model"]}


def failing(status: int, *, message: str = "no", **headers: str) -> Callable[[dict], tuple[int, dict, dict]]:
    return lambda _: (status, {"Retry-After-Ms": "5"} | headers, {"error": {"message": message}})


def with_vectors(vectors: list) -> Callable[[dict], tuple[int, dict, dict]]:
    data = [{"index": i, "embedding": vector} for i, vector in enumerate(vectors)]
    return lambda _: (200, {}, {"object": "list", "data": data})


@dataclass
class Server:
    """Answers in the order of `script`, then as `sound` says; remembers what it was asked."""

    url: str = ""
    script: deque = field(default_factory=deque)
    always: Callable = sound
    asked: list[dict] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    lock: Lock = field(default_factory=Lock)

    def answer(self, request: dict, *, key: str) -> tuple[int, dict, dict]:
        with self.lock:
            self.asked.append(request)
            self.keys.append(key)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            answer = self.script.popleft() if self.script else self.always
        try:
            return answer(request)
        finally:
            with self.lock:
                self.at_once -= 1


@pytest.fixture
def server() -> Iterator[Server]:
    fake = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, headers, body = fake.answer(request, key=self.headers["Authorization"])
            content = json.dumps(body).encode()
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(content))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        fake.url = f"http://127.0.0.1:{http.server_port}/v1"
        Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield fake
        http.shutdown()


@pytest.fixture
def load(server, corpus_of):
    def load_(**settings):
        given = {"url": server.url, "model": "small", "n_dims": 4, "timeout_seconds": 5, "max_retries": 2} | settings
        return Endpoint(**given).load(corpus_of(TEXTS))

    return load_


def test_each_text_gets_its_vector_whatever_the_order_of_answers(server, load):
    def slow_first(request):
        time.sleep(0.1 if "paper 0" in request["input"] else 0)
        return sound(request)

    server.always = slow_first
    matrix = encode_all(load(batch_size=3, n_connections=4), TEXTS)
    expected = np.array([vector_of(text) for text in TEXTS])
    assert matrix == pytest.approx(expected / np.linalg.norm(expected, axis=1, keepdims=True), abs=1e-6)
    assert sorted(len(request["input"]) for request in server.asked) == [1, 3, 3, 3]


@pytest.mark.parametrize("n_connections", [1, 3])
def test_no_more_requests_run_at_once_than_allowed(server, load, n_connections):
    def slow(request):
        time.sleep(0.02)
        return sound(request)

    server.always = slow
    encode_all(load(batch_size=1, n_connections=n_connections), TEXTS)
    assert server.most_at_once == n_connections


def test_nothing_is_asked_far_ahead_of_what_is_taken(server, load):
    batches = load(batch_size=1, n_connections=1).encode(TEXTS)
    next(batches)
    batches.close()
    assert len(server.asked) <= 3


def test_vectors_may_come_as_base64(server, load):
    server.always = with_vectors([b64encode(np.array([0, 3, 0, 4], dtype="<f4").tobytes()).decode()])
    assert encode_all(load(), ["one"]) == pytest.approx(np.array([[0, 0.6, 0, 0.8]]))
    assert server.asked[0]["encoding_format"] == "base64"


def test_the_server_is_asked_for_the_length_of_a_vector_only_where_it_is_not_given(server, load):
    assert load(n_dims=4).n_dims == 4
    assert server.asked == []
    assert load(n_dims=None).n_dims == 4
    assert len(server.asked) == 1


def test_vectors_are_shortened_by_the_server_where_asked(server, load):
    assert encode_all(load(n_dims=2, shorten=True), TEXTS).shape == (10, 2)
    assert server.asked[0]["dimensions"] == 2
    with pytest.raises(ValidationError, match="shorten is true and n_dims is not given"):
        load(n_dims=None, shorten=True)


def test_the_prompt_stands_before_each_text_and_long_texts_are_cut_where_asked(server, load):
    encode_all(load(prompt="query: ", max_chars=5), ["abcdefgh", "xyz"])
    assert server.asked[0]["input"] == ["query: abcde", "query: xyz"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_request_that_failed_for_a_while_is_repeated(server, load, status):
    server.script.extend([failing(status), failing(status)])
    assert encode_all(load(max_retries=2), TEXTS).shape == (10, 4)
    assert len(server.asked) == 3


def test_the_client_waits_as_long_as_the_server_says(server, load):
    server.script.append(failing(429, **{"Retry-After-Ms": "300"}))
    start = time.perf_counter()
    encode_all(load(), TEXTS)
    assert 0.3 <= time.perf_counter() - start < 3


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (failing(401), "refuses the key: name the variable that holds a valid one as embed.key_variable"),
        (failing(404), "does not know the model 'small' at this address: check embed.model and embed.url"),
        (failing(429), "refuses more requests after 2 retries: lower embed.n_connections"),
        (failing(503, message="overloaded"), "fails after 2 retries: .*overloaded"),
        (failing(400, message="input too long"), r"refuses 2 texts, the longest of 4,000 characters \(.*input too long"),
        (
            failing(413, message="too many"),
            "refuses 2 texts, .* set embed.max_chars for shorter texts, or embed.batch_size for fewer",
        ),
        (lambda _: (200, {"Content-Type": "text/html"}, "<html>"), "answered 2 texts with 0 vectors, it must send one for each"),
        (with_vectors([[1, 0, 0, 0]]), "answered 2 texts with 1 vectors, it must send one for each"),
        (with_vectors(["not base64", "neither"]), "answers with something that is no list of vectors"),
        (with_vectors([["a", "b"], ["c", "d"]]), "answers with something that is no list of vectors"),
        (with_vectors([[1, 0], [0, 1]]), "sent vectors of 2 numbers, they must be of 4"),
        (with_vectors([[1, 0, 0, 0], [0, 1]]), "sent vectors of 2 and 4 numbers, they must be of 4"),
        (with_vectors([[1, 0, 0, 0], [float("nan"), 0, 0, 1]]), "sent a vector that is zero or not finite"),
        (with_vectors([[1, 0, 0, 0], [0, 0, 0, 0]]), "sent a vector that is zero or not finite"),
    ],
)
def test_what_is_wrong_is_one_sentence_that_names_the_server(server, load, answer, sentence):
    server.always = answer
    with pytest.raises(TrendsError, match=f"^the server at 127.0.0.1 {sentence}"):
        encode_all(load(), ["word", "long" * 1_000])


def test_a_server_that_is_slow_or_absent_is_one_sentence(server, load):
    def slow(request):
        time.sleep(0.3)
        return sound(request)

    server.always = slow
    with pytest.raises(TrendsError, match=r"did not answer in 0\.1 seconds after 0 retries: raise embed\.timeout_seconds"):
        encode_all(load(timeout_seconds=0.1, max_retries=0), TEXTS)
    with pytest.raises(TrendsError, match=r"cannot be reached after 0 retries: check embed\.url"):
        encode_all(load(url="http://127.0.0.1:9/v1", max_retries=0), TEXTS)


def test_an_error_stops_the_requests_that_wait(server, load):
    server.always = failing(401)
    with pytest.raises(TrendsError):
        encode_all(load(batch_size=1, n_connections=1), TEXTS)
    assert len(server.asked) <= 3


def test_the_key_is_sent_and_never_told(server, load, monkeypatch, caplog):
    monkeypatch.setenv("TRENDS_TEST_KEY", "s3cret-key")
    caplog.set_level("DEBUG")
    encoder = load(key_variable="TRENDS_TEST_KEY")
    encode_all(encoder, TEXTS)
    assert server.keys == ["Bearer s3cret-key"]
    server.always = failing(400, message="bad request with s3cret-key")
    with pytest.raises(TrendsError) as caught:
        encode_all(encoder, TEXTS)
    told = [str(caught.value), repr(encoder), encoder.fingerprint, str(encoder.facts), caplog.text, repr(caught.value.__cause__)]
    assert "s3cret-key" not in "".join(told)


def test_a_key_that_is_not_there_is_an_error(load):
    with pytest.raises(
        ConfigError, match=r"embed.key_variable is 'TRENDS_NO_KEY', the environment must hold a key under that name"
    ):
        load(key_variable="TRENDS_NO_KEY")


def test_the_fingerprint_holds_what_changes_vectors_and_nothing_else(load):
    fingerprint = load().fingerprint
    assert load(batch_size=1, n_connections=9, max_retries=0, timeout_seconds=1).fingerprint == fingerprint
    changed = [{"model": "large"}, {"prompt": "query: "}, {"n_dims": 2}, {"shorten": True}, {"max_chars": 9}]
    assert len({fingerprint, *(load(**change).fingerprint for change in changed)}) == 6


def test_an_address_is_a_url():
    with pytest.raises(ValidationError, match="url"):
        Endpoint(url="localhost:8000", model="small")
    assert Endpoint(url="https://host.org:8000/v1", model="small").host == "host.org"


@pytest.mark.parametrize("url", ["https://me:secret@host.org/v1", "https://host.org/v1?key=secret", "http://host.org:port/v1"])
def test_an_address_holds_no_secret_and_a_port_is_a_number(url):
    with pytest.raises(ValidationError, match="url"):
        Endpoint(url=url, model="small")


def test_servers_at_two_ports_or_paths_are_two(server, load):
    found = {load(url=f"http://localhost:{place}").fingerprint for place in ("1/a", "2/a", "2/b", "2/b/")}
    assert len(found) == 3
