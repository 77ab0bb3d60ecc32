"""Ask a service over the network: politely, patiently, and for nothing twice."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path, PurePath
from types import TracebackType
from typing import Final, NamedTuple, Self

import httpx
from httpx_retries import retry_request

from trends.errors import SourceError
from trends.sources.services.discretion import discreet, hidden
from trends.sources.services.patience import N_RETRIES, IncompleteError, patience
from trends.sources.services.store import read_answer, write_answer
from trends.sources.source import printable

_TIMEOUT_SECONDS: Final = 120
_REASON_CHARS: Final = 160
_DIGITS: Final = 12
_WHO_ASKS: Final = (401, 403, 429)  # what a key may change
_REFUSED: Final = (400, 404, 410, 422)  # what was asked for is wrong or gone; nothing about who asks, or how often

Values = Mapping[str, str]


class RefusedError(SourceError):
    """Tell that a service knows nothing of what it was asked for, and will not know it later."""


class Answer(NamedTuple):
    """What a service sent back, byte for byte.

    Attributes
    ----------
    name
        File name of the answer.
    content
        Its bytes.
    path
        Where it is kept; None where the client keeps nothing.
    n_papers
        How many papers of the query it holds; the service's own file sets it.
    n_total
        How many papers the service says it has for the query; None where it does not say.
    is_stored
        Whether it was kept from before, and not asked for now.
    """

    name: str
    content: bytes
    path: Path | None = None
    n_papers: int = 0
    n_total: int | None = None
    is_stored: bool = False


class Client:
    """Ask services, and keep what they answer.

    A request is answered out of the store where it was answered before, so that a fetch that was stopped goes on where it was
    and reading again needs no network. Otherwise it goes out under the name of this project, no sooner after the last one to
    the same host than the service wants, and is repeated for a while where it fails.

    Parameters
    ----------
    store
        Folder of answers, made when the first one comes; None keeps nothing.
    key
        Key of the service, for services to send as they document it; None where the user has none.
    key_name
        Where the user can put a key, to be named where the service refuses those without; None where it knows no keys.
    mailto
        Address under which the user can be reached, for services that prefer those who name one.
    transport
        What carries requests; the network where it is left out.
    pause, clock
        How to wait for so many seconds, and a clock of seconds that never goes back.

    Attributes
    ----------
    n_asked, n_stored
        How many answers came from the service so far, and how many from the store.
    """

    def __init__(
        self,
        *,
        store: Path | None = None,
        key: str | None = None,
        key_name: str | None = None,
        mailto: str | None = None,
        transport: httpx.BaseTransport | None = None,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.store = store
        self.key = key
        self.key_name = key_name
        self.mailto = mailto
        self.n_asked = self.n_stored = 0
        self._pause = pause
        self._clock = clock
        self._every: dict[str, float] = {}
        self._free: dict[str, float] = {}
        self._kept: set[Path] = set()
        self._asked = httpx.URL()
        self._private: tuple[str, ...] = ()
        self._http = httpx.Client(
            transport=transport,
            timeout=_TIMEOUT_SECONDS,
            follow_redirects=True,
            headers={"User-Agent": _user_agent(mailto)},
            event_hooks={"request": [self._wait, self._keep_private]},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._http.close()

    def get(
        self,
        url: str,
        *,
        name: str,
        params: Values | None = None,
        private: Values | None = None,
        headers: Values | None = None,
        every: float = 0.0,
        check: Callable[[bytes], None] | None = None,
    ) -> Answer:
        """Return the answer to a request, from the store or from the network.

        Parameters
        ----------
        url
            Address without parameters.
        name
            What to call the answer, with the ending of its format, as ``works-0003.json``. A digest of the request is put into
            it, so that two requests never share a file. An answer that holds no papers is best called without an ending.
        params
            Parameters of the question.
        private, headers
            Parameters and headers that say who asks, such as a key: they are sent to this host alone, and neither
            kept nor told in errors and logs.
        every
            Seconds between two requests to the host, as the service wants it.
        check
            Raises `IncompleteError` for an answer that must not be kept; the request is repeated then. What else it raises keeps
            the answer out of the store as well, and goes to the caller.

        Raises
        ------
        RefusedError
            Where the service knows nothing of what is asked for.
        SourceError
            Where the service refuses, fails or cannot be reached, even after some waiting.
        """
        name = _with_digest(name, url=url, params=params or {})
        path = self.store / name if self.store else None
        if path and path.exists():
            self.n_stored += 1
            self._kept.add(path)
            return Answer(name, read_answer(path), path, is_stored=True)
        self._asked, self._private = httpx.URL(url), (*(private or {}), *(headers or {}))
        host = self._asked.host
        self._every[host] = every
        secrets = [self.key or "", *(private or {}).values(), *(headers or {}).values()]
        try:
            with discreet(secrets):
                content = self._ask(url, {**(params or {}), **(private or {})}, headers=headers or {}, check=check or _accept)
        except (SourceError, IncompleteError, httpx.HTTPError, httpx.InvalidURL) as problem:
            error = RefusedError if _is_refused(problem) else SourceError
            explained = _explain(problem, host=host, secrets=secrets)
            raise error(f"{explained}: {self._what_a_key_does(problem)}{self._how_to_go_on()}") from None
        if path:
            write_answer(path, content)
            self._kept.add(path)
        self.n_asked += 1
        return Answer(name, content, path)

    def _ask(self, url: str, params: Values, *, headers: Values, check: Callable[[bytes], None]) -> bytes:
        def check_response(response: httpx.Response) -> None:
            response.raise_for_status()
            check(response.content)

        retry = patience(pause=self._pause, check=check_response)
        response = retry_request(self._http, "GET", url, params=params, headers=headers, retry=retry)
        check_response(response)  # after the last retry nobody else does
        return response.content

    def _wait(self, request: httpx.Request) -> None:
        """Let the time pass that the host wants between two requests, be they repeated or new."""
        host = request.url.host
        wait = self._free.get(host, 0.0) - self._clock()
        if host in self._free and wait > 0:
            self._pause(wait)
        self._free[host] = self._clock() + self._every.get(host, 0.0)

    def _keep_private(self, request: httpx.Request) -> None:
        """Take out who asks where a redirect leads to another host, or to another way to the same."""
        if (request.url.scheme, request.url.netloc) != (self._asked.scheme, self._asked.netloc):
            for name in self._private:
                request.headers.pop(name, None)
                request.url = request.url.copy_remove_param(name)

    def _what_a_key_does(self, problem: Exception) -> str:
        is_about_me = isinstance(problem, httpx.HTTPStatusError) and problem.response.status_code in _WHO_ASKS
        return f"a key in {self.key_name} may let you in; " if is_about_me and self.key_name and not self.key else ""

    def _how_to_go_on(self) -> str:
        if not self.store:
            return "nothing is kept, try again later"
        n_kept = sum(path.exists() for path in self._kept)  # some may have been set aside
        kept = "1 answer is" if n_kept == 1 else f"{n_kept:,} answers are"
        return f"{kept} kept in {printable(str(self.store))}, the same command goes on from there"


def _accept(content: bytes) -> None:  # noqa: ARG001  # a check that is always content
    return


def _user_agent(mailto: str | None) -> str:
    return f"trends/{version('trends')} (topics of papers over time{f'; mailto:{mailto}' if mailto else ''})"


def _with_digest(name: str, *, url: str, params: Values) -> str:
    request = str(httpx.URL(url, params=sorted(params.items())))
    file = PurePath(name)
    return f"{file.stem}-{hashlib.sha256(request.encode()).hexdigest()[:_DIGITS]}{file.suffix}"


def _is_refused(problem: Exception) -> bool:
    return isinstance(problem, httpx.HTTPStatusError) and problem.response.status_code in _REFUSED


def _explain(problem: Exception, *, host: str, secrets: Sequence[str]) -> str:
    match problem:
        case httpx.HTTPStatusError():
            reason = hidden(printable(problem.response.text), secrets=secrets)[:_REASON_CHARS]
            said = f", it says {reason!r}" if reason else ""
            return f"{host} answers {problem.response.status_code} {problem.response.reason_phrase}{said}"
        case httpx.TimeoutException():
            return f"{host} did not answer within {_TIMEOUT_SECONDS} seconds, {N_RETRIES} times over"
        case httpx.HTTPError():
            return f"{host} cannot be reached, {hidden(printable(str(problem)), secrets=secrets) or type(problem).__name__}"
        case _:
            return f"{host}: {hidden(str(problem), secrets=secrets)}"
