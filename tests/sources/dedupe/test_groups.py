import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.sources import Source, read
from trends.sources.dedupe import disown, group, join, name_papers


def sizes(*drafts):
    return sorted(len(members) for members in group(drafts))


@pytest.mark.parametrize("ids", ["arxiv:2107.05580", "doi:10.1/x", "acl:P19-1001", "pmid:123", "openreview:Hk_x-Yz12"])
def test_a_common_id_makes_one_paper_whatever_title_and_year_say(draft, ids):
    one, other = draft("One walk", year=2001, authors="Ada Byron", ids=ids), draft("Another tree", year=2020, ids=ids)
    assert sizes(one, other) == [2]


def test_ids_join_through_a_record_that_has_both(draft):
    both = draft("c", ids="arxiv:2107.05580 doi:10.1/x")
    assert sizes(draft("a", ids="arxiv:2107.05580"), draft("b", ids="doi:10.1/x"), both) == [3]


def test_one_paper_of_four_sources_is_one(draft):
    arxiv = draft(year=2022, month=11, day=5, ids="arxiv:2211.01234", authors="Ada Byron; Alan Turing", venue="arXiv")
    acl = draft(year=2023, month=7, ids="acl:2023.acl-long.1 doi:10.18653/v1/2023.acl-long.1", authors="Ada Byron; Alan Turing")
    openalex = draft(year=2023, ids="arxiv:2211.01234 doi:10.48550/other", authors="A. Byron; A. Turing")
    bibtex = draft("A long walk on graphs.", year=2023, authors="Byron, Ada; others")
    assert sizes(arxiv, acl, bibtex) == sizes(arxiv, openalex, bibtex) == [3]


def test_a_title_is_the_same_in_other_case_punctuation_and_accents(draft):
    assert sizes(draft("A long walk: on Erdős graphs?", year=2020), draft("A Long Walk on Erdos Graphs", year=2021)) == [2]


def test_years_more_than_two_apart_are_two_papers_even_through_years_between(draft):
    assert sizes(draft(year=2018), draft(year=2020)) == [2]
    assert sizes(draft(year=2018, authors="Ada Byron"), draft(year=2021, authors="Ada Byron")) == [1, 1]
    assert sizes(draft(year=2018), draft(year=2020), draft(year=2022)) == [1, 2]


def test_one_title_of_other_authors_is_two_papers(draft):
    ada, alan = draft(year=2020, authors="Ada Byron"), draft(year=2020, authors="Alan Turing; Emmy Noether")
    assert sizes(ada, alan) == [1, 1]
    assert sizes(ada, draft(year=2021, authors="Noether, E.; Byron, A. et al.")) == [2]


def test_a_record_without_authors_joins_the_only_paper_of_its_title(draft):
    ada, alan, nobody = draft(year=2020, authors="Ada Byron"), draft(year=2020, authors="Alan Turing"), draft(year=2020)
    assert sizes(ada, nobody) == [2]
    assert sizes(ada, alan, nobody) == [1, 1, 1]
    assert sizes(ada, draft(year=2021, authors="A Byron"), nobody, nobody) == [4]


def test_a_record_without_a_date_joins_the_only_paper_of_its_title(draft):
    assert sizes(draft(), draft(year=2018)) == [2]
    assert sizes(draft(), draft(year=2010), draft(year=2020)) == [1, 1, 1]
    ada, alan = draft(year=2020, authors="Ada Byron"), draft(year=2010, authors="Alan Turing")
    assert sizes(ada, alan, draft(authors="A. Byron")) == [1, 2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("arxiv:2001.00001", "arxiv:2002.00002"),
        ("doi:10.1145/1", "doi:10.1145/2"),
        ("acl:P19-1001", "acl:P19-1002"),
        ("doi:10.1101/2020.01.01.111111", "doi:10.1101/2020.01.01.222222"),
    ],
)
def test_a_title_never_joins_different_ids_of_one_kind_nor_a_paper_to_one_of_them(draft, one, other):
    first, second = draft(year=2020, ids=one), draft(year=2021, ids=other)
    assert sizes(first, second) == [1, 1]
    assert sizes(first, second, draft(year=2020)) == [1, 1, 1]
    assert sizes(first, second, draft(year=2020, abstract="One."), draft(year=2020)) == [1, 1, 2]
    assert sizes(first, draft(ids=other)) == [1, 1]


