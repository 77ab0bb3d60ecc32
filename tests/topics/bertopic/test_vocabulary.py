import numpy as np

from trends.topics.bertopic.vocabulary import count_vocabulary

TEXTS = [
    "Out-of-distribution (OOD) detection, and OOD detection again. LLM unlearning; the LLM's unlearning.",
    "Detection of out-of-distribution samples by graph neural networks, a graph neural network",
    "Unlearning what an LLM unlearning method forgot. Detection",
]
TERMS = ["LLM unlearning", "out-of-distribution (OOD) detection", "graph neural network", "quantum chemistry"]


def counted(texts, terms=TERMS):
    vectorizer, counts = count_vocabulary(texts, terms=terms)
    return {word: counts.toarray()[:, column].tolist() for word, column in vectorizer.vocabulary.items()}


def test_counts_are_those_of_the_vectorizer():
    vectorizer, counts = count_vocabulary(TEXTS, terms=TERMS)
    assert np.array_equal(vectorizer.transform(TEXTS).toarray(), counts.toarray())


def test_terms_of_several_words_are_counted_beside_words():
    assert counted(TEXTS)["llm unlearning"] == [1, 0, 1]
    assert counted(TEXTS)["detection"] == [2, 1, 1]
    assert counted(TEXTS)["out-of-distribution ood detection"] == [1, 0, 0]


def test_stop_words_words_used_once_and_terms_never_used_are_left_out():
    assert counted(TEXTS).keys().isdisjoint({"the", "of", "samples", "quantum chemistry"})
    assert counted(TEXTS)["graph neural network"] == [0, 1, 0]


def test_no_term_runs_over_the_end_of_a_text():
    assert "detection quantum" not in counted(["detection detection", "quantum quantum"], terms=["detection quantum"])


def test_texts_without_a_word_are_counted_by_their_signs():
    assert counted(["? ? !", "!"], terms=[]) == {"?": [2, 0], "!": [1, 1]}


def test_words_that_are_all_rare_are_kept():
    assert counted(["one word", "another"], terms=[]).keys() == {"one", "word", "another"}
