"""The ACL Anthology: the XML files of its public data repository."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from difflib import get_close_matches
from typing import Final, Literal, NamedTuple

from pydantic import Field

from trends.errors import SourceError
from trends.sources.files.acl_xml import ACL_XML
from trends.sources.services.client import Answer, Client
from trends.sources.services.patience import IncompleteError
from trends.sources.services.service import Query, Service

_LIST: Final = "https://api.github.com/repos/acl-org/acl-anthology/git/trees/master:data/xml"
_FILES: Final = "https://raw.githubusercontent.com/acl-org/acl-anthology/master/data/xml/"
_EVERY_SECONDS: Final = 1.0
_NEW: Final = re.compile(r"(\d{4})\.([a-z0-9_]+)\.xml")
_OLD: Final = re.compile(r"([A-Z])(\d\d)\.xml")
_FIRST_YEAR: Final = 52  # two digits from here on are of the last century
_BEFORE_2020: Final = (  # when a file was named by the letter of its venue and two digits of its year
    *("A anlp", "C coling", "D emnlp", "E eacl", "F jeptalnrecital", "H hlt", "I ijcnlp", "J cl", "K conll", "L lrec", "M muc"),
    *("N naacl", "O rocling", "P acl", "Q tacl", "R ranlp", "S semeval", "T tinlap", "U alta", "W ws", "X tipster", "Y paclic"),
)


class AclAnthologyQuery(Query):
    """Papers of the ACL Anthology, by whole collections and years."""

    kind: Literal["acl_anthology"] = "acl_anthology"
    venues: tuple[str, ...] = Field(
        default=(), description="Collections, as acl,emnlp,findings; ws are the workshops before 2020. All where left out."
    )


class _File(NamedTuple):
    year: int
    venue: str
    name: str


def answers(query: AclAnthologyQuery, client: Client) -> Iterator[Answer]:
    """Yield the file of each collection and year, oldest first.

    A checkout of the repository needs no network: its ``data/xml`` is a folder of files like any other.

    Raises
    ------
    SourceError
        Where the files cannot be had, or none is of one of the venues and of the years asked for.
    """
    for file in _chosen(_listed(client), query):
        answer = client.get(_FILES + file.name, name=file.name, every=_EVERY_SECONDS, check=_check)
        yield answer._replace(n_papers=len(re.findall(rb"<paper\b", answer.content)))


def _listed(client: Client) -> list[_File]:
    """Ask for the names of all files, and read year and venue off them."""
    content = client.get(_LIST, name="files", every=_EVERY_SECONDS, check=_check_list).content
    letters = dict(pair.split() for pair in _BEFORE_2020)
    files = []
    for entry in json.loads(content)["tree"]:
        name = entry["path"]
        if new := _NEW.fullmatch(name):
            files.append(_File(int(new[1]), new[2], name))
        elif old := _OLD.fullmatch(name):
            year = int(old[2])
            files.append(_File(year + (1900 if year >= _FIRST_YEAR else 2000), letters.get(old[1], old[1].lower()), name))
    return sorted(files)


def _chosen(files: Sequence[_File], query: AclAnthologyQuery) -> list[_File]:
    known = {file.venue for file in files}
    for venue in query.venues:
        if venue not in known:
            alike = get_close_matches(venue, known, n=5) or ["acl", "emnlp", "findings", "ws"]
            raise SourceError(f"the ACL Anthology has no collection {venue!r}, it has others such as {', '.join(alike)}")
    first = query.since.year if query.since else 0
    last = (query.until - timedelta(days=1)).year if query.until else 9999
    chosen = [file for file in files if first <= file.year <= last and (not query.venues or file.venue in query.venues)]
    absent = [venue for venue in query.venues if venue not in {file.venue for file in chosen}]
    if absent or not chosen:
        raise SourceError(f"the ACL Anthology has nothing of {', '.join(absent) or 'any venue'} in these years")
    return chosen


def _check(content: bytes) -> None:
    if not content.rstrip().endswith(b"</collection>"):
        raise IncompleteError("a file that is cut off")


def _check_list(content: bytes) -> None:
    try:
        listed = json.loads(content)
        complete = not listed["truncated"] and all(isinstance(entry["path"], str) for entry in listed["tree"])
    except (ValueError, TypeError, KeyError):
        complete = False
    if not complete:
        raise IncompleteError("a list of files that is cut off or of another shape")


ACL_ANTHOLOGY: Final = Service(
    name="acl_anthology",
    about="papers of computational linguistics by collection and year",
    terms="CC BY 4.0 since 2016, CC BY-NC-SA 3.0 before; a file a second",
    home="https://aclanthology.org/faq/api/",
    query=AclAnthologyQuery,
    format=ACL_XML,
    answers=answers,
)
