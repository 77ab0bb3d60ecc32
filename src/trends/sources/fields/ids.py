"""Canonical names of papers: one form for each arXiv id, DOI and other id, wherever it was written."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from typing import Final
from urllib.parse import unquote

from trends.sources.records import as_text

_ARXIV_SITES: Final = (
    r"(?:^|arxiv[.:]\s?|arxiv\.org/[a-z]+/|arxiv\.org:|alphaxiv\.org/[a-z]+/|huggingface\.co/papers/|^abs/|corr[\s,/]+(?:abs/)?)"
)
_ARXIV_END: Final = r"(?:v\d+)?(?:\.pdf|/)?(?:\s*\[[\w.-]+\]|[?#].*)?$"
_ARXIV_NEW: Final = re.compile(rf"{_ARXIV_SITES}(\d\d(?:0[1-9]|1[0-2])\.\d{{4,5}}){_ARXIV_END}")
_ARXIV_OLD: Final = re.compile(rf"{_ARXIV_SITES}([a-z]+(?:-[a-z]+)?)(?:\.[a-z]{{2}})?/(\d\d(?:0[1-9]|1[0-2])\d{{3}}){_ARXIV_END}")
_DOI: Final = re.compile(r"(?:^|doi:\s?|doi\.org/|/doi/(?:abs/|pdf/|full/)?)(10\.\d{4,9}/[^\s?#\ud800-\udfff]+)$")
_DOI_SITES: Final = re.compile(r"https?://\S*(?:doi\.org/|/doi/)[^?#]*", re.IGNORECASE)
_ACL_SITES: Final = r"^|acl:|aclanthology\.org/|aclweb\.org/anthology/(?:papers/\w/\w\d\d/)?|10\.18653/v1/|10\.3115/v1/"
_ACL: Final = re.compile(
    rf"(?:{_ACL_SITES})(\d{{4}}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[a-z]\d\d-\d{{4,5}}|[a-z]\d\d-\d{{1,2}}\.\d{{1,3}})(?:\.pdf|/)?$"
)
_OPENREVIEW: Final = re.compile(
    r"(?:^openreview:|openreview\.net/(?:forum|pdf)\?(?:[^#\s]{0,200}&)?id=)([\w-]{5,20})(?:[&#].*)?$"
)
_PMID: Final = re.compile(r"(?:^pmid:\s?|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)0*([1-9]\d{0,8})(?:[/?#].*)?$")
_ARXIV_DOIS: Final = "10.48550/arxiv."
# Servers of preprints and deposits: bioRxiv and medRxiv, SSRN, Preprints.org, Research Square, Authorea, ChemRxiv, those of the
# Open Science Framework, TechRxiv, Zenodo. Other DOIs of 10.1101 are of journals.
_PREPRINT: Final = re.compile(
    r"10\.(?:1101/(?:\d{4}\.\d\d\.\d\d\.)?\d{5,8}|64898/\d{4}\.\d\d\.\d\d\.\d|2139/ssrn\.|20944/preprints|21203/rs\.|22541/au\."
    r"|26434/chemrxiv|312(?:19|34|35)/osf\.io|36227/techrxiv|5281/zenodo\.)"
)
_PREPRINT_VERSION: Final = re.compile(r"(?<=\d)[./-]?v\d{1,2}$")
_FIVE_DIGITS_SINCE: Final = "1501"
_FIRST_YEAR: Final = 91
_HASH_DIGITS: Final = 16
_SITES: Final = {  # the best first
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "acl": "https://aclanthology.org/",
    "preprint": "https://doi.org/",
    "openreview": "https://openreview.net/forum?id=",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
}
_KINDS: Final = tuple(_SITES)


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
    """Find a DOI in an id or web address, in lower case, that of a preprint without its version; None where there is none."""
    text = text.strip()
    if site := _DOI_SITES.match(text):
        text = unquote(site[0])
    found = _DOI.search(text.lower().rstrip(".,;)]}\"'"))
    if not found:
        return None
    return _PREPRINT_VERSION.sub("", found[1]) if _PREPRINT.match(found[1]) else found[1]


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


def openreview_id(text: str) -> str | None:
    """Find the id of a forum of OpenReview, whose case matters, in an id or web address; None where there is none."""
    found = _OPENREVIEW.search(text.strip())
    return found and found[1]


def pmid(text: str) -> str | None:
    """Find a PubMed number in an id that says so or in a web address; None where there is none."""
    found = _PMID.search(text.strip().lower())
    return found and found[1]


def pmids(number: object) -> list[str]:
    """Return the field of a record that holds nothing but a PubMed number as a list of canonical ids, empty where it does not."""
    text = as_text(number).strip().removesuffix(".0")
    return [f"pmid:{text}"] if text.isdecimal() else []


def identify(*texts: str) -> tuple[str, ...]:
    """Read the canonical ids of one paper out of its id columns and web addresses, the best first.

    Returns
    -------
    At most one of each kind, the first that stands in the texts: ``arxiv:2107.05580``, ``doi:10.…`` of the publisher,
    ``acl:P19-1001``, ``doi:10.…`` of a preprint server or deposit, ``openreview:…`` of a forum, ``pmid:123``. A DOI that arXiv
    gave counts as the arXiv id in it.
    """
    texts = tuple(filter(None, texts))
    dois = list(filter(None, map(doi, texts)))
    names = [f"arxiv:{name}" for name in map(arxiv_id, (*texts, *dois)) if name]
    names += [f"doi:{name}" for name in dois if not name.startswith(_ARXIV_DOIS)]
    for known, find in (("acl", acl_id), ("openreview", openreview_id), ("pmid", pmid)):
        names += [f"{known}:{name}" for name in map(find, texts) if name]
    return best_first({kind(name): name for name in reversed(names)}.values())


def kind(name: str) -> str:
    """Return which kind of id a canonical id is: its name, but ``preprint`` for the DOI of a preprint server or deposit."""
    known, _, value = name.partition(":")
    return "preprint" if known == "doi" and _PREPRINT.match(value) else known


def best_first(names: Iterable[str]) -> tuple[str, ...]:
    """Return canonical ids once each: of arXiv, publishers, the ACL Anthology, preprint servers, OpenReview and PubMed."""
    return tuple(sorted(set(names), key=lambda name: (_KINDS.index(kind(name)), name)))


def canonical(ids: tuple[str, ...], *, title: str, abstract: str) -> str:
    """Return the one id of a paper: the best it has, else a hash of its cleaned text."""
    return ids[0] if ids else "sha:" + hashlib.sha256(f"{title}\n{abstract}".encode()).hexdigest()[:_HASH_DIGITS]


def address(ids: tuple[str, ...]) -> str | None:
    """Return the web address that the best of the ids leads to; None without ids."""
    if not ids:
        return None
    return _SITES[kind(ids[0])] + ids[0].partition(":")[2]


def arxiv_month(arxiv: str) -> date:
    """Return the first day of the month that an arXiv id names: 2107.05580 and cs/0112017 begin with year and month."""
    digits = arxiv.partition("/")[2] or arxiv
    year, month = int(digits[:2]), int(digits[2:4])
    return date(1900 + year if year >= _FIRST_YEAR else 2000 + year, month, 1)
