import numpy as np
import pytest

from trends.errors import ConfigError
from trends.topics.tracking.asking import Answers, choose_questions, read_answers, write_answers


def test_papers_nearest_to_the_line_are_asked_about_first():
    chances = np.array([0.99, 0.52, 0.1, 0.45, 0.0])
    asked = choose_questions(chances, threshold=0.5, answered=np.zeros(5, dtype=bool), n=3)
    assert asked.tolist() == [1, 3, 2]


def test_nobody_is_asked_twice_nor_about_a_paper_that_cannot_belong():
    chances = np.array([0.5, 0.6, 0.0])
    assert choose_questions(chances, threshold=0.5, answered=np.array([True, False, False]), n=9).tolist() == [1]


def test_a_newer_answer_wins():
    kept = Answers(yes=("a", "b"), no=("c",)).updated(yes=("c",), no=("a",))
    assert kept == Answers(yes=("b", "c"), no=("a",))


def test_a_paper_cannot_be_both():
    with pytest.raises(ConfigError, match="'a' is both yes and no"):
        Answers().updated(yes=("a",), no=("a",))


def test_answers_come_back_as_they_were_written(tmp_path):
    answers = Answers(yes=("arxiv:2401.00001",), no=("doi:10.1/x",))
    (tmp_path / "x.toml").write_text(write_answers(answers), encoding="utf-8")
    assert read_answers(tmp_path / "x.toml") == answers
    assert read_answers(tmp_path / "none.toml") == Answers()


@pytest.mark.parametrize(
    ("text", "said"), [("yes = 3", "a bad 'yes'"), ("maybe = []", "a bad 'maybe'"), ("yes = [", "is not TOML")]
)
def test_a_bad_file_is_answered_with_what_it_must_hold(tmp_path, text, said):
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        read_answers(tmp_path / "x.toml")
