from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_matrix

from trends.data import OUTLIER, Topics
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.topics.dynamics.words import TERMS_OVER_TIME_SCHEMA, USES_SCHEMA, WORD_TABLES, tell_words
from trends.topics.names.phrases import PhraseCounts

DAYS = pl.Series([date(2020 + year, 1, 1) for year in range(4)])
PERIOD = np.repeat(np.arange(4), 40)
TERM = "Planted Term"


@pytest.fixture
def topics():
    """Topic 7 holds every second paper of the years but the third; topic 4 is empty, all other papers are in none."""
    ids = [f"sha:{paper:03}" for paper in range(len(PERIOD))]
    inside = (np.arange(len(PERIOD)) % 2 == 0) & (PERIOD != 2)
    members = {
        "id": ids,
        "topic": np.where(inside, 7, OUTLIER),
        "similarity": [0.5] * len(ids),
        "reason": [None if one else "far" for one in inside],
    }
    table = {
        "topic": [4, 7],
        "label": ["Empty", "Full"],
        "n_papers": [0, int(inside.sum())],
        "n_found": [None] * 2,
        "n_runs": [None] * 2,
        "stability": [None] * 2,
    }
    return Topics(
        table=pl.DataFrame(table, schema=TOPICS_SCHEMA),
        terms=pl.DataFrame(schema=TERMS_SCHEMA),
        members=pl.DataFrame(members, schema=MEMBERS_SCHEMA),
        centroids=np.zeros((2, 2), np.float32),
        model="test",
    )


def tell(topics, *, n_complete=4):
    """All papers of the last year use the planted term."""
    uses = csr_matrix((PERIOD == 3).astype(np.float32)[:, None])
    counts = PhraseCounts(uses, ["planted term"], [TERM], {})
    return tell_words(counts, topics=topics, period=PERIOD, days=DAYS, n_complete=n_complete)


def test_words_stand_under_ids_of_topics_and_days(topics):
    told = tell(topics)
    assert tuple(told) == WORD_TABLES
    assert told["terms_over_time"].select("topic", "period", "term", "n_papers").rows() == [(7, date(2023, 1, 1), TERM, 20)]
    assert told["vocabulary"].select("topic", "change", "term").rows() == [(7, "entered", TERM)]


def test_a_term_that_entered_is_followed_through_the_periods_and_a_period_without_papers_has_no_share(topics):
    uses = tell(topics)["vocabulary_over_time"]
    assert uses.select("topic", "term").unique().rows() == [(7, TERM)]
    assert uses["period"].to_list() == DAYS.to_list()
    assert uses["n_papers"].to_list() == [0, 0, 0, 20]
    assert uses["share"].to_list() == [0, 0, None, 1]


def test_what_happens_in_a_running_period_is_no_change_yet(topics):
    told = tell(topics, n_complete=3)
    assert told["vocabulary"].is_empty()
    assert told["terms_over_time"].height == 1


@pytest.mark.parametrize("n_complete", [0, 1, 2])
def test_without_change_the_tables_are_empty_and_have_their_columns(topics, n_complete):
    told = tell(topics, n_complete=n_complete)
    assert told["vocabulary_over_time"].schema == USES_SCHEMA
    assert told["vocabulary_over_time"].is_empty()
    assert told["terms_over_time"].schema == TERMS_OVER_TIME_SCHEMA
