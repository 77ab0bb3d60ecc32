import pytest

from trends.charts.letters import text_width


def test_words_are_as_wide_as_their_letters():
    assert text_width("Will", size=10) == pytest.approx(11.2 * (0.944 + 3 * 0.222))
    assert text_width("milli", size=10) < text_width("WMWMW", size=10) / 2


def test_of_several_lines_the_widest_counts_and_markup_has_no_width():
    assert text_width("wide line<br>i", size=11) == text_width("<b>wide line</b>", size=11)
    assert text_width("R&amp;D", size=11) == text_width("&DR", size=11)


def test_bold_letters_are_wider():
    assert text_width("trend", size=11, bold=True) > text_width("trend", size=11)


def test_an_accent_takes_no_room_and_a_chinese_letter_a_full_square():
    assert text_width("données", size=11) == text_width("donnees", size=11)
    assert text_width("学", size=10) == pytest.approx(11.2)
