"""Rules of the emergence score: six parts from 0 to 1, each by its formula, all of them in the table."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from trends.data import CORPUS_SCHEMA, Corpus
from trends.stats.events.emergence import EMERGENCE_SCHEMA, PARTS, score_emergence

TOTALS = np.full(12, 100)


def papers(rows: list[tuple[int, list[str], str | None]]) -> tuple[Corpus, pl.DataFrame]:
    """Make papers of (topic, authors, venue), with their members' table."""
    ids = [f"sha:{number:05}" for number in range(len(rows))]
    empty = {name: [None] * len(rows) for name in CORPUS_SCHEMA}
    given = {
        "id": ids,
        "title": ["a paper"] * len(rows),
        "abstract": [""] * len(rows),
        "published": [date(2024, 1, 1)] * len(rows),
        "precision": ["day"] * len(rows),
        "authors": [authors for _, authors, _ in rows],
        "venue": [venue for _, _, venue in rows],
        "categories": [[]] * len(rows),
        "sources": [[]] * len(rows),
    }
    corpus = Corpus.of(pl.DataFrame(empty | given, schema=CORPUS_SCHEMA))
    members = pl.DataFrame({"id": ids, "topic": [topic for topic, _, _ in rows], "similarity": [0.4] * len(rows)})
    return corpus, members


def grew(*lows: float | None) -> pl.DataFrame:
    return pl.DataFrame({"topic": range(len(lows)), "growth_low": lows}, schema={"topic": pl.Int64, "growth_low": pl.Float64})


def test_each_part_by_hand(series_of):
    counts = np.array([[0] * 6 + [10] * 6])
    corpus, members = papers([(0, ["A"], "X"), (0, ["B"], "X"), (-1, ["C"], "Y"), (-1, ["C"], "Y")])
    row = score_emergence(series_of(counts, TOTALS), grew(1.0), members=members, corpus=corpus).row(0, named=True)
    assert row["novelty"] == 1  # no paper in the first four of twelve periods
    assert row["sure_growth"] == pytest.approx(0.5)  # the share doubles
    assert row["coherence"] == pytest.approx(0.4)
    assert row["persistence"] == pytest.approx(1)  # ten papers in each of the last six periods
    authors = 2 * (1 - (3 / 4) ** 2) + (1 - (2 / 4) ** 2)  # A and B on one paper of four, C on two; two papers drawn
    assert row["spread_authors"] == pytest.approx(min(1, 2 / authors))
    assert row["spread_venues"] == pytest.approx(1 / (2 * (1 - (2 / 4) ** 2)))
    assert row["score"] == pytest.approx(np.prod([row[part] for part in PARTS]) ** (1 / 6))


def test_one_group_that_writes_everything_spreads_less(series_of):
    rows = [(0, [f"a{number}"], None) for number in range(30)] + [(1, ["b"], None)] * 30
    corpus, members = papers(rows)
    table = score_emergence(series_of(np.full((2, 12), 5), TOTALS), grew(0.2, 0.2), members=members, corpus=corpus)
    assert table["topic"].to_list() == [0, 1]
    assert table["spread_authors"][0] == 1
    assert table["spread_authors"][1] < 0.1


def test_a_part_that_the_data_do_not_hold_is_null_and_not_in_the_score(series_of):
    corpus, members = papers([(0, [], None), (0, [], None)])
    row = score_emergence(series_of(np.array([[1] * 6 + [3] * 6]), TOTALS), grew(0.5), members=members, corpus=corpus).row(
        0, named=True
    )
    assert row["spread_authors"] is None
    assert row["spread_venues"] is None
    known = [row[part] for part in PARTS if row[part] is not None]
    assert row["score"] == pytest.approx(np.prod(known) ** (1 / 4))


def test_a_topic_without_sure_growth_scores_nothing_and_one_without_an_estimate_has_no_score(series_of):
    corpus, members = papers([(0, ["A"], "X"), (1, ["B"], "X")])
    counts = np.array([[0] * 6 + [4] * 6, [0] * 6 + [4] * 6])
    table = score_emergence(series_of(counts, TOTALS), grew(-0.1, None), members=members, corpus=corpus)
    assert table.select("topic", "score").rows() == [(0, 0), (1, None)]


def test_a_single_spike_does_not_persist(series_of):
    counts = np.array([[0] * 8 + [30] + [0] * 3])
    corpus, members = papers([(0, ["A"], "X")])
    row = score_emergence(series_of(counts, TOTALS), grew(0.5), members=members, corpus=corpus).row(0, named=True)
    assert row["persistence"] == pytest.approx(1 / 6)


def test_coherence_that_is_given_replaces_similarity(series_of):
    corpus, members = papers([(0, ["A"], "X"), (1, ["A"], "X")])
    given = pl.DataFrame({"topic": [0, 1], "coherence": [0.7, -0.2]})
    series = series_of(np.full((2, 12), 5), TOTALS)
    table = score_emergence(series, grew(0.1, 0.1), members=members, corpus=corpus, coherence=given).sort("topic")
    assert table["coherence"].to_list() == [0.7, 0]


def test_all_parts_lie_between_nothing_and_one(series_of):
    rng = np.random.default_rng(0)
    rows = [(int(rng.integers(-1, 5)), [f"a{rng.integers(9)}"], f"v{rng.integers(3)}") for _ in range(200)]
    corpus, members = papers(rows)
    counts = rng.poisson(rng.uniform(0, 4, (5, 12)))
    table = score_emergence(series_of(counts, TOTALS), grew(*rng.uniform(-0.5, 3, 5)), members=members, corpus=corpus)
    assert table.schema == EMERGENCE_SCHEMA
    values = table.drop("topic").to_numpy()
    assert ((values >= 0) & (values <= 1)).all()
