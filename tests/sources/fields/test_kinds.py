import pytest

from trends.sources.fields.kinds import IN_LIBRARIES, no_paper


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("dataset", "not a paper: data set"),
        ("DATA", "not a paper: data set"),
        ("computerProgram", "not a paper: software"),
        ("COMP", "not a paper: software"),
        ("motion_picture", "not a paper: recording"),
        ("journal-issue", "not a paper: whole volume"),
        ("Published Erratum", "not a paper: correction"),
        ("Correction, Addition", "not a paper: correction"),
        ("Publisher's Correction", "not a paper: correction"),
        ("Retraction of Publication", "not a paper: notice of retraction"),
        ("Retracted Publication", "retracted"),
    ],
)
def test_one_thing_has_one_word_whatever_formats_call_it(kind, reason):
    assert no_paper(["Journal Article", kind]) == reason


@pytest.mark.parametrize(
    "kind",
    ["article-journal", "JOUR", "journalArticle", "posted-content", "Proceedings Paper", "Software Review", ""],
)
def test_papers_are_papers(kind):
    assert no_paper([kind], words=IN_LIBRARIES) == ""


@pytest.mark.parametrize("kind", ["letter", "Interview", "note"])
def test_a_letter_in_a_database_is_a_paper_and_one_kept_beside_papers_is_none(kind):
    assert no_paper([kind]) == ""
    assert no_paper([kind], words=IN_LIBRARIES) == f"not a paper: {kind.lower()}"


def test_a_retracted_notice_is_above_all_retracted():
    assert no_paper(["Correction", "Retracted Publication"]) == "retracted"
