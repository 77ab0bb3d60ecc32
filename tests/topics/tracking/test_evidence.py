import numpy as np
import pytest

from trends.topics.tracking.evidence import LEVELS, weigh_words
from trends.topics.tracking.query import parse_query

PAPERS = [
    ("Machine unlearning at scale", "We forget."),
    ("Forgetting", "Machine unlearning is hard. Machine-unlearning helps."),
    ("Privacy", "We touch machine unlearning once."),
    ("Learning", "A machine that aids the unlearning of habits."),
    ("Habits", "The unlearning of habits."),
    ("Machines", "A machine."),
    ("Machinery", "Another machine."),
]
INTRODUCED = [
    ("One", "We study out-of-distribution (OOD) detection."),
    ("Two", "We study out-of-distribution (OOD) detection, again."),
    ("Three", "OOD detection is studied."),
    ("Four", "The detection of food."),
]


def weigh(query, papers, find_topic=None):
    titles, abstracts = zip(*papers, strict=True)
    return weigh_words(parse_query(query), titles=titles, abstracts=abstracts, find_topic=find_topic)


def levels(query, papers, find_topic=None):
    return [LEVELS[level] for level in weigh(query, papers, find_topic).levels]


def test_each_place_of_a_phrase_has_its_level():
    assert levels("machine unlearning", PAPERS) == ["title", "repeated", "once", "all words", "a word", "none", "none"]


def test_the_papers_that_match_are_those_that_say_the_phrase():
    assert weigh("machine unlearning", PAPERS).matched.tolist() == [True] * 3 + [False] * 4


@pytest.mark.parametrize("query", ["out-of-distribution detection", "OOD detection", "out of distribution detections"])
def test_an_acronym_that_papers_introduce_says_the_same_as_its_long_form(query):
    assert levels(query, INTRODUCED) == ["once", "once", "once", "none"]


def test_an_acronym_of_two_letters_does_not_stand_for_a_whole_phrase():
    papers = [
        ("One", "Machine unlearning (MU) is hard."),
        ("Two", "Machine unlearning (MU) is slow."),
        ("Three", "A MU antenna."),
    ]
    assert levels("machine unlearning", papers)[2] == "none"


@pytest.mark.parametrize("query", ["data set", "dataset", "data-sets"])
def test_hyphens_blanks_and_plurals_make_no_difference_within_a_word(query):
    papers = [("Data-sets", "")]
    expected = "title" if query != "dataset" else "none"
    assert levels(query, papers) == [expected]


def test_a_star_stands_for_all_words_that_begin_so():
    assert levels("unlearn*", PAPERS)[:5] == ["title", "repeated", "once", "once", "once"]


def test_or_takes_the_plainest_and_and_the_least_plain():
    assert levels("privacy OR unlearning", PAPERS)[2] == "title"
    assert levels("privacy AND unlearning", PAPERS)[2] == "once"


def test_a_paper_that_not_rules_out_is_excluded_whatever_else_it_says():
    found = weigh("machine unlearning NOT privacy", PAPERS)
    assert found.excluded.tolist() == [False, False, True, False, False, False, False]
    assert LEVELS[found.levels[2]] == "none"


def test_a_title_can_be_asked_for_alone():
    assert levels("title:unlearning", PAPERS) == ["title", *["none"] * 6]


def test_the_papers_of_a_topic_stand_as_if_they_repeated_the_words():
    asked = []
    member = np.array([True, False, False, False, False, False, False])
    found = levels('topic:"my label"', PAPERS, lambda topic: (asked.append(topic), member)[1])
    assert asked == ["my label"]
    assert found == ["repeated", *["none"] * 6]
