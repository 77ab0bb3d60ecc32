import pytest

from trends.charts.letters import text_width
from trends.charts.tile_names import name_tiles


def named(words, *sizes):
    """Return what stands on the only tile of a treemap."""
    tile = {"ids": ["1"], "parents": [""], "values": [1], "labels": ["old"], "meta": {"words": [words]}}
    look = {"tiling": {"pad": 0}, "marker": {"pad": dict.fromkeys("tlrb", 0)}}
    return name_tiles(tile | look, sizes=sizes, wider=1.0)[0]


LONG = "Distributional semantic models &amp; probing †"


def test_a_tile_with_room_bears_its_name_and_all_that_stands_below():
    text = named(["Speech", [["+61% a year", 1], ["↑ +150% Wake words", 2]]], (300, 100))
    assert text == "<b>Speech</b><br>+61% a year<br>↑ +150% Wake words"


def test_what_is_too_long_goes_onto_more_lines_and_keeps_its_mark():
    assert named([LONG, []], (120, 100)) == "<b>Distributional<br>semantic models &amp;<br>probing †</b>"
    assert named([LONG, []], (120, 40)) == "<b>Distributional<br>semantic model… †</b>"


def test_a_word_wider_than_the_tile_is_cut_and_ends_the_name():
    assert named(["Large distributional models", []], (60, 100)) == "<b>Large<br>distribu…</b>"


@pytest.mark.parametrize("size", [(20, 300), (300, 12)])
def test_a_speck_bears_no_words(size):
    assert named([LONG, []], size) == ""


@pytest.mark.parametrize("width", range(50, 300, 10))
def test_no_line_is_wider_than_the_tile(width):
    text = named([LONG, [["+61% a year", 1], ["↑ +150% An &lt;i&gt; of a long name that goes on", 2]]], (width, 200))
    assert text_width(text, size=11, wider=1.0) <= width - 8


def test_a_text_that_fits_all_sizes_is_taken_before_a_longer_one_for_the_first():
    assert named([LONG, []], (120, 100), (200, 40)) == "<b>Distributional<br>semantic model… †</b>"


def test_where_no_text_fits_all_sizes_the_first_counts():
    assert named(["Distributional", []], (120, 24), (10, 300)) == "<b>Distributional</b>"


def test_a_tile_without_words_keeps_its_label():
    assert named(None, (300, 100)) == "old"
