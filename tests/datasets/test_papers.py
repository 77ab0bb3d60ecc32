import hashlib
import re
from random import Random

import polars as pl
import pytest

from trends.datasets.papers import write_papers
from trends.datasets.script import read_script

SCRIPT = read_script()
EVERYONE = [*SCRIPT.subfields, None]
YEARS = [2018 + number // len(EVERYONE) % 6 for number in range(60 * len(EVERYONE))]
WRONG_ARTICLE = re.compile(r"\b(a [aeiou]\w*|an [^aeiou]\w*)", re.IGNORECASE)


@pytest.fixture(scope="module")
def papers() -> pl.DataFrame:
    return write_papers(SCRIPT, EVERYONE * 60, years=YEARS, words=Random(7)).with_columns(pl.Series("year", YEARS))


def sentences_of(abstract: str) -> list[str]:
    return re.split(r"(?<=\.) (?=[A-Z])", abstract)


def test_no_two_papers_share_a_title_or_an_id(papers):
    assert papers["title"].is_unique().all()
    assert papers["id"].is_unique().all()


def test_titles_stay_unique_long_after_the_phrases_of_one_subfield_are_used_up():
    papers = write_papers(SCRIPT, SCRIPT.subfields[:1] * 1500, years=[2020] * 1500, words=Random(0))
    assert papers["title"].is_unique().all()


def test_the_id_is_a_short_hash_of_title_and_abstract(papers):
    paper = papers.row(0, named=True)
    digest = hashlib.sha256(f"{paper['title']}\n{paper['abstract']}".encode()).hexdigest()
    assert paper["id"] == f"sha:{digest[:16]}"


def test_no_slot_stays_open_and_no_space_is_doubled(papers):
    for text in [*papers["title"], *papers["abstract"]]:
        assert not re.search(r"[{}]|\s\s|^\s|\s$|None|\s[.,;:]", text), text


def test_a_title_starts_with_a_capital_and_has_no_period(papers):
    for title in papers["title"]:
        assert title[0].isupper(), title
        assert not title.endswith("."), title


def test_an_abstract_is_four_or_five_whole_sentences_of_60_to_120_words(papers):
    for abstract in papers["abstract"]:
        assert abstract.endswith("."), abstract
        assert len(sentences_of(abstract)) in (4, 5), abstract
        assert 60 <= len(abstract.split()) <= 120, abstract


def test_a_and_an_fit_the_word_that_follows(papers):
    for text in [*papers["title"], *papers["abstract"]]:
        assert not WRONG_ARTICLE.search(text), text


def test_no_word_is_said_twice_in_a_row(papers):
    for text in [*papers["title"], *papers["abstract"]]:
        assert not re.search(r"\b(\w+) \1\b", text, re.IGNORECASE), text


def test_sentences_seldom_repeat(papers):
    sentences = pl.Series([sentence for abstract in papers["abstract"] for sentence in sentences_of(abstract)])
    assert sentences.n_unique() / len(sentences) > 0.95


def test_an_acronym_is_introduced_before_it_is_used(papers):
    shorts = {subfield.name: subfield for subfield in SCRIPT.subfields if subfield.short and subfield.long}
    n_introduced = 0
    for paper in papers.filter(pl.col("subfield").is_in(list(shorts))).iter_rows(named=True):
        subfield = shorts[paper["subfield"]]
        introduced = paper["abstract"].find(subfield.long)
        n_introduced += introduced >= 0
        used = paper["abstract"].find(f" {subfield.short}")
        assert used < 0 or 0 <= introduced < used, paper["abstract"]
    assert n_introduced > 50


def test_the_biennial_venue_meets_in_even_years_only_and_the_others_every_year(papers):
    met = papers.drop_nulls("venue").group_by("venue").agg(pl.col("year").unique().sort())
    years = dict(met.iter_rows())
    assert years.pop("Biennial Forum on Language Resources") == [2018, 2020, 2022]
    assert len(years) == 4
    assert all(met_in == [2018, 2019, 2020, 2021, 2022, 2023] for met_in in years.values())


def test_a_venue_takes_papers_of_its_own_categories_only(papers):
    wanted = {venue.name: venue.categories for venue in SCRIPT.people.venues}
    for venue, categories in papers.drop_nulls("venue").select("venue", "categories").iter_rows():
        assert categories[0] in wanted[venue]


def test_a_paper_of_no_subfield_is_about_an_oddity(papers):
    tasks = {task for oddity in SCRIPT.oddities for task in oddity.tasks}
    for abstract in papers.filter(pl.col("subfield").is_null())["abstract"]:
        assert any(task in abstract for task in tasks), abstract
