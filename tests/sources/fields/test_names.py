import pytest

from trends.sources.fields.names import read_authors, read_categories

ADA_ALAN = ("Ada Byron", "Alan Turing")


@pytest.mark.parametrize(
    "value",
    [
        ["Ada Byron", "Alan Turing"],
        [{"name": "Ada Byron"}, {"given": "Alan", "family": "Turing"}],
        "Ada Byron; Alan Turing",
        "Ada Byron and Alan Turing",
        "Ada Byron, Alan Turing",
        "['Ada Byron', 'Alan Turing']",
        ["Ada Byron", None, "", "Alan Turing", "Ada Byron"],
    ],
)
def test_authors_come_out_one_by_one(value):
    assert read_authors(value) == ADA_ALAN


def test_a_comma_inside_one_name_does_not_divide_it():
    assert read_authors("Byron, Ada and Turing, Alan") == ("Byron, Ada", "Turing, Alan")
    assert read_authors("Byron, Ada; Turing, Alan") == ("Byron, Ada", "Turing, Alan")


@pytest.mark.parametrize(
    "value",
    [
        ["cs.CL", "cs.LG"],
        "cs.CL cs.LG",
        "cs.CL; cs.LG",
        "cs.CL, cs.LG",
        "['cs.CL', 'cs.LG']",
        [{"term": "cs.CL"}, {"term": "cs.LG"}],
    ],
)
def test_categories_come_out_one_by_one(value):
    assert read_categories(value) == ("cs.CL", "cs.LG")


def test_words_of_one_keyword_stay_together():
    assert read_categories("machine learning; graphs") == ("machine learning", "graphs")


@pytest.mark.parametrize("value", [None, "", [], float("nan")])
def test_nothing_gives_nobody(value):
    assert read_authors(value) == read_categories(value) == ()
