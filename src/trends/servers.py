"""A server that speaks OpenAI's protocol: where it is, and the key under which it is asked."""

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveFloat, PositiveInt, field_validator

from trends.errors import ConfigError, MissingExtraError

if TYPE_CHECKING:
    from openai import OpenAI

# What the client insists on and a server without keys ignores.
_NO_KEY = "no-key-needed"


class Server(BaseModel):
    """How to reach a server; what it is asked for is its children's matter.

    Attributes
    ----------
    url
        What stands before ``/embeddings`` or ``/chat/completions``, as in ``http://localhost:8000/v1``.
    model
        Name under which the server knows the model.
    key_variable
        Name of the environment variable that holds the key; None where the server asks for none.
    n_connections
        Requests at once.
    max_retries
        How often a request is repeated that failed for a while, after the wait that the server asks for.
    timeout_seconds
        How long an answer may take.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, Field(pattern=r"^https?://[^/\s]+")]
    model: Annotated[str, Field(min_length=1)]
    key_variable: str | None = None
    n_connections: PositiveInt = 4
    max_retries: NonNegativeInt = 3
    timeout_seconds: PositiveFloat = 60

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

    def open(self, *, purpose: str, setting: str) -> "OpenAI":
        """Make the client; nothing is sent.

        Parameters
        ----------
        purpose
            What the server is needed for, for the error.
        setting
            How a user knows `key_variable`, for the error.

        Raises
        ------
        MissingExtraError
            Where openai is not installed.
        ConfigError
            Where the environment does not hold the key.
        """
        if find_spec("openai") is None:
            raise MissingExtraError(package="openai", extra="endpoint", purpose=purpose)
        from openai import OpenAI

        key = _NO_KEY if self.key_variable is None else os.environ.get(self.key_variable)
        if not key:
            raise ConfigError(f"{setting} is {self.key_variable!r}, the environment must hold a key under that name")
        return OpenAI(base_url=self.url, api_key=key, max_retries=self.max_retries, timeout=self.timeout_seconds)
