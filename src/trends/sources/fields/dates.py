"""Dates as people write them, with the precision that they really have."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from trends.sources.records import as_text

PRECISIONS: Final = ("day", "month", "year")
_YEARS: Final = range(1600, 2101)  # outside of it stand placeholders and slips, no papers
_FIRST_HALF: Final = ("january", "february", "march", "april", "may", "june")
MONTHS: Final = (*_FIRST_HALF, "july", "august", "september", "october", "november", "december")

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ].*)?)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_YEAR: Final = re.compile(r"(\d{4})(?:\.0+)?")
_NUMERIC: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ].*)?")
_DAY_FIRST: Final = re.compile(r"(?:[A-Za-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})(?: .*)?")
_MONTH_FIRST: Final = re.compile(r"([A-Za-z]{3,9})\.? (?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})(?: .*)?")
_YEAR_FIRST: Final = re.compile(r"(\d{4}) ([A-Za-z]{3,9})\.?(?: (\d{1,2}))?")
_PART: Final = r"(?:spring|summer|autumn|fall|winter|q[1-4])"  # of a year, which alone is sure
_PART_OF_YEAR: Final = re.compile(rf"{_PART},? ?(\d{{4}})|(\d{{4}})[ -]?{_PART}", re.IGNORECASE)
_EDTF_SPAN: Final = re.compile(r"(\d{4}[\d-]*)[~?%]?(?:/(?:\d{4}.*|\.\.)?)?")
_END: Final = r"(?:\d{1,2}|[A-Za-z]{3,9}\.?|\d{4})(?:st|nd|rd|th)?"
_SPAN: Final = re.compile(rf"({_END}(?:,? {_END}){{0,2}}) ?(?:[-–—/]| to ) ?({_END}(?:,? {_END}){{0,2}})")
_PARTS: Final = (("day", r"\b\d{1,2}(?=st|nd|rd|th|\b)"), ("month", r"[A-Za-z]{3,}"), ("year", r"\b\d{4}\b"))

NOT_UNDERSTOOD: Final = "date not understood"
MONTH_NOT_UNDERSTOOD: Final = "month not understood"
AMBIGUOUS: Final = "date may be day-first or month-first"


class Dated(NamedTuple):
    """The first day of the span that `precision` (``day``, ``month`` or ``year``) names."""

    day: date
    precision: str


def read_date(value: object, *, day_first: bool | None = None) -> Dated:
    """Understand a date, whatever type the file gave it.

    Parameters
    ----------
    value
        A date, datetime, number or text; of a list of versions the first counts, of a span its begin, of a season or a
        quarter its year.
    day_first
        How to read 03/04/2024; None where nothing is known. 03.04.2024 is always the 3rd of April.

    Raises
    ------
    ValueError
        With the reason, `NOT_UNDERSTOOD` or `AMBIGUOUS`.
    """
    if isinstance(value, date):  # a datetime is one too
        return _dated(value.year, value.month, value.day)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("created")
    text = begin_of(as_text(value))
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text) or _YEAR.fullmatch(text):
        return _dated(*(int(part or 0) for part in found.groups()))
    if found := _NUMERIC.fullmatch(text):
        return _numeric(int(found[1]), int(found[3]), int(found[4]), day_first=True if found[2] == "." else day_first)
    if found := _PART_OF_YEAR.fullmatch(as_text(value).strip()):
        return _dated(int(found[1] or found[2]))
    if found := _DAY_FIRST.fullmatch(text):
        return _dated(int(found[3]), month_number(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(text):
        return _dated(int(found[3]), month_number(found[1]), int(found[2] or 0))
    if found := _YEAR_FIRST.fullmatch(text):
        return _dated(int(found[1]), month_number(found[2]), int(found[3] or 0))
    raise ValueError(NOT_UNDERSTOOD)


def finest_text(texts: Iterable[str]) -> str:
    """Return the text of the date to believe first, see `fineness`; empty where none is understood."""
    known = []
    for text in texts:
        try:
            known.append((fineness(read_date(text)), text))
        except ValueError:
            continue
    return min(known, default=((), ""))[1]


def begin_of(text: str) -> str:
    """Return the begin of a span, on one line; any other text as it is.

    ``28 Feb.-2 March 2022`` begins on ``28 Feb 2022``, ``July 9-14, 2023`` on ``9 July 2023``, ``July-Sept. 2016`` in
    ``July 2016`` and ``2020-01-02/2020-03-04`` on ``2020-01-02``; of two years alone, as 2019-2020, neither is the date.
    """
    text = " ".join(text.split())
    if edtf := _EDTF_SPAN.fullmatch(text):
        return edtf[1]
    span = _SPAN.fullmatch(text)
    if not span:
        return text
    begin, end = _parts(span[1]), _parts(span[2])
    month, year = begin.get("month") or end.get("month"), begin.get("year") or end.get("year")
    if not month or not year or not (begin.keys() & {"day", "month"}):
        return text
    return " ".join(filter(None, (begin.get("day"), month, year)))


def with_month(year: Dated, month: object) -> Dated:
    """Add to a year the month beside it, a number or a name; 0 says that it is unknown.

    Raises
    ------
    ValueError
        With the reason, `MONTH_NOT_UNDERSTOOD`.
    """
    text = as_text(month).strip()
    number = re.fullmatch(r"(\d{1,2})(?:\.0+)?", text)
    try:
        return _dated(year.day.year, int(number[1]) if number else month_number(text))
    except ValueError:
        raise ValueError(MONTH_NOT_UNDERSTOOD) from None


def month_number(name: str) -> int:
    """Return 1 to 12 for the name of a month or the beginning of one."""
    name = name.lower()
    short = "sep" if name == "sept" else name
    for number, full in enumerate(MONTHS, 1):
        if len(short) >= 3 and full.startswith(short):
            return number
    raise ValueError(NOT_UNDERSTOOD)


def settle_day_first(values: Iterable[object]) -> bool | None:
    """Tell from all dates of a column whether 03/04/2024 has the day first; None where they do not say or disagree."""
    found = [match for value in values if isinstance(value, str) and (match := _NUMERIC.fullmatch(value.strip()))]
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[3]) > 12 for match in found)
    return None if day_first == month_first else day_first


def coarsened(dated: Dated, precision: str) -> Dated:
    """Return the date with at most the precision that another column claims for it."""
    if precision not in PRECISIONS or PRECISIONS.index(precision) <= PRECISIONS.index(dated.precision):
        return dated
    return Dated(dated.day.replace(day=1, month=dated.day.month if precision == "month" else 1), precision)


def finest(dates: Iterable[Dated]) -> Dated | None:
    """Choose among the dates of one paper: the earliest of the most precise, so that no source can blur what another knows."""
    return min(dates, key=fineness, default=None)


def fineness(dated: Dated) -> tuple[int, date]:
    """Order the dates of one paper, the one to believe first: a day before a month before a year, then the earliest."""
    return PRECISIONS.index(dated.precision), dated.day


def _parts(text: str) -> dict[str, str]:
    return {name: found[0] for name, pattern in _PARTS if (found := re.search(pattern, text))}


def _dated(year: int, month: int = 0, day: int = 0) -> Dated:
    """Build a date; month or day 0 stands for unknown."""
    precision = "day" if day else "month" if month else "year"
    if year not in _YEARS or (day and not month):
        raise ValueError(NOT_UNDERSTOOD)
    try:
        return Dated(date(year, month or 1, day or 1), precision)
    except ValueError:
        raise ValueError(NOT_UNDERSTOOD) from None


def _numeric(first: int, second: int, year: int, *, day_first: bool | None) -> Dated:
    if first > 12 or second > 12 or first == second:
        day_first = first > 12 or first == second
    if day_first is None:
        raise ValueError(AMBIGUOUS)
    return _dated(year, second, first) if day_first else _dated(year, first, second)
