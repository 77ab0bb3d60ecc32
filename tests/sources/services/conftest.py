"""A service at the end of a wire that tests hold in their hands: no network, no waiting."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from trends.sources.services.client import Client

Handler = Callable[[httpx.Request], httpx.Response | Exception]


class Wire:
    """Carries requests to a function, and tells what was asked and how long one waited."""

    def __init__(
        self,
        handler: Handler,
        *,
        store: Path | None,
        key: str | None = None,
        key_name: str | None = None,
        mailto: str | None = None,
    ) -> None:
        self.requests: list[httpx.Request] = []
        self.waits: list[float] = []
        self.now = 0.0
        self._handler = handler
        self.client = Client(
            store=store,
            key=key,
            key_name=key_name,
            mailto=mailto,
            transport=httpx.MockTransport(self._answer),
            pause=self._pause,
            clock=lambda: self.now,
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._handler(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def wire() -> type[Wire]:
    return Wire
