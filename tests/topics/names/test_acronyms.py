import numpy as np
import pytest
from scipy.sparse import csr_matrix

from trends.topics.names.acronyms import find_acronyms, join_acronyms, spell_out

OOD = {"ood": "out-of-distribution", "llm": "large language model"}


def join(forms, *, acronyms=OOD, papers=None):
    """Join phrases, each used by that many papers, or by those of a row of `papers`."""
    if papers is None:
        n = list(forms.values())
        papers = np.array([[row < k for k in n] for row in range(max(n))], dtype=np.float32)
    written = [(form.lower(), form) for form in forms]
    return join_acronyms(csr_matrix(papers, dtype=np.float32), written=written, acronyms=acronyms)


def test_an_acronym_is_read_where_a_paper_introduces_it():
    texts = ["We study out-of-distribution (OOD) detection.", "Large language models (LLMs) forget.", "Shown in (ABC) here."]
    assert find_acronyms(texts, min_papers=1) == OOD


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("contrastive language-image pre-training (CLIP)", "clip", "contrastive language-image pre-training"),
        ("we use low-rank adaptation (LoRA)", "lora", "low-rank adaptation"),
        ("a new chain-of-thought (CoT)", "cot", "chain-of-thought"),
        ("as a mixture of experts (MoE)", "moe", "mixture of expert"),
    ],
)
def test_the_letters_of_an_acronym_stand_in_its_long_form_in_order(text, short, long):
    assert find_acronyms([text], min_papers=1) == {short: long}


def test_an_acronym_that_says_different_things_says_nothing():
    texts = ["machine unlearning (MU)", "mutual understanding (MU)"]
    assert find_acronyms(texts, min_papers=1) == {}
    assert find_acronyms([*texts, "machine unlearning (MU)"], min_papers=1) == {"mu": "machine unlearning"}


def test_an_acronym_that_few_papers_introduce_is_left_out():
    assert find_acronyms(["machine unlearning (MU)"] * 2, min_papers=3) == {}


def test_hyphens_do_not_make_another_long_form():
    texts = ["retrieval augmented generation (RAG)"] + ["retrieval-augmented generation (RAG)"] * 2
    assert find_acronyms(texts, min_papers=3) == {"rag": "retrieval-augmented generation"}


def test_spelling_out_resolves_hyphens_plurals_and_acronyms():
    assert spell_out("OOD detection", acronyms=OOD) == spell_out("out-of-distribution detection", acronyms=OOD)
    assert spell_out("LLMs", acronyms=OOD) == ["large", "language", "model"]


def test_a_phrase_and_its_short_form_are_one_column_and_a_paper_counts_once():
    papers = [[1, 1], [1, 0], [0, 1], [0, 0]]
    matrix, names, _ = join(["out-of-distribution detection", "OOD detection"], papers=papers)
    assert len(names) == 1
    assert matrix.toarray().ravel().tolist() == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("n_long", "n_short", "shown"),
    [
        (10, 8, "out-of-distribution (OOD) detection"),
        (10, 1, "out-of-distribution detection"),
        (4, 8, "out-of-distribution (OOD) detection"),
        (1, 8, "OOD detection"),
    ],
)
def test_the_acronym_is_shown_behind_the_long_form_where_papers_use_both(n_long, n_short, shown):
    assert join({"out-of-distribution detection": n_long, "OOD detection": n_short})[2] == [shown]


def test_the_acronym_stands_as_papers_write_it():
    assert join({"large language models": 5, "LLMs": 5})[2] == ["large language models (LLMs)"]


def test_columns_are_sorted_by_name():
    assert join({"speech": 1, "image": 1})[1] == ["image", "speech"]
