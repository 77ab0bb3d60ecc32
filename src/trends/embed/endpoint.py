"""Embeddings from a server that speaks OpenAI's protocol: vLLM, TEI, Ollama, LM Studio, or a service with a key."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveFloat, PositiveInt, field_validator, model_validator

from trends.data import Corpus
from trends.embed.encoder import Batch, unit_rows
from trends.embed.server import ask
from trends.errors import ConfigError, MissingExtraError

# What the client insists on and a server without keys ignores.
_NO_KEY = "no-key-needed"


class Endpoint(BaseModel):
    """Settings of an embedding server (the extra ``endpoint``).

    Attributes
    ----------
    url
        What stands before ``/embeddings``, as in ``http://localhost:8000/v1``.
    model
        Name under which the server knows the model.
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
    n_connections
        Requests at once.
    max_retries
        How often a request is repeated that failed for a while, after the wait that the server asks for.
    timeout_seconds
        How long an answer may take.
    key_variable
        Name of the environment variable that holds the key; None where the server asks for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["endpoint"] = "endpoint"
    url: Annotated[str, Field(pattern=r"^https?://[^/\s]+")]
    model: Annotated[str, Field(min_length=1)]
    n_dims: PositiveInt | None = None
    shorten: bool = False
    prompt: str = ""
    max_chars: PositiveInt | None = None
    batch_size: PositiveInt = 64
    n_connections: PositiveInt = 4
    max_retries: NonNegativeInt = 5
    timeout_seconds: PositiveFloat = 60
    key_variable: str | None = None

    @field_validator("url")
    @classmethod
    def _check_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.username or parts.password or parts.query:
            raise ValueError("an address without a user and a query: a key belongs into the variable that key_variable names")
        if parts.port == 0:  # reading it raises ValueError where it is no number
            raise ValueError("an address with a port above 0")
        return url

    @model_validator(mode="after")
    def _check_shorten(self) -> Self:
        if self.shorten and self.n_dims is None:
            raise ValueError("shorten is true and n_dims is not given, it must say to how many numbers")
        return self

    @property
    def host(self) -> str:
        """Name of the server, without the port, path and user of its address."""
        return urlsplit(self.url).hostname or self.url

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
        if find_spec("openai") is None:
            raise MissingExtraError(package="openai", extra="endpoint", purpose="an embedding server")
        from openai import OpenAI

        client = OpenAI(base_url=self.url, api_key=self._key(), max_retries=self.max_retries, timeout=self.timeout_seconds)
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

    def _key(self) -> str:
        if self.key_variable is None:
            return _NO_KEY
        key = os.environ.get(self.key_variable)
        if not key:
            raise ConfigError(f"embed.key_variable is {self.key_variable!r}, the environment must hold a key under that name")
        return key


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
