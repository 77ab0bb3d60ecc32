import json
from datetime import date

import pytest
from pydantic import ValidationError

from trends.errors import SourceError
from trends.sources.services.arxiv import ArxivQuery
from trends.sources.services.openalex import OpenAlexQuery
from trends.sources.services.settle import settle

TODAY, LATER = date(2024, 5, 6), date(2024, 6, 7)
VALUES = {"search": "gardens", "since": "2024-01-01"}


def test_a_query_without_a_last_day_ends_today_and_keeps_that_day_when_it_goes_on(tmp_path):
    settled = settle(VALUES, ArxivQuery, folder=tmp_path / "answers", today=TODAY)
    assert settled == ArxivQuery(search="gardens", since=date(2024, 1, 1), until=TODAY)
    assert settle(VALUES, ArxivQuery, folder=tmp_path / "answers", today=LATER) == settled


def test_a_last_day_that_is_still_to_come_is_today_as_of_the_first_time(tmp_path):
    values = {**VALUES, "until": "2030-01-01"}
    assert settle(values, ArxivQuery, folder=tmp_path, today=TODAY).until == TODAY
    assert settle(values, ArxivQuery, folder=tmp_path, today=LATER).until == TODAY


def test_a_last_day_that_is_over_stays(tmp_path):
    assert settle({**VALUES, "until": "2024-02-01"}, ArxivQuery, folder=tmp_path, today=TODAY).until == date(2024, 2, 1)


def test_more_papers_of_the_same_query_may_be_asked_for(tmp_path):
    settle({**VALUES, "limit": "10"}, ArxivQuery, folder=tmp_path, today=TODAY)
    assert settle(VALUES, ArxivQuery, folder=tmp_path, today=LATER).limit is None


@pytest.mark.parametrize(
    ("values", "query"),
    [
        ({**VALUES, "search": "hedges"}, ArxivQuery),
        ({**VALUES, "until": "2024-02-01"}, ArxivQuery),
        ({"search": "gardens"}, ArxivQuery),
        (VALUES, OpenAlexQuery),
    ],
)
def test_answers_to_two_queries_never_mix(values, query, tmp_path):
    settle(VALUES, ArxivQuery, folder=tmp_path, today=TODAY)
    with pytest.raises(SourceError, match="holds the answers to another query, name another folder or file"):
        settle(values, query, folder=tmp_path, today=TODAY)


@pytest.mark.parametrize("name", ["notes.txt", "query"])
def test_a_folder_of_somebody_else_is_left_alone(name, tmp_path):
    (tmp_path / name).write_text("mine")
    with pytest.raises(SourceError, match="name another folder or file"):
        settle(VALUES, ArxivQuery, folder=tmp_path, today=TODAY)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_a_query_that_makes_no_sense_leaves_no_folder_behind(tmp_path):
    for values in ({}, {**VALUES, "since": "soon"}, {**VALUES, "since": "2024-05-06", "until": "2024-06-01"}):
        with pytest.raises(ValidationError):
            settle(values, ArxivQuery, folder=tmp_path / "answers", today=TODAY)
    assert not (tmp_path / "answers").exists()


def test_the_note_says_in_plain_words_what_was_asked(tmp_path):
    settle(VALUES, ArxivQuery, folder=tmp_path, today=TODAY)
    note = json.loads((tmp_path / "query").read_text())
    assert (note["question"]["search"], note["until"]) == ("gardens", "2024-05-06")
