import pytest

from trends.errors import ConfigError
from trends.topics.tracking.query import And, Not, Or, Phrase, find_phrases, parse_query


def phrase(text, field="text"):
    return Phrase(tuple(text.split()), field)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("machine unlearning", phrase("machine unlearning")),
        ('"machine unlearning"', phrase("machine unlearning")),
        ("unlearn* AND LLM", And((phrase("unlearn*"), phrase("LLM")))),
        ("a OR b AND c", Or((phrase("a"), And((phrase("b"), phrase("c")))))),
        ("(a OR b) AND c", And((Or((phrase("a"), phrase("b"))), phrase("c")))),
        ("a b NOT c", And((phrase("a b"), Not(phrase("c"))))),
        ('"a b" "c d"', And((phrase("a b"), phrase("c d")))),
        ("title:unlearning", phrase("unlearning", "title")),
        ('title:"machine unlearning" OR topic:12', Or((phrase("machine unlearning", "title"), phrase("12", "topic")))),
        ('"AND" OR b', Or((phrase("AND"), phrase("b")))),
        ("search and rescue", phrase("search and rescue")),
    ],
)
def test_words_side_by_side_are_a_phrase_and_capitals_join(text, query):
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ends too early"),
        ("a AND", "ends too early"),
        ("(a OR b", "open parenthesis"),
        ("a)", "a ')' too many"),
        ('"a b', "cannot be read from"),
        ("OR b", "where a phrase must stand"),
        ("author:smith", "field 'author', it must be one of text, title, topic"),
        ("NOT a", "only what is not meant"),
        ('""', "empty phrase"),
        ("*", "empty phrase"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_is_wrong(text, said):
    with pytest.raises(ConfigError, match="query") as caught:
        parse_query(text)
    assert said in str(caught.value)


def test_what_is_not_meant_is_not_among_the_phrases():
    assert find_phrases(parse_query("a AND (b OR NOT c) NOT d")) == [phrase("a"), phrase("b")]
