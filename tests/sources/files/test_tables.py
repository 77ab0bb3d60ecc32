import csv
import io
import json
from contextlib import suppress
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.errors import SourceError
from trends.sources import SourceSettings
from trends.sources.files.delimited import header, read_delimited
from trends.sources.files.json_objects import read_json, read_jsonl
from trends.sources.files.parquet import read_parquet
from trends.sources.opening import Opened
from trends.sources.records import Record, Skip

PLAIN = SourceSettings()


def rows(reader, content, **kept):
    content = content if isinstance(content, bytes) else content.encode()
    return list(reader(Opened("x", content), SourceSettings(**kept)))


def titles(found):
    return [record.title for record in found if isinstance(record, Record)]


def parquet(**columns):
    buffer = io.BytesIO()
    pl.DataFrame(columns).write_parquet(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("line", "delimiter"), [("a,b;c,d", ","), ("a;b;c", ";"), ("a\tb, c\td", "\t"), ('"a;b;c",d', ","), ("title", ",")]
)
def test_the_delimiter_is_the_one_that_divides_the_header_most(line, delimiter):
    assert header(f"\n{line}\r\nx")[1] == delimiter


def test_line_breaks_inside_quotes_belong_to_the_field_and_count_as_lines():
    found = rows(read_delimited, 'title,abstract\n"On\ngraphs","One ""two"""\r\nTrees,Grow\n')
    assert [(record.title, record.abstract, record.line) for record in found] == [
        ("On\ngraphs", 'One "two"', 2),
        ("Trees", "Grow", 4),
    ]


def test_a_quote_that_is_never_closed_loses_one_record_and_not_the_rest_of_the_file():
    found = rows(read_delimited, 'title,abstract,year\nOne,a,1\n"Two,b,2\nThree,c,3\nFour,d,4\n')
    assert titles(found) == ["One", "Three", "Four"]
    assert [(skip.reason, skip.line) for skip in found if isinstance(skip, Skip)] == [
        ("not as many fields as the header names", 3)
    ]


def test_quotes_inside_a_quoted_field_are_forgiven():
    assert titles(rows(read_delimited, 'title,year\n"He said "hi" to us",1\nTwo,2\n')) == ['He said hi" to us"', "Two"]


def test_a_quote_in_a_tsv_file_may_mean_nothing():
    assert titles(rows(read_delimited, 'title\tyear\n"Kelly" is warm\t1\n"Open\t2\nLast\t3\n')) == [
        "Kelly is warm",
        '"Open',
        "Last",
    ]


def test_a_first_column_without_a_name_is_still_a_column():
    assert titles(rows(read_delimited, "\n\ttitle\tyear\n0\tOne\t2024\n")) == ["One"]


def test_a_row_with_an_unquoted_comma_is_skipped_and_trailing_commas_are_not():
    found = rows(read_delimited, "title,year\nOne, two,1\nThree,2,,\n\n")
    assert titles(found) == ["Three"]
    assert found[0] == Skip("not as many fields as the header names", "One, two,1", 2)


def test_a_row_with_an_unquoted_comma_is_never_shifted_into_the_fields_beside_it():
    found = rows(read_delimited, "title,year,venue\nOne, two,2020,\nThree,2021,,\n")
    assert found[0] == Skip("not as many fields as the header names", "One, two,2020,", 2)
    assert titles(found) == ["Three"]


def test_spaces_behind_all_commas_are_a_habit_of_the_file():
    assert titles(rows(read_delimited, "title, year\nOne, 2020,\nTwo, 2021\n")) == ["One", "Two"]


def test_a_field_of_a_megabyte_is_read():
    assert len(rows(read_delimited, f"title,abstract\nOne,{'x' * 1_000_000}\n")[0].abstract) == 1_000_000


def test_a_bad_line_of_json_is_counted_and_the_good_ones_around_it_stay():
    lines = [json.dumps({"title": "One"}), '{"title": "Tw', "[1]", "", json.dumps({"title": "Three", "year": float("nan")})]
    found = rows(read_jsonl, "\n".join(lines))
    assert titles(found) == ["One", "Three"]
    assert [(skip.reason, skip.line) for skip in found if isinstance(skip, Skip)] == [
        ("line is not JSON", 2),
        ("line is not a JSON object", 3),
    ]
    assert found[-1].line == 5


def test_lines_of_json_may_have_different_keys():
    found = rows(read_jsonl, '{"title": "One"}\n{"abstract": "b", "title": "Two"}\n')
    assert [record.abstract for record in found] == [None, "b"]


