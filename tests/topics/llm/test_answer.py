import pytest

from trends.topics.llm.answer import read_label


@pytest.mark.parametrize(
    "answer",
    [
        '{"label": "Machine unlearning"}',
        '```json\n{"label": "Machine  unlearning "}\n```',
        '<think>maybe {"label": "Forgetting"}?</think> {"label": "Machine unlearning"}',
        '{"label": "Machine unlearning", "confidence": 0.9} Hope this helps {smile}',
    ],
)
def test_a_label_is_found_whatever_stands_around_it(answer):
    assert read_label(answer, taken=()) == ("Machine unlearning", None)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("Machine unlearning", "no JSON object with a label"),
        ('{"label": ["Machine unlearning"]}', "no JSON object with a label"),
        ('{"name": "Machine unlearning"}', "no JSON object with a label"),
        ('{"label": "Machine', "no JSON object with a label"),
        ("", "no JSON object with a label"),
        ('{"label": "  "}', "is empty"),
        (r'{"label": "Machine\nunlearning"}', "not one line of visible signs"),
        ('{"label": "Machine \u202eunlearning"}', "not one line of visible signs"),
        ('{"label": "' + "long " * 13 + '"}', "has 64 characters, at most 60 are allowed"),
        ('{"label": "SPEECH"}', "the label 'SPEECH' is that of another topic"),
    ],
)
def test_what_cannot_be_a_label_is_said(answer, reason):
    label, why = read_label(answer, taken={"speech"})
    assert label is None
    assert reason in why
