"""The XML of the ACL Anthology: collections of volumes of papers, dated by the month of the volume."""

import re
from typing import Any, Final

from trends.sources.files.xml import BROKEN, Found, elements, text_of
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip
from trends.sources.settings import SourceSettings

_MONTH: Final = re.compile(r"[A-Za-z]{3,}")
_WITHDRAWN: Final = ("retracted", "removed")
_COLLECTION: Final = re.compile(r"<collection\s[^<>]*\bid\s*=")


def read_acl_xml(opened: Opened, _: SourceSettings) -> Records:
    """Read the papers of each volume; its front matter is none, and papers that were retracted or removed are skipped.

    A paper has the month and year of its volume, the first month of a range; the day on which the volume was taken into the
    Anthology dates it only where even the year is missing. The first venue of the volume is the venue, all are categories.

    Raises
    ------
    SourceError
        Where the file holds no paper.
    """
    collection, volume, meta = "", {}, None
    for found in elements(opened, "paper", "meta", "volume", "collection"):
        match found.element.tag:
            case "collection":
                collection = found.element.get("id", "")
            case "volume":
                volume, meta = dict(found.element.attrib), None
            case "meta":
                meta = found.element
            case _:
                yield _record(found, collection=collection, volume=volume, meta=meta)


def anthology_id(collection: str, *, volume: str, paper: str) -> str | None:
    """Return the id of a paper, such as ``2023.acl-long.1`` or ``W19-7604``; None where a part of it is missing.

    Notes
    -----
    Until 2019 an id is the collection and four digits: of workshops (W, C69, the later volumes of D19) two for the volume and
    two for the paper, of all others one and three (ACL Anthology, "Anthology identifiers").
    """
    if not (collection and volume and paper):
        return None
    if collection[0].isdigit():
        return f"{collection}-{volume}.{paper}"
    if not (volume.isdecimal() and paper.isdecimal()):
        return None
    is_workshop = collection.startswith("W") or collection == "C69" or (collection == "D19" and int(volume) >= 5)
    return f"{collection}-{int(volume):02}{int(paper):02}" if is_workshop else f"{collection}-{int(volume)}{int(paper):03}"


def _record(found: Found, *, collection: str, volume: dict[str, str], meta: Any) -> Record | Skip:
    paper, line, problem = found
    name = anthology_id(collection, volume=volume.get("id", ""), paper=paper.get("id", ""))
    if problem:
        return Skip(BROKEN, f"{name or 'paper'}: {problem}", line)
    for withdrawn in _WITHDRAWN:
        if (notice := paper.find(withdrawn)) is not None:
            return Skip(withdrawn, f"{name or 'paper'}: {text_of(notice)}", line)
    venues = [] if meta is None else [text_of(venue).strip() for venue in meta.findall("venue")]
    return Record(
        title=text_of(paper.find("title")),
        abstract=text_of(paper.find("abstract")),
        year=_told("year", paper, meta),
        month=_first_month(_told("month", paper, meta)),
        updated=volume.get("ingest-date"),
        id=name,
        doi=paper.findtext("doi"),
        authors=[f"{author.findtext('first', '')} {author.findtext('last', '')}" for author in paper.findall("author")],
        categories=venues,
        venue=next(filter(None, venues), None) or _told("journal-title", paper, meta) or _told("booktitle", paper, meta),
        url=f"https://aclanthology.org/{name}" if name else None,
        line=line,
    )


def _told(field: str, *elements: Any) -> str:
    """Return what the first element that knows the field says of it: a paper may differ from its volume."""
    texts = (text_of(element.find(field)).strip() for element in elements if element is not None)
    return next(filter(None, texts), "")


def _first_month(text: str) -> str:
    """Return the month of ``July 9-14`` or ``June-July``."""
    found = _MONTH.search(text)
    return found[0] if found else text


def _is_acl_xml(head: str) -> bool:
    return head.lstrip().startswith("<") and bool(_COLLECTION.search(head)) and "<volume" in head


ACL_XML: Final = Format("acl_xml", "volumes of the ACL Anthology, as XML", (".xml",), _is_acl_xml, read_acl_xml)
