from datetime import date

import pytest

from trends.sources import SourceSettings
from trends.sources.files.pubmed_xml import PUBMED_XML
from trends.sources.opening import Opened
from trends.sources.records import Skip

ONLINE = "<ArticleDate><Year>2019</Year><Month>11</Month><Day>04</Day></ArticleDate>"


def rows(content):
    return list(PUBMED_XML.read(Opened("x", content.encode()), SourceSettings()))


def article(inside="<ArticleTitle>On toys.</ArticleTitle>", *, issue="", beside="", data=""):
    """Read one article."""
    journal = f"<Journal><JournalIssue><PubDate>{issue}</PubDate></JournalIssue><Title>Toys</Title></Journal>"
    citation = f"<MedlineCitation><PMID>1</PMID><Article>{journal}{inside}</Article>{beside}</MedlineCitation>"
    (row,) = rows(
        f"<PubmedArticleSet><PubmedArticle>{citation}<PubmedData>{data}</PubmedData></PubmedArticle></PubmedArticleSet>"
    )
    return row


def parts(year="", month="", day=""):
    return f"<Year>{year}</Year><Month>{month}</Month><Day>{day}</Day>"


@pytest.mark.parametrize(
    ("issue", "day", "precision"),
    [
        (parts(2020, "Mar", 7), date(2020, 3, 7), "day"),
        (parts(2020, "03"), date(2020, 3, 1), "month"),
        (parts(2020), date(2020, 1, 1), "year"),
        ("<Year>2004</Year><Season>Spring</Season>", date(2004, 1, 1), "year"),
        ("<MedlineDate>2019 Nov-Dec</MedlineDate>", date(2019, 11, 1), "month"),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", date(1998, 12, 1), "month"),
        ("<MedlineDate>2000 Spring-Summer</MedlineDate>", date(2000, 1, 1), "year"),
        ("<MedlineDate>2015-2016</MedlineDate>", date(2015, 1, 1), "year"),
        ("<MedlineDate>2012 Jul 12-18</MedlineDate>", date(2012, 7, 1), "month"),
    ],
)
def test_the_date_of_an_issue_has_the_precision_that_is_told(issue, day, precision):
    found = article(issue=issue)
    assert (found.date, found.precision, found.mends) == (day, precision, ())


@pytest.mark.parametrize(
    ("issue", "day"),
    [
        (parts(2020, "Mar"), date(2019, 11, 4)),
        (parts(2019), date(2019, 11, 4)),
        (parts(2019, "Oct", 1), date(2019, 10, 1)),
        (parts(2020, "Oct", 1), date(2019, 11, 4)),
    ],
)
def test_the_earliest_day_of_publication_counts(issue, day):
    assert article(ONLINE, issue=issue).date == day


def test_the_day_on_which_a_manuscript_was_received_never_counts():
    history = "".join(
        f'<PubMedPubDate PubStatus="{status}">{parts(2001 + number, 2, 3)}</PubMedPubDate>'
        for number, status in enumerate(("received", "accepted", "pubmed", "medline"))
    )
    found = article(data=f"<History>{history}</History>")
    assert (found.date, found.updated) == (None, "2003-2-3")


def test_a_date_that_is_none_is_noted():
    found = article(issue=parts(2020, "Brumaire", 2))
    assert (found.date, found.mends) == (None, (("date not understood", "2020 Brumaire 2"),))


def test_the_headings_of_a_structured_abstract_are_left_out():
    found = article(
        "<Abstract><AbstractText Label='METHODS'>We <i>count</i>.</AbstractText><AbstractText>It adds up.</AbstractText>"
        "<CopyrightInformation>© 2020</CopyrightInformation></Abstract>"
    )
    assert found.abstract == "We count.\nIt adds up."


def test_an_abstract_in_another_language_is_none():
    assert article(beside="<OtherAbstract Language='ger'><AbstractText>Wir zählen.</AbstractText></OtherAbstract>").abstract == ""


@pytest.mark.parametrize(
    ("titles", "title"),
    [
        ("<ArticleTitle>On toys.</ArticleTitle>", "On toys"),
        ("<ArticleTitle>[On toys].</ArticleTitle><VernacularTitle>Von Spielzeug.</VernacularTitle>", "On toys"),
        ("<ArticleTitle>[On toys.]</ArticleTitle>", "On toys"),
        ("<ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Von Spielzeug.</VernacularTitle>", "Von Spielzeug"),
        ("<ArticleTitle>Why toys?</ArticleTitle>", "Why toys?"),
    ],
)
def test_a_title_is_without_its_final_stop_and_the_brackets_of_a_translation(titles, title):
    assert article(titles).title == title


def test_the_doi_is_that_of_the_article_and_valid():
    wrong = '<ELocationID EIdType="doi" ValidYN="N">10.5555/wrong</ELocationID>'
    cited = '<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.5555/cited</ArticleId></ArticleIdList>'
    cited += "</Reference></ReferenceList>"
    own = '<ArticleIdList><ArticleId IdType="pubmed">1</ArticleId><ArticleId IdType="doi">10.5555/own</ArticleId></ArticleIdList>'
    assert article(wrong, data=cited + own).doi == "10.5555/own"
    assert article(wrong, data=cited).doi is None


def test_authors_are_people_and_groups_and_not_the_corrected_ones():
    names = (
        "<Author><LastName>Byron</LastName><ForeName>Ada</ForeName><Initials>A</Initials></Author>"
        "<Author ValidYN='N'><LastName>Birron</LastName></Author>"
        "<Author><LastName>Hopper</LastName><Initials>G</Initials></Author>"
        "<Author><CollectiveName>Toy Group</CollectiveName></Author>"
    )
    found = article(f"<AuthorList>{names}</AuthorList>").authors
    assert [" ".join(name.split()) for name in found[:2]] == ["Ada Byron", "G Hopper"]
    assert found[2:] == [{"name": "Toy Group"}]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("Retracted Publication", "retracted"), ("Published Erratum", "not a paper: correction")],
)
def test_notices_and_retracted_articles_are_skipped(kind, reason):
    kinds = "".join(f"<PublicationType>{name}</PublicationType>" for name in ("Journal Article", kind))
    kinds = f"<PublicationTypeList>{kinds}</PublicationTypeList>"
    assert article(f"<ArticleTitle>On toys.</ArticleTitle>{kinds}") == Skip(reason, "On toys", 1)


def test_a_book_may_be_one_paper_and_its_chapters_papers_of_it():
    book = "<Book><BookTitle>Toys</BookTitle><PubDate><Year>1993</Year></PubDate></Book>"
    content = (
        f"<s><PubmedBookArticle><BookDocument>{book}<ArticleTitle>Kites</ArticleTitle></BookDocument></PubmedBookArticle>"
        f"<PubmedBookArticle><BookDocument>{book}</BookDocument></PubmedBookArticle></s>"
    )
    assert [(found.title, found.venue, found.precision) for found in rows(content)] == [
        ("Kites", "Toys", "year"),
        ("Toys", "Toys", "year"),
    ]


def test_an_article_without_a_citation_is_skipped():
    found = rows("<s><PubmedArticle><PubmedData/></PubmedArticle><PubmedBookArticle/></s>")
    assert [skip.reason for skip in found] == ["article without a citation"] * 2


@pytest.mark.parametrize("head", ["<feed><entry/></feed>", "title\n<PubmedArticleSet>", "<PubmedArticles>", "PMID- 1\n"])
def test_other_files_are_not_claimed(head):
    assert not PUBMED_XML.fits(head)
