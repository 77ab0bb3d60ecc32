"""Citations in a text: as words, as LaTeX, and as the BibTeX of what is cited."""

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bibtexparser.model import Entry

_CITED: Final = re.compile(r" ?\[@([\w; @]+)\]")


def find_keys(text: str) -> list[str]:
    """List the keys that a text cites as ``[@newman2006; @traag2019]``, each once, in alphabetical order."""
    return sorted({key for group in _CITED.findall(text) for key in _split(group)})


def to_plain(text: str) -> str:
    """Write citations as ``(Newman 2006)``."""
    return _CITED.sub(lambda found: f" ({'; '.join(_author_year(key) for key in _split(found[1]))})", text)


def to_latex(text: str) -> str:
    r"""Write a text for LaTeX: special characters escaped, citations as ``~\cite{newman2006}``."""
    from pylatexenc.latexencode import unicode_to_latex

    parts = _CITED.split(text)
    escaped = [str(unicode_to_latex(part, non_ascii_only=False, unknown_char_policy="keep")) for part in parts[::2]]
    cites = [f"~\\cite{{{','.join(_split(group))}}}" for group in parts[1::2]] + [""]
    return "".join(part + cite for part, cite in zip(escaped, cites, strict=True))


def make_bibliography(text: str, *, version: str) -> str:
    """Return the BibTeX entries of what a text cites, sorted by key.

    Parameters
    ----------
    text
        With citations as `describe` writes them.
    version
        Of trends, which has no year of publication of its own.
    """
    known = _entries()
    return "\n\n".join(known[key].raw.strip().replace("VERSION", version) for key in find_keys(text)) + "\n"


def _split(group: str) -> list[str]:
    return [key.strip().removeprefix("@") for key in group.split(";")]


def _author_year(key: str) -> str:
    fields = {field.key: str(field.value) for field in _entries()[key].fields}
    authors = [_surname(author) for author in fields["author"].split(" and ")]
    names = f"{authors[0]} et al." if len(authors) > 3 else " & ".join([", ".join(authors[:-1]), authors[-1]][-len(authors) :])
    return f"{names} {fields.get('year', '')}".strip()


def _surname(author: str) -> str:
    """Return what stands before the comma; a name in braces is an organisation."""
    from pylatexenc.latex2text import LatexNodes2Text

    name = author.strip()
    return str(LatexNodes2Text().latex_to_text(name if name.startswith("{") else name.split(",")[0]))


@cache
def _entries() -> "dict[str, Entry]":
    import bibtexparser

    source = files("trends.methods").joinpath("references.bib").read_text(encoding="utf-8")
    return dict(bibtexparser.parse_string(source).entries_dict)
