import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.errors import SourceError
from trends.sources import SourceSettings
from trends.sources.fields.names import read_authors
from trends.sources.files.csl_json import CSL_JSON
from trends.sources.opening import Opened
from trends.sources.records import Record, Skip


def records(document):
    text = document if isinstance(document, str) else json.dumps(document)
    return list(CSL_JSON.read(Opened("x", text.encode()), SourceSettings()))


def record(**fields):
    (found,) = records([{"id": "a", "type": "article-journal", "title": "Title", **fields}])
    return found


def titles(document):
    return [found.title for found in records(document) if isinstance(found, Record)]


ONE, TWO = ({"title": title, "issued": {"date-parts": [[2023]]}} for title in ("One", "Two"))


@pytest.mark.parametrize(
    "document",
    [[ONE, TWO], {"items": [ONE, TWO]}, json.dumps(ONE) + "\n" + json.dumps(TWO) + "\n", json.dumps([ONE, TWO], indent=1)],
    ids=["list", "object", "lines", "indented"],
)
def test_items_are_found_however_they_are_held(document):
    assert titles(document) == ["One", "Two"]


def test_an_item_may_stand_alone():
    assert titles(ONE) == ["One"]


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2023, 7, 12]]}, "2023-07-12"),
        ({"date-parts": [["2023", "7"]]}, "2023-07"),
        ({"date-parts": [[2023, 0, 0]]}, "2023"),
        ({"date-parts": [[2023, 7, 12], [2023, 7, 15]]}, "2023-07-12"),
        ({"date-parts": [[None]]}, ""),
        ({"date-parts": []}, ""),
        ({"date-parts": [[2023]], "season": 3}, "2023"),
        ({"raw": "2023-07-12"}, "2023-07-12"),
        ({"literal": "12 July 2023"}, "12 July 2023"),
        ({"raw": "07/12/2023"}, "07/12/2023"),
        ("2023-07-12/2023-07-15", "2023-07-12"),
        (None, ""),
        (7, ""),
    ],
)
def test_dates_come_in_parts_or_as_text(issued, date):
    assert record(issued=issued).date == date


def test_a_paper_counts_from_the_earliest_day_else_from_its_issue():
    online, printed = {"date-parts": [[2023, 6, 30]]}, {"date-parts": [[2023, 7, 12]]}
    assert record(**{"issued": printed, "published-online": online}).date == "2023-06-30"
    assert record(**{"issued": {"date-parts": [[2023]]}, "published-print": printed}).date == "2023-07-12"
    assert record(issued={"date-parts": [[2023, 7]]}, accessed=printed).date == "2023-07"


def test_names_are_written_as_people_write_them():
    authors = [
        {"family": "Gogh", "given": "Anna", "non-dropping-particle": "van der"},
        {"family": "King", "given": "Martin", "suffix": "Jr."},
        {"literal": "The Group, Inc."},
        {"given": "Cher"},
        "Byron, Ada",
    ]
    assert read_authors(record(author=authors).authors) == (
        *("Anna van der Gogh", "Martin King Jr.", "The Group, Inc.", "Cher", "Ada Byron"),
    )


def test_an_arxiv_id_may_stand_in_the_number():
    assert record(number="arXiv:2106.07777").arxiv == "arXiv:2106.07777"
    assert record(number="17").arxiv is None


@pytest.mark.parametrize(("lost", "instead"), [('"Two",', '"Two"'), ("]]", ""), ('"title": "Two', '"title: "Two'), ("{", "")])
def test_a_broken_item_is_counted_once_and_costs_no_other(lost, instead):
    item = {"title": "Two", "author": [{"family": "B", "given": "A"}], "issued": {"date-parts": [[2023, 1, 1]]}}
    parts = [json.dumps(part) for part in (ONE, item, {**TWO, "title": "Three"}, {**TWO, "title": "Four"})]
    assert lost in parts[1]
    found = records("[" + ",\n".join([parts[0], parts[1].replace(lost, instead, 1), *parts[2:]]) + "]")
    assert {"One", "Three", "Four"} <= {one.title for one in found if isinstance(one, Record)}
    assert [one.line for one in found if isinstance(one, Skip)] in ([2], [])


DEEP = "[" * 5_000 + '{"title": "In } a string"}' + "]" * 5_000


@pytest.mark.parametrize("between", [", ", ",\n", ",\n  "])
def test_items_that_are_nested_too_deep_are_each_counted_and_cost_no_other(between):
    deep = '{"title": "Deep", "note": "\\" }", "custom": ' + DEEP + "}"
    found = records("[" + between.join([json.dumps(ONE), deep, deep, json.dumps(TWO)]) + "]")
    assert [one.title if isinstance(one, Record) else one.reason for one in found] == [
        *("One", "item is nested too deep", "item is nested too deep", "Two"),
    ]


def test_an_item_that_is_nested_too_deep_and_never_closed_costs_its_line():
    found = records(f'[{json.dumps(ONE)},\n{{"title": "Deep", "custom": {DEEP},\n{json.dumps(TWO)}]')
    assert [one.title if isinstance(one, Record) else one.reason for one in found] == ["One", "item is not JSON", "Two"]


def test_what_is_no_paper_is_skipped_with_its_kind():
    assert records([{"type": "dataset", "title": "Winds"}]) == [Skip("not a paper: data set", "Winds", 1)]


def test_a_file_without_objects_is_an_error():
    with pytest.raises(SourceError, match="x holds no JSON object"):
        records("[1, 2]")


@pytest.mark.parametrize(
    ("document", "fits"),
    [
        ([ONE], True),
        ([{"type": "paper-conference", "title": "One"}], True),
        ([{"title": "One", "abstract": "the word issued"}], False),
        ([{"title": ["One"], "container-title": ["J"], "issued": {}}], False),  # of Crossref
        ([{"title": "One", "type": "article", "publication_date": "2023-01-01"}], False),  # of OpenAlex
    ],
)
def test_only_csl_is_taken_for_it(document, fits):
    assert CSL_JSON.fits(json.dumps(document)) is fits


JSON = st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3))


@given(st.dictionaries(st.sampled_from(["title", "issued", "author", "container-title", "keyword", "items", "number"]), JSON))
def test_fields_of_any_type_are_read(item):
    assert len(records([item])) >= 1