@pytest.mark.parametrize("preprint", ["arxiv:2001.00001", "doi:10.1101/2020.01.01.111111", "doi:10.21203/rs.3.rs-1"])
def test_a_preprint_and_its_publication_are_one(draft, preprint):
    published = draft(year=2021, ids="doi:10.1145/1", authors="Byron, Ada")
    assert sizes(draft(year=2020, ids=preprint, authors="Ada Byron"), published) == [2]


@pytest.mark.parametrize("title", ["Introduction", "Editorial", "Table of Contents", "SQuAD 2.0", "引言"])
def test_titles_that_say_little_join_only_with_the_same_abstract(draft, title):
    one = draft(title, year=2020, abstract="One.")
    assert sizes(one, draft(title, year=2020, abstract="Two.")) == [1, 1]
    assert sizes(one, draft(title, year=2020, abstract="one")) == [2]
    assert sizes(one, draft(title, year=2020)) == [1, 1]


def test_titles_that_say_little_join_without_abstracts_where_authors_year_and_venue_are_the_same(draft):
    def editorial(**fields):
        return draft("Editorial", **{"year": 2020, "authors": "Ada Byron", "venue": "Journal", **fields})

    assert sizes(editorial(ids="doi:10.1145/1"), editorial(authors="Byron, A.")) == [2]
    assert sizes(editorial(), editorial(year=2021), editorial(venue="Other"), editorial(authors="Alan Turing")) == [1, 1, 1, 1]
    assert sizes(editorial(ids="doi:10.1145/1"), editorial(ids="doi:10.1145/2")) == [1, 1]
    assert sizes(editorial(ids="doi:10.1145/1", venue=None), editorial(venue=None)) == [1, 1]


def test_records_that_are_the_same_in_everything_are_one(draft):
    assert sizes(draft("Editorial"), draft("Editorial")) == sizes(draft(), draft()) == [2]


TITLES = ("A Long Walk on Graphs", "A LONG walk on graphs", "Short", "Editorial", "Another Walk on Long Trees")
IDS = ("arxiv:1501.00001", "arxiv:1501.00002", "doi:10.1/a", "doi:10.1/b", "acl:P19-1001", "acl:P19-1002")
FIELDS = {
    "title": st.sampled_from(TITLES),
    "year": st.none() | st.integers(2010, 2020),
    "month": st.none() | st.integers(1, 12),
    "is_entry": st.booleans(),
    "abstract": st.sampled_from(["", "One.", "Two words."]),
    "ids": st.lists(st.sampled_from(IDS), max_size=2).map(" ".join),
    "authors": st.sampled_from(["", "Ada Byron", "Byron, A.; Alan Turing", "Turing AM; Emmy Noether", "E. Noether"]),
    "venue": st.sampled_from([None, "arXiv", "Journal", "Letters"]),
    "source": st.sampled_from("ab"),
}
DRAFTS = st.lists(st.fixed_dictionaries(FIELDS), max_size=12)


def papers_of(drafts):
    drafts = [draft for draft, _ in disown(drafts)]
    return [join([drafts[index] for index in members]) for members in group(drafts)]


def named(papers):
    return dict(zip(name_papers(papers), papers, strict=True))


@given(rows=DRAFTS, random=st.randoms())
def test_the_order_of_the_input_does_not_matter(draft, rows, random):
    before = named(papers_of([draft(**row) for row in rows]))
    random.shuffle(rows)
    assert named(papers_of([draft(**row) for row in rows])) == before


@given(rows=DRAFTS)
def test_joined_papers_do_not_join_again(draft, rows):
    papers = papers_of([draft(**row) for row in rows])
    assert papers_of(papers) == papers


@given(rows=DRAFTS)
def test_records_that_only_ids_join_and_nothing_tells_apart_join_in_any_number_of_steps(draft, rows):
    drafts = [draft(**row | {"title": str(number), "authors": "", "year": None}) for number, row in enumerate(rows)]
    half = len(drafts) // 2
    assert named(papers_of([*papers_of(drafts[:half]), *drafts[half:]])) == named(papers_of(drafts))


@given(rows=DRAFTS)
def test_every_record_is_in_one_group_and_every_id_is_unique(draft, rows):
    drafts = [owned for owned, _ in disown([draft(**row) for row in rows])]
    groups = group(drafts)
    assert sorted(index for members in groups for index in members) == list(range(len(drafts)))
    assert len(named(papers_of(drafts))) == len(groups)


