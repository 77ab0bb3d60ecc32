from trends.topics.labels import capitalise, label_groups
from trends.topics.terms import Term


def label(*groups, acronyms=None, cover=0.5):
    return label_groups([[Term(term, weight, cover) for term, weight in group] for group in groups], acronyms=acronyms or {})


def test_one_clear_term_names_a_topic():
    assert label([("machine unlearning", 1.0), ("privacy", 0.2)]) == ["Machine unlearning"]


def test_a_second_term_joins_where_it_is_nearly_as_good_and_says_something_else():
    assert label([("image editing", 1.0), ("diffusion sampling", 0.9)]) == ["Image editing & diffusion sampling"]
    assert label([("image editing", 1.0), ("editing prompts", 0.9)]) == ["Image editing"]
    assert label([("image watermarking", 1.0), ("watermarks", 0.9)]) == ["Image watermarking"]


def test_a_term_that_few_papers_use_does_not_name_a_topic_alone():
    terms = [("expression recognition", 1.0), ("visual grounding", 0.3)]
    assert label(terms, cover=0.1) == ["Expression recognition & visual grounding"]
    assert label(terms) == ["Expression recognition"]


def test_an_acronym_says_the_same_as_its_long_form():
    terms = [("out-of-distribution detection", 1.0), ("OOD detection", 0.9)]
    assert label(terms, acronyms={"ood": "out-of-distribution"}) == ["Out-of-distribution detection"]


def test_no_two_topics_have_the_same_name():
    names = label([("speech", 1.0), ("voices", 0.1)], [("speech", 1.0), ("prosody", 0.1)], [("speech", 1.0)], [])
    assert names == ["Speech", "Speech & prosody", "Unnamed 3", "Unnamed 4"]


def test_a_phrase_goes_before_a_single_word_that_is_hardly_better():
    assert label([("forgetting", 1.0), ("machine unlearning", 0.8)]) == ["Machine unlearning & forgetting"]


def test_capitals_inside_a_word_stay():
    assert [capitalise(text) for text in ("graph networks", "mRNA folding", "LLM agents")] == [
        "Graph networks",
        "mRNA folding",
        "LLM agents",
    ]
