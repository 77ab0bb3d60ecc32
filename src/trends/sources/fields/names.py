"""Lists of authors and categories, however a file writes them."""

import re
from typing import Final

from trends.sources.fields.clean import clean
from trends.sources.records import as_text

_ARXIV_CATEGORIES: Final = re.compile(r"[a-z-]+\.[A-Za-z-]+(?:\s+[a-z-]+(?:\.[A-Za-z-]+)?)*")


def read_authors(value: object) -> tuple[str, ...]:
    """Read names out of a list, a list of objects with names, or text divided by ``;``, ``and`` or commas."""
    if isinstance(value, list | tuple):
        return _unique([_name(part) for part in value])
    text = _unlisted(as_text(value))
    if ";" in text:
        return _unique(text.split(";"))
    names: list[str] = []
    for part in re.split(r"\s+and\s+|\s*&\s+", text):
        pieces = [piece.strip(" '\"") for piece in part.split(",")]
        # "Ada Byron, Alan Turing" are two people; "Byron, Ada" is one.
        names += pieces if all(" " in piece for piece in pieces if piece) else [part]
    return _unique(names)


def read_categories(value: object) -> tuple[str, ...]:
    """Read categories out of a list, or text divided by ``;``, ``,``, ``|`` or, for those of arXiv, spaces."""
    if isinstance(value, list | tuple):
        return _unique([_name(part) for part in value])
    text = _unlisted(as_text(value)).strip()
    if _ARXIV_CATEGORIES.fullmatch(text):
        return _unique(text.split())
    return _unique(re.split(r"[;|]" if re.search(r"[;|]", text) else ",", text))


def _name(part: object) -> str:
    if not isinstance(part, dict):
        return as_text(part)
    whole = part.get("name") or part.get("full_name") or part.get("display_name") or part.get("term")
    return as_text(whole) or f"{as_text(part.get('given'))} {as_text(part.get('family'))}"


def _unlisted(text: str) -> str:
    """Undo the brackets of a Python list that was written into a cell."""
    text = text.strip()
    return text[1:-1] if text.startswith("[") and text.endswith("]") else text


def _unique(names: list[str]) -> tuple[str, ...]:
    cleaned = (clean(name).strip(" ,'\"") for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name))
