import csv
import io

import pytest

from trends.errors import SourceError
from trends.sources import SourceSettings
from trends.sources.files.scopus_csv import SCOPUS_CSV
from trends.sources.opening import Opened
from trends.sources.records import Skip

NEW = ("Authors", "Author full names", "Author(s) ID", "Title", "Year", "Source title", "DOI", "Link", "Abstract", "EID")
OLD = tuple(name for name in NEW if name != "Author full names")


def rows(*lines, header=NEW, **settings):
    """Read rows that fill some of the columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header, quoting=csv.QUOTE_ALL, restval="")
    writer.writeheader()
    writer.writerows({"Title": "On toys", "Year": "2023"} | line for line in lines)
    return list(SCOPUS_CSV.read(Opened("x", text.getvalue().encode()), SourceSettings(**settings)))


@pytest.mark.parametrize(
    ("header", "line", "names"),
    [
        (NEW, {"Author full names": "Byron, Ada (57190000001); Li (57190000002)", "Authors": "Byron A."}, ["Byron, Ada", "Li"]),
        (NEW, {"Author full names": "Toy Group (57190000001)"}, ["Toy Group"]),
        (OLD, {"Authors": "Byron A.; van der Berg J.-P."}, ["Byron A.", "van der Berg J.-P."]),
        (OLD, {"Authors": "Byron A., van der Berg J.-P."}, ["Byron A.", "van der Berg J.-P."]),
        (OLD, {"Authors": "Byron, A.K., Turing, A."}, ["Byron, A.K.", "Turing, A."]),
        (NEW, {"Author full names": "[No author name available]"}, []),
    ],
)
def test_authors_are_read_from_the_headers_of_all_years(header, line, names):
    (found,) = rows(line, header=header)
    assert [name.strip() for name in found.authors] == names


def test_what_is_not_available_is_nothing():
    (found,) = rows({"Abstract": "[No abstract available]"})
    assert found.abstract == ""


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"Title": "RETRACTED: On toys"}, "retracted"),
        ({"Title": "Retracted Article: On toys"}, "retracted"),
        ({"Title": "Erratum to: On toys"}, "not a paper: correction"),
        ({"Title": "Publisher Correction: On toys"}, "not a paper: correction"),
        ({"Title": "Expression of Concern"}, "not a paper: expression of concern"),
        (
            {"Abstract": "The proceedings contain 45 papers. The topics discussed include: toys."},
            "not a paper: whole volume",
        ),
    ],
)
def test_notices_and_proceedings_as_a_whole_are_skipped(line, reason):
    assert rows(line) == [Skip(reason, line.get("Title", "On toys"), 2)]


@pytest.mark.parametrize("title", ["Corrections of corrections", "Erratum", "Retracted toys", "Correction for multiple tests"])
def test_a_paper_about_corrections_is_a_paper(title):
    (found,) = rows({"Title": title})
    assert found.title == title


def test_keywords_are_categories():
    header = (*NEW, "Author Keywords", "Index Keywords")
    (found,) = rows({"Author Keywords": "toys, wooden; games"}, header=header)
    assert found.categories == ["toys, wooden", "games"]


def test_the_user_may_choose_other_columns():
    line = {"Authors": "Byron A.", "Author full names": "Byron, Ada (57190000001)"}
    (found,) = rows(line, columns={"authors": "Authors"})
    assert found.authors == ["Byron A."]
    with pytest.raises(SourceError, match="x has no column 'Nope' for title"):
        rows({}, columns={"title": "Nope"})


def test_other_tables_are_not_claimed():
    assert not SCOPUS_CSV.fits("Authors,Title,Year\nA,B,1\n")
    assert not SCOPUS_CSV.fits("Authors\tTitle\tYear\tEID\nA\tB\t1\t2\n")
    assert SCOPUS_CSV.fits("Authors,Title,Year,Source title,EID\n")
