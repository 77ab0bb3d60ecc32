import polars as pl
import pytest

from trends.data import Intake
from trends.data.corpus import FILES_SCHEMA, NOTES_SCHEMA
from trends.report.quality import account


@pytest.fixture
def take_in(make):
    """Account for two files whose notes are given."""

    def take_in(notes, *, papers=True):
        files = [("a.csv", "csv", 5, 0, 1, 1, 3), ("b.bib", "bibtex", 2, 0, 0, 1, 1)]
        intake = Intake(
            pl.DataFrame(files, schema=FILES_SCHEMA, orient="row"), pl.DataFrame(notes, schema=NOTES_SCHEMA, orient="row")
        )
        corpus = make.papers([{}, {"published": None, "precision": None}], intake=intake)
        return account(corpus, make.topics(corpus, members={"sha:0": 0}, labels=["A"]), papers=papers)

    return take_in


def test_files_are_summed(take_in):
    total = take_in([]).files[-1]
    assert (total["file"], total["n_records"], total["n_papers"], total["n_merged"], total["n_skipped"]) == (
        "All files",
        7,
        4,
        2,
        1,
    )


def test_reasons_are_counted_most_frequent_first_in_plain_words(take_in):
    notes = [("a.csv", 1, "mended", "bad date", "x"), *[("a.csv", line, "skipped", "no text", "") for line in (2, 3)]]
    assert take_in(notes).reasons == [
        {"kind": "skipped", "reason": "no text", "n_records": 2},
        {"kind": "kept without a field", "reason": "bad date", "n_records": 1},
    ]


def test_only_the_first_fifty_notes_are_shown_but_all_are_counted(take_in):
    quality = take_in([("a.csv", line, "skipped", "no text", "") for line in range(60)])
    assert (len(quality.notes), quality.n_notes, quality.notes[-1]["line"]) == (50, 60, 49)


def test_values_of_notes_are_hidden_with_the_papers(take_in):
    assert take_in([("a.csv", 1, "skipped", "no text", "A secret title")], papers=False).notes[0]["value"] is None


def test_dates_are_counted_by_how_exact_they_are(take_in):
    quality = take_in([])
    assert quality.precisions == {"day": 1, "month": 0, "year": 0, "none": 1}


def test_papers_in_no_topic_are_counted_by_reason_the_most_frequent_first(make):
    corpus = make.papers([{}] * 5)
    topics = make.topics(corpus, members={"sha:0": 0}, labels=["A"], reasons={"sha:2": "dropped"})
    assert account(corpus, topics, papers=True).outliers == [
        {"reason": "far", "n_papers": 3},
        {"reason": "dropped", "n_papers": 1},
    ]
    assert account(corpus, make.topics(corpus, members=dict.fromkeys(corpus.ids, 0), labels=["A"]), papers=True).outliers == []
