"""Lists of authors and categories, however a file writes them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trends.sources.fields.clean import clean, letters
from trends.sources.records import as_text

_NOBODY: Final = frozenset({"others", "et al", "et al.", "and others"})
_AND_OTHERS: Final = re.compile(r"[\s,]+et\.? al\.?$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "4th", "phd"})
_NO_SURNAME: Final = _SUFFIXES | {"md"}
# A comma in a name with one of these words divides no surname from a given name.
_OFFICIAL: Final = frozenset(
    (
        *("inc", "incorporated", "ltd", "limited", "llc", "corp", "corporation", "company", "gmbh", "plc", "of", "for"),
        *("university", "institute", "department", "laboratory", "group", "team", "consortium", "collaboration", "committee"),
        *("society", "association", "network", "program", "project", "center", "centre"),
    )
)
_HAN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_EDGES: Final = " ,'\""
ARCHIVES_IN_PHYSICS: Final = frozenset(
    (
        *("astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph"),
        *("nlin", "nucl-ex", "nucl-th", "physics", "quant-ph"),
    )
)
ARXIV_CATEGORY: Final = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]+)?")
# A word that could be a keyword is a category of arXiv only behind one that could not.
_OTHER_ARCHIVES: Final = ("alg-geom", "chao-dyn", "cmp-lg", "dg-ga", "mtrl-th", "patt-sol", "q-alg", "q-bio", "q-fin", "solv-int")
_HYPHENATED: Final = "|".join(sorted({name for name in ARCHIVES_IN_PHYSICS if "-" in name} | {*_OTHER_ARCHIVES}))
_ARXIV_CATEGORIES: Final = re.compile(rf"(?:[a-z-]+\.[A-Za-z-]+|{_HYPHENATED})(?:\s+[a-z-]+(?:\.[A-Za-z-]+)?)*")


def read_authors(value: object) -> tuple[str, ...]:
    """Read names out of a list, a list of objects with names, or text divided by ``;``, ``and`` or commas.

    Returns
    -------
    Each name once, as it is spoken: *Byron, Ada* is *Ada Byron*, *King, Jr., Martin Luther* is *Martin Luther King Jr.* What an
    object calls its ``name`` stays as it is, and so do the names of organisations; *et al.* is nobody.
    """
    if isinstance(value, list | tuple):
        return _people(value)
    text = _unlisted(as_text(value))
    if ";" in text:
        return _people(text.split(";"))
    return _people([name for part in re.split(r"\s+and\s+|\s*&\s+", text) for name in _divided(part)])


def with_suffixes(parts: Iterable[str]) -> list[str]:
    """Put back what a comma has divided from its name: ``["Martin King", "Jr."]`` is one person."""
    names: list[str] = []
    for part in parts:
        if names and letters(part) in _SUFFIXES:
            names[-1] += f" {part.strip()}"
        else:
            names.append(part)
    return names


def read_categories(value: object) -> tuple[str, ...]:
    """Read categories out of a list, or text divided by ``;``, ``,``, ``|`` or, for those of arXiv, spaces."""
    if isinstance(value, list | tuple):
        return _unique([_name(part) for part in value])
    text = _unlisted(as_text(value)).strip()
    if _ARXIV_CATEGORIES.fullmatch(text):
        return _unique(text.split())
    return _unique(re.split(r"[;|]" if re.search(r"[;|]", text) else ",", text))


def surnames(authors: Iterable[str]) -> frozenset[str]:
    """Return what two lists of authors share where they have an author in common, however each writes the names.

    Returns
    -------
    For each author the last word of the surname, in lower case and without accents: ``byron`` for *Ada Byron*, *A. Byron*,
    *Byron, Ada*, *Byron AK* and *Ada de Byron Jr.*; beside it all words of the name in alphabetical order, so that *Zhang Wei*
    and *Wei Zhang* have ``wei zhang`` in common.
    """
    return frozenset(key for author in authors for key in _name_keys(author))


def _name_keys(author: str) -> Iterator[str]:
    family, comma, given = author.partition(",")
    family_words, given_words = _words(family), _words(given)
    if not comma or not family_words:
        family_words = [*family_words, *given_words]
        # "Byron AK" has the initials behind the surname.
        while len(family_words) > 1 and _is_initials(family_words[-1]):
            family_words.pop()
    if family_words:
        yield letters(family_words[-1])
    full = sorted(letters(word) for word in (*family_words, *given_words) if not _is_initials(word))
    if len(full) > 1:
        yield " ".join(full)


def _words(name: str) -> list[str]:
    return [word for word in _WORD.findall(name) if word.casefold() not in _NO_SURNAME]


def _is_initials(word: str) -> bool:
    return len(word) == 1 or (len(word) <= 3 and word.isupper())


def _name(part: object) -> str:
    if not isinstance(part, dict):
        return as_text(part)
    whole = next(filter(None, (part.get(name) for name in ("name", "full_name", "display_name", "literal", "term"))), None)
    parts = (part.get(name) for name in ("given", "dropping-particle", "non-dropping-particle", "family", "suffix"))
    return as_text(whole) or " ".join(filter(None, map(as_text, parts)))


def _divided(text: str) -> list[str]:
    """Divide *Ada Byron, Alan Turing*, who are two people; *Byron, Ada* and *van der Berg, Jan Pieter* are one."""
    pieces = [piece for piece in (piece.strip(_EDGES) for piece in text.split(",")) if piece]
    is_list = all((" " in piece and not piece[0].islower()) or letters(piece) in _SUFFIXES for piece in pieces)
    return with_suffixes(pieces) if is_list else [text]


def _spoken(name: str) -> str:
    """Turn *Byron, Ada* and *Smith, J., III* into *Ada Byron* and *J. Smith III*."""
    name = _AND_OTHERS.sub("", name)
    if "," not in name or any(letters(word) in _OFFICIAL for word in name.split()):
        return name
    parts = [part for part in (part.strip(_EDGES) for part in clean(name).split(",")) if part]
    suffixes = [part for part in parts if letters(part) in _SUFFIXES]
    match [part for part in parts if part not in suffixes]:
        case [family, given] if _HAN.search(family):
            return family + given
        case [family, given]:
            first, _, last = given.rpartition(" ")
            if letters(last) in _SUFFIXES and first:  # PubMed writes "King, Martin Luther Jr"
                given, suffixes = first, [last, *suffixes]
            return " ".join([given, family, *suffixes])
        case [whole]:
            return " ".join([whole, *suffixes])
    return name


def _unlisted(text: str) -> str:
    """Undo the brackets of a Python list that was written into a cell."""
    text = text.strip()
    return text[1:-1] if text.startswith("[") and text.endswith("]") else text


def _people(parts: Iterable[object]) -> tuple[str, ...]:
    names = [_name(part) if isinstance(part, dict) else _spoken(as_text(part)) for part in parts]
    return tuple(name for name in _unique(names) if name.lower() not in _NOBODY)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    cleaned = (clean(name).strip(_EDGES) for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name))
