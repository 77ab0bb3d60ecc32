"""A server that names topics as it is told to, and four topics for it to name."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

import numpy as np
import polars as pl
import pytest

from trends.data import Corpus, Topics
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.topics.llm import LlmLabels

UNMEASURED = {"n_found": None, "n_runs": None, "stability": None}
COUNTED = ("Unlearning", "Protein folding", "Speech", "Graphs")


def said(content: str | None) -> tuple[int, dict]:
    """Return what a server sends that says this."""
    message = {"role": "assistant", "content": content}
    return 200, {"id": "1", "object": "chat.completion", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}


@dataclass
class Server:
    """Answers each question as `answer` says, and remembers requests and keys in the order in which they came."""

    url: str = ""
    answer: Callable[[dict], tuple[int, dict]] = lambda asked: said(json.dumps({"label": f"On {asked['terms'][0]}"}))
    requests: list[dict] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def asked(self) -> list[dict]:
        """Return the questions, read as the JSON objects that they are, by their first term."""
        questions = [json.loads(request["messages"][1]["content"]) for request in self.requests]
        return sorted(questions, key=lambda question: question["terms"])


@pytest.fixture
def server() -> Iterator[Server]:
    fake = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with fake.lock:
                fake.requests.append(request)
                fake.keys.append(self.headers["Authorization"])
            status, body = fake.answer(json.loads(request["messages"][1]["content"]))
            content = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Length": len(content), "Retry-After-Ms": 5}.items():
                self.send_header(name, str(value))
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
def settings(server) -> Callable[..., LlmLabels]:
    return lambda **given: LlmLabels(**{"url": server.url, "model": "small", "max_retries": 1, "timeout_seconds": 5} | given)


@pytest.fixture
def corpus(corpus_of) -> Corpus:
    return corpus_of([f"{COUNTED[i % 4]} paper {i}" if i < 40 else "stray" for i in range(41)])


@pytest.fixture
def topics(corpus) -> Topics:
    """Ten papers a topic, the first the most similar; the topics lie on a line, each nearest to the next."""
    angles = np.array([0.0, 0.1, 0.25, 0.6])
    return Topics(
        table=pl.DataFrame({"topic": range(4), "label": COUNTED, "n_papers": [10] * 4, **UNMEASURED}, schema=TOPICS_SCHEMA),
        terms=pl.DataFrame(
            [(t, rank, f"term {t}{rank}", 1.0) for t in range(4) for rank in range(12)], schema=TERMS_SCHEMA, orient="row"
        ),
        members=pl.DataFrame(
            {
                "id": corpus.ids,
                "topic": [*(i % 4 for i in range(40)), -1],
                "similarity": [1 - i / 100 for i in range(41)],
                "reason": None,
            },
            schema=MEMBERS_SCHEMA,
        ),
        centroids=np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32),
        model="test",
    )
