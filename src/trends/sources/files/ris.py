"""RIS, the tagged lines that most reference managers and publishers export."""

import re
from typing import Final

from trends.sources.fields.dates import begin_of
from trends.sources.fields.ids import pmids
from trends.sources.fields.kinds import IN_LIBRARIES, no_paper
from trends.sources.files.tagged import Entry, read_entries
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip
from trends.sources.settings import SourceSettings

_TYPE: Final = re.compile(r"^TY  -(?:\s|$)", re.MULTILINE)
# Two characters and no more: "SVM - a classifier" is a line of an abstract.
_FIELD: Final = re.compile(r"([A-Z][A-Z0-9])  -(?:\s+(.*)|$)")
_END: Final = re.compile(r"ER  -\s*")
_SLASHED: Final = re.compile(r"(\d{4})/(\d{0,2})(?:/(\d{0,2})(?:/.*)?)?", re.DOTALL)
_PUBMED: Final = re.compile("pubmed|medline|nlm", re.IGNORECASE)
_YEAR: Final = re.compile(r"\d{4}")


def read_ris(opened: Opened, _: SourceSettings) -> Records:
    """Read the entries from ``TY`` to ``ER``; either of the two may be missing.

    The date is the one that says most of ``DA``, ``Y1`` and ``PY``; a year is the least that any of them says.
    """
    for entry in read_entries(opened.lines(), field=_FIELD, first="TY", last=_END):
        title = entry.first("TI", "T1", "CT", "BT")
        lost = no_paper([entry.first("TY")], words=IN_LIBRARIES)
        yield Skip(lost, title, entry.line) if lost else _record(entry, title=title)


def _record(entry: Entry, *, title: str) -> Record:
    journals = [name for name in entry.all("JF", "T2", "JO", "BT", "JA", "J2") if name != title]
    volume = entry.first("VL")
    if volume.startswith("abs/"):  # DBLP: journal CoRR, volume abs/1706.03762
        journals = [f"CoRR {volume}"]
    links = [link.rstrip(";,") for value in entry.all("UR", "L1", "L2") for link in value.split()]
    preprints = [name for name in (*entry.all("M1", "AN"), *links) if "arxiv" in name.lower()]
    is_of_pubmed = _PUBMED.search(" ".join(entry.all("DB", "DP")))
    date, year = _dates(entry)
    return Record(
        title=title,
        abstract=entry.first("AB", "N2"),
        date=date,
        year=year,
        id=entry.first("ID", "M3"),
        doi=entry.first("DO"),
        arxiv=next(iter(preprints), None),
        aliases=[*links, *(pmids(entry.first("AN")) if is_of_pubmed else ())],
        authors=entry.all("AU", "A1"),
        categories=[word for value in entry.all("KW") for word in value.split("\n")],
        venue=next(iter(journals), None),
        url=next(iter(links), None),
        line=entry.line,
    )


def _dates(entry: Entry) -> tuple[str | None, str | None]:
    """Return the date that says most, and the year for want of it."""
    found = [_spelled(value) for value in entry.all("DA", "Y1", "PY")]
    year = next((year[0] for value in found[::-1] if (year := _YEAR.search(value))), None)
    # EndNote divides "12 July" from its year.
    whole = [value if _YEAR.search(value) or not year else f"{value} {year}" for value in found]
    return max(whole, key=_n_parts, default=None), year


def _spelled(value: str) -> str:
    """Write ``2023/07/12/epub`` as ``2023-07-12``, ``2023///`` as ``2023`` and ``28 Feb.-2 March 2022`` as ``28 Feb 2022``."""
    slashed = _SLASHED.fullmatch(value)
    return "-".join(filter(None, slashed.groups())) if slashed else begin_of(value)


def _n_parts(value: str) -> int:
    return min(len(re.findall(r"\w+", value)), 3)


def _is_ris(head: str) -> bool:
    return bool(_TYPE.search(head))


RIS: Final = Format("ris", "RIS bibliography", (".ris",), _is_ris, read_ris)
