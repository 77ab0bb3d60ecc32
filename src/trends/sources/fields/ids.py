"""Canonical names of papers: one form for each arXiv id, DOI and ACL Anthology id, wherever it was written."""

import hashlib
import re
from datetime import date
from typing import Final, NamedTuple

_ARXIV_SITES: Final = r"arxiv[.:]\s?|arxiv\.org/[a-z]+/|alphaxiv\.org/[a-z]+/|huggingface\.co/papers/"
_ARXIV_NEW: Final = re.compile(rf"(?:^|{_ARXIV_SITES})(\d\d(?:0[1-9]|1[0-2])\.\d{{4,5}})(?:v\d+)?(?:\.pdf)?(?:[?#].*)?$")
_ARXIV_OLD: Final = re.compile(
    rf"(?:^|{_ARXIV_SITES})([a-z]+(?:-[a-z]+)?)(?:\.[a-z]{{2}})?/(\d\d(?:0[1-9]|1[0-2])\d{{3}})(?:v\d+)?$"
)
_DOI: Final = re.compile(r"(?:^|doi:\s?|doi\.org/|/doi/(?:abs/|pdf/|full/)?)(10\.\d{4,9}/[^\s?#\ud800-\udfff]+)$")
_ACL_SITES: Final = r"^|acl:|aclanthology\.org/|aclweb\.org/anthology/(?:papers/\w/\w\d\d/)?|10\.18653/v1/|10\.3115/v1/"
_ACL: Final = re.compile(
    rf"(?:{_ACL_SITES})(\d{{4}}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[a-z]\d\d-\d{{4,5}}|[a-z]\d\d-\d{{1,2}}\.\d{{1,3}})(?:\.pdf|/)?$"
)
_ARXIV_DOIS: Final = "10.48550/arxiv."
_FIVE_DIGITS_SINCE: Final = "1501"
_FIRST_YEAR: Final = 91
_HASH_DIGITS: Final = 16


class Ids(NamedTuple):
    """What is known of a paper's names; None where unknown."""

    arxiv: str | None = None
    doi: str | None = None
    acl: str | None = None


def arxiv_id(text: str) -> str | None:
    """Find an arXiv id in an id or web address, without its version; None where there is none."""
    text = text.strip().lower()
    if new := _ARXIV_NEW.search(text):
        month, number = new[1].split(".")
        # A spreadsheet that took the id for a number has eaten its last zero.
        return f"{month}.{number.ljust(5, '0') if month >= _FIVE_DIGITS_SINCE else number}"
    if old := _ARXIV_OLD.search(text):
        return f"{old[1]}/{old[2]}"
    return None


def doi(text: str) -> str | None:
    """Find a DOI in an id or web address, in lower case; None where there is none."""
    found = _DOI.search(text.strip().lower().rstrip(".,;)]}\"'"))
    return found[1] if found else None


def acl_id(text: str) -> str | None:
    """Find an ACL Anthology id in an id, DOI or web address; None where there is none."""
    found = _ACL.search(text.strip().lower())
    if not found:
        return None
    if found[1][0].isdigit():
        return found[1]
    # Some exports write W19-7604, of volume 76, as W19-76.4.
    volume, _, number = found[1].upper().partition(".")
    return volume + number.zfill(8 - len(volume)) if number else volume


def identify(*texts: str) -> Ids:
    """Read the names of one paper out of its id columns and web address; the first of each kind counts."""
    dois = list(filter(None, map(doi, texts)))
    arxiv = next(filter(None, map(arxiv_id, (*texts, *dois))), None)
    acl = next(filter(None, map(acl_id, texts)), None)
    return Ids(arxiv, next((name for name in dois if not name.startswith(_ARXIV_DOIS)), None), acl)


def canonical(ids: Ids, *, title: str, abstract: str) -> str:
    """Return the one id of a paper: its arXiv id, else DOI, else ACL id, else a hash of its cleaned text."""
    if ids.arxiv:
        return f"arxiv:{ids.arxiv}"
    if ids.doi:
        return f"doi:{ids.doi}"
    if ids.acl:
        return f"acl:{ids.acl}"
    return "sha:" + hashlib.sha256(f"{title}\n{abstract}".encode()).hexdigest()[:_HASH_DIGITS]


def address(ids: Ids) -> str | None:
    """Return the web address that the ids lead to; None without ids."""
    if ids.arxiv:
        return f"https://arxiv.org/abs/{ids.arxiv}"
    if ids.doi:
        return f"https://doi.org/{ids.doi}"
    return f"https://aclanthology.org/{ids.acl}" if ids.acl else None


def arxiv_month(arxiv: str) -> date:
    """Return the first day of the month that an arXiv id names: 2107.05580 and cs/0112017 begin with year and month."""
    digits = arxiv.partition("/")[2] or arxiv
    year, month = int(digits[:2]), int(digits[2:4])
    return date(1900 + year if year >= _FIRST_YEAR else 2000 + year, month, 1)
