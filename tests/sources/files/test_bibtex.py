import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.sources import SourceSettings
from trends.sources.files.bibtex import BIBTEX
from trends.sources.opening import Opened
from trends.sources.records import Record, Skip


def records(text):
    return list(BIBTEX.read(Opened("x", text.encode("utf-8", "surrogatepass")), SourceSettings()))


def record(*fields, kind="article"):
    (found,) = records(f"@{kind}{{key,\n" + ",\n".join(["title = {Title}", *fields]) + "\n}\n")
    return found


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("{{BERT}: Pre-training of {Deep Bidirectional} Transformers}", "BERT: Pre-training of Deep Bidirectional Transformers"),
        ("{{All of It Protected}}", "All of It Protected"),
        ('"{S}even"', "Seven"),
        (
            r"{G{\"o}del, M\"{u}ller, {\"U}ber, Na{\"\i}ve, S{\o}ren, {\'E}mile, \c{S}ahin}",
            "Gödel, Müller, Über, Naïve, Søren, Émile, Şahin",
        ),
        (r"{\emph{The {Best Model} Rules} at 50\% of the cost}", "The Best Model Rules at 50% of the cost"),
        (r"{Sorting in $O(n \log n)$ and {$\alpha$}-{CROWN}}", "Sorting in O(n log n) and α-CROWN"),
        ('"Proc. of " # acl # { and \\#2}', "Proc. of Imaginary Linguistics and #2"),
        ("acltwo", "Imaginary Linguistics, again"),
    ],
)
def test_a_value_is_what_bibtex_prints(value, title):
    macros = '@string{acl = "Imaginary Linguistics"}\n@string(ACLtwo = acl # {, again})\n'
    assert records(f"{macros}@misc{{key, title = {value}}}")[0].title == title


@pytest.mark.parametrize(
    ("fields", "when"),
    [
        (["year = 2023", "month = jul"], (None, "jul")),
        (["year = {2023}", "month = {July}"], (None, "July")),
        (["year = 2023", "month = 7"], (None, "7")),
        (["year = {{2023}}", "month = {{JUL 12}}"], ("12 JUL 2023", "JUL")),
        (["year = 2023", 'month = "12~" # jul'], ("12 jul 2023", "jul")),
        (["year = 2023", "month = jul", "day = {6--10}"], ("6 jul 2023", "jul")),
        (["year = 2023", "month = 7", "day = 6"], ("2023-7-6", "7")),
        (["year = 2023", "month = {July/August}"], (None, "July")),
        (["date = {2023-07-12}", "urldate = {2024-01-01}"], ("2023-07-12", None)),
        (["date = {2023/07/12}"], ("2023/07/12", None)),
        (["month = jul"], (None, "jul")),
    ],
)
def test_dates_come_whole_or_in_parts(fields, when):
    found = record(*fields)
    assert (found.date, found.month) == when


def test_authors_are_divided_where_no_brace_holds_them_together():
    authors = r"M{\"u}ller, J{\"u}rgen and {Barnes and Noble, Inc.} and" + "\n  van der Berg, Kees"
    assert record(f"author = {{{authors}}}").authors == [
        "Müller, Jürgen",
        {"name": "Barnes and Noble, Inc."},
        "van der Berg, Kees",
    ]


@pytest.mark.parametrize(
    ("fields", "arxiv"),
    [
        (["eprint = {2307.00417}", "archivePrefix = {arXiv}"], "2307.00417"),
        (["eprint = {2307.00417}", "eprinttype = {arxiv}"], "2307.00417"),
        (["eprint = {2307.00417}"], "2307.00417"),
        (["eprint = {hal-01234567}", "eprinttype = {hal}"], None),
    ],
)
def test_an_eprint_is_one_of_arxiv_unless_it_says_otherwise(fields, arxiv):
    assert record(*fields).arxiv == arxiv


def test_a_preprint_of_dblp_has_its_id_in_the_volume():
    assert record("journal = {CoRR}", "volume = {abs/1706.09999}").venue == "CoRR abs/1706.09999"


def test_ids_and_addresses_lose_the_escapes_of_latex():
    found = record(r"doi = {10.1007/978-3\_12}", r"howpublished = {\url{https://a.org/b{\_}c}, last seen 2020}")
    assert (found.doi, found.url) == ("10.1007/978-3_12", "https://a.org/b_c")
    assert record(r"url = {http://a.org/{\textasciitilde}ada}").url == "http://a.org/~ada"


def test_categories_are_those_of_arxiv_and_the_keywords():
    assert record("primaryClass = {cs.CL}", "keywords = {one, two}").categories == ["cs.CL", "one", "two"]
    assert record("keywords = {Tones, Pure; Noise}").categories == ["Tones, Pure", "Noise"]


def test_fields_that_a_brace_too_many_has_cut_off_are_noted():
    (found,) = records("@misc{a,\n title = {One}},\n year = 2020\n}\n")
    assert (found.title, found.mends) == ("One", (("fields behind a closing brace too many left out", ",\n year = 2020\n}"),))
    assert record("year = 2020").mends == ()


def test_what_is_no_paper_is_skipped_with_its_kind():
    assert record(kind="Proceedings") == Skip("not a paper: whole volume", "Title", 1)


def test_a_byte_that_is_lost_costs_its_own_record_only():
    content = b"@misc{a, title = {On\xff}}\n@misc{b, title = {Two}}\n"
    first, second = BIBTEX.read(Opened("x", content), SourceSettings())
    assert (first.title, second.title) == ("On\udcff", "Two")


@pytest.mark.parametrize(
    ("head", "fits"),
    [
        ("@article{key,\n title = {One}}", True),
        ("Scopus\nEXPORT DATE: 1 May 2023\n\n@ARTICLE{Okafor2020,\n", True),
        ("% Encoding: UTF-8\n@string{acl = {ACL}}", True),
        ("@Comment{jabref-meta: databaseType:bibtex;}", True),
        ("  @misc( key , ", True),
        ('{"abstract": "\n@article{key,"}', False),
        ("title,abstract\nOne,mail me@example.org (home)\n", False),
        ("@media (max-width: 10em) {", False),
        ("Daily Papers\n\n@someone, 3 days ago\n", False),
    ],
)
def test_only_bibtex_is_taken_for_it(head, fits):
    assert BIBTEX.fits(head) is fits


@given(st.text('@{}()"#=,%\\\n aé', max_size=60))
def test_any_text_is_read_and_the_entry_behind_it_too(text):
    found = records(text + "\n}\n@misc{last,\n title = {The Last}\n}\n")
    assert any(isinstance(one, Record) and one.title == "The Last" for one in found)
