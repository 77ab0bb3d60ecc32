from datetime import date

import polars as pl

from trends.report.wording import tell_wordings


def test_words_that_came_and_went_stand_with_the_part_of_papers_that_used_them():
    vocabulary = pl.DataFrame(
        {
            "topic": [0, 0],
            "change": ["entered", "left"],
            "term": ["prompting", "feature vectors"],
            "share_first": [0.0, 0.3],
            "share_last": [0.4, 0.1],
        }
    )
    wording = tell_wordings({"vocabulary": vocabulary}, every="year")[0]
    assert wording.entered == ["prompting (0% to 40%)"]
    assert wording.left == ["feature vectors (30% to 10%)"]
    assert wording.terms == []


def test_of_many_periods_some_are_shown_evenly_spread_with_the_first_and_the_last():
    rows = [(0, date(year, 1, 1), rank, f"{year} {rank}") for year in range(2000, 2011) for rank in range(5)]
    terms = pl.DataFrame(rows, schema=["topic", "period", "rank", "term"], orient="row")
    shown = tell_wordings({"terms_over_time": terms}, every="year")[0].terms
    assert [name for name, _ in shown] == ["2000", "2002", "2004", "2006", "2008", "2010"]
    assert shown[0][1] == ["2000 0", "2000 1", "2000 2", "2000 3"]


def test_the_terms_of_a_single_period_are_no_change():
    terms = pl.DataFrame({"topic": [0], "period": [date(2020, 1, 1)], "rank": [0], "term": ["a"]})
    assert tell_wordings({"terms_over_time": terms}, every="year")[0].terms == []


def test_without_tables_there_are_no_words():
    assert tell_wordings({}, every="year") == {}
