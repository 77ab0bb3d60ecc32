import re
from collections import Counter
from string import Formatter

import pytest

from trends.datasets.script import read_script

SCRIPT = read_script()
NUMBERS = {"percent", "points", "times", "count", "size"}
LEAST = {"tasks": 8, "methods": 8, "data": 6, "motivations": 6, "findings": 6}


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def all_phrases(part: str) -> list[str]:
    return [phrase for subfield in SCRIPT.subfields for phrase in getattr(subfield, part)]


@pytest.mark.parametrize("subfield", SCRIPT.subfields, ids=lambda subfield: subfield.name)
def test_a_subfield_has_enough_phrases_that_its_papers_differ(subfield):
    assert {part: len(getattr(subfield, part)) for part in LEAST if len(getattr(subfield, part)) < LEAST[part]} == {}


@pytest.mark.parametrize("part", LEAST)
def test_no_phrase_belongs_to_two_subfields(part):
    assert [phrase for phrase, times in Counter(all_phrases(part)).items() if times > 1] == []


@pytest.mark.parametrize("part", LEAST)
def test_a_phrase_is_part_of_a_sentence_and_not_one_itself(part):
    assert [phrase for phrase in all_phrases(part) if phrase != phrase.strip(" .") or "  " in phrase] == []


@pytest.mark.parametrize("part", ["tasks", "methods"])
def test_tasks_and_methods_have_no_article_and_no_number(part):
    assert [phrase for phrase in all_phrases(part) if re.match(r"(a|an|the) ", phrase) or slots(phrase)] == []


@pytest.mark.parametrize("part", ["data", "findings"])
def test_data_and_findings_ask_for_known_numbers_only(part):
    assert {name for phrase in all_phrases(part) for name in slots(phrase)} <= NUMBERS


def test_an_acronym_stands_in_brackets_behind_its_long_form():
    with_acronym = [subfield for subfield in SCRIPT.subfields if subfield.long]
    assert len(with_acronym) >= 4
    for subfield in with_acronym:
        acronym = re.search(r"\((\w+)\)", subfield.long).group(1)
        assert acronym in subfield.short
