"""Paper pages of Hugging Face, saved as text.

A page is a head with the day of its capture, then entries: title, abstract, perhaps an organisation and ``• 8 authors``, and a
line that runs together date, upvotes and comments. Dates and authors may be missing, one by one or on the whole page.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from trends.errors import SourceError
from trends.sources.fields.clean import letters
from trends.sources.fields.dates import MONTHS
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip
from trends.sources.settings import SourceSettings

_SITE: Final = re.compile(r"by\s?AK and the research community", re.IGNORECASE)
_AUTHORS: Final = re.compile(r"^\s*• \d+ authors?\s*$", re.MULTILINE)
_HEAD_LINES: Final = 80
_HEAD_CHARS: Final = 10_000
_MONTHS: Final = {name[:3].title(): number for number, name in enumerate(MONTHS, 1)}
_DATE: Final = re.compile(rf"({'|'.join(_MONTHS)})[a-z]* (\d{{1,2}})(?:, (\d{{4}}))?(\d*)(?:\s+\d+)*")
_BYLINE: Final = re.compile(r"[•·]?\s*\d+ authors?|[•·]|\d+")
_ORGANISATION: Final = re.compile(r"[^.?!:]{1,80}")
_TITLE_CHARS: Final = 300
# Upvotes glued to a sentence that ends the abstract; "v2.1", "Fig.2" and "GPT-4" end in digits of their own.
_VOTES: Final = re.compile(r"(?:(?<=[A-Za-z]{4}[.!?])|(?<=[)\]%\"”][.!?]))\d{1,5}$")
_CUT: Final = "cut off in the middle"


class _Paragraph(NamedTuple):
    text: str
    line: int


class _Byline(NamedTuple):
    """The end of an entry: authors, date, upvotes."""

    line: int
    date: str | None


class _Run(NamedTuple):
    """The paragraphs above a byline: one paper, or several of which only the last has a byline."""

    paragraphs: list[_Paragraph]
    byline: _Byline | None


class _Day(NamedTuple):
    year: int | None
    month: int
    day: int | None


def looks_like_page(text: str) -> bool:
    """Tell whether the text has the head of a page, or a byline."""
    head = text[:_HEAD_CHARS]
    return bool(_SITE.search(head) or _AUTHORS.search(head))


def read_pages(opened: Opened, settings: SourceSettings) -> Records:
    """Read the entries of one page.

    A date without a year belongs to the year of the capture. The site leaves out the year of dates of its own year only, so
    the capture was made after the newest year that the page names; where it names none, `settings.capture_year` can.

    Raises
    ------
    SourceError
        Where there is no entry.
    """
    lines = [line.strip() for line in re.split(r"\r\n|\r|\n", opened.text)]
    start, captured = _head(lines)
    runs = list(_runs(lines, start=start))
    if not runs:
        raise SourceError(f"{opened.name} is a page without entries")
    days = [_parse(run.byline.date) for run in runs if run.byline and run.byline.date]
    years = [day.year for day in days if day and day.year]
    year = settings.capture_year or (max(years) + 1 if years else None)
    for run in runs:
        yield from _records(run, captured=captured, year=year)


def _head(lines: Sequence[str]) -> tuple[int, _Day | None]:
    """Return the index of the first line behind the head, and the day of the capture."""
    start = next((number + 1 for number, line in enumerate(lines[:_HEAD_LINES]) if _SITE.fullmatch(line)), 0)
    while start < len(lines) and not lines[start]:
        start += 1
    captured = _parse(lines[start]) if start < len(lines) else None
    return start + bool(captured), captured


def _parse(line: str) -> _Day | None:
    found = _DATE.fullmatch(line)
    if not found:
        return None
    year = int(found[3]) if found[3] else None
    # "Feb 1463" is the 14th with 63 upvotes or the 1st with 463: only the month is sure.
    return _Day(year, _MONTHS[found[1]], None if found[4] and not year else int(found[2]))


def _runs(lines: Sequence[str], *, start: int) -> Iterator[_Run]:
    paragraphs: list[_Paragraph] = []
    byline: _Byline | None = None
    for number, line in enumerate(lines[start:], start + 1):
        above = lines[number - 2] if number - 1 > start else ""
        date = line if _parse(line) else None
        if date or _BYLINE.fullmatch(line):
            if not byline:
                _drop_organisation(paragraphs, above=above)
            byline = _Byline(byline.line, date or byline.date) if byline else _Byline(number, date)
        elif line:
            if byline:
                yield _Run(paragraphs, byline)
                paragraphs, byline, above = [], None, ""
            if above and paragraphs:
                paragraphs[-1] = _Paragraph(f"{paragraphs[-1].text} {line}", paragraphs[-1].line)
            else:
                paragraphs.append(_Paragraph(line, number))
    if paragraphs or byline:
        yield _Run(paragraphs, byline)


def _drop_organisation(paragraphs: list[_Paragraph], *, above: str) -> None:
    """Drop a last paragraph that names an organisation: right above the byline, or as ``google Google``."""
    if len(paragraphs) < 2 or not _ORGANISATION.fullmatch(paragraphs[-1].text):
        return
    handle, _, name = map(letters, paragraphs[-1].text.partition(" "))
    is_named_twice = bool(handle and name) and (handle in name or name in handle)
    if is_named_twice or paragraphs[-1].text == above:
        paragraphs.pop()


def _records(run: _Run, *, captured: _Day | None, year: int | None) -> Records:
    """Divide a run into its papers: a title begins the next one where a body of text follows."""
    paragraphs, byline = run
    if not paragraphs and byline:
        yield Skip(_CUT, byline.date or "", byline.line)
        return
    starts = [0] + [number for number in range(1, len(paragraphs)) if _is_start(run, number)]
    for begin, end in zip(starts, [*starts[1:], len(paragraphs)], strict=True):
        entry = paragraphs[begin:end]
        yield _record(entry, byline=byline if end == len(paragraphs) else None, captured=captured, year=year)


def _is_start(run: _Run, number: int) -> bool:
    """Tell whether a paragraph begins a paper; a title may stand alone only where the page ends."""
    if number + 1 == len(run.paragraphs):
        return not run.byline and _is_title(run.paragraphs[number].text)
    return _is_title(run.paragraphs[number].text) and not _is_title(run.paragraphs[number + 1].text)


def _is_title(text: str) -> bool:
    return len(text) <= _TITLE_CHARS and not _VOTES.sub("", text).endswith((".", ",", ";")) and "://" not in text


def _record(entry: Sequence[_Paragraph], *, byline: _Byline | None, captured: _Day | None, year: int | None) -> Record | Skip:
    title, *rest = entry
    if len(title.text) > _TITLE_CHARS or (not rest and not (byline and _is_title(title.text))):
        return Skip(_CUT, title.text, title.line)
    abstract = "\n".join(paragraph.text for paragraph in rest)
    if not byline:
        return Record(title=title.text, abstract=_VOTES.sub("", abstract), line=title.line)
    date, problem = _resolve(byline.date, captured=captured, year=year)
    mends = ((problem, byline.date or ""),) if problem else ()
    return Record(title=title.text, abstract=abstract, date=date, line=title.line, mends=mends)


def _resolve(text: str | None, *, captured: _Day | None, year: int | None) -> tuple[str | None, str]:
    """Return the date of a byline in ISO form, or why it is none."""
    day = _parse(text) if text else None
    if not day:
        return None, ""
    if not day.year and not year:
        return None, "date without a year on a page that names none"
    if not day.year and captured and (day.month, day.day or 0) > (captured.month, captured.day or 0):
        return None, "date lies after the day of the capture"
    iso = f"{day.year or year}-{day.month:02}"
    return (f"{iso}-{day.day:02}" if day.day is not None else iso), ""


PAGES: Final = Format("pages", "paper pages of Hugging Face, saved as text", (".txt",), looks_like_page, read_pages)
