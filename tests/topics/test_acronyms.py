from trends.topics.acronyms import find_acronyms, spell_out


def test_an_acronym_is_read_where_a_paper_introduces_it():
    texts = ["We study out-of-distribution (OOD) detection.", "Large language models (LLMs) forget.", "Shown in (ABC) here."]
    assert find_acronyms(texts) == {"ood": "out-of-distribution", "llm": "large language models"}


def test_the_most_frequent_long_form_wins():
    texts = ["machine unlearning (MU)"] * 2 + ["mutual understanding (MU)"]
    assert find_acronyms(texts)["mu"] == "machine unlearning"


def test_spelling_out_resolves_hyphens_plurals_and_acronyms():
    acronyms = {"ood": "out-of-distribution", "llm": "large language models"}
    assert spell_out("OOD detection", acronyms=acronyms) == spell_out("out-of-distribution detection", acronyms=acronyms)
    assert spell_out("LLMs", acronyms=acronyms) == ["large", "language", "model"]
