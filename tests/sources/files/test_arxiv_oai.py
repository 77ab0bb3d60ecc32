from pathlib import Path

import pytest

from trends.errors import SourceError
from trends.sources import SourceSettings
from trends.sources.files.arxiv_oai import ARXIV_OAI
from trends.sources.opening import Opened
from trends.sources.records import Record, Skip

FIXTURE = Path(__file__).parents[1] / "fixtures" / "arxiv_oai.xml"


def read(text):
    return list(ARXIV_OAI.read(Opened("x.xml", text.encode()), SourceSettings()))


def read_paper(inside, *, kind="arXivRaw"):
    head = "<header><identifier>oai:arXiv.org:2302.00001</identifier><datestamp>2026-02-20</datestamp></header>"
    (record,) = read(
        f'<record>{head}<metadata><{kind} xmlns="http://arxiv.org/OAI/{kind}/">{inside}</{kind}></metadata></record>'
    )
    return record


def test_the_first_version_dates_a_paper_wherever_it_stands():
    versions = '<version version="v2"><date>2 Feb 2024</date></version><version version="v1"><date>1 Feb 2023</date></version>'
    assert read_paper(f"<id>2302.00001</id>{versions}<title>A</title>").date == "1 Feb 2023"


def test_a_paper_without_its_first_version_is_left_to_its_id():
    assert read_paper('<id>2302.00001</id><version version="v2"><date>2 Feb 2024</date></version>').date == ""


@pytest.mark.parametrize(
    ("own_id", "created", "date"),
    [
        ("2302.00001", "2023-02-28", "2023-02-28"),
        ("2302.00001", "2023-01-31", "2023-01-31"),
        ("2301.00001", "2022-12-31", "2022-12-31"),
        ("2302.00001", "2026-02-19", ""),
        ("2302.00001", "2023-03-01", ""),
        ("cs/0112018", "2001-12-18", "2001-12-18"),
        ("cs/0112018", "2011-12-18", ""),
        ("2302.00001", "soon", "soon"),
        ("nonsense", "2023-02-28", "2023-02-28"),
    ],
)
def test_a_day_of_creation_counts_only_where_the_id_agrees(own_id, created, date):
    assert read_paper(f"<id>{own_id}</id><created>{created}</created><title>A</title>", kind="arXiv").date == date


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ada Byron", ["Ada Byron"]),
        ("Ada Byron, Alan Turing and Emmy Noether", ["Ada Byron", "Alan Turing", "Emmy Noether"]),
        ("Ada Byron, Alan Turing, and Emmy Noether", ["Ada Byron", "Alan Turing", "Emmy Noether"]),
        ("Ada Byron (1), Alan Turing (2) ((1) London, (2) Manchester (UK))", ["Ada Byron", "Alan Turing"]),
        ("Ada Byron (London and Paris), Alan Turing", ["Ada Byron", "Alan Turing"]),
        ("Ada Byron, Jr., Alan Turing III", ["Ada Byron Jr.", "Alan Turing III"]),
        ("Ada Byron (a bracket that never closes, Alan Turing", ["Ada Byron"]),
        ("Ada Byron 1), Alan Turing 2)", ["Ada Byron 1", "Alan Turing 2"]),
        ("Anders Sandberg", ["Anders Sandberg"]),
    ],
)
def test_the_line_of_authors_is_divided_into_names(line, names):
    authors = read_paper(f"<title>A</title><authors>{line}</authors>").authors
    assert [" ".join(name.split()) for name in authors] == names


def test_many_brackets_are_no_trouble():
    assert read_paper(f"<title>A</title><authors>Ada {'(' * 50_000}x{')' * 50_000}</authors>").authors == ["Ada "]


def test_deleted_records_and_other_formats_are_skipped_with_their_id():
    deleted = '<record><header status="deleted"><identifier>oai:arXiv.org:1</identifier></header></record>'
    assert read(deleted) == [Skip("deleted record", "oai:arXiv.org:1", 1)]
    assert read_paper("<title>A</title>", kind="dc").reason == "record in another format than arXivRaw and arXiv"


def test_a_broken_record_takes_no_other_with_it():
    text = FIXTURE.read_text(encoding="utf-8")
    whole = [record.title for record in read(text) if isinstance(record, Record)]
    left = [record.title for record in read(text.replace("</id>", "</i", 1)) if isinstance(record, Record)]
    assert left == whole[1:]


def test_an_answer_without_records_is_an_error_with_its_name():
    with pytest.raises(SourceError, match=r"x\.xml holds no XML element <record>"):
        read('<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="noRecordsMatch"/></OAI-PMH>')


@pytest.mark.parametrize(
    ("head", "fits"),
    [
        (FIXTURE.read_text(encoding="utf-8")[:2000], True),
        ('<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><identifier>oai:arXiv.org:1</identifier>', True),
        ('<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><identifier>oai:zenodo.org:1</identifier>', False),
        ('<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">', False),
        ('<collection id="2023.acl">', False),
    ],
)
def test_only_records_of_arxiv_are_taken_for_such(head, fits):
    assert ARXIV_OAI.fits(head) == fits
