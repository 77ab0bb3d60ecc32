"""arXiv's OAI-PMH interface: whole categories over years, which the search of its API is not made for."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Final, Literal

from pydantic import Field

from trends.errors import SourceError
from trends.sources.fields.dates import read_date
from trends.sources.fields.names import ARCHIVES_IN_PHYSICS
from trends.sources.files.arxiv_oai import ARXIV_OAI
from trends.sources.opening import Opened
from trends.sources.records import Record
from trends.sources.services.client import Answer, Client
from trends.sources.services.patience import IncompleteError
from trends.sources.services.service import Query, Service
from trends.sources.settings import SourceSettings

_URL: Final = "https://oaipmh.arxiv.org/oai"
_EVERY_SECONDS: Final = 3.0
_FIRST_STAMP: Final = date(2005, 9, 16)  # arXiv refuses an earlier one; all older papers bear it
_MOST_BEGINS: Final = 50
_ENOUGH: Final = 0.99  # records change while they are harvested, and move out of the list that was counted
_STAMP: Final = re.compile(rb"<datestamp>\s*(\d{4}-\d\d-\d\d)")
_TOKEN: Final = re.compile(rb"<resumptionToken[^<>]*>([^<]+)<")
_SIZE: Final = re.compile(rb"<resumptionToken[^<>]*\scompleteListSize=[\"'](\d+)")
_ERROR: Final = re.compile(rb"<error code=[\"'](\w+)[\"'][^<>]*>([^<]*)")


class ArxivBulkQuery(Query):
    """All papers of whole categories of arXiv, by the day on which their first version was submitted."""

    kind: Literal["arxiv_bulk"] = "arxiv_bulk"
    categories: tuple[str, ...] = Field(min_length=1, description="All papers in any of these, as cs.CL,cs.LG or cs.")


class _ExpiredError(Exception):
    """Tell that a token is no longer known: arXiv forgets them every midnight."""


class _NothingError(Exception):
    """Tell that no record was changed since the day asked for."""


def answers(query: ArxivBulkQuery, client: Client) -> Iterator[Answer]:
    """Yield the pages of each category, in the order in which their records were last changed.

    arXiv has no list by day of submission. A record is changed after its paper was submitted, never before: all papers since
    a day are among the records changed since then, along with older ones, which are not counted here and left out in reading.

    Raises
    ------
    SourceError
        Where arXiv fails or refuses.
    """
    for category in query.categories:
        for answer in _harvest(category, query, client):
            yield answer._replace(n_papers=_n_papers(answer, query))


def _harvest(category: str, query: ArxivBulkQuery, client: Client) -> Iterator[Answer]:
    """Follow the tokens from page to page; where one has expired, begin again on the last day that was reached."""
    stamp = str(max(query.since or _FIRST_STAMP, _FIRST_STAMP))
    for begin in range(_MOST_BEGINS):
        token, n_seen, n_total = "", 0, 0
        try:
            while True:
                # Beginning again on the same day asks the same, and must not find the answer with the token that expired.
                name, check = f"{category}-{stamp}-{begin}.xml", _check(n_seen=n_seen, n_total=n_total)
                answer = _ask(client, name, category=category, stamp=stamp, token=token, check=check)
                yield answer
                n_seen, n_total = n_seen + _n_records(answer.content), _size(answer.content) or n_total
                stamp = max([stamp, *(found.decode() for found in _STAMP.findall(answer.content))])
                found = _TOKEN.search(answer.content)
                if not found:
                    return
                token = unescape(found[1].decode()).strip()
        except _ExpiredError:
            continue
        except _NothingError:
            return
    raise SourceError(f"the tokens of arXiv expired {_MOST_BEGINS} times before the end of {category}, ask for less")


def _ask(client: Client, name: str, *, category: str, stamp: str, token: str, check: Callable[[bytes], None]) -> Answer:
    begin = {"metadataPrefix": "arXivRaw", "set": _set_of(category), "from": stamp}
    params = {"verb": "ListRecords"} | ({"resumptionToken": token} if token else begin)
    return client.get(_URL, name=name, params=params, every=_EVERY_SECONDS, check=check)


def _set_of(category: str) -> str:
    """Return arXiv's name for a set of papers: ``cs:cs:LG`` for cs.LG, ``physics:hep-th`` for hep-th, ``cs`` for cs."""
    archive, _, subject = category.partition(".")
    group = "physics" if archive in ARCHIVES_IN_PHYSICS else archive
    if subject:
        return f"{group}:{archive}:{subject}"
    return f"{group}:{archive}" if archive in ARCHIVES_IN_PHYSICS else archive


def _check(*, n_seen: int, n_total: int) -> Callable[[bytes], None]:
    """Make the check of a page: the list must not end before as many records came as it was said to have, where that is said."""

    def check(content: bytes) -> None:
        _check_page(content)
        n_now, total = n_seen + _n_records(content), _size(content) or n_total
        if not _TOKEN.search(content) and n_now < _ENOUGH * total:
            raise IncompleteError(f"no more records after {n_now:,} of {total:,}, though there are more")

    return check


def _check_page(content: bytes) -> None:
    """Refuse what is cut off, and tell the errors of the protocol, which come as good answers."""
    if not content.rstrip().endswith(b"</OAI-PMH>"):
        raise IncompleteError("an answer that is cut off")
    error = _ERROR.search(content)
    if error is None:
        if b"<record>" not in content:
            raise IncompleteError("an answer without records")
        return
    match error[1]:
        case b"badResumptionToken":
            raise _ExpiredError
        case b"noRecordsMatch":
            raise _NothingError
        case code:
            raise SourceError(f"the request is refused as {code.decode()}, {error[2].decode(errors='replace').strip()!r}")


def _size(content: bytes) -> int:
    """Return how many records the whole list has; 0 where that is not said."""
    found = _SIZE.search(content)
    return int(found[1]) if found else 0


def _n_records(content: bytes) -> int:
    return content.count(b"<record>")


def _n_papers(answer: Answer, query: ArxivBulkQuery) -> int:
    """Count the papers that were first submitted in the span of the query."""
    records = ARXIV_OAI.read(Opened(answer.name, answer.content), SourceSettings())
    return sum(isinstance(record, Record) and _is_within(record, query) for record in records)


def _is_within(record: Record, query: ArxivBulkQuery) -> bool:
    try:
        day = read_date(record.date).day
    except ValueError:
        return True  # for the reader to judge
    return (query.since or date.min) <= day < (query.until or date.max)


ARXIV_BULK: Final = Service(
    name="arxiv_bulk",
    about="all preprints of whole categories over years",
    terms="metadata are CC0; one request in 3 seconds",
    home="https://info.arxiv.org/help/oa/",
    query=ArxivBulkQuery,
    format=ARXIV_OAI,
    answers=answers,
)
