from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.sources.dedupe import group, join, name_papers
from trends.sources.fields.dates import Dated
from trends.sources.fields.ids import Ids
from trends.sources.tidy import Draft

LONG = "A Long Walk on Graphs"


def draft(
    title=LONG,
    *,
    year=None,
    month=None,
    abstract="",
    arxiv=None,
    doi=None,
    acl=None,
    source="a",
    url=None,
    authors=(),
    venue=None,
):
    dated = Dated(date(year, month or 1, 1), "month" if month else "year") if year else None
    return Draft(Ids(arxiv, doi, acl), title, abstract, dated, authors, (), venue, url, (source,))


def sizes(*drafts):
    return sorted(len(members) for members in group(drafts))


@pytest.mark.parametrize("ids", [{"arxiv": "2107.05580"}, {"doi": "10.1/x"}, {"acl": "P19-1001"}])
def test_a_common_id_makes_one_paper_whatever_title_and_year_say(ids):
    assert sizes(draft("One walk", year=2001, **ids), draft("Another tree", year=2020, **ids)) == [2]


def test_ids_join_through_a_record_that_has_both():
    assert sizes(draft("a", arxiv="2107.05580"), draft("b", doi="10.1/x"), draft("c", arxiv="2107.05580", doi="10.1/x")) == [3]


def test_a_title_is_the_same_in_other_case_and_punctuation():
    assert sizes(draft("A long walk: on graphs?", year=2020), draft(year=2021)) == [2]


def test_years_more_than_two_apart_are_two_papers_even_through_years_between():
    assert sizes(draft(year=2018), draft(year=2020)) == [2]
    assert sizes(draft(year=2018), draft(year=2021)) == [1, 1]
    assert sizes(draft(year=2018), draft(year=2020), draft(year=2022)) == [1, 2]


def test_two_arxiv_ids_are_two_papers_whatever_their_titles_say():
    preprint, other = draft(year=2020, arxiv="2001.00001"), draft(year=2020, arxiv="2002.00002")
    assert sizes(preprint, other) == [1, 1]
    assert sizes(preprint, draft(year=2021, doi="10.1/x")) == [2]
    assert sizes(preprint, other, draft(year=2021, doi="10.1/x")) == [1, 1, 1]


@pytest.mark.parametrize("kind", ["arxiv", "doi", "acl"])
def test_a_title_never_joins_different_ids_of_one_kind_nor_a_paper_to_one_of_them(kind):
    one, other = draft(year=2020, **{kind: "1"}), draft(year=2021, **{kind: "2"})
    assert sizes(one, other) == [1, 1]
    assert sizes(one, other, draft(year=2020)) == [1, 1, 1]
    assert sizes(one, other, draft(year=2020, abstract="One."), draft(year=2020)) == [1, 1, 2]
    assert sizes(one, draft(**{kind: "2"})) == [1, 1]


def test_a_paper_without_a_date_joins_the_only_one_of_its_title():
    assert sizes(draft(), draft(year=2018)) == [2]
    assert sizes(draft(), draft(year=2010), draft(year=2020)) == [1, 1, 1]


@pytest.mark.parametrize("title", ["Introduction", "Editorial", "Table of Contents", "SQuAD 2.0"])
def test_titles_that_say_little_join_only_with_the_same_abstract(title):
    assert sizes(draft(title, year=2020, abstract="One."), draft(title, year=2020, abstract="Two.")) == [1, 1]
    assert sizes(draft(title, year=2020, abstract="One."), draft(title, year=2020, abstract="one")) == [2]
    assert sizes(draft(title, year=2020, doi="10.1/a"), draft(title, year=2020, doi="10.1/b")) == [1, 1]


def test_the_joined_paper_has_the_best_of_each_record():
    page = draft(source="page", abstract="Long abstract.", authors=("Ada",))
    table = draft(
        year=2024, abstract="Short.", doi="10.1/x", source="table", authors=("Alan", "Ada"), url="https://doi.org/10.1/x"
    )
    arxiv = draft(year=2024, month=3, arxiv="2403.00001", source="arxiv", venue="Journal")
    paper = join([page, table, arxiv])
    assert name_papers([paper]) == ["arxiv:2403.00001"]
    assert (paper.dated, paper.abstract) == (Dated(date(2024, 3, 1), "month"), "Long abstract.")
    assert (set(paper.authors), paper.sources) == ({"Ada", "Alan"}, ("arxiv", "page", "table"))
    assert (paper.url, paper.venue) == ("https://doi.org/10.1/x", "Journal")


def test_papers_of_the_same_text_and_other_years_have_different_ids():
    papers = [draft(year=2020), draft(year=2010), draft()]
    first, second, third = name_papers(papers)
    assert second.startswith("sha:")
    assert (first, third) == (f"{second}-2020", f"{second}-undated")


FIELDS = {
    "title": st.sampled_from([LONG, "A LONG walk on graphs", "Short", "Editorial", "Another Walk on Long Trees"]),
    "year": st.none() | st.integers(2010, 2020),
    "month": st.none() | st.integers(1, 12),
    "abstract": st.sampled_from(["", "One.", "Two words."]),
    "arxiv": st.none() | st.sampled_from(["1501.00001", "1501.00002"]),
    "doi": st.none() | st.sampled_from(["10.1/a", "10.1/b"]),
    "acl": st.none() | st.sampled_from(["P19-1001", "P19-1002"]),
    "source": st.sampled_from("ab"),
    "authors": st.sampled_from([(), ("Ada",), ("Alan", "Ada")]),
}
DRAFTS = st.lists(st.builds(draft, **FIELDS), max_size=12)


def papers_of(drafts):
    return [join([drafts[index] for index in members]) for members in group(drafts)]


@given(DRAFTS, st.randoms())
def test_the_order_of_the_input_does_not_matter(drafts, random):
    before = papers_of(drafts)
    shuffled = list(drafts)
    random.shuffle(shuffled)
    after = papers_of(shuffled)
    assert sorted(zip(name_papers(before), before, strict=True), key=lambda pair: pair[0]) == sorted(
        zip(name_papers(after), after, strict=True), key=lambda pair: pair[0]
    )


@given(DRAFTS)
def test_joined_papers_do_not_join_again(drafts):
    papers = papers_of(drafts)
    assert papers_of(papers) == papers


@given(DRAFTS)
def test_every_record_is_in_one_group_and_every_id_is_unique(drafts):
    groups = group(drafts)
    assert sorted(index for members in groups for index in members) == list(range(len(drafts)))
    names = name_papers(papers_of(drafts))
    assert len(set(names)) == len(names)


def test_ten_thousand_papers_of_one_title_are_grouped_by_abstract_and_year():
    drafts = [draft("Introduction", year=2000 + number % 20, abstract=f"{number % 7}") for number in range(10_000)]
    assert len(group(drafts)) == 7 * 7
