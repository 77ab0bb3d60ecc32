"""Settings of labels from a language model."""

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt, field_validator

from trends.errors import ConfigError, MissingExtraError

if TYPE_CHECKING:
    from openai import OpenAI

# What the client insists on and a server without keys ignores.
_NO_KEY = "no-key-needed"


class LlmLabels(BaseModel):
    """A server that names topics (the extra ``endpoint``): vLLM, Ollama, LM Studio, or a service with a key.

    Attributes
    ----------
    url
        What stands before ``/chat/completions``, as in ``http://localhost:8000/v1``.
    model
        Name under which the server knows the model.
    key_variable
        Name of the environment variable that holds the key; None where the server asks for none.
    max_topics
        At most so many topics are asked for, the first ones; the others keep their labels.
    n_titles
        Titles of a topic that are shown.
    temperature
        Of the answers; None leaves it to the server, as some services demand.
    max_tokens
        Of an answer; models that think aloud need more. None leaves it to the server.
    n_connections
        Requests at once.
    max_retries
        How often a request is repeated that failed for a while, after the wait that the server asks for.
    timeout_seconds
        How long an answer may take.
    price_in, price_out
        Money per million tokens of questions and of answers, in any currency; None where unknown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, Field(pattern=r"^https?://[^/\s]+")]
    model: Annotated[str, Field(min_length=1)]
    key_variable: str | None = None
    max_topics: PositiveInt = 200
    n_titles: PositiveInt = 8
    temperature: NonNegativeFloat | None = 0
    max_tokens: PositiveInt | None = 200
    n_connections: PositiveInt = 4
    max_retries: NonNegativeInt = 3
    timeout_seconds: PositiveFloat = 60
    price_in: NonNegativeFloat | None = None
    price_out: NonNegativeFloat | None = None

    @field_validator("url")
    @classmethod
    def _check_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.username or parts.password or parts.query:
            raise ValueError("an address without a user and a query: a key belongs into the variable that key_variable names")
        if parts.port == 0:  # reading it raises ValueError where it is no number
            raise ValueError("an address with a port above 0")
        return url

    @property
    def host(self) -> str:
        """Name of the server, without the port, path and user of its address."""
        return urlsplit(self.url).hostname or self.url

    def connect(self) -> "OpenAI":
        """Make the client; nothing is sent.

        Raises
        ------
        MissingExtraError
            Where openai is not installed.
        ConfigError
            Where the environment does not hold the key.
        """
        if find_spec("openai") is None:
            raise MissingExtraError(package="openai", extra="endpoint", purpose="labels from a language model")
        from openai import OpenAI

        return OpenAI(base_url=self.url, api_key=self._key(), max_retries=self.max_retries, timeout=self.timeout_seconds)

    def _key(self) -> str:
        if self.key_variable is None:
            return _NO_KEY
        key = os.environ.get(self.key_variable)
        if not key:
            raise ConfigError(f"key_variable is {self.key_variable!r}, the environment must hold a key under that name")
        return key
