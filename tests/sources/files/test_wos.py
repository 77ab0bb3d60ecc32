from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.sources import SourceSettings
from trends.sources.files.wos import WOS
from trends.sources.opening import Opened
from trends.sources.records import Record, Skip

FIXTURE = Path(__file__).parents[1] / "fixtures" / "wos.txt"


def rows(content):
    content = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return list(WOS.read(Opened("x", content), SourceSettings()))


def record(*lines):
    """Read one record."""
    (row,) = rows("\n".join(("FN Clarivate", "VR 1.0", "PT J", *lines, "ER", "", "EF")))
    return row


def table(*lines):
    return "\n".join("\t".join(line) for line in lines) + "\n"


def as_table(found):
    """Write records the way that the table of the same export would have them."""
    tags = ("PT", "AU", "AF", "TI", "SO", "AB", "PY", "DI", "WC", "UT")
    return table(tags, *(("J", "; ".join(one.authors or ()), "", *shared(one)[:3], "", *shared(one)[3:]) for one in found))


def shared(one):
    """Return what the table of an export has in common with its tagged text."""
    title = " ".join(one.title.split())
    return title, one.venue or "", " ".join((one.abstract or "").split()), one.doi or "", "; ".join(one.categories or ()), one.id


@pytest.mark.parametrize(
    ("lines", "day", "precision"),
    [
        (["PD JUL 12", "PY 2023"], date(2023, 7, 12), "day"),
        (["PD JUL", "PY 2023"], date(2023, 7, 1), "month"),
        (["PD SEP-OCT", "PY 2019"], date(2019, 9, 1), "month"),
        (["PD JUN 12-15", "PY 2019"], date(2019, 6, 12), "day"),
        (["PD JUN 28-JUL 2", "PY 2019"], date(2019, 6, 28), "day"),
        (["PD SEPT 9", "PY 2009"], date(2009, 9, 9), "day"),
        (["PD SPR", "PY 2018"], date(2018, 1, 1), "year"),
        (["PD AUG-OCT 2007", "PY 2007"], date(2007, 8, 1), "month"),
        (["PD JUL 12 2021", "PY 2021"], date(2021, 7, 12), "day"),
        (["PY 2016"], date(2016, 1, 1), "year"),
        (["EA OCT 2023"], date(2023, 10, 1), "month"),
        (["PD MAR", "PY 2024", "EA DEC 2023"], date(2023, 12, 1), "month"),
        (["PD JUL 12", "PY 2023", "EA JUL 2023"], date(2023, 7, 12), "day"),
        (["PD JUL 12", "PY 2023", "EA AUG 2023"], date(2023, 7, 12), "day"),
    ],
)
def test_the_date_is_that_of_the_issue_or_of_early_access_before_it(lines, day, precision):
    found = record("TI On toys", *lines)
    assert (found.date, found.precision, found.mends) == (day, precision, ())


def test_a_date_that_is_none_is_noted_and_the_year_stays():
    found = record("TI On toys", "PD 3RD QUARTER", "PY 2020")
    assert (found.date, found.precision, found.mends) == (date(2020, 1, 1), "year", (("date not understood", "3RD QUARTER"),))


def test_lines_that_begin_with_spaces_go_on_with_the_field_above():
    found = record("AU Byron, A", "   Turing, A", "TI On", "   toys", "AB First.", "   ", "   Second.")
    assert (found.authors, found.title, found.abstract) == (["Byron, A", "Turing, A"], "On\ntoys", "First.\nSecond.")


def test_full_names_win_over_initials_and_groups_write_papers_too():
    assert record("TI On toys", "AU Byron, A", "AF Byron, Ada").authors == ["Byron, Ada"]
    assert record("TI On toys", "CA Toy Study Grp").authors == ["Toy Study Grp"]


def test_the_categories_of_the_database_win_over_keywords():
    lines = ("TI On toys", "DE toys; games", "WC Computer Science, Theory & Methods; Education &", "   Educational Research")
    assert record(*lines).categories == ["Computer Science, Theory & Methods", "Education & Educational Research"]
    assert record(*lines[:2]).categories == ["toys", "games"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("Article; Retracted Publication", "retracted"), ("Correction", "not a paper: correction")],
)
def test_notices_and_retracted_articles_are_skipped(kind, reason):
    assert record("TI On toys", f"DT {kind}") == Skip(reason, "On toys", 3)


def test_cited_papers_are_no_records():
    found = record("TI On toys", "CR Babbage C, 1837, ENGINE", "   TI is a tag elsewhere", "DI 10.5555/1")
    assert (found.title, found.doi) == ("On toys", "10.5555/1")


@pytest.mark.parametrize("end", ["ER\n", "ER\n\n", "ER   \n\n\n", "\n", ""])
def test_a_record_ends_where_it_says_so_or_where_the_next_one_begins(end):
    found = rows(f"FN x\nVR 1.0\nPT J\nTI One\n{end}PT J\nTI Two\n")
    assert [(one.title, one.line) for one in found] == [("One", 3), ("Two", 5 + end.count("\n"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\t\n"])
def test_the_table_of_an_export_gives_the_same_papers(encoding, end):
    found = [one for one in rows(FIXTURE.read_bytes()) if isinstance(one, Record)]
    content = as_table(found).replace("\n", end).encode(encoding)
    assert WOS.fits(Opened("x", content).head)
    again = rows(content)
    assert [(one.authors, *shared(one)) for one in again] == [(one.authors, *shared(one)) for one in found]
    assert len(again) == 20


def test_a_quote_in_a_table_means_nothing_and_a_short_row_is_lost_alone():
    found = rows(table(("PT", "AU", "TI", "PY"), ("J", "A", '"Open', "2020"), ("J", "B"), ("J", "C", "Last", "2021", "")))
    assert [one.title if isinstance(one, Record) else one.reason for one in found] == [
        '"Open',
        "not as many fields as the header names",
        "Last",
    ]


@pytest.mark.parametrize(
    "head",
    [
        "TY  - JOUR\nTI  - One\n",
        "PMID- 1\nTI  - One\n",
        "PT\tTitle\n",
        "PT,AU,TI,PY\n",
        "PT J is a title\nAU\n",
        "FN x\nBegin\n",
        "title\nPT J\n",
    ],
)
def test_other_files_are_not_claimed(head):
    assert not WOS.fits(head)


@pytest.mark.parametrize(
    "head", ["FN ISI Export Format\nVR 1.0\nPT J\n", "FN a\nFN a\r\nVR 1.0\r\nPT J\r\n", "\nPT J\nAU Byron, A\n"]
)
def test_exports_of_all_years_are_claimed(head):
    assert WOS.fits(head)


@given(st.text("PTERAUBI \n\t;-12") | st.text())
def test_a_good_record_behind_any_text_is_never_lost(text):
    found = rows(f"FN x\nVR 1.0\nPT J\nTI {text}\n\nPT J\nTI The good one\nER\n")
    assert "The good one" in [one.title for one in found if isinstance(one, Record)]
