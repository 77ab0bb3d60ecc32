"""Embeddings from a server that speaks OpenAI's protocol: vLLM, TEI, Ollama, LM Studio, or a service with a key."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import NonNegativeInt, PositiveInt, model_validator

from trends.data import Corpus
from trends.embed.encoder import Batch, unit_rows
from trends.embed.server import ask
from trends.servers import Server


class Endpoint(Server):
    """Settings of an embedding server (the extra ``endpoint``).

    Attributes
    ----------
    n_dims
        Length of a vector; None asks the server with one text. Where it is given, a run whose vectors are all in the cache
        needs no server.
    shorten
        Ask the server to cut vectors to `n_dims`, which models with Matryoshka training allow.
    prompt
        Put before each text.
    max_chars
        Characters beyond which a text is cut, for servers that refuse long ones; None never cuts.
    batch_size
        Texts of a request.
    """

    kind: Literal["endpoint"] = "endpoint"
    n_dims: PositiveInt | None = None
    shorten: bool = False
    prompt: str = ""
    max_chars: PositiveInt | None = None
    batch_size: PositiveInt = 64
    max_retries: NonNegativeInt = 5

    @model_validator(mode="after")
    def _check_shorten(self) -> Self:
        if self.shorten and self.n_dims is None:
            raise ValueError("shorten is true and n_dims is not given, it must say to how many numbers")
        return self

    def load(self, corpus: Corpus) -> "EndpointEncoder":  # noqa: ARG002  # every embedder is loaded alike
        """Connect to the server.

        Raises
        ------
        MissingExtraError
            Where openai is not installed.
        ConfigError
            Where the environment does not hold the key.
        TrendsError
            Where the server is asked for the length of a vector and does not answer as it should.
        """
        client = self.open(purpose="an embedding server", setting="embed.key_variable")
        n_dims = self.n_dims or ask(client, ["length"], model=self.model, host=self.host).shape[1]
        return EndpointEncoder(
            settings=self,
            client=client,
            n_dims=n_dims,
            fingerprint=(
                f"endpoint {self.url.rstrip('/')} {self.model} n_dims={n_dims} shorten={self.shorten} "
                f"max_chars={self.max_chars} prompt={self.prompt!r}"
            ),
            facts={"model": self.model, "weights": f"served by {self.host}", "n_dims": str(n_dims), "prompt": self.prompt},
        )


@dataclass(frozen=True)
class EndpointEncoder:
    """A server to ask, an `Encoder`; `client` is an `openai.OpenAI`.

    Servers compute texts in batches of their own making: the last bits of a vector may differ from one time to the next.
    """

    settings: Endpoint
    client: Any = field(repr=False)
    n_dims: int
    fingerprint: str
    facts: dict[str, str]
    max_tokens: int | None = None
    is_costly: bool = True
    reads_any_text: bool = True

    def encode(self, texts: Sequence[str]) -> Iterator[Batch]:
        """Yield the vectors of texts in the order given; few requests are ever ahead of what was taken.

        Raises
        ------
        TrendsError
            Where the server does not answer, or not with a sound vector per text.
        """
        pool = ThreadPoolExecutor(self.settings.n_connections)
        under_way: deque[Future[Batch]] = deque()
        try:
            for start in range(0, len(texts), self.settings.batch_size):
                rows = np.arange(start, min(start + self.settings.batch_size, len(texts)), dtype=np.int64)
                under_way.append(pool.submit(self._encode_rows, texts, rows))
                if len(under_way) == 2 * self.settings.n_connections:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # who stops the run shall not wait for the server

    def _encode_rows(self, texts: Sequence[str], rows: NDArray[np.int64]) -> Batch:
        settings = self.settings
        matrix = ask(
            self.client,
            [settings.prompt + texts[row][: settings.max_chars] for row in rows],
            model=settings.model,
            host=settings.host,
            shorten_to=self.n_dims if settings.shorten else None,
            n_dims=self.n_dims,
        )
        return Batch(rows, unit_rows(matrix), np.zeros(len(rows), dtype=np.int32))
