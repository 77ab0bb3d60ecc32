import numpy as np
import polars as pl

from trends.topics.steering.memory import MEMORY_SCHEMA, Memory, find_same, find_topic, recall, remember

IDS = pl.Series("id", [f"p{i}" for i in range(10)])
ALL = np.ones(10, dtype=bool)


def rows(*values):
    return np.array(values, dtype=np.int64)


def test_what_is_remembered_is_recalled_in_the_rows_of_another_fit():
    table = remember({("drop = A", "A"): rows(0, 1, 2)}, ids=IDS)
    assert table.schema == MEMORY_SCHEMA
    past = recall(table, ids=pl.Series("id", ["new", "p2", "p1", "p9"]))
    assert past.topics["drop = A", "A"].tolist() == [1, 2]
    assert past.known.tolist() == [False, True, True, True]


def test_a_topic_all_of_whose_papers_are_gone_is_still_remembered_by_name():
    past = recall(remember({("drop = A", "A"): rows(0)}, ids=IDS), ids=IDS[5:])
    assert past.topics["drop = A", "A"].tolist() == []


def test_the_same_topic_has_more_than_half_of_all_papers_in_common():
    topics = {"X": rows(0, 1, 2, 3), "Y": rows(4, 5, 6)}
    assert find_same(rows(1, 2, 3), topics=topics, known=ALL) == "X"
    assert find_same(rows(4, 5, 9), topics=topics, known=ALL) is None  # 2 of 4: at 0.5 another topic could be as like it


def test_new_papers_do_not_make_it_another_topic():
    topics = {"X": rows(0, 1, 4, 5, 6, 7, 8, 9)}
    known = np.arange(10) < 4
    assert find_same(rows(0, 1), topics=topics, known=known) == "X"
    assert find_same(rows(0, 1), topics=topics, known=ALL) is None


def test_papers_count_more_than_a_label_and_a_label_more_than_what_another_correction_knew():
    topics = {"A": rows(0, 1, 2), "B": rows(3, 4, 5)}
    mine, other = ("drop = A", "A"), ("rename = A", "A")
    knew_b = rows(3, 4, 5)
    assert find_topic("A", correction="drop = A", topics=topics, memory=Memory({mine: knew_b}, ALL)) == "B"
    assert find_topic("A", correction="drop = A", topics=topics, memory=Memory({other: knew_b}, ALL)) == "A"
    gone = {"B": topics["B"]}
    assert find_topic("A", correction="drop = A", topics=gone, memory=Memory({other: knew_b}, ALL)) == "B"
    assert find_topic("A", correction="drop = A", topics=gone, memory=Memory({}, ALL)) is None
