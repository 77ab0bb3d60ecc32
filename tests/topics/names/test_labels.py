import pytest

from trends.topics.names.labels import capitalise, label_groups
from trends.topics.names.terms import Term

RL = {"rl": "reinforcement learning"}


def label(*groups, acronyms=None, cover=0.5):
    return label_groups([[Term(term, weight, cover) for term, weight in group] for group in groups], acronyms=acronyms or {})


def test_one_clear_term_names_a_topic():
    assert label([("machine unlearning", 1.0), ("privacy", 0.2)]) == ["Machine unlearning"]


def test_a_second_term_joins_where_it_is_nearly_as_good_and_says_something_else():
    assert label([("image editing", 1.0), ("diffusion sampling", 0.9)]) == ["Image editing & diffusion sampling"]
    assert label([("image editing", 1.0), ("diffusion sampling", 0.7)]) == ["Image editing"]
    assert label([("image editing", 1.0), ("editing prompts", 0.9)]) == ["Image editing"]
    assert label([("image watermarking", 1.0), ("watermarks", 0.9)]) == ["Image watermarking"]


def test_a_term_that_few_papers_use_does_not_name_a_topic_alone():
    terms = [("expression recognition", 1.0), ("visual grounding", 0.3)]
    assert label(terms, cover=0.1) == ["Expression recognition & visual grounding"]
    assert label(terms) == ["Expression recognition"]


def test_a_partner_is_rather_a_phrase_that_shares_no_word():
    terms = [("visual grounding", 1.0), ("visual parsing", 0.5), ("robots", 0.5), ("image editing", 0.4)]
    assert label(terms, cover=0.1) == ["Visual grounding & image editing"]


def test_single_words_pair_where_there_are_no_phrases():
    assert label([("Scala", 1.0), ("Haskell", 0.9)]) == ["Scala & Haskell"]


def test_an_acronym_says_the_same_as_its_long_form():
    terms = [("out-of-distribution detection", 1.0), ("OOD detection", 0.9)]
    assert label(terms, acronyms={"ood": "out-of-distribution"}) == ["Out-of-distribution detection"]


def test_the_acronym_is_shown_where_there_is_room():
    assert label([("out-of-distribution (OOD) detection", 1.0)]) == ["Out-of-distribution (OOD) detection"]
    long = "handwritten mathematical expression recognition (HMER)"
    assert label([(long, 1.0)]) == ["Handwritten mathematical expression recognition"]


def test_a_pair_takes_an_acronym_only_where_it_is_too_long_and_the_acronym_is_clear():
    ood = {"ood": "out-of-distribution"}
    pair = [("out-of-distribution (OOD) detection", 1.0), ("zero-shot grounding", 0.9)]
    assert label(pair, acronyms=ood) == ["OOD detection & zero-shot grounding"]
    pair = [("reinforcement learning (RL)", 1.0), ("chain-of-thought traces", 0.9)]
    assert label(pair, acronyms=RL) == ["Reinforcement learning (RL)"]


def test_no_two_topics_have_the_same_name():
    names = label([("speech", 1.0), ("voices", 0.1)], [("speech", 1.0), ("prosody", 0.1)], [("speech", 1.0)], [])
    assert names == ["Speech", "Speech & prosody", "Unnamed 3", "Unnamed 4"]


def test_a_given_label_stands_and_no_other_group_takes_it():
    terms = [[Term("speech", 1.0, 0.5), Term("prosody", 0.1, 0.5)], [Term("voices", 1.0, 0.5)]]
    assert label_groups(terms, acronyms={}, given={1: "Speech"}) == ["Speech & prosody", "Speech"]


@pytest.mark.parametrize("other", ["Reward models", "reward model"])
def test_names_that_differ_by_number_or_capitals_are_the_same(other):
    names = label([("reward models", 1.0)], [(other, 1.0), ("tax law", 0.1)])
    assert names == ["Reward models", f"{capitalise(other)} & tax law"]


def test_a_phrase_goes_before_a_single_word_that_is_hardly_better():
    assert label([("forgetting", 1.0), ("machine unlearning", 0.8)]) == ["Machine unlearning"]


def test_a_word_that_far_more_papers_use_goes_before_a_phrase():
    terms = [[Term("airlines", 1.0, 0.7), Term("low cost carrier", 0.7, 0.07)]]
    assert label_groups(terms, acronyms={}) == ["Airlines"]


def test_capitals_inside_a_word_stay():
    assert [capitalise(text) for text in ("graph networks", "mRNA folding", "LLM agents", "text-to-3D generation")] == [
        "Graph networks",
        "mRNA folding",
        "LLM agents",
        "Text-to-3D generation",
    ]
