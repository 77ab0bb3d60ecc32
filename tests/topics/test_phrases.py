from trends.topics.phrases import count_phrases


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


def test_plurals_count_as_their_singular_and_are_shown_as_most_papers_write_them():
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
    assert "multimodal large language" not in counts.phrases


def test_words_that_say_nothing_alone_are_no_phrase():
    counts = count_phrases(["the model", "a sign language model"] * 2, min_papers=2)
    assert "model" not in counts.phrases
    assert "sign language model" in counts.phrases


def test_texts_without_words_give_no_phrases():
    counts = count_phrases(["", "42 !!"], min_papers=1)
    assert counts.matrix.shape == (2, 0)
