"""Page after page of a service that answers in JSON."""

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from trends.errors import SourceError
from trends.sources.services.client import Answer, RefusedError, Values
from trends.sources.services.patience import IncompleteError
from trends.sources.services.store import set_aside

_ENOUGH: Final = 0.99  # a catalogue that grows while it is read does not keep its count to the last paper

Check = Callable[[bytes], None]


class ExpiredError(SourceError):
    """Tell that a service no longer knows how to go on behind kept pages: they are set aside, and to be asked for again."""


class Page(NamedTuple):
    """What a page says of itself.

    Attributes
    ----------
    n_papers
        How many it holds.
    n_total
        How many there are on all pages; None where the service does not say, has said so before, or only guesses.
    following
        The parameters that ask for the next page; None behind the last.
    """

    n_papers: int
    n_total: int | None
    following: Values | None


def turn_pages(
    ask: Callable[[int, Values, Check], Answer], read_page: Callable[[object, int], Page], *, start: Values
) -> Iterator[Answer]:
    """Yield the answers page by page, and never end before the service gave what it promised.

    Parameters
    ----------
    ask
        Asks for a page, given its number from 1, the parameters that say which it is, and the check of its content.
    read_page
        Tells what a page says of itself, given its JSON and the number of papers on the pages before.
    start
        The parameters that ask for the first page.

    Raises
    ------
    ExpiredError
        Where a service refuses what a page from an earlier fetch names as the next: whoever asks once more begins again.
    SourceError
        Where a page stays cut off, or empty though more were promised, however often it is asked for.
    """
    following: Values | None = start
    n_seen, n_total = 0, None
    stored: list[Path] = []
    for number in count(1):
        if following is None:
            return
        try:
            answer = ask(number, following, _check(read_page, n_seen=n_seen, n_total=n_total))
        except RefusedError as refused:
            if not number == len(stored) + 1 > 1:
                raise
            for path in stored:
                set_aside(path)
            raise ExpiredError(str(refused)) from None
        if answer.is_stored and answer.path:
            stored.append(answer.path)
        page = read_page(_parsed(answer.content), n_seen)
        n_total = n_total if page.n_total is None else page.n_total
        yield answer._replace(n_papers=page.n_papers, n_total=n_total)
        n_seen, following = n_seen + page.n_papers, page.following


def listed(document: object, *keys: str) -> list[object]:
    """Return the list of papers that the keys lead to.

    Raises
    ------
    IncompleteError
        Where there is none.
    """
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    if not isinstance(document, list):
        raise IncompleteError(f"an answer without {'.'.join(keys) or 'a list'}")
    return document


def whole(number: object) -> int | None:
    """Return a count as it is, and None for anything else."""
    return number if type(number) is int else None


def _check(read_page: Callable[[object, int], Page], *, n_seen: int, n_total: int | None) -> Check:
    def check(content: bytes) -> None:
        page = read_page(_parsed(content), n_seen)
        n_now = n_seen + page.n_papers
        total = n_total if page.n_total is None else page.n_total
        is_short = page.following is None and total is not None and n_now < _ENOUGH * total
        if is_short or (page.following is not None and not page.n_papers):
            of_all = "" if total is None else f" of {total:,}"
            raise IncompleteError(f"no more papers after {n_now:,}{of_all}, though there are more")

    return check


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        what = "a web page for people" if content.lstrip().startswith(b"<") else "an answer that is cut off, or no JSON"
        raise IncompleteError(what) from None
