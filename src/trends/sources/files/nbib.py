"""MEDLINE, the tagged lines that PubMed saves as ``.nbib``."""

import re
from typing import Final

from trends.sources.fields.dates import MONTHS
from trends.sources.fields.kinds import no_paper
from trends.sources.files.tagged import Entry, read_entries
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip
from trends.sources.settings import SourceSettings

_PMID: Final = re.compile(r"^PMID-\s", re.MULTILINE)
_FIELD: Final = re.compile(r"(?=.{4}-)([A-Z][A-Z0-9]{1,3}) *-(?:\s+(.*)|$)")  # the dash stands in the fifth column
_BLANK: Final = re.compile(r"\s*")
_MONTH_NUMBERS: Final = {name[:3].title(): f"{number:02}" for number, name in enumerate(MONTHS, 1)}
_ISSUE: Final = re.compile(rf"(\d{{4}})(?: ({'|'.join(_MONTH_NUMBERS)})[a-z]*(?: (\d{{1,2}})\b)?)?")
_ELECTRONIC: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_DAY_CHARS: Final = len("2023-07-12")
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
    pmid, issue = entry.first("PMID"), entry.first("DP")
    return Record(
        title=title,
        abstract=entry.first("AB"),
        date=_date(issue, entry.first("DEP")),
        year=issue[:4] if issue[:4].isdecimal() else None,
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


def _date(issue: str, electronic: str) -> str:
    """Return the earliest day in ISO form, else the month or year of the issue, else what the fields say."""
    found = [match.groups(default="") for match in (_ISSUE.match(issue), _ELECTRONIC.fullmatch(electronic)) if match]
    dates = ["-".join(filter(None, (year, _MONTH_NUMBERS.get(month, month), day and day.zfill(2)))) for year, month, day in found]
    days = [date for date in dates if len(date) == _DAY_CHARS]
    return min(days, default="") or next(iter(dates), issue or electronic)


def _is_nbib(head: str) -> bool:
    return bool(_PMID.search(head))


NBIB: Final = Format("nbib", "MEDLINE entries of PubMed", (".nbib", ".medline"), _is_nbib, read_nbib)
