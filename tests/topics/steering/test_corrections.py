import pytest

from trends.errors import ConfigError
from trends.topics.steering.corrections import Drop, Merge, Rename, Split, read_corrections


def read(tmp_path, text):
    path = tmp_path / "topics.toml"
    path.write_text(text, encoding="utf-8")
    return read_corrections(path)


def entry(line):
    return f"[[correction]]\n{line}\n"


def test_corrections_are_read_in_their_order(tmp_path):
    text = (
        entry('drop = "Noise"')
        + entry('rename = "LLM unlearning"\nto = "Unlearning"')
        + entry('merge = ["A", "B"]\nto = "C"')
        + entry('split = "C"\ninto = ["x phrase", "y phrase"]')
        + entry('split = "D"\ninto = 3')
    )
    assert read(tmp_path, text) == (
        Drop(drop="Noise"),
        Rename(rename="LLM unlearning", to="Unlearning"),
        Merge(merge=("A", "B"), to="C"),
        Split(split="C", into=("x phrase", "y phrase")),
        Split(split="D", into=3),
    )


def test_an_empty_file_corrects_nothing(tmp_path):
    assert read(tmp_path, "# nothing yet\n") == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('rename = "A"', "has no 'to', rename needs rename and to"),
        ('rename = "A"\nto = " "', "to is ' ', it must be"),
        ('rename = "A"\nto = "B"\nwhy = "?"', "has 'why', rename takes rename and to only"),
        ('merge = ["A"]\nto = "C"', "merge is ['A'], it must be"),
        ('split = "A"\ninto = 1', "into is 1, it must be a list of 2 to 20 phrases, or such a number of parts"),
        ('split = "A"\ninto = true', "into is True, it must be a list of 2 to 20 phrases"),
        ('split = "A"\ninto = ["x"]', "into is ['x'], it must be a list of 2 to 20 phrases"),
        ('split = "A"\ninto = "x"', "into is 'x', it must be a list of 2 to 20 phrases"),
        ('delete = "A"', "has the keys delete, it must have one of rename, merge, split, drop"),
        ('drop = "A"\nrename = "B"', "has the keys drop, rename, it must have one of"),
        ("", "has the keys none, it must have one of"),
    ],
)
def test_a_wrong_entry_names_file_entry_value_and_what_is_allowed(tmp_path, line, message):
    with pytest.raises(ConfigError) as error:
        read(tmp_path, entry('drop = "Noise"') + entry(line))
    assert f"topics.toml, correction 2{message if message.startswith(':') else ''}" in str(error.value)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("drop = ", "is not TOML"),
        ('[correction]\ndrop = "A"', "it must list each as [[correction]]"),
        ('[[rename]]\ntopic = "A"', "has 'rename', it must list [[correction]] only"),
    ],
)
def test_another_kind_of_file_is_refused(tmp_path, text, message):
    with pytest.raises(ConfigError, match="topics") as error:
        read(tmp_path, text)
    assert message in str(error.value)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="cannot read"):
        read_corrections(tmp_path / "none.toml")


def test_a_correction_reads_as_it_is_written():
    assert str(Merge(merge=("A", "B"), to="C")) == 'merge = ["A", "B"], to = "C"'
