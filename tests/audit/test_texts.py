from datetime import date

import numpy as np
import polars as pl
import pytest

from trends.audit.languages import find_languages, find_topic_languages
from trends.audit.repeats import find_repeats
from trends.audit.texts import find_spikes, find_text_faults
from trends.data import Corpus, Topics
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA

FRENCH = (
    "Nous présentons une méthode pour analyser les relations entre les mots dans des textes courts. "
    "Les expériences montrent que cette approche améliore la qualité des résultats sur plusieurs corpus."
)
CHINESE = "本文提出了一种用于短文本中词语关系分析的方法。实验结果表明,该方法在多个语料库上提高了分析质量,并且能够应用于其他任务。"
GERMAN = "Wir stellen ein Verfahren vor, mit dem sich die Beziehungen zwischen Wörtern in Texten untersuchen lassen."


@pytest.fixture
def table(plant):
    return plant({"A": [250] * 4}).table


def replace(table, rows, text):
    """Put a text, or what a function makes of the old one, in the place of every so manieth abstract."""
    new = pl.Series([text(old) if callable(text) else text for old in table["abstract"]])
    return table.with_columns(abstract=pl.when(pl.int_range(pl.len()) % rows == 0).then(new).otherwise("abstract"))


def only(findings):
    (found,) = findings
    return found


def test_whole_english_abstracts_are_silent(table):
    assert list(find_text_faults(table)) == []
    assert list(find_repeats(table)) == []


def test_missing_abstracts_are_counted(table):
    found = only(find_text_faults(replace(table, 10, "")))
    assert (found.kind, found.n_papers, found.level) == ("no abstract", 100, "serious")


def test_abstracts_that_are_missing_before_a_year_are_told_with_it(table):
    early = table.with_columns(abstract=pl.when(pl.col("published").dt.year() < 2017).then(pl.lit("")).otherwise("abstract"))
    found = only(find_text_faults(early))
    assert (found.kind, found.level, found.since) == ("no abstract", "serious", date(2017, 1, 1))
    assert "Before Jan 2017 it is 100% of the papers, since then 0%." in found.sentence


def test_a_few_foreign_abstracts_from_one_year_on_are_serious(plant):
    table = plant({"A": [250] * 8}).table
    late = (pl.col("published").dt.year() >= 2021) & (pl.int_range(pl.len()) % 7 == 0)
    found = only(find_text_faults(table.with_columns(abstract=pl.when(late).then(pl.lit(FRENCH)).otherwise("abstract"))))
    assert (found.kind, found.level, found.since) == ("not English", "serious", date(2021, 1, 1))
    assert found.share < 0.1


def test_abstracts_that_are_cut_off_stand_out_by_their_length(table):
    found = only(find_text_faults(replace(table, 10, lambda old: old[:300])))
    assert (found.kind, found.n_papers) == ("cut abstracts", 100)
    assert found.sentence == "100 abstracts (10%) are cut off, at exactly 300 characters (100)."


def test_one_abstract_many_times_is_no_cut():
    assert find_spikes(pl.Series(["the same text"] * 500)) == {}
    assert find_spikes(pl.Series([], dtype=pl.String)) == {}


def test_short_abstracts_are_counted_in_bytes(table):
    found = only(find_text_faults(replace(table, 20, "A report for the members of the society.")))
    assert (found.kind, found.n_papers) == ("short abstracts", 50)


def test_languages_are_told_with_their_numbers(table):
    foreign = replace(replace(table, 20, FRENCH), 50, CHINESE)
    found = only(find_text_faults(foreign))
    assert found.kind == "not English"
    assert found.sentence == "60 abstracts (6%) are not English: 40 French and 20 Chinese."


@pytest.mark.parametrize(("text", "language"), [(FRENCH, "fr"), (CHINESE, "zh"), (GERMAN, "de")])
def test_a_language_is_known_by_its_words(text, language):
    assert find_languages(pl.Series([text])).to_list() == [language]


@pytest.mark.parametrize(
    "text",
    [
        "We prove that persuasion is NP-complete.",
        "System description.",
        "My position paper for a workshop.",
        "Transformers need fewer parameters than people think.",
        "Editor's report; Membership data; Secretary's report",
        "12 34 56 78 90 https://example.org/a/b/c 2024-01-01 00:00",
        "",
    ],
)
def test_a_short_or_odd_text_counts_as_english(text):
    assert find_languages(pl.Series([text])).to_list() == ["en"]


def test_one_abstract_under_other_titles_is_a_repeat(table):
    copies = table.head(20).with_columns(id=pl.lit("sha:copy") + pl.col("id"), abstract=pl.col("abstract") + " Revised in June.")
    found = only(find_repeats(pl.concat([table, copies])))
    assert (found.kind, found.n_papers) == ("repeated abstracts", 40)


def test_an_abstract_that_stands_fifty_times_is_a_repeat_however_rare_it_is(plant):
    table = plant({"A": [2000] * 3}).table
    fifty = pl.Series(table["abstract"].head(120).to_list() * 50)
    found = only(find_repeats(table.with_columns(abstract=fifty)))
    assert (found.kind, found.n_papers) == ("repeated abstracts", 6000)


def test_a_notice_that_many_abstracts_end_with_is_a_template(table):
    notice = " © 2021 The Publishers of Made-Up Journals, all rights reserved."
    found = only(find_repeats(replace(table, 5, lambda old: old + notice)))
    assert (found.kind, found.n_papers) == ("template texts", 200)
    assert "“© 2021 The Publishers of Made-Up Journals, all rights reserved” (200 times)" in found.sentence


def test_years_and_case_do_not_hide_a_template(table):
    def notice(old):
        return f"{old} © {2000 + len(old) % 20} THE Publishers of Made-Up Journals, all rights reserved."

    assert only(find_repeats(replace(table, 5, notice))).n_papers == 200


def test_links_are_no_template(table):
    assert list(find_repeats(replace(table, 5, lambda old: old + " The code is available at https://example.org."))) == []


def test_a_topic_of_foreign_abstracts_is_known_by_their_language(table):
    corpus = Corpus.of(replace(replace(table, 2, FRENCH), 4, CHINESE))
    topic = [[0, 2, 1, 2][place % 4] for place in range(table.height)]  # Chinese, English, French, English
    sizes = [(0, "A", 250), (1, "B", 250), (2, "C", 500)]
    members = {"id": table["id"], "topic": topic, "similarity": 1.0, "reason": None}
    topics = Topics(
        table=pl.DataFrame([(*row, None, None, None) for row in sizes], schema=TOPICS_SCHEMA, orient="row"),
        terms=pl.DataFrame(schema=TERMS_SCHEMA),
        members=pl.DataFrame(members, schema=MEMBERS_SCHEMA),
        centroids=np.eye(3, dtype=np.float32),
        model="by hand",
    )
    assert find_topic_languages(corpus, topics).rows() == [(0, "Chinese", 1.0), (1, "French", 1.0)]
