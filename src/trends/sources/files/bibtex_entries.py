"""The grammar of BibTeX: a text to entries, with macros put in and cross-references followed."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from trends.sources.records import Skip

if TYPE_CHECKING:
    from bibtexparser.model import Block
    from bibtexparser.model import Entry as Parsed

_UNHEARD: Final = logging.NullHandler()
_COMMENTED: Final = re.compile(r"^[ \t]*%.*?@(?=\w+[ \t]*[{(])", re.MULTILINE)
_NO_ENTRY: Final = re.compile(r"@(?:comment|preamble|string)\b", re.IGNORECASE)
_MARK: Final = re.compile(r'(?<!\\)[{}"#]')
_CUT_OFF: Final = re.compile(r',\s*[\w-]+\s*=\s*(?:[{"\d]|[a-z]{3}\b)')
_LONGEST_MACRO: Final = 1_000  # characters; names of proceedings have a tenth, and macros that double macros fill any memory
_INHERITED: Final = ("booktitle", "date", "year", "month", "day")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes
    ----------
    kind
        What stands behind the ``@``, in lower case.
    key
        What it is cited by.
    fields
        Name in lower case → value as LaTeX; fields that say nothing are left out.
    line
        Where it begins, from 1.
    rest
        The fields that stand behind it because a brace too many has closed it; empty where there are none.
    """

    kind: str
    key: str
    fields: Mapping[str, str]
    line: int
    rest: str = ""


def read_entries(text: str) -> Iterator[Entry | Skip]:
    """Read the entries of a bibliography in their order, those that share a key all the same.

    What is broken ends where a line begins the next entry. A line that begins with ``%`` begins no entry. Of a field that
    stands twice the first counts. ``crossref`` gives the title of the book and the date, where an entry lacks them. Of a macro
    the first 1,000 characters are put in.
    """
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry as Parsed
    from bibtexparser.model import ImplicitComment, ParsingFailedBlock

    logging.getLogger("bibtexparser").addHandler(_UNHEARD)  # without one, its warnings go to standard error
    library = parse_string(_COMMENTED.sub(lambda found: found[0][:-1] + " ", text), parse_stack=[])
    macros: dict[str, str] = {}
    for macro in library.strings:
        macros[macro.key.lower()] = _value(macro.value, macros)[:_LONGEST_MACRO]
    parents = {entry.key.lower(): entry for entry in library.entries}
    for block, below in zip_longest(map(_unwrapped, library.blocks), library.blocks[1:]):
        line = (block.start_line or 0) + 1
        if isinstance(block, Parsed):
            fields = _fields(block, macros)
            if parent := parents.get(fields.get("crossref", "").lower()):
                fields = _inherited(_fields(parent, macros)) | fields
            rest = below.comment if isinstance(below, ImplicitComment) and _CUT_OFF.search(below.comment) else ""
            yield Entry(block.entry_type.lower(), block.key, fields, line, rest)
        elif isinstance(block, ParsingFailedBlock) and not _NO_ENTRY.match(block.raw or ""):
            yield Skip("entry breaks the rules of BibTeX", (block.raw or "").partition("\n")[0], line)


def _unwrapped(block: "Block") -> "Block":
    """Return the entry inside a complaint about a doubled key or field, or about both."""
    while inside := getattr(block, "ignore_error_block", None):
        block = inside
    return block


def _fields(entry: "Parsed", macros: Mapping[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for field in entry.fields:
        if value := _value(field.value, macros).strip():
            fields.setdefault(field.key.lower(), value)
    return fields


def _inherited(parent: Mapping[str, str]) -> dict[str, str]:
    """Return what a paper takes from the book that it stands in."""
    given = {name: parent[name] for name in _INHERITED if name in parent}
    if "title" in parent:
        given.setdefault("booktitle", parent["title"])
    return given


def _value(raw: str, macros: Mapping[str, str]) -> str:
    """Join the pieces of ``"Proc. of " # acl # {, 2023}``; a name that is no macro, such as ``jan``, stands for itself."""
    return "".join(_unquoted(piece.strip(), macros) for piece in (_pieces(raw) if "#" in raw else [raw]))


def _pieces(raw: str) -> Iterator[str]:
    depth, is_quoted, start = 0, False, 0
    for mark in _MARK.finditer(raw):
        if mark[0] == '"' and not depth:
            is_quoted = not is_quoted
        elif mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif mark[0] == "#" and not depth and not is_quoted:
            yield raw[start : mark.start()]
            start = mark.end()
    yield raw[start:]


def _unquoted(piece: str, macros: Mapping[str, str]) -> str:
    if len(piece) > 1 and piece[0] + piece[-1] in ("{}", '""'):
        return piece[1:-1]
    return macros.get(piece.lower(), piece)
