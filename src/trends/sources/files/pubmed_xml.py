"""PubMed and MEDLINE as XML: the baseline and update files, and what the search site and E-utilities give."""

import re
from typing import Any, Final

from trends.sources.fields.dates import Dated, finest, month_number, read_date
from trends.sources.fields.kinds import no_paper
from trends.sources.files.xml import Found, read_records, text_of
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip
from trends.sources.settings import SourceSettings

_SET: Final = re.compile(r"<Pubmed(?:ArticleSet|BookArticleSet|Article|BookArticle)[\s>]")
_TRANSLATED: Final = re.compile(r"\[(.+?)\.?\]\.?")
_NO_TITLE: Final = ("", "[Not Available].", "[Not Available]")
_MEDLINE_DATE: Final = re.compile(r"(\d{4})(?: ([A-Z][a-z]{2,}))?")
_PUBMED: Final = "https://pubmed.ncbi.nlm.nih.gov/"


def read_pubmed_xml(opened: Opened, _: SourceSettings) -> Records:
    """Read the articles and the chapters of books, one at a time; notices and retracted articles are skipped.

    A paper counts from the earliest day on which it was published, be it online (``ArticleDate``) or in an issue (``PubDate``);
    where neither tells the day, the issue gives the month or year, the first of a range. The days on which manuscripts were
    received are left aside, for only some journals tell them, and a journal that begins to would move its papers by half a
    year; the day of entry into PubMed counts only where there is no other date. The headings of structured abstracts are left
    out, for all share them, and so are abstracts in other languages.

    Raises
    ------
    SourceError
        Where the file holds no article.
    """
    return read_records(opened, "PubmedArticle", "PubmedBookArticle", to_record=_record)


def _record(found: Found) -> Record | Skip:
    if found.element.tag == "PubmedBookArticle":
        return _chapter(found)
    return _article(found)


def _article(found: Found) -> Record | Skip:
    element, line, _ = found
    citation = element.find("MedlineCitation")
    article = None if citation is None else citation.find("Article")
    if citation is None or article is None:
        return Skip("article without a citation", "", line)
    if lost := no_paper(text_of(kind) for kind in article.iterfind("PublicationTypeList/PublicationType")):
        return Skip(lost, _title(article), line)
    dated, mends = _published(article.find("ArticleDate"), article.find("Journal/JournalIssue/PubDate"))
    places = [text_of(place) for place in article.iterfind("ELocationID") if place.get("ValidYN") != "N"]
    return Record(
        title=_title(article),
        abstract=_abstract(article),
        date=dated and dated.day,
        precision=dated and dated.precision,
        updated=_entered(element.find("PubmedData")),
        doi=_doi(article.iterfind("ELocationID"), element.iterfind("PubmedData/ArticleIdList/ArticleId")),
        arxiv=next((place for place in places if place.lower().startswith("arxiv:")), None),
        authors=_authors(article),
        categories=_categories(citation),
        venue=article.findtext("Journal/Title") or article.findtext("Journal/ISOAbbreviation"),
        url=_address(citation),
        line=line,
        mends=mends,
    )


def _chapter(found: Found) -> Record | Skip:
    element, line, _ = found
    chapter = element.find("BookDocument")
    if chapter is None:
        return Skip("article without a citation", "", line)
    book = text_of(chapter.find("Book/BookTitle"))
    dated, mends = _published(chapter.find("ContributionDate"), chapter.find("Book/PubDate"))
    return Record(
        title=_title(chapter) or book,
        abstract=_abstract(chapter),
        date=dated and dated.day,
        precision=dated and dated.precision,
        updated=_entered(element.find("PubmedBookData")),
        doi=_doi(chapter.iterfind("ELocationID"), chapter.iterfind("ArticleIdList/ArticleId")),
        authors=_authors(chapter) or _authors(chapter.find("Book")),
        categories=[text_of(keyword) for keyword in chapter.iterfind("KeywordList/Keyword")],
        venue=book,
        url=_address(chapter),
        line=line,
        mends=mends,
    )


def _title(article: Any) -> str:
    """Return the English title without the brackets of a translation and the final stop, else the original one."""
    title = text_of(article.find("ArticleTitle")).strip()
    if title in _NO_TITLE:
        title = text_of(article.find("VernacularTitle")).strip()
    translated = _TRANSLATED.fullmatch(title)
    return (translated[1] if translated else title).removesuffix(".")


def _abstract(article: Any) -> str:
    return "\n".join(text_of(part) for part in article.iterfind("Abstract/AbstractText"))


def _address(citation: Any) -> str | None:
    pmid = citation.findtext("PMID", "").strip()
    return f"{_PUBMED}{pmid}/" if pmid.isdecimal() else None


def _doi(*groups: Any) -> str | None:
    """Return the first DOI, of ``ELocationID`` and ``ArticleId``, that is not marked as wrong."""
    ids = (name for group in groups for name in group if name.get("ValidYN") != "N")
    return next((text_of(name) for name in ids if "doi" in (name.get("EIdType"), name.get("IdType"))), None)


def _authors(article: Any) -> list[object]:
    names: list[object] = []
    for author in () if article is None else article.iterfind("AuthorList/Author"):
        given = author.findtext("ForeName") or author.findtext("Initials") or ""
        person = f"{given} {author.findtext('LastName', '')} {author.findtext('Suffix', '')}"
        if author.get("ValidYN") != "N":
            names.append(person if person.strip() else {"name": text_of(author.find("CollectiveName"))})
    return names


def _categories(citation: Any) -> list[str]:
    """Return the headings that PubMed gave, then the keywords of the authors."""
    paths = ("MeshHeadingList/MeshHeading/DescriptorName", "KeywordList/Keyword")
    return [text_of(name) for path in paths for name in citation.iterfind(path)]


def _published(*elements: Any) -> tuple[Dated | None, tuple[tuple[str, str], ...]]:
    """Return the earliest day, else the best of the coarser dates, and what was not understood."""
    dates, mends = [], []
    for element in elements:
        told = "" if element is None else " ".join(" ".join(element.itertext()).split())
        if not told:
            continue
        try:
            dates.append(_date(element))
        except ValueError as problem:
            mends.append((str(problem), told))
    days = [dated for dated in dates if dated.precision == "day"]
    return finest(days or dates), tuple(mends)


def _date(element: Any) -> Dated:
    """Read year, month and day, or the beginning of a span such as ``2019 Nov-Dec``; of a season only the year is sure."""
    year, month, day = (element.findtext(part, "").strip() for part in ("Year", "Month", "Day"))
    if not year and (span := _MEDLINE_DATE.match(element.findtext("MedlineDate", "").strip())):
        year, month = span[1], span[2] or ""
        try:
            month_number(month)
        except ValueError:
            month = ""
    if month and not month.isdecimal():
        month = str(month_number(month))
    return read_date("-".join(filter(None, (year, month, day if month else ""))))


def _entered(data: Any) -> str | None:
    """Return the day of entry into PubMed."""
    for entry in () if data is None else data.iterfind("History/PubMedPubDate"):
        if entry.get("PubStatus") in ("pubmed", "entrez"):
            return "-".join(entry.findtext(part, "") for part in ("Year", "Month", "Day"))
    return None


def _is_pubmed_xml(head: str) -> bool:
    return head.lstrip().startswith("<") and bool(_SET.search(head))


PUBMED_XML: Final = Format(
    "pubmed_xml", "PubMed or MEDLINE, as XML: baseline files and saved searches", (".xml",), _is_pubmed_xml, read_pubmed_xml
)
