"""Exports of the Web of Science: plain text with a two-letter tag before each field, and tables divided by tabs."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from trends.sources.fields.dates import Dated, finest, read_date
from trends.sources.fields.ids import pmids
from trends.sources.fields.kinds import no_paper
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip
from trends.sources.settings import SourceSettings

_TAG: Final = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?")
_FILE_TAGS: Final = ("FN", "VR", "EF")
_TAGGED: Final = re.compile(r"\s*(?:FN .*\n\s*)*VR .*\n\s*PT |\s*PT [A-Z]\n(?:AU|BA|CA|GP|TI) ")
_SEASONS: Final = ("SPR", "SUM", "FAL", "WIN")
_YEAR: Final = re.compile(r"\b\d{4}\b")

Fields = Mapping[str, str]


def read_wos(opened: Opened, _: SourceSettings) -> Records:
    """Read the records of an export; corrections and retracted articles are skipped.

    The date is that of the issue (``PD`` and ``PY``) or of early access (``EA``): the earlier, or the finer of two that agree.
    Full names (``AF``) win over initials, the categories of the Web of Science over the keywords of the authors.

    Raises
    ------
    SourceError
        Where the file cannot be read.
    """
    rows = _tabbed(opened.lines()) if _is_tabbed(opened.head) else _tagged(opened.lines())
    for line, fields in rows:
        yield fields if isinstance(fields, Skip) else _record(fields, line=line)


def _tagged(lines: Iterable[str]) -> Iterator[tuple[int, Fields]]:
    """Yield the line where each record begins, and its fields; a record that lost its end ends where the next one begins."""
    held: dict[str, list[str]] = {}
    begun, tag = 0, ""
    for number, line in enumerate(lines, 1):
        found = _TAG.fullmatch(line.rstrip())
        if found and found[1] in ("ER", "PT") and held:
            yield begun, {name: "\n".join(parts) for name, parts in held.items()}
            held, tag = {}, ""
        if found and found[1] not in ("ER", *_FILE_TAGS):
            begun, tag = begun if held else number, found[1]
            held.setdefault(tag, []).append(found[2] or "")
        elif not found and tag and line.strip():
            held[tag].append(line.strip())
    if held:
        yield begun, {name: "\n".join(parts) for name, parts in held.items()}


def _tabbed(lines: Iterable[str]) -> Iterator[tuple[int, Fields | Skip]]:
    """Yield line and fields of each row; quotes mean nothing in these tables, and rows may end in empty fields."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    tags = next(numbered)[1].split("\t")
    while tags[-1] == "":
        tags.pop()
    for number, line in numbered:
        cells = line.split("\t")
        if len(cells) < len(tags) or any(cells[len(tags) :]):
            yield number, Skip("not as many fields as the header names", line, number)
        else:
            yield number, dict(zip(tags, cells, strict=False))


def _record(fields: Fields, *, line: int) -> Record | Skip:
    if lost := no_paper(_parts(fields.get("DT", ""))):
        return Skip(lost, fields.get("TI", ""), line)
    dated, mends = _published(fields)
    return Record(
        title=fields.get("TI"),
        abstract=fields.get("AB"),
        date=dated and dated.day,
        precision=dated and dated.precision,
        id=fields.get("UT"),
        doi=fields.get("DI"),
        aliases=pmids(fields.get("PM")),
        authors=next(filter(None, (_names(fields.get(tag, "")) for tag in ("AF", "AU", "BF", "BA", "CA", "GP"))), None),
        categories=next(filter(None, (_parts(fields.get(tag, "")) for tag in ("WC", "SC", "DE", "ID"))), None),
        venue=fields.get("SO"),
        line=line,
        mends=mends,
    )


def _names(text: str) -> list[str]:
    """Divide names: a line for each in tagged text, semicolons in tables."""
    return [name for name in re.split(r"\n|; *", text) if name]


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"; *", text.replace("\n", " ")) if part]


def _published(fields: Fields) -> tuple[Dated | None, tuple[tuple[str, str], ...]]:
    """Return the best date, and what was not understood of the others."""
    year = fields.get("PY", "").strip()
    dates, mends = [], []
    for text in (fields.get("PD", ""), year, fields.get("EA", "")):
        try:
            dates += [_date(text, year=year)] if text.strip() else []
        except ValueError as problem:
            mends.append((str(problem), text))
    return finest(dates), tuple(mends)


def _date(text: str, *, year: str) -> Dated:
    """Read ``JUL 12``, ``JUL-AUG`` (its first month), ``JUL 2023``, ``SPR`` (its year), with the year beside it if need be."""
    if text.strip().upper().startswith(_SEASONS):
        return read_date(year)
    return read_date(text if _YEAR.search(text) else f"{text} {year}")


def _is_tabbed(head: str) -> bool:
    tags = head.partition("\n")[0].rstrip("\r").split("\t")
    return tags[0] == "PT" and {"AU", "TI", "PY"} <= set(tags)


def _is_wos(head: str) -> bool:
    return _is_tabbed(head) or bool(_TAGGED.match(head.replace("\r\n", "\n")))


WOS: Final = Format("wos", "export of the Web of Science, tagged text or divided by tabs", (".ciw",), _is_wos, read_wos)
