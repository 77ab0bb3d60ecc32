import numpy as np

from trends.topics.names.words import BREAK, read_words, singular


def written(text_words, texts):
    """Spell the words found in the first text, a break as a bar."""
    words = read_words(texts)
    first = words.codes[words.papers == 0]
    return [words.names[code] if code != BREAK else "|" for code in first] == text_words


def test_stop_words_punctuation_numbers_and_the_end_of_a_text_are_breaks():
    assert written(["graph", "networks", "|", "proteins", "|", "|", "|"], ["Graph networks for proteins, 42"])


def test_the_last_word_of_a_text_does_not_touch_the_first_of_the_next():
    words = read_words(["speech", "speech"])
    assert words.codes.tolist() == [0, BREAK, 0, BREAK]
    assert words.papers.tolist() == [0, 0, 1, 1]


def test_capitals_hyphens_and_plurals_make_no_other_word():
    words = read_words(["fine-tuning Finetuning fine-tuning LLM LLMs"])
    assert words.names == ["fine-tuning", "llm"]
    assert words.codes.tolist() == [0, 0, 0, 1, 1, BREAK]
    assert words.plural.tolist() == [False, False, False, False, True, False]
    assert words.spelling[1] == ("LLM", "LLMs")


def test_a_word_that_only_ends_like_a_plural_is_its_own_singular():
    words = read_words(["physics"])
    assert (words.names, words.plural.any()) == (["physics"], np.False_)


def test_a_name_in_parentheses_interrupts_no_phrase():
    assert written(["out-of-distribution", "detection", "|"], ["out-of-distribution (OOD) detection"])
    assert written(["graph", "|", "undirected", "|", "networks", "|"], ["graph (undirected) networks"])


def test_addresses_are_no_words():
    assert written(["code", "|", "demo", "|"], ["code https://github.com/a/b demo"])


def test_capitals_of_titles_do_not_count_where_sentences_tell():
    titles = ["Graph Transformers Are Fast Learners"] * 3
    texts = [*titles, "we train transformers in Python and call python well", "learners use Python"]
    spelling = {name: one for name, (one, _) in zip(*read_words(texts)[3:], strict=True)}
    assert spelling["python"] == "Python"
    assert spelling["transformers"] == "transformers"


def test_singulars_follow_the_letters():
    words = ["queries", "classes", "branches", "caches", "analysis", "corpus", "loss", "models", "gas"]
    assert [singular(word) for word in words] == [
        "query",
        "class",
        "branch",
        "cache",
        "analysis",
        "corpus",
        "loss",
        "model",
        "gas",
    ]
