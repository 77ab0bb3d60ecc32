import numpy as np
import pytest

from trends.topics.names.phrases import count_phrases


def columns(counts, row):
    return {counts.phrases[i] for i in counts.matrix.getrow(row).indices}


def test_phrases_do_not_cross_stop_words_or_punctuation():
    counts = count_phrases(["graph networks for protein folding, cell imaging"] * 2, min_papers=2)
    assert columns(counts, 0) == {
        "graph",
        "graph networks",
        "protein",
        "protein folding",
        "folding",
        "cell",
        "cell imaging",
        "imaging",
    }


def test_a_paper_counts_once_however_often_it_says_so():
    counts = count_phrases(["unlearning, unlearning, unlearning", "unlearning"], min_papers=2)
    assert counts.matrix.toarray().tolist() == [[1], [1]]


def test_a_phrase_that_too_few_papers_use_is_left_out():
    texts = ["speech, speech, speech", "robots", "robots"]
    assert count_phrases(texts, min_papers=2).phrases == ["robots"]


def test_plurals_count_as_their_singular_and_are_shown_as_most_places_write_them():
    counts = count_phrases(["diffusion models", "diffusion models", "a diffusion model"], min_papers=3)
    assert counts.surface[counts.phrases.index("diffusion model")] == "diffusion models"


def test_capitals_of_names_stay_and_those_of_titles_go():
    texts = ["LLM Unlearning", "we study LLM unlearning", "LLM unlearning of Wikipedia", "Wikipedia"]
    counts = count_phrases(texts, min_papers=2)
    assert "LLM unlearning" in counts.surface
    assert "Wikipedia" in counts.surface


def test_a_fragment_of_one_longer_phrase_is_no_phrase():
    counts = count_phrases(["multimodal large language models"] * 4, min_papers=2)
    assert "multimodal large language models" in counts.phrases
    assert "large language models" not in counts.phrases


def test_what_hardly_ever_ends_a_run_is_no_phrase():
    texts = ["deep graph networks", "deep graph kernels", "deep graph matching"] * 8
    counts = count_phrases(texts, min_papers=3)
    assert "deep graph kernels" in counts.phrases
    assert "deep graph" not in counts.phrases


def test_punctuation_between_phrases_does_not_change_what_is_complete():
    texts = ["deep graph kernels", "graph kernels for speech", "speech kernels"] * 3
    loose = [text + " ... , , , ; ; ;" for text in texts]
    assert count_phrases(loose, min_papers=3).phrases == count_phrases(texts, min_papers=3).phrases


def test_words_that_say_nothing_alone_are_no_phrase():
    counts = count_phrases(["the model", "a sign language model"] * 2, min_papers=2)
    assert "model" not in counts.phrases
    assert "sign language model" in counts.phrases


def test_phrases_end_in_no_adverb_and_no_participle():
    counts = count_phrases(["speech annotated, speech causally, speech, a speech family"] * 2, min_papers=2)
    assert set(counts.phrases) == {"speech", "speech family", "family"}


def test_a_phrase_repeats_no_word():
    assert count_phrases(["speech speech"] * 2, min_papers=2).phrases == ["speech"]


def test_an_acronym_and_what_it_stands_for_are_one_phrase():
    texts = ["machine unlearning (MU) of images", "MU of images", "machine unlearning of images", "the MU of speech"]
    counts = count_phrases(texts, min_papers=1)
    column = counts.surface.index("machine unlearning (MU)")
    assert counts.acronyms == {"mu": "machine unlearning"}
    assert counts.matrix[:, [column]].toarray().ravel().tolist() == [1, 1, 1, 1]


def test_an_acronym_that_is_a_common_word_stays_a_word():
    texts = ["multi-agent planning (MAP)", "a map of the map", "the map"]
    assert count_phrases(texts, min_papers=1).acronyms == {}


@pytest.mark.parametrize("texts", [["", "42 !!"], [""], []])
def test_texts_without_words_give_no_phrases(texts):
    counts = count_phrases(texts, min_papers=1)
    assert counts.matrix.shape == (len(texts), 0)


def test_papers_in_another_order_have_the_same_phrases():
    texts = [f"{a} {b} of {c}" for a in ("graph", "speech") for b in ("matching", "kernels") for c in ("cells", "Cells", "LLMs")]
    order = np.random.default_rng(0).permutation(len(texts))
    counts, mixed = count_phrases(texts, min_papers=2), count_phrases([texts[i] for i in order], min_papers=2)
    assert mixed.phrases == counts.phrases
    assert mixed.surface == counts.surface
    assert np.array_equal(mixed.matrix.toarray(), counts.matrix.toarray()[order])
