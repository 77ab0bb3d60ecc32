import pytest

from trends.errors import SourceError
from trends.sources.fields.columns import match_columns, to_record


def test_usual_names_are_found_whatever_their_case():
    found = match_columns(["Paper_ID", "TITLE", "Summary", "Published", "Author Names"], chosen={}, file="x.csv")
    assert found == {
        "id": ("Paper_ID",),
        "title": ("TITLE",),
        "abstract": ("Summary",),
        "date": ("Published",),
        "authors": ("Author Names",),
    }


def test_the_day_of_submission_is_preferred_to_the_day_of_update():
    assert match_columns(["title", "update_date", "versions"], chosen={}, file="x")["date"] == ("versions",)
    assert match_columns(["title", "date", "submitted"], chosen={}, file="x")["date"] == ("submitted", "date")


def test_the_choice_of_the_user_comes_first():
    assert match_columns(["title", "headline"], chosen={"title": "headline"}, file="x")["title"] == ("headline",)


def test_a_table_without_a_title_tells_its_columns_and_what_to_do():
    with pytest.raises(
        SourceError, match=r"x.csv has no column that reads like a title, its columns are 'a', 'b': .*columns.title=NAME"
    ):
        match_columns(["a", "b"], chosen={}, file="x.csv")


def test_a_chosen_column_must_be_there():
    with pytest.raises(SourceError, match=r"x.csv has no column 'day' for date, its columns are 'title'"):
        match_columns(["title"], chosen={"date": "day"}, file="x.csv")


def test_a_row_gives_a_record_with_its_line():
    record = to_record({"T": "a", "y": 2021}, columns={"title": ("T",), "year": ("y",)}, line=7)
    assert (record.title, record.year, record.abstract, record.line) == ("a", 2021, None, 7)


def test_a_field_is_taken_from_its_first_column_that_is_not_empty_in_the_row():
    columns = match_columns(["title", "summary", "abstract"], chosen={}, file="x")
    assert to_record({"abstract": " ", "summary": "b"}, columns=columns).abstract == "b"
    assert to_record({"abstract": "a", "summary": "b"}, columns=columns).abstract == "a"
