from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from trends.sources.dedupe import join, name_papers


def test_the_joined_paper_has_the_best_of_each_record(draft):
    page = draft(source="page", abstract="Long abstract.", authors="Ada Byron")
    table = draft("A LONG WALK ON GRAPHS", year=2023, abstract="Short.", ids="doi:10.1/x", source="table", venue="Journal")
    arxiv = draft(year=2024, month=3, ids="arxiv:2403.00001", source="arxiv", venue="arXiv (Cornell University)")
    paper = join([page, table, arxiv])
    assert (paper.title, paper.abstract) == ("A Long Walk on Graphs", "Long abstract.")
    assert (paper.ids, paper.sources) == (("arxiv:2403.00001", "doi:10.1/x"), ("arxiv", "page", "table"))
    assert (paper.dated, paper.dated_by) == ((date(2024, 3, 1), "month"), "arxiv")
    assert (paper.venue, paper.authors) == ("Journal", ("Ada Byron",))


def test_the_earliest_day_dates_the_paper_and_says_where_it_came_from(draft):
    days = [draft(year=2023, month=7, day=9, source="journal"), draft(year=2022, month=11, day=5, source="arxiv")]
    assert join([draft(year=2021, source="bib"), *days]).dated_by == "arxiv"


def test_a_day_of_entry_into_a_database_dates_only_what_nothing_else_dates(draft):
    entered = draft(year=2022, month=11, day=5, is_entry=True, source="database")
    assert join([entered, draft()]).dated_by == "database"
    assert join([entered, draft(year=2021, source="bib")]).dated_by == "bib"


def test_the_longest_list_of_authors_is_kept_as_it_is(draft):
    lists = ["Ada Byron", "Byron, Ada; Turing, Alan", "Ada Byron; Alan Turing", "A. Byron; A. Turing"]
    assert join([draft(authors=names) for names in lists]).authors == ("Ada Byron", "Alan Turing")


def test_of_venues_the_shortest_name_is_kept_and_that_of_a_preprint_server_only_alone(draft):
    venues = ["CoRR", "Proceedings of the Meeting", "The Meeting"]
    assert join([draft(venue=venue) for venue in venues]).venue == "The Meeting"
    assert join([draft(venue="CoRR"), draft()]).venue == "CoRR"


def test_a_link_to_the_paper_goes_before_one_to_a_catalogue_that_knows_it(draft):
    paper, catalogues = (
        "https://doi.org/10.18653/v1/2023.emnlp-main.77",
        ["https://openalex.org/W1", "https://www.scopus.com/2-s2"],
    )
    links = [*catalogues, paper]
    assert join([draft(url=link) for link in links]).url == paper
    assert join([draft(url=catalogues[0]), draft()]).url == catalogues[0]


def test_categories_are_united_behind_the_main_one_of_arxiv(draft):
    lists = [("Linguistics", "Graphs"), ("cs.LG", "cs.CL"), ()]
    assert join([draft(categories=names) for names in lists]).categories == ("cs.LG", "Graphs", "Linguistics", "cs.CL")


VALUES = {
    "title": st.sampled_from(["A walk", "A WALK", "A walk.", "A long walk"]),
    "abstract": st.sampled_from(["", "One.", "Two."]),
    "year": st.none() | st.integers(2019, 2021),
    "month": st.none() | st.integers(1, 3),
    "day": st.none(),
    "is_entry": st.booleans(),
    "ids": st.sampled_from(["", "arxiv:1501.00001", "doi:10.1/a", "doi:10.1/b acl:P19-1001"]),
    "authors": st.sampled_from(["", "Ada Byron", "Byron, Ada", "A. Byron; Alan Turing"]),
    "categories": st.sampled_from([(), ("cs.LG", "cs.CL"), ("cs.CL",), ("Graphs", "cs.LG")]),
    "venue": st.sampled_from([None, "arXiv", "Journal", "Letters"]),
    "url": st.sampled_from([None, "https://a.org", "https://openalex.org/W1"]),
    "source": st.sampled_from("abc"),
}
ROWS = st.lists(st.fixed_dictionaries(VALUES), min_size=3, max_size=6)


@given(rows=ROWS, random=st.randoms())
def test_records_join_in_any_order_and_in_any_number_of_steps(draft, rows, random):
    drafts = [draft(**row) for row in rows]
    whole = join(drafts)
    assert join([join(drafts[:2]), *drafts[2:]]) == join([drafts[0], join(drafts[1:])]) == join([whole, whole]) == whole
    random.shuffle(drafts)
    assert join(drafts) == whole


def test_which_paper_of_a_text_keeps_the_short_id_does_not_hang_on_the_names_of_files(draft):
    names = [
        name_papers([draft(authors="Ada Byron", source=one), draft(authors="Alan Turing", source=other)])
        for one, other in ("ab", "ba")
    ]
    assert names[0] == names[1]
    names = [
        name_papers(
            [
                draft(year=2020, abstract="", authors=people, source=file)
                for people, file in zip(("Ada", "Bo"), files, strict=True)
            ]
        )
        for files in ("ab", "ba", "aa")
    ]
    assert names[0] == names[1] == names[2]


def test_papers_of_the_same_text_have_different_ids(draft):
    papers = [draft(year=2020), draft(year=2010), draft(), draft(year=2020, authors="Ada Byron")]
    second, *_ = names = [name_papers(papers)[number] for number in (1, 0, 2, 3)]
    assert second.startswith("sha:")
    assert {name.removeprefix(second) for name in names} == {"", "-2020", "-2020-2", "-undated"}