def test_each_line_of_json_is_read_by_its_own_keys_and_the_column_that_the_user_named():
    lines = '{"title": "One", "Datum": "2021", "date": "2024"}\n{"headline": "no title"}\n{"title": "Two", "date": "2024"}\n'
    found = rows(read_jsonl, lines, columns={"date": "Datum"})
    assert [(record.title, record.date) for record in found] == [("One", "2021"), (None, None), ("Two", None)]


def test_a_column_that_no_line_of_json_has_is_told_with_those_that_they_have():
    with pytest.raises(SourceError, match=r"x has no column 'Datum' for date, its columns are 'title', 'year'"):
        rows(read_jsonl, '{"title": "One"}\n{"title": "Two", "year": 2024}\n', columns={"date": "Datum"})


def test_lines_of_json_are_read_without_waiting_for_the_end():
    def blocks():
        yield b'{"title": "One"}\n' * 10_000
        raise SourceError("the end is not there")

    reading = read_jsonl(Opened("x", blocks), PLAIN)
    assert [next(reading).title, next(reading).title] == ["One", "One"]
    with pytest.raises(SourceError, match="the end is not there"):
        list(reading)


@pytest.mark.parametrize(
    "document",
    [
        [{"title": "One"}, {"title": "Two"}],
        {"total": 2, "papers": [{"title": "One"}, {"title": "Two"}]},
        {"message": {"items": [{"title": "One"}, {"title": "Two"}], "facets": [{"title": "no"}]}},
    ],
)
def test_the_list_of_papers_is_found_in_a_document(document):
    assert titles(rows(read_json, json.dumps(document))) == ["One", "Two"]


def test_one_object_is_one_paper_though_it_holds_lists_of_objects():
    assert titles(rows(read_json, json.dumps({"Title": "One", "authors": [{"title": "Dr"}, {"title": "Mr"}]}))) == ["One"]


def test_entries_that_are_no_objects_are_counted():
    assert rows(read_json, '[{"title": "One"}, 7]')[1] == Skip("entry is not a JSON object", "7")


def test_parquet_keeps_its_dates_and_lists():
    content = parquet(title=["One"], date=[date(2024, 3, 1)], created=[datetime(2024, 1, 1)], authors=[["A", "B"]], other=[1])
    (record,) = rows(read_parquet, content)
    assert (record.title, record.date, record.authors, record.line) == ("One", date(2024, 3, 1), ["A", "B"], None)


@pytest.mark.parametrize(
    ("reader", "content", "message"),
    [
        (read_delimited, "a,b\n1,2\n", "x has no column that reads like a title, its columns are 'a', 'b'"),
        (read_jsonl, '{"a": 1}\n', "x has no column that reads like a title"),
        (read_jsonl, "no\njson\n", "x holds no JSON object"),
        (read_json, '[{"title": "cut', "x is not JSON or was cut off: unterminated string in line 1"),
        (read_json, "[" * 100_000, "x is not JSON that papers come in"),
        (read_json, "[1, 2]", "x holds no list of JSON objects"),
        (read_parquet, b"PAR1" + b"\0" * 60 + b"PAR1", "x is not a parquet file that can be read"),
        (read_parquet, parquet(a=[1]), "x has no column that reads like a title, its columns are 'a'"),
    ],
)
def test_a_bad_file_is_one_clear_sentence(reader, content, message):
    with pytest.raises(SourceError, match=message):
        rows(reader, content)


def test_the_user_may_name_the_columns():
    assert titles(rows(read_delimited, "a,b\n1,2\n", columns={"title": "b"})) == ["2"]


@pytest.mark.parametrize("reader", [read_delimited, read_jsonl, read_json, read_parquet])
@given(
    content=st.binary()
    | st.binary().map(lambda tail: b"PAR1" + tail + b"PAR1")
    | st.text('",;\t\n\r{}[]:a1title').map(str.encode)
)
def test_no_bytes_raise_anything_but_a_source_error(reader, content):
    with suppress(SourceError):
        rows(reader, content)


@given(st.lists(st.text("\"a\n'", max_size=6), max_size=6))
def test_a_good_line_behind_bad_quotes_is_never_lost(cells):
    content = "title,year\n" + "\n".join(cells) + "\nThe good one,2024\n"
    assert "The good one" in titles(rows(read_delimited, content))


@given(st.lists(st.text(max_size=20).map(lambda text: text.replace("\n", " ")), max_size=5))
def test_a_good_line_behind_any_text_is_never_lost(lines):
    bad = "\n".join(lines).encode("utf-8", "replace").decode()
    assert "The good one" in titles(rows(read_jsonl, bad + '\n{"title": "The good one"}\n'))


def test_a_first_line_of_any_length_is_looked_at():
    csv.field_size_limit(131_072)  # as Python starts
    assert header("title" * 50_000) == (["title" * 50_000], ",")
