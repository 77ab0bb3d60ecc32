"""Records out of XML files, one at a time and each by itself.

The text is cut at the tags of the records before anything is parsed: memory holds one record, a broken record is lost alone,
and document types, entities and addresses that a file brings along are never followed.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from lxml import etree

from trends.sources.opening import Opened
from trends.sources.records import NoRecordsError, Record, Records, Skip

BROKEN: Final = "record is not well-formed XML"

_NAMESPACE: Final = re.compile(r"""\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')""")
_PREFIX: Final = re.compile(r"(</?)[\w.-]+:(?=[A-Za-z_])")
_AMPERSAND: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_LESS: Final = re.compile(r"<(?![A-Za-z_/!?])")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EMPTY: Final = re.compile(r"[^<>]*/>")
_MARKS: Final = {"sup": ("<sup>", "</sup>"), "sub": ("<sub>", "</sub>"), "tex-math": ("$", "$")}


class Found(NamedTuple):
    """An element of the file, with all that is inside.

    Attributes
    ----------
    element
        Its names, and those inside, are without namespace and prefix.
    line
        Where it begins, from 1.
    problem
        Why it is not well-formed; empty where it is.
    """

    element: etree._Element
    line: int
    problem: str


def read_records(opened: Opened, *tags: str, to_record: Callable[[Found], Record | Skip]) -> Records:
    """Make a record of each well-formed element of these names, and a skipped record of each other.

    Raises
    ------
    SourceError
        Where the file holds no such element.
    """
    for found in elements(opened, *tags):
        yield Skip(BROKEN, found.problem, found.line) if found.problem else to_record(found)


def elements(opened: Opened, *tags: str) -> Iterator[Found]:
    """Yield the elements of these names in the order in which they begin.

    One that begins before the one above it has ended cuts that one off: of a name that holds other names asked for, such as a
    volume of papers, there is nothing but the attributes and a problem. An ampersand or ``<`` that should have been escaped is
    taken for what it says; an entity that XML does not know stays in the text, for `clean` to resolve. A comment that is never
    closed costs no other record.

    Raises
    ------
    SourceError
        Where the file holds no such element.
    """
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    empty = True
    for line, tag, text in _pieces(opened, tags=tags):
        empty = False
        yield _parsed(text, tag=tag, line=line, parser=parser)
    if empty:
        raise NoRecordsError(f"{opened.name} holds no XML element <{tags[0]}>, one is needed for each record")


def text_of(element: etree._Element | None) -> str:
    """Return the text inside, with the marks of raised, lowered and mathematical parts that `clean` understands."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        before, after = _MARKS.get(child.tag, ("", ""))
        parts += [before, text_of(child), after, child.tail or ""]
    return "".join(parts)


def _pieces(opened: Opened, *, tags: tuple[str, ...], behind: tuple[int, int] | None = None) -> Iterator[tuple[int, str, str]]:
    """Yield line, name and text of each element, whole or cut off by the next one.

    What looks like a comment is none where the record around it ends first, or where the file does: what is behind the line
    and column of such a sign is read once more, and without regard for comments.
    """
    comments = "" if behind else "<!--|-->|"
    token = re.compile(rf"{comments}<(/?)(?:[\w.-]+:)?({'|'.join(map(re.escape, tags))})(?=[\s/>]|$)")
    first, column = behind or (1, 0)
    held: list[str] = []
    tag, begun, comment = "", 0, None
    for number, line in enumerate(islice(opened.lines(), first - 1, None), first):
        start = 0
        for found in token.finditer(line, column if number == first else 0):
            if not found[2]:
                comment = None if found[0] == "-->" else comment or (number, found.end())
                continue
            if comment and not (begun and tag == found[2]):
                continue
            comment = None
            if begun:
                held.append(line[start : found.start()] + (f"</{found[2]}>" if found[1] else ""))
                yield begun, tag, "\n".join(held)
                held, begun = [], 0
            if not found[1]:
                tag, begun, start = found[2], number, found.start()
                if empty := _EMPTY.match(line, found.end()):
                    yield begun, tag, line[start : empty.end()]
                    begun = 0
        if begun:
            held.append(line[start:])
    if begun:
        yield begun, tag, "\n".join(held)
    if comment:
        yield from _pieces(opened, tags=tags, behind=comment)


def _parsed(text: str, *, tag: str, line: int, parser: etree.XMLParser) -> Found:
    text = _PREFIX.sub(r"\1", _NAMESPACE.sub("", _CONTROL.sub("", text)))
    text = _LESS.sub("&lt;", _AMPERSAND.sub("&amp;", text))
    try:
        element = etree.fromstring(text.encode(), parser)
    except UnicodeEncodeError:
        return Found(etree.Element(tag), line, "text is not UTF-8, save the file as UTF-8")
    problem = next((error.message.partition("\n")[0] for error in parser.error_log if error.domain_name == "PARSER"), "")
    if element is None:
        return Found(etree.Element(tag), line, problem or "no element")
    return Found(element, line, problem)
