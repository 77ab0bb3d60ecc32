import polars as pl

from trends.topics.dynamics.nesting import without_nested

PHRASES = ["detection", "ood", "ood detection", "zero-shot ood detection"]


def kept(*n_papers):
    used = pl.DataFrame({"group": [0] * len(n_papers), "column": range(len(n_papers)), "n_papers": n_papers})
    rows = without_nested(used.filter(pl.col("n_papers") > 0), key="group", phrases=PHRASES)
    return [PHRASES[column] for column in rows["column"]]


def test_the_whole_stays_where_it_has_half_of_the_papers_of_its_part():
    assert kept(6, 6, 5, 0) == ["ood detection"]


def test_the_part_stays_where_most_of_its_papers_do_not_use_the_whole():
    assert kept(20, 9, 4, 0) == ["detection", "ood"]


def test_of_phrases_inside_one_another_one_always_stays():
    assert kept(10, 0, 6, 4) == ["zero-shot ood detection"]
    assert kept(10, 0, 6, 2) == ["ood detection"]


def test_phrases_are_compared_inside_a_group_only():
    used = pl.DataFrame({"group": [0, 1], "column": [1, 2], "n_papers": [5, 5]})
    assert without_nested(used, key="group", phrases=PHRASES).equals(used)


def test_a_part_of_a_word_is_no_part():
    used = pl.DataFrame({"group": [0, 0], "column": [0, 1], "n_papers": [5, 5]})
    assert without_nested(used, key="group", phrases=["art", "start point"]).height == 2
