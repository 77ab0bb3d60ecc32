import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.errors import SourceError
from trends.sources.files.xml import BROKEN, elements, read_records, text_of
from trends.sources.opening import Opened
from trends.sources.records import Record, Skip

GOOD = "<paper><title>Good</title></paper>"


def opened(content):
    return Opened("x", content if isinstance(content, bytes) else content.encode())


def told(content, *tags):
    """Return the text of each element, None where it is broken."""
    return [None if found.problem else text_of(found.element).strip() for found in elements(opened(content), *tags or ("paper",))]


def test_a_record_knows_the_line_where_it_begins():
    found = elements(opened(f"<set>\n\n{GOOD}\n<paper\n id='2'/>\n{GOOD}</set>"), "paper")
    assert [one.line for one in found] == [3, 4, 6]


def test_names_lose_their_namespaces():
    inside = "<title>One</title><c:doi a:n='1'>2</c:doi>"
    content = f"<a:set xmlns:a='urn:a' xmlns='urn:b'><a:paper xmlns:c='urn:c'>{inside}</a:paper></a:set>"
    (found,) = elements(opened(content), "paper")
    assert [found.element.tag, *(child.tag for child in found.element)] == ["paper", "title", "doi"]
    assert not found.problem


@pytest.mark.parametrize(
    "broken",
    [
        "<paper><title>Bad</paper>",
        "<paper><title>Bad</title>",
        "<paper><title>Bad",
        "<paper><title n='Bad></title></paper>",
        "<paper><![CDATA[Bad</paper>",
        "<paper><title>Bad <!-- x</title></paper>",
        "<paper><title>Bad <!-- x</title>",
        "<paper></title></paper>",
        "<paper><title>Bad \udcff</title></paper>",
    ],
)
def test_a_broken_record_is_lost_alone(broken):
    content = f"<set>{GOOD}{broken}{GOOD}{GOOD}</set>".encode("utf-8", "surrogateescape")
    assert told(content) == ["Good", None, "Good", "Good"]


@pytest.mark.parametrize("stray", ["</paper>", "</set>", "</set><set>", "<b>", "&", "<", "]]>", "\0", "<?pi", "<!DOCTYPE x [<"])
def test_what_stands_between_records_does_not_matter(stray):
    assert told(f"<set>{GOOD}{stray}{GOOD}</set>") == ["Good", "Good"]


def test_a_record_in_a_comment_is_none_and_a_comment_in_a_record_is_no_text():
    content = f"<set><!-- {GOOD}\n{GOOD} --><paper>On<!-- no --> <?no no?>graphs</paper></set>"
    assert told(content) == ["On graphs"]


@pytest.mark.parametrize("stray", ["<!-- page 3", "<!-- page 3\n", "\n\n<!-- page <!-- 3 --\n", "<set><!--"])
def test_a_comment_that_is_never_closed_costs_no_record(stray):
    good = f"{GOOD}\n{GOOD}{GOOD}"
    found = list(elements(opened(f"<set>{good}{stray}{good}</set>"), "paper"))
    assert [(text_of(one.element), one.problem) for one in found] == [("Good", "")] * 6
    assert [one.line for one in found] == [1, 2, 2, *(stray.count("\n") + line for line in (2, 3, 3))]


def test_a_record_in_a_comment_inside_of_what_holds_records_is_none():
    content = f'<set><volume id="1"><!-- {GOOD} --><paper>One</paper><!-- {GOOD} --></volume>{GOOD}</set>'
    assert told(content, "paper", "volume")[1:] == ["One", "Good"]


def test_signs_that_should_have_been_escaped_are_taken_for_what_they_say():
    assert told("<paper>R&D at p < 0.05 &amp; &lt;i&gt; &nbsp;\x01</paper>") == ["R&D at p < 0.05 & <i> &nbsp;"]


def test_an_entity_that_a_file_declares_is_never_resolved():
    bomb = '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    assert told(f"{bomb}<s><paper>&b; &f;</paper></s>") == ["&b; &f;"]


def test_a_name_around_others_asked_for_gives_its_attributes():
    content = '<set><volume id="1"><paper id="2"/><paper id="3">x</paper></volume><volume id="4"/></set>'
    found = [(one.element.tag, one.element.get("id")) for one in elements(opened(content), "paper", "volume")]
    assert found == [("volume", "1"), ("paper", "2"), ("paper", "3"), ("volume", "4")]


def test_a_longer_name_is_another_name():
    assert told(f"<papers><paperclip>no</paperclip><paper-clip/>{GOOD}</papers>") == ["Good"]


def test_raised_and_lowered_text_and_formulas_keep_their_marks():
    content = "<paper>CO<sub>2</sub> 10<sup>6</sup> <b>bold <i>and</i></b> <tex-math>x_1</tex-math>!</paper>"
    assert told(content) == ["CO<sub>2</sub> 10<sup>6</sup> bold and $x_1$!"]


def test_the_reason_of_a_lost_record_is_told():
    found = list(
        read_records(opened("<s>\n<paper><b></paper></s>"), "paper", to_record=lambda found: Record(title=found.element.tag))
    )
    assert found == [Skip(BROKEN, "Opening and ending tag mismatch: b line 1 and paper", 2)]


@pytest.mark.parametrize("content", ["Dear reader", "<html><p>no</p></html>", '{"paper": 1}'])
def test_a_file_without_such_a_record_says_so(content):
    with pytest.raises(SourceError, match="x holds no XML element <paper>"):
        told(content)


def test_memory_holds_one_record_of_a_file_that_is_never_whole():
    record = f"<paper><title>{'word ' * 200}</title></paper>\n".encode()
    tracemalloc.start()
    count = sum(1 for _ in elements(Opened("x", lambda: (record * 50 for _ in range(100))), "paper"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5_000
    assert peak < 1_000_000  # of 5 MB


@given(st.text("<>/!-&;[]'\" \n\taeprt") | st.text())
def test_a_good_record_between_any_text_is_never_lost(text):
    around = re.sub("-+>+", "", text)  # a comment that is closed may well hold the record
    assert "Good" in told(f"{around}\n{GOOD}\n{around}".encode("utf-8", "replace"))