RECORDS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(TITLES),
        "year": FIELDS["year"],
        "abstract": FIELDS["abstract"],
        "authors": FIELDS["authors"],
        "venue": FIELDS["venue"],
        "created": st.none() | st.sampled_from(["2014-02-03", "2019-04-05"]),
        "arxiv": st.none() | st.sampled_from(["1501.00001v2", "1501.00002"]),
        "doi": st.none() | st.sampled_from(["10.1145/a", "10.1145/b", "10.48550/arXiv.1501.00001", "10.5281/zenodo.1"]),
        "id": st.none() | st.sampled_from(["P19-1001", "P19-1002"]),
    }
)


@given(records=st.lists(RECORDS, min_size=1, max_size=10))
def test_a_written_corpus_gives_the_same_papers_when_it_is_read_again(records):
    lines = "\n".join(json.dumps(record) for record in records)
    corpus = read([Source("records", content=lines.encode())])
    written = io.BytesIO()
    corpus.table.write_parquet(written)
    again = read([Source("records", content=written.getvalue())])
    assert again.table.equals(corpus.table)
    assert again.intake.files["n_merged"].to_list() == [0]


def test_a_title_joins_no_papers_of_two_venues_without_authors_or_years_of_both(draft):
    nature = draft(venue="Nature")
    assert sizes(nature, draft(venue="ACM Surveys")) == sizes(nature, draft(venue="ACM Surveys", year=2020)) == [1, 1]
    assert sizes(nature, draft(venue="ACM Surveys", authors="Ada Byron")) == [1, 1]
    assert sizes(nature, draft(venue="arXiv")) == sizes(nature, draft(venue="nature.")) == sizes(nature, draft()) == [2]
    assert sizes(draft(venue="Nature", year=2020), draft(venue="ACM Surveys", year=2020)) == [2]
    assert sizes(draft(venue="Nature", authors="A. Byron"), draft(venue="Surveys", authors="Ada Byron")) == [2]


def test_a_paper_without_venue_that_could_be_of_either_of_two_joins_neither(draft):
    assert sizes(draft(venue="Nature"), draft(venue="ACM Surveys"), draft()) == [1, 1, 1]


def test_the_matter_around_papers_says_little(draft):
    for title in ("Editorial board members", "Front matter and index", "Guest Editors’ Introduction"):
        assert sizes(draft(title, venue="Journal"), draft(title, venue="Journal", year=2020)) == [1, 1]


def spelled(number):
    """Spell a number in letters, as a surname of its own."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}")


@pytest.mark.parametrize(
    ("friend", "kinds"), [("", ("",)), ("", ("doi:10.1145/", "arxiv:")), ("Wei Zhang; ", ("doi:10.1145/", ""))]
)
def test_twice_the_papers_of_one_title_are_twice_the_work(draft, friend, kinds, lines_run):
    ids = [(kind := kinds[number % len(kinds)]) and f"{kind}{number}" for number in range(1_000)]
    drafts = [
        draft(year=1980 + number % 40, authors=f"{friend}Ada {spelled(number)}", ids=name) for number, name in enumerate(ids)
    ]
    assert lines_run(lambda: group(drafts)) < 2.1 * lines_run(lambda: group(drafts[:500]))
    assert bool(friend) or len(group(drafts)) == len(drafts)


def test_a_thousand_papers_of_one_title_are_grouped_by_abstract_and_year(draft):
    drafts = [draft("Introduction", year=2000 + number % 20, abstract=f"{number % 7}") for number in range(1_000)]
    assert len(group(drafts)) == 7 * 7


def test_a_paper_that_was_submitted_twice_is_one_and_one_with_two_pubmed_numbers_is_two(draft):
    assert sizes(draft(year=2023, ids="openreview:first"), draft(year=2024, ids="openreview:second")) == [2]
    assert sizes(draft(year=2023, ids="pmid:1"), draft(year=2024, ids="pmid:2")) == [1, 1]


def test_pubmed_numbers_join_records_of_five_formats():
    address = "https://pubmed.ncbi.nlm.nih.gov/37000001"
    contents = (
        "PMID- 37000001\nTI  - One\n",
        f"TY  - JOUR\nTI  - Two\nUR  - {address}/\nER  - \n",
        "TY  - JOUR\nTI  - Three\nAN  - 37000001\nDP  - PubMed\nER  - \n",
        "@article{x, title = {Four}, pmid = {37000001}}\n",
        json.dumps({"id": "https://openalex.org/W1", "title": "Five", "ids": {"pmid": address}, "authorships": []}),
    )
    corpus = read([Source(f"{number}", content=content.encode()) for number, content in enumerate(contents)])
    assert corpus.table["id"].to_list() == ["pmid:37000001"]
