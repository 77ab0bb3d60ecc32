import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.sources.fields.clean import clean, letters

SIGNS = tuple("\\${}^_~&;<>/%'`\" 5é\u0301\u00ad\ud83d")
SNIPPETS = ("\\textbf", "\\alpha", "\\$", "$x$", "^{2}", "_{ab}", "&amp;", "&lt;", "<i>", "</i>", "<sup>", "</sup>", "text")
LONGER = ("mathcal{O}", "\\frac{a}{b}", '\\"o', "https://a.b/c_d^2~e", "\\unicode{xd800}", "\\cite{x}", "{\\em a}")
MARKUP = st.lists(st.sampled_from(SIGNS + SNIPPETS + LONGER)).map("".join)


@given(MARKUP | st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(MARKUP | st.text())
def test_clean_text_is_one_line_of_valid_unicode(text):
    cleaned = clean(text)
    assert cleaned == " ".join(cleaned.split())
    cleaned.encode("utf-8")


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x17F)))
def test_letters_and_digits_are_never_lost(text):
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("AT&amp;T and R&D", "AT&T and R&D"),
        ("&amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt;", "x"),
        ("https://a.org/?x=1&copy=2", "https://a.org/?x=1&copy=2"),
        ("<jats:p>An <i>old</i> tale</jats:p>", "An old tale"),
        ("H<sub>2</sub>O at 10<sup>6</sup> Pa", "H2O at 10⁶ Pa"),
        ("the token <think> and <s> stay", "the token <think> and <s> stay"),
        ('see <a href="x">this</a>', "see this"),
        ('<p lang="en">one<br /><span class = "x">two</span>', "one two"),
        ("for n<p and q>r we prove it", "for n<p and q>r we prove it"),
        ("if a <i holds whenever the bound is tight> b", "if a <i holds whenever the bound is tight> b"),
        ("from <a to b> and back", "from <a to b> and back"),
    ],
)
def test_entities_and_typesetting_tags_go_and_the_rest_is_text(raw, read):
    assert clean(raw) == read


def test_a_script_is_text_like_any_other():
    title = "</script><script>alert(1)</script>"
    assert clean(title) == title


def test_what_nobody_can_see_is_dropped():
    assert clean("a\u00adb\u200bc\x00 \u202ed\ufeff") == "abc d"


def test_joiners_that_scripts_need_stay():
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_all_kinds_of_space_become_one():
    assert clean(" a\u00a0\tb\r\n\u3000c ") == "a b c"


def test_characters_are_composed_and_styled_letters_plain():
    assert clean("Poincare\u0301 𝐁𝐄𝐑𝐓") == "Poincaré BERT"


def test_a_lone_surrogate_is_replaced():
    assert clean("cut emoji \ud83d") == "cut emoji \ufffd"


def test_titles_are_compared_by_letters_and_digits():
    assert letters("AMD²G: “Data” – Augmentation!") == letters("amd2g data augmentation")
    assert letters("Poincaré and Erdős on Łódź") == letters("Poincare and Erdos on Lodz")
