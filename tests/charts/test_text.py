from dataclasses import replace
from html import unescape

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from trends.charts.text import escape, growth_words, papers_of, signed_percent, some_of, wrap
from trends.data.topics import UNHELD

texts = st.text(alphabet=st.sampled_from("ab -<>&%{}$\"'é\n"), max_size=80)


@given(texts)
def test_a_reader_sees_just_the_text_that_was_escaped(text):
    assert unescape(escape(text)) == " ".join(text.split())


@given(texts)
def test_escaped_text_opens_no_tag_and_no_template(text):
    assert "<" not in escape(text)
    assert "%{" not in escape(text)


@given(texts, st.integers(2, 30), st.integers(1, 4))
def test_wrapped_text_fits_its_box(text, width, lines):
    shown = wrap(text, width=width, lines=lines).split("<br>")
    assert len(shown) <= lines
    assert all(len(unescape(line)) <= width for line in shown)


@given(texts, st.integers(2, 30))
def test_wrapping_loses_no_letter_where_there_are_lines_enough(text, width):
    shown = unescape(wrap(text, width=width, lines=100).replace("<br>", ""))
    assert shown.replace(" ", "") == "".join(text.split())


@given(texts, st.integers(2, 30), st.integers(1, 4))
def test_the_mark_of_a_topic_that_does_not_hold_is_never_cut(text, width, lines):
    label = f"A{text}"
    assert wrap(label + UNHELD, width=width, lines=lines) == wrap(label, width=width, lines=lines) + UNHELD


def test_text_breaks_at_words_and_hyphens_and_says_where_it_is_cut():
    assert wrap("Out-of-distribution detection", width=19, lines=2) == "Out-of-distribution<br>detection"
    assert wrap("Out-of-distribution detection", width=12, lines=3) == "Out-of-<br>distribution<br>detection"
    assert wrap("Out-of-distribution detection", width=12, lines=1) == "Out-of-dist…"


def test_a_mark_inside_a_list_of_names_never_begins_a_line():
    assert wrap(f"One topic{UNHELD}, another", width=10, lines=3) == "One<br>topic †,<br>another"


def test_a_change_carries_its_sign():
    assert signed_percent(0.61) == "+61%"
    assert signed_percent(-0.5) == "−50%"
    assert signed_percent(0.0) == "0%"
    assert signed_percent(-0.004) == "−0.4%"


def test_a_rate_that_a_few_papers_give_is_not_spelled_out():
    assert growth_words(5.36, 0.5, 40.0) == "+540% a year (+50% to ≥10×)"
    assert growth_words(-0.5, -0.999, 0.1) == "−50% a year (≤−99% to +10%)"


def test_what_is_shown_is_said_in_words():
    assert some_of(8, 30, noun="topic", how="largest") == "the 8 largest of 30 topics"
    assert some_of(1, 3, noun="topic", how="largest") == "the largest of 3 topics"
    assert [some_of(n, n, noun="topic", how="largest") for n in (1, 2, 5)] == ["the only topic", "both topics", "all 5 topics"]


def test_papers_without_a_venue_are_no_venue(make_run):
    series = make_run([[10, 20, 30]]).series
    unnamed = series.strata.with_columns(stratum=pl.col("stratum").replace("Venue B", "no venue"))
    assert papers_of(series) == "papers, the mix of 2 venues held constant"
    assert papers_of(replace(series, strata=unnamed)) == "papers, the mix of 1 venue or none held constant"
