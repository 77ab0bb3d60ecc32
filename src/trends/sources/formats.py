"""The one table of formats, asked from the narrowest to the widest."""

from pathlib import PurePath
from typing import Final

from trends.errors import SourceError
from trends.sources.files.acl_xml import ACL_XML
from trends.sources.files.arxiv_atom import ARXIV_ATOM
from trends.sources.files.arxiv_dump import ARXIV_DUMP
from trends.sources.files.arxiv_oai import ARXIV_OAI
from trends.sources.files.bibtex import BIBTEX
from trends.sources.files.crossref import CROSSREF
from trends.sources.files.csl_json import CSL_JSON
from trends.sources.files.delimited import CSV, TSV
from trends.sources.files.hf_daily import HF_DAILY
from trends.sources.files.json_objects import JSON, JSONL
from trends.sources.files.nbib import NBIB
from trends.sources.files.openalex import OPENALEX
from trends.sources.files.openreview import OPENREVIEW
from trends.sources.files.pages import PAGES
from trends.sources.files.parquet import MAGIC, PARQUET
from trends.sources.files.pubmed_xml import PUBMED_XML
from trends.sources.files.ris import RIS
from trends.sources.files.scopus_csv import SCOPUS_CSV
from trends.sources.files.semantic_scholar import SEMANTIC_SCHOLAR
from trends.sources.files.wos import WOS
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.settings import SourceSettings

COMPRESSED: Final = (".gz", ".zst")

FORMATS: Final = (
    PARQUET,
    *(PUBMED_XML, ACL_XML, ARXIV_ATOM, ARXIV_OAI),
    *(ARXIV_DUMP, OPENALEX, SEMANTIC_SCHOLAR, CSL_JSON, CROSSREF, OPENREVIEW, HF_DAILY),
    *(WOS, NBIB, RIS, BIBTEX, PAGES),
    *(JSONL, JSON, SCOPUS_CSV, TSV, CSV),
)

# What people have at hand and what to make of it.
_NO_PAPERS: Final = {
    "PK\x03\x04": "a zip archive or an Excel workbook: unpack it, or save its sheet as CSV in UTF-8",
    "%PDF": "a PDF: save the list of papers as BibTeX, RIS or CSV",
}


def find_format(opened: Opened, *, settings: SourceSettings) -> Format:
    """Return the format that the settings name, else the first that the content looks like.

    Raises
    ------
    SourceError
        Where there is none.
    """
    known = ", ".join(fmt.name for fmt in FORMATS)
    if opened.is_binary and not opened.head.startswith(MAGIC):
        hint = next((hint for magic, hint in _NO_PAPERS.items() if opened.head.startswith(magic)), None)
        raise SourceError(f"{opened.name} is {hint or f'binary and not parquet, the formats are {known}'}")
    if settings.format != "auto":
        return next(fmt for fmt in FORMATS if fmt.name == settings.format)
    for fmt in FORMATS:
        if fmt.fits(opened.head):
            return fmt
    raise SourceError(f"{opened.name} looks like none of the formats {known}: name one with --set sources.format=NAME")


def has_known_ending(name: str) -> bool:
    """Tell whether a file is named like one of the formats."""
    path = PurePath(name.lower())
    ending = PurePath(path.stem).suffix if path.suffix in COMPRESSED else path.suffix
    return any(ending in fmt.endings for fmt in FORMATS)
