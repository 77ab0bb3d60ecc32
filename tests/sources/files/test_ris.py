import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.sources import SourceSettings
from trends.sources.files.ris import RIS
from trends.sources.opening import Opened
from trends.sources.records import Skip


def records(text):
    return list(RIS.read(Opened("x", text.encode("utf-8", "surrogatepass")), SourceSettings()))


def record(*lines):
    (found,) = records("\n".join(["TY  - JOUR", "TI  - Title", *lines, "ER  - "]))
    return found


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (["PY  - 2023", "DA  - 2023/07/12/"], "2023-07-12"),
        (["DA  - 2023/07/12/epub"], "2023-07-12"),
        (["Y1  - 2023/07//"], "2023-07"),
        (["PY  - 2023///"], "2023"),
        (["PY  - 2023///Winter"], "2023"),
        (["PY  - 2023", "DA  - 2023-07-12"], "2023-07-12"),
        (["PY  - 2023", "Y1  - 12 July 2023"], "12 July 2023"),
        (["PY  - 2023", "DA  - Jul 12"], "Jul 12 2023"),
        (["Y1  - 15-17 June 2022"], "15 June 2022"),
        (["Y1  - 28 Feb.-2 March 2022"], "28 Feb 2022"),
        (["DA  - July-Sept. 2016"], "July 2016"),
        ([], None),
    ],
)
def test_the_date_is_the_one_that_says_most(lines, date):
    assert record(*lines).date == date


def test_the_day_of_access_dates_nothing():
    assert record("Y2  - 2024/01/10/").date is None


def test_the_year_stands_by_where_the_date_makes_no_sense():
    assert record("DA  - 2010/13/45", "PY  - 2010").year == "2010"


def test_old_and_new_tags_say_the_same():
    (old,) = records("TY  - JOUR\nT1  - Title\nA1  - Byron, Ada\nA1  - Turing, A.\nN2  - Abstract.\nJF  - Journal\nER  - ")
    (new,) = records("TY  - JOUR\nTI  - Title\nAU  - Byron, Ada\nAU  - Turing, A.\nAB  - Abstract.\nT2  - Journal\nER  - ")
    assert old == new


def test_a_book_is_not_its_own_venue_but_that_of_its_chapters():
    book, chapter = records("TY  - BOOK\nBT  - Book\nER  - \nTY  - CHAP\nTI  - Chapter\nBT  - Book\nER  - ")
    assert (book.title, book.venue) == ("Book", None)
    assert (chapter.title, chapter.venue) == ("Chapter", "Book")


def test_a_line_of_an_abstract_that_begins_with_a_short_word_and_a_dash_is_no_tag():
    lines = ("We compare methods.", "SVM - support vector machines - win.", "LSTM- networks follow.", "The end.")
    assert record(f"AB  - {lines[0]}", *lines[1:], "PY  - 2020").abstract == "\n".join(lines)


def test_keywords_stand_in_many_tags_or_many_lines():
    assert record("KW  - one", "KW  - two", "three").categories == ["one", "two", "three"]


def test_an_arxiv_id_is_found_among_links_and_in_a_volume():
    assert record("UR  - https://a.org/1; https://b.org/2", "L1  - https://arxiv.org/pdf/2003.05555").arxiv == (
        "https://arxiv.org/pdf/2003.05555"
    )
    assert record("JO  - CoRR", "VL  - abs/1706.09999").venue == "CoRR abs/1706.09999"


def test_what_is_no_paper_is_skipped_with_its_kind():
    assert records("\nTY  - COMP\nTI  - A tool\nER  - ") == [Skip("not a paper: software", "A tool", 2)]


def test_only_ris_is_taken_for_it():
    assert RIS.fits("Provider: x\n\nTY  - JOUR\r\nTI  - One")
    assert not RIS.fits("PMID- 1\nTI  - One\n")
    assert not RIS.fits("title,abstract\nTY  is no tag,here\n")


@given(st.lists(st.sampled_from(["TY  - JOUR", "TY  -", "ER  - ", "TI  - One", "DA  - 2023/", "KW  -", "", "x", " AB  - y"])))
def test_any_order_of_lines_is_read(lines):
    for found in records("\n".join(lines)):
        assert found.line >= 1
