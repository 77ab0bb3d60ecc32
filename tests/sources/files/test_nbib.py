import pytest

from trends.sources import SourceSettings
from trends.sources.fields.dates import read_date
from trends.sources.files.nbib import NBIB
from trends.sources.opening import Opened
from trends.sources.records import Skip


def records(text):
    return list(NBIB.read(Opened("x", text.encode()), SourceSettings()))


def record(*lines):
    (found,) = records("\n".join(["PMID- 1", *lines]))
    return found


@pytest.mark.parametrize(
    ("issue", "electronic", "date"),
    [
        ("2023 Jul 12", "", "2023-07-12"),
        ("2023 Jul 12", "20230630", "2023-06-30"),
        ("2023 Jul 12", "20230801", "2023-07-12"),
        ("2023 Jan", "20230215", "2023-02-15"),  # an issue that is dated before it came out
        ("2023 Jul-Aug", "", "2023-07"),
        ("2023 Jul 28-Aug 2", "", "2023-07-28"),
        ("1998 Dec-1999 Jan", "", "1998-12"),
        ("2023 Spring", "", "2023"),
        ("2023 1st Quart", "", "2023"),
        ("2009 Sept 9", "", "2009-09-09"),
        ("", "20230630", "2023-06-30"),
    ],
)
def test_a_paper_counts_from_the_earliest_day_on_which_it_was_published(issue, electronic, date):
    assert read_date(record(f"DP  - {issue}", f"DEP - {electronic}").date) == read_date(date)


@pytest.mark.parametrize("issue", ["in press", ""])
def test_what_is_no_date_is_left_as_it_stands(issue):
    assert record(f"DP  - {issue}").date == issue


def test_the_day_on_which_a_paper_was_received_does_not_count():
    found = record("DP  - 2023 Jul", "PHST- 2022/12/24 00:00 [received]", "EDAT- 2023/07/02 06:00")
    assert (found.date, found.updated) == ("2023 Jul", "2023/07/02 06:00")


def test_wrapped_lines_are_one_text():
    found = record("TI  - A title that", "      goes on.", "AB  - AIM: To wrap.", "      RESULTS: It does.")
    assert (found.title.split(), found.abstract) == (["A", "title", "that", "goes", "on"], "AIM: To wrap.\nRESULTS: It does.")


@pytest.mark.parametrize(
    ("text", "title"),
    [("Stops are dropped.", "Stops are dropped"), ("[Übersetzt].", "Übersetzt"), ("[A] to [B]?", "[A] to [B]?")],
)
def test_titles_lose_what_medline_adds(text, title):
    assert record(f"TI  - {text}").title == title


def test_full_names_go_before_initials_and_groups_are_authors():
    assert record("FAU - Byron, Ada", "AU  - Byron A", "CN  - The Group").authors == ["Byron, Ada", {"name": "The Group"}]
    assert record("AU  - Byron A").authors == ["Byron A"]


def test_the_doi_is_told_from_other_locations():
    assert record("LID - e417 [pii]", "AID - 10.5555/x [doi]").doi == "10.5555/x"


def test_headings_lose_their_stars_and_qualifiers():
    assert record("MH  - *Deep Learning/methods", "MH  - Image Processing, Computer-Assisted", "OT  - *atlas").categories == [
        "Deep Learning",
        "Image Processing, Computer-Assisted",
        "atlas",
    ]


def test_another_abstract_in_another_language_does_not_win():
    assert record("OAB - Eine lange Zusammenfassung.", "AB  - Short.").abstract == "Short."


def test_notices_and_retracted_papers_are_skipped():
    assert records("PMID- 1\nTI  - Erratum.\nPT  - Published Erratum") == [Skip("not a paper: correction", "Erratum", 1)]
    assert records("PMID- 1\nTI  - Gone.\nPT  - Journal Article\nPT  - Retracted Publication") == [Skip("retracted", "Gone", 1)]


def test_a_misspelled_first_tag_costs_neither_its_entry_nor_the_next():
    assert [found.title for found in records("PMI - 1\nTI  - One.\n\nPMID- 2\nTI  - Two.\nPMID- 3\nTI  - Three.")] == [
        "One",
        "Two",
        "Three",
    ]


def test_only_medline_is_taken_for_it():
    assert NBIB.fits("\nPMID- 37000001\nOWN - NLM\n")
    assert not NBIB.fits("TY  - JOUR\nTI  - One\n")
    assert not NBIB.fits("PMID,title\n1,One\n")
