import re

from trends.sources.files.tagged import read_entries

FIELD = re.compile(r"([A-Z][A-Z0-9])  -(?:\s+(.*)|$)")
END = re.compile(r"ER  -\s*")


def entries(text):
    return [(entry.line, dict(entry.fields)) for entry in read_entries(text.split("\n"), field=FIELD, first="TY", last=END)]


def test_an_entry_runs_from_its_first_tag_to_its_last():
    assert entries("TY  - JOUR\nTI  - One\nER  - \n\nTY  - BOOK\nER  -") == [
        (1, {"TY": ["JOUR"], "TI": ["One"]}),
        (5, {"TY": ["BOOK"]}),
    ]


def test_a_line_without_a_tag_goes_on_with_the_value_above():
    ((_, fields),) = entries("TY  - JOUR\nAB  - We\n  study\n\nSARS-CoV-2.\nAI - based\nER  - ")
    assert fields["AB"] == ["We\nstudy\n\nSARS-CoV-2.\nAI - based"]


def test_a_missing_end_does_not_swallow_the_next_entry():
    assert [line for line, _ in entries("TY  - A\nTI  - One\nTY  - B\nTI  - Two")] == [1, 3]


def test_a_missing_first_tag_does_not_lose_the_entry():
    assert entries("TY  - A\nER  - \nTI  - Two\nER  - ")[1] == (3, {"TI": ["Two"]})


def test_what_stands_outside_of_entries_counts_for_nothing():
    assert entries("Provider: somebody\n\nTY  - A\nER  - \nstray\n\n") == [(3, {"TY": ["A"]})]


def test_an_empty_value_is_no_first_value():
    (entry,) = read_entries(["TY  - A", "TI  - ", "TI  -", "T1  - Title"], field=FIELD, first="TY", last=END)
    assert entry.first("TI", "T1") == "Title"
    assert entry.all("TI") == []
    assert entry.first("XX") == ""
