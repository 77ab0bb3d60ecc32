"""Zotero's table needs no reader of its own: its columns are among the usual names."""

import json
from pathlib import Path

import pytest

from trends.sources import Source, read

FIXTURES = Path(__file__).parents[1] / "fixtures"
SHOWN = 60


@pytest.fixture(scope="module")
def corpus():
    return read([FIXTURES / "zotero_csv.csv"])


def papers(corpus):
    return {paper["title"]: paper for paper in corpus.table.iter_rows(named=True)}


def test_the_papers_are_those_that_are_told_of(corpus):
    columns = ["id", "title", "authors", "published", "precision", "venue"]
    found = corpus.table.select(*columns, abstract_begins=corpus.table["abstract"].str.slice(0, SHOWN)).to_dicts()
    assert json.loads(json.dumps(found, default=str)) == json.loads((FIXTURES / "zotero_csv.expected.json").read_text())


def test_days_of_entry_and_access_date_nothing(corpus):
    assert papers(corpus)["No Date at All"]["published"] is None
    assert papers(corpus)["The Day of Access Is Not the Day of the Paper"]["precision"] == "year"


def test_subjects_of_databases_go_before_tags_of_the_user(corpus):
    assert papers(corpus)["Choirs of Sensors"]["categories"] == ["signal processing", "choirs"]


def test_a_row_without_a_title_is_counted(corpus):
    skipped = corpus.intake.notes.filter(kind="skipped")
    assert skipped["reason"].to_list() == ["no title"]


def test_what_zotero_calls_no_paper_is_skipped():
    table = '"Key","Item Type","Title"\n"A","journalArticle","On toys"\n"B","computerProgram","A tool"\n"C","letter","Dear Ada"\n'
    notes = read([Source("x", content=table.encode())]).intake.notes
    assert notes["reason"].to_list() == ["not a paper: software", "not a paper: letter"]
