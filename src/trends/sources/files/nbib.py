"""MEDLINE, the tagged lines that PubMed saves as ``.nbib``."""

import re
from typing import Final

from trends.sources.fields.dates import finest_text
from trends.sources.fields.kinds import no_paper
from trends.sources.files.tagged import Entry, read_entries
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip
from trends.sources.settings import SourceSettings

_PMID: Final = re.compile(r"^PMID-\s", re.MULTILINE)
_FIELD: Final = re.compile(r"(?=.{4}-)([A-Z][A-Z0-9]{1,3}) *-(?:\s+(.*)|$)")  # the dash stands in the fifth column
_BLANK: Final = re.compile(r"\s*")
_PUBMED: Final = "https://pubmed.ncbi.nlm.nih.gov/"


def read_nbib(opened: Opened, _: SourceSettings) -> Records:
    """Read the entries, from ``PMID`` to a blank line; notices about papers and retracted papers are skipped.

    A paper counts from the earliest day on which it was published, be it online (``DEP``) or in an issue (``DP``); where
    neither knows the day, the issue gives month or year, the first of a range. The day of entry into PubMed (``EDAT``) dates a
    paper only where nothing else does, for old volumes were entered decades later, and the days on which it was
    received and accepted (``PHST``) do not count, for only some journals tell them.
    """
    for entry in read_entries(opened.lines(), field=_FIELD, first="PMID", last=_BLANK):
        title = _title(entry.first("TI", "BTI", "TT"))
        lost = no_paper(entry.all("PT"))
        yield Skip(lost, title, entry.line) if lost else _record(entry, title=title)


def _record(entry: Entry, *, title: str) -> Record:
    pmid, issue, electronic = (entry.first(tag) for tag in ("PMID", "DP", "DEP"))
    year = issue[:4] if issue[:4].isdecimal() else ""  # all that is sure of 2023 Spring
    return Record(
        title=title,
        abstract=entry.first("AB"),
        date=finest_text([issue, electronic, year]) or issue or electronic,
        year=year or None,
        updated=entry.first("EDAT", "CRDT"),
        doi=next((value.removesuffix(" [doi]") for value in entry.all("LID", "AID") if value.endswith(" [doi]")), None),
        authors=[*(entry.all("FAU") or entry.all("AU")), *({"name": group} for group in entry.all("CN"))],
        categories=[value.partition("/")[0].strip("*") for value in entry.all("MH", "OT")],  # of *Deep Learning/methods
        venue=entry.first("JT", "BTI", "TA"),
        url=f"{_PUBMED}{pmid}/" if pmid.isdecimal() else None,
        line=entry.line,
    )


def _title(text: str) -> str:
    """Drop the full stop that MEDLINE puts behind titles, and its brackets around translated ones."""
    text = text.removesuffix(".")
    return text[1:-1].removesuffix(".") if text.startswith("[") and text.endswith("]") else text


def _is_nbib(head: str) -> bool:
    return bool(_PMID.search(head))


NBIB: Final = Format("nbib", "MEDLINE entries of PubMed", (".nbib", ".medline"), _is_nbib, read_nbib)
