"""How often a request that failed for a while is repeated, and how long to wait before."""

from collections.abc import Callable
from typing import Final

import httpx
from httpx_retries import Retry

from trends.errors import SourceError

N_RETRIES: Final = 5
_LONGEST_WAIT_SECONDS: Final = 900
_BACKOFF_SECONDS: Final = 1  # 2, 4, 8, 16, 32 seconds before the retries: a minute in all
_FOR_A_WHILE: Final = (429, 500, 502, 503, 504)


class IncompleteError(Exception):
    """Tell that an answer must not be kept though the service calls it good: cut off, or empty where more was promised."""


def patience(*, pause: Callable[[float], None], check: Callable[[httpx.Response], None]) -> Retry:
    """Return the rule by which a request is repeated: after the wait that the service asks for, else after ever longer ones.

    Parameters
    ----------
    pause
        Waits for so many seconds.
    check
        Raises `IncompleteError` for an answer that is worth another try.
    """

    class Patience(Retry):
        def sleep(self, response: httpx.Response | Exception) -> None:
            asked = response.headers.get("Retry-After") if isinstance(response, httpx.Response) else None
            pause(max(self.backoff_strategy(), _seconds(self, asked)))

    return Patience(
        total=N_RETRIES,
        status_forcelist=_FOR_A_WHILE,
        retry_on_exceptions=(*Retry.RETRYABLE_EXCEPTIONS, IncompleteError),
        backoff_factor=_BACKOFF_SECONDS,
        backoff_jitter=0,
        validate_response=check,
    )


def _seconds(retry: Retry, asked: str | None) -> float:
    """Return the wait that a service asks for, in seconds from now or as a date; 0 where it asks for none."""
    try:
        wait = retry.parse_retry_after(asked) if asked else 0.0
    except ValueError:  # neither a number nor a date
        return 0.0
    if wait > _LONGEST_WAIT_SECONDS:
        raise SourceError(f"the service asks to wait {wait:,.0f} seconds")
    return wait
