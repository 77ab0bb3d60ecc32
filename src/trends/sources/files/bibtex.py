"""BibTeX and BibLaTeX bibliographies."""

import re
from collections.abc import Mapping
from typing import Final

from trends.sources.fields.ids import pmids
from trends.sources.fields.kinds import IN_LIBRARIES, no_paper
from trends.sources.fields.latex import plain
from trends.sources.files.bibtex_entries import Entry, read_entries
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip
from trends.sources.settings import SourceSettings

_VENUES: Final = ("journal", "journaltitle", "booktitle", "eventtitle", "school", "institution")

_ENTRY: Final = re.compile(
    r'^[ \t]*@(?:comment\b|preamble\b|\w+[ \t]*[{(]\s*(?:[^\s"{}(),=]+\s*)?[,=])', re.MULTILINE | re.IGNORECASE
)
_OTHER_FORMATS: Final = ("{", "[", "<", '"')
_UMLAUT: Final = re.compile(r'\\"\s*(?:\{\\?([AEIOUYaeiouy])\}|\\?([AEIOUYaeiouy]))')
_GROUP: Final = re.compile(r"\{(?<![\\\w*^_}\]\"'`~=.]\{)([^{}\\]*)\}")  # not what a macro, an accent or an index takes
_DEPTH: Final = 3
_BRACED: Final = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")
_VERBATIM: Final = re.compile(r"[{}\\]|\\url\b")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")
_MONTH: Final = re.compile(r"[A-Za-z]{3,}")
_CUT_OFF: Final = "fields behind a closing brace too many left out"
_NUMBER: Final = re.compile(r"\b\d{1,2}\b")


def read_bibtex(opened: Opened, _: SourceSettings) -> Records:
    """Read the entries; volumes of proceedings and what else is no paper are skipped. What a brace too many has cut off
    from an entry is left out and noted.

    The date is that of BibLaTeX, else year, month and day; of a range, such as the days of a conference, its first.
    """
    for entry in read_entries(opened.text):
        yield entry if isinstance(entry, Skip) else _record(entry)


def _record(entry: Entry) -> Record | Skip:
    fields = entry.fields
    title = _text(_first(fields, "title"))
    if lost := no_paper([entry.kind], words=IN_LIBRARIES):
        return Skip(lost, title, entry.line)
    date, month = _date(fields)
    return Record(
        title=title,
        abstract=_text(_first(fields, "abstract")),
        date=date,
        year=_verbatim(_first(fields, "year")),
        month=month,
        id=entry.key,
        doi=_verbatim(_first(fields, "doi")),
        arxiv=_eprint(fields),
        aliases=pmids(fields.get("pmid")),
        authors=_authors(_first(fields, "author")),
        categories=_keywords(fields),
        venue=_venue(fields),
        url=_address(fields),
        line=entry.line,
        mends=((_CUT_OFF, entry.rest),) if entry.rest else (),
    )


def _first(fields: Mapping[str, str], *names: str) -> str:
    return next((fields[name] for name in names if name in fields), "")


def _text(value: str) -> str:
    r"""Return what BibTeX prints: without the braces that keep the case of words, and with ``\"o`` an accent, never a quote."""
    if "{" not in value and "\\" not in value:
        return value
    text = _UMLAUT.sub(r'\\"{\1\2}', value)
    for _ in range(_DEPTH):
        text = _GROUP.sub(r"\1", text)
    return plain(text).replace("{", "").replace("}", "")


def _verbatim(value: str) -> str:
    r"""Return an id or address without the escapes of LaTeX: ``978-3\_12`` and ``978-3{\_}12`` are ``978-3_12``."""
    return _VERBATIM.sub("", value.replace(r"\textasciitilde", "~"))


def _address(fields: Mapping[str, str]) -> str | None:
    found = _ADDRESS.search(_verbatim(_first(fields, "url", "ee", "link", "howpublished")))
    return found[0].rstrip(".,;") if found else None


def _eprint(fields: Mapping[str, str]) -> str | None:
    archive = _first(fields, "archiveprefix", "eprinttype").lower()
    return fields.get("eprint") if archive in ("", "arxiv") else None


def _venue(fields: Mapping[str, str]) -> str:
    venue, volume = _text(_first(fields, *_VENUES)), _first(fields, "volume")
    return f"{venue} {volume}" if volume.startswith("abs/") else venue  # DBLP: journal CoRR, volume abs/1706.03762


def _authors(value: str) -> list[object]:
    """Divide the names; one that is in braces as a whole is that of an organisation, whatever commas it has."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    names = split_multiple_persons_names(value)
    return [{"name": _text(name)} if _BRACED.fullmatch(name.strip()) else _text(name) for name in names]


def _keywords(fields: Mapping[str, str]) -> list[str]:
    words = _text(_first(fields, "keywords", "author_keywords", "keyword"))
    classes = re.split(r"[\s,;]+", _first(fields, "primaryclass", "eprintclass"))
    return [word for part in (*classes, *words.split(";" if ";" in words else ",")) if (word := part.strip())]


def _date(fields: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Return the date, where there is a whole one, and the month for want of it."""
    if "date" in fields:
        return _verbatim(fields["date"]), None
    text, year = _text(_first(fields, "month")), _verbatim(_first(fields, "year"))
    name = _MONTH.search(text)
    numbers = _NUMBER.findall(f"{text} {_first(fields, 'day')}")
    month = name[0] if name else next(iter(numbers), None)
    day = next(iter(numbers if name else numbers[1:]), None)
    if not (year and month and day):
        return None, month
    return (f"{day} {month} {year}" if name else f"{year}-{month}-{day}"), month


def _is_bibtex(head: str) -> bool:
    return not head.lstrip().startswith(_OTHER_FORMATS) and bool(_ENTRY.search(head))


BIBTEX: Final = Format("bibtex", "BibTeX or BibLaTeX bibliography", (".bib", ".bibtex"), _is_bibtex, read_bibtex)
