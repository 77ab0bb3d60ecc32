from trends.topics.tracking.query import parse_query
from trends.topics.tracking.unknown import look_up_words


def look_up(query):
    return look_up_words(
        parse_query(query), titles=["Machine unlearning", "Two"], abstracts=["Of categories.", "Out-of-distribution."]
    )


def test_words_that_no_paper_holds_are_told_from_those_that_any_does():
    assert look_up("machine unlearnig") == (("machine",), ("unlearnig",))
    assert look_up("zzzz OR qqqq") == ((), ("zzzz", "qqqq"))


def test_plurals_hyphens_capitals_and_stars_make_no_difference():
    assert look_up('Machines unlearn* category "out of distribution" out-of-distributions').unknown == ()


def test_what_not_names_and_topics_are_not_looked_up():
    assert look_up("machine NOT zzzz") == (("machine",), ())
    assert look_up("topic:12") == ((), ())
