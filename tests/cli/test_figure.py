import pytest

from trends.cli import main


def call(*arguments):
    with pytest.raises(SystemExit) as stopped:
        main([*map(str, arguments)])
    return stopped.value.code


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "name one chart, or take --all"),
        (["lines", "--all", "-o", "x"], "name one chart, or take --all"),
        (["lines"], "say where to with -o"),
        (["--all", "-o", "x", "--topics", "3"], "--topics is for one chart"),
    ],
)
def test_wrong_usage_is_answered_with_what_to_do(arguments, sentence, tmp_path, capsys):
    assert call("figure", tmp_path, *arguments) == 2
    assert sentence in capsys.readouterr().err


def test_the_list_names_charts_widths_and_palettes(tmp_path, capsys):
    assert call("figure", tmp_path, "--list") == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in ("small_multiples", "ieee-single 88.9 mm", "default, tol, gray"))


@pytest.mark.parametrize(
    ("name", "file", "more", "sentence"),
    [
        ("nosuch", "fig.pdf", [], "chart is 'nosuch', it must be one of rising"),
        ("lines", "fig.xyz", [], "figure 'fig.xyz' ends in '.xyz'"),
        ("lines", "fig.pdf", ["--width", "3"], "width is 3 mm"),
        ("map", "fig.pdf", ["--topics", "3"], "chart 'map' draws all topics"),
        ("lines", "fig.pdf", ["--topics", "0"], "the number of topics is 0"),
    ],
)
def test_wrong_arguments_are_refused_before_a_run_is_looked_for(name, file, more, sentence, tmp_path, capsys):
    assert call("figure", tmp_path / "none", name, "-o", tmp_path / file, *more) == 1
    assert capsys.readouterr().err.startswith(f"trends: {sentence}")


def test_a_width_that_does_not_exist_is_one_sentence(tmp_path, capsys):
    assert call("figure", tmp_path, "lines", "-o", tmp_path / "fig.pdf", "--width", "wide") == 1
    assert capsys.readouterr().err.startswith("trends: width is 'wide', it must be millimetres or one of ieee-single")
