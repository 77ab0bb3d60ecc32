"""Submissions on OpenReview: notes of its present API and of the one before."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from trends.sources.fields.dates import NOT_UNDERSTOOD
from trends.sources.files.service_json import Row, dig, first, is_json, items, rows
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip, as_text
from trends.sources.settings import SourceSettings

_EPOCH: Final = date(1970, 1, 1)
_DAYS: Final = ("cdate", "tcdate", "odate", "pdate")
_NAMELESS: Final = frozenset({"anonymous", "anonymous authors"})
# What of a venue's id and text tells the decision, asked in this order: a rejected paper keeps "Submitted to …" as its text.
_DECISIONS: Final = (
    ("withdrawn", re.compile("withdrawn|withdrawal")),
    ("desk rejected", re.compile("desk.?reject")),
    ("rejected", re.compile("reject")),
    ("submitted", re.compile("submitted|submission|under review|pending")),
    ("oral", re.compile(r"\boral|notable.top.5\b")),
    ("spotlight", re.compile(r"spotlight|notable.top.25\b")),
    ("poster", re.compile("poster")),
)
_BEFORE: Final = re.compile(
    "^(?:submitted|accepted|(?:desk )?rejected|under review|decision pending) (?:to|by|for|at) ", re.IGNORECASE
)
_KINDS: Final = r"oral(?:poster)?|spotlight(?:poster)?|poster|accept(?:ed)?|notable top \d+%"
_STATES: Final = "blind|desk|rejected|withdrawn|submission|submitted|under review"
_BEHIND: Final = re.compile(rf"(?: conference(?= (?:{_STATES})))?(?:[ (,:-]+(?:{_KINDS}|{_STATES})\)?)+$", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_VENUE_CHARS: Final = 300
_NOTE: Final = re.compile(r'"forum"\s*:\s*"')
_CONTENT: Final = re.compile(r'"content"\s*:\s*\{')
_PAGE: Final = re.compile(r'\{\s*"notes"\s*:\s*\[')


def read_openreview(opened: Opened, _: SourceSettings) -> Records:
    """Read the submissions; replies to them (reviews, comments, decisions) and deleted notes are skipped.

    The date is the day of submission: it is known of every paper, whereas the day of publication is known of accepted ones and
    is the day of the decision. Days are those of UTC. The venue goes without year and decision, so that it is the same from
    year to year; the decision becomes a category, ``decision: poster``, beside the keywords of the authors. It is ``oral``,
    ``spotlight``, ``poster`` or, where the venue has no such kinds, ``accepted``; or ``submitted`` as long as there is none,
    ``rejected``, ``desk rejected`` or ``withdrawn``.
    """
    for row in rows(opened, inside=("notes",)):
        yield row if isinstance(row, Skip) else _record(row)


def _record(row: Row) -> Record | Skip:
    note = row.fields
    title, forum = as_text(_content(note, "title")), note.get("forum") or note.get("id")
    if note.get("ddate"):
        return Skip("deleted", title, row.line)
    if note.get("replyto") or forum != note.get("id"):
        return Skip("not a submission: a reply to one", title, row.line)
    day, mends = _day(first(note.get(name) for name in _DAYS))
    venueid, venue = (as_text(_content(note, name)) for name in ("venueid", "venue"))
    return Record(
        title=title,
        abstract=_content(note, "abstract"),
        date=day,
        id=_content(note, "html"),  # where imported notes have the address of the paper
        authors=_authors(note),
        categories=[*items(_content(note, "keywords")), _decision(venueid, venue)],
        venue=_lasting(venue) or re.split(r"[./]", venueid)[0],
        url=f"https://openreview.net/forum?id={as_text(forum)}",
        line=row.line,
        mends=mends,
    )


def _content(note: Mapping[str, object], name: str) -> object:
    """Return a field of the content: an object around its value, or in the API before the value itself."""
    value = dig(note, "content", name)
    return value.get("value") if isinstance(value, dict) else value


def _authors(note: Mapping[str, object]) -> list[object]:
    """Return the names, which newer venues wrap into objects, without those that only hide a name."""
    written = [first([dig(one, "fullname"), one]) for one in items(_content(note, "authors"))]
    return [name for name in written if as_text(name).strip().lower() not in _NAMELESS]


def _lasting(venue: str) -> str:
    """Return what of a venue's text stays the same from year to year."""
    text = " ".join(venue.split())[:_VENUE_CHARS]
    if text.lower() == "withdrawn by authors":
        return ""
    return " ".join(_YEAR.sub(" ", _BEHIND.sub("", _BEFORE.sub("", text))).split())


def _decision(venueid: str, venue: str) -> str | None:
    told = f"{venueid} {venue}".lower().replace("_", " ").strip()
    if not told or told.startswith("dblp.org"):  # imported from there, not decided here
        return None
    return "decision: " + next((name for name, pattern in _DECISIONS if pattern.search(told)), "accepted")


def _day(milliseconds: object) -> tuple[date | None, tuple[tuple[str, str], ...]]:
    """Turn milliseconds since 1970 into a day."""
    if milliseconds is None:
        return None, ()
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds), ()  # type: ignore[arg-type]  # what is no number is a TypeError
    except (TypeError, ValueError, OverflowError):
        return None, ((NOT_UNDERSTOOD, as_text(milliseconds)),)


def _is_openreview(head: str) -> bool:
    return is_json(head) and bool(_PAGE.match(head.lstrip()) or (_NOTE.search(head) and _CONTENT.search(head)))


OPENREVIEW: Final = Format(
    "openreview", "submissions on OpenReview: notes of its APIs", (".json", ".jsonl"), _is_openreview, read_openreview
)
