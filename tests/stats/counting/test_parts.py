from datetime import date

import polars as pl

from trends.stats import count
from trends.stats.counting.parts import list_parts

DAY = date(2021, 12, 31)


def test_a_paper_that_memberships_do_not_know_counts_whole_and_an_outlier_not_at_all(study):
    topics, corpus = study([(DAY, "day", 0), (DAY, "day", 1), (DAY, "day", -1)])
    known = pl.DataFrame({"id": ["sha:00000", "sha:00000"], "topic": [0, 1], "share": [0.7, 0.2]})
    assert list_parts(topics, known).rows() == [*known.rows(), ("sha:00001", 1, 1.0)]
    assert corpus.n_papers == 3


def test_without_memberships_parts_count_as_papers_do_whole(study):
    topics, corpus = study([(DAY, "day", 0), (DAY, "day", 1), (DAY, "day", 1), (DAY, "day", -1)])
    none = pl.DataFrame(schema={"id": pl.String, "topic": pl.Int64, "share": pl.Float64})
    hard = count(topics, corpus, every="year").series
    soft = count(topics, corpus, every="year", memberships=list_parts(topics, none)).series
    assert soft.table.equals(hard.table)
