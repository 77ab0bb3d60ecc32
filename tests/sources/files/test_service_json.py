"""What holds for the readers of all services that answer in JSON."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from trends.errors import SourceError
from trends.sources import SourceSettings
from trends.sources.files.crossref import CROSSREF
from trends.sources.files.hf_daily import HF_DAILY
from trends.sources.files.openalex import OPENALEX
from trends.sources.files.openreview import OPENREVIEW
from trends.sources.files.semantic_scholar import SEMANTIC_SCHOLAR
from trends.sources.files.service_json import Row, dig, rows
from trends.sources.opening import Opened
from trends.sources.records import Record, Skip

FIXTURES = Path(__file__).parents[1] / "fixtures"
PAGES = {
    "openalex": lambda works: {"meta": {"count": len(works), "next_cursor": None}, "results": works},
    "semantic_scholar": lambda papers: {"total": len(papers), "token": None, "data": papers},
    "crossref": lambda works: {"status": "ok", "message-type": "work-list", "message": {"items": works}},
    "hf_daily": list,
    "openreview": lambda notes: {"notes": notes, "count": len(notes)},
}

each_format = pytest.mark.parametrize(
    "fmt", [OPENALEX, SEMANTIC_SCHOLAR, CROSSREF, HF_DAILY, OPENREVIEW], ids=lambda fmt: fmt.name
)


def objects_of(fmt):
    lines = (FIXTURES / f"{fmt.name}.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]


def read(fmt, text):
    return [replace(record, line=None) for record in fmt.read(Opened("x", text.encode()), SourceSettings())]


def found(text, *inside):
    return list(rows(Opened("x", text.encode()), inside=inside))


@each_format
@pytest.mark.parametrize("indent", [None, 1])
def test_a_page_and_its_records_one_a_line_tell_of_the_same_papers(fmt, indent):
    objects = objects_of(fmt)
    page = json.dumps(PAGES[fmt.name](objects), indent=indent)
    assert read(fmt, page) == read(fmt, "\n".join(map(json.dumps, objects)))
    assert fmt.fits(page)


@each_format
def test_a_page_a_line_is_read_as_all_its_pages(fmt):
    page = json.dumps(PAGES[fmt.name](objects_of(fmt)))
    if page.startswith("{"):
        assert read(fmt, f"{page}\n{page}\n") == read(fmt, page) * 2


@each_format
def test_no_file_of_another_format_is_taken_for_it(fmt):
    files = [path for path in FIXTURES.iterdir() if not path.name.endswith(".expected.json")]
    assert [path.stem for path in files if fmt.fits(Opened(path.name, path.read_bytes()).head)] == [fmt.name]


@each_format
@pytest.mark.parametrize(
    "text",
    [
        '[{"title": "One", "abstract": "In plain JSON", "id": 1}]',
        '{"title": "One", "year": 2024}\n{"title": "Two", "year": 2023}\n',
        '[{"title": "In CSL"}, {"indexed": {"date-parts": [[2024]]}, "title": ["In CSL of Crossref"]}]',
        '{"id": "2101.00001", "title": "In the dump of arXiv", "versions": [{"version": "v1", "created": "Fri, 1 Jan 2021"}]}\n',
        "title,paperId,authorId,forum\nA table,1,2,3\n",
    ],
)
def test_what_others_write_is_left_to_others(fmt, text):
    assert not fmt.fits(text)


@each_format
@pytest.mark.parametrize("wrong", [None, True, 7, "text", [], [[]], {"a": {}}, [{"name": {"name": 1}}, None, 3.5]])
def test_a_field_of_another_shape_costs_that_field_and_not_the_file(fmt, wrong):
    objects = objects_of(fmt)
    spoiled = [{**one, name: wrong} for one in objects if isinstance(one, dict) for name in one]
    assert len(read(fmt, "\n".join(map(json.dumps, spoiled)))) == len(spoiled)


@each_format
def test_a_page_that_is_cut_in_half_is_one_clear_sentence(fmt):
    page = json.dumps(PAGES[fmt.name](objects_of(fmt)), indent=1)
    with pytest.raises(SourceError, match=r"x is not JSON or was cut off: .* in line"):
        read(fmt, page[: len(page) // 2])


def test_a_line_that_is_no_json_is_skipped_and_the_lines_around_it_stay():
    assert found('{"a": 1}\n{"a": 2\n\n[3]\n{"a": 4}') == [
        Row({"a": 1}, 1),
        Skip("line is not JSON", '{"a": 2', 2),
        Skip("entry is not a JSON object", "3", 4),
        Row({"a": 4}, 5),
    ]


@pytest.mark.parametrize("line", ['{"a": "cut', "null", "[]", '"text"'])
def test_a_first_line_that_is_no_record_costs_itself(line):
    assert found(f'{line}\n{{"a": 2}}\n{{"a": 3}}\n')[-2:] == [Row({"a": 2}, 2), Row({"a": 3}, 3)]


def test_a_document_with_a_record_on_each_line_is_still_one_document():
    assert found('{"results": [\n{"a": 1},\n{"a": 2}\n]}', "results") == [Row({"a": 1}, None), Row({"a": 2}, None)]


def test_deep_nests_and_long_numbers_are_no_traceback():
    with pytest.raises(SourceError, match="nested too deep"):
        found("[" * 100_000)
    assert [row.reason for row in found('{"a": ' + "1" * 10_000 + "}\n{}\n") if isinstance(row, Skip)] == ["line is not JSON"]


def test_digging_ends_where_there_is_nothing():
    assert dig({"a": {"b": 1}}, "a", "b") == 1
    assert dig({"a": [1]}, "a", "b") is None


@each_format
def test_the_records_of_lines_know_their_line(fmt):
    records = list(fmt.read(Opened("x", (FIXTURES / f"{fmt.name}.jsonl").read_bytes()), SourceSettings()))
    lines = [record.line for record in records]
    assert lines == sorted(lines)
    assert isinstance(records[0], Record)
    assert lines[0] == 1
