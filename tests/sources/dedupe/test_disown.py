import pytest

from trends.sources import Source, read
from trends.sources.dedupe import disown


def lost(*drafts):
    return [names for _, names in disown(drafts)]


def test_the_doi_of_a_volume_is_taken_from_its_papers_and_told_of_each():
    lines = (
        "title,authors,year,doi",
        "Graph networks for traffic forecasts,Ada Byron,2021,10.1145/3580305",
        "Private learning in hospitals,Alan Turing,2021,10.1145/3580305",
        "A survey of safe machines,Grace Hopper,2021,10.1145/3580305",
    )
    corpus = read([Source("x.csv", content="\n".join(lines).encode())])
    assert corpus.n_papers == 3
    assert corpus.table["id"].str.starts_with("sha:").all()
    assert corpus.table["url"].to_list() == [None] * 3
    reason = "id shared by other papers"
    assert corpus.intake.notes.rows() == [("x.csv", line, "mended", reason, "doi:10.1145/3580305") for line in (2, 3, 4)]


def test_a_number_that_looks_like_an_id_is_none_where_other_papers_of_other_years_have_it(draft):
    one, other = (
        draft("A Graph of Traffic", ids="acl:A12-1234", year=2012),
        draft("Insects of the River", ids="acl:A12-1234", year=2020),
    )
    assert lost(one, other) == [("acl:A12-1234",)] * 2
    assert lost(one, draft("Insects of the River", ids="acl:A12-1234", year=2014)) == [(), ()]


def test_like_titles_or_an_author_in_common_keep_the_id_in_any_year(draft):
    one = draft("A Graph of Traffic", ids="doi:10.1145/1", year=2012, authors="Ada Byron")
    assert lost(one, draft("Graphs of the Traffic: A Graph", ids="doi:10.1145/1", year=2020, authors="Alan Turing")) == [(), ()]
    assert lost(one, draft("Insects of the River", ids="doi:10.1145/1", year=2020, authors="A. Byron")) == [(), ()]


def test_only_the_shared_id_goes_and_a_link_of_its_own_stays(draft):
    one = draft("A Graph of Traffic", ids="arxiv:2101.00001 doi:10.1145/1", authors="Ada Byron", url="https://doi.org/10.1145/1")
    other = draft("Insects of the River", ids="doi:10.1145/1", authors="Alan Turing", url="https://a.org/insects")
    (first, _), (second, _) = disown([one, other])
    assert (first.ids, first.url) == (("arxiv:2101.00001",), "https://arxiv.org/abs/2101.00001")
    assert (second.ids, second.url) == ((), "https://a.org/insects")


@pytest.mark.parametrize("year", [None, 2020])
def test_an_id_that_twice_the_papers_bear_is_twice_the_work(draft, year, lines_run):
    drafts = [draft(f"Walk {number}", ids="doi:10.1145/1", year=year) for number in range(1_000)]
    assert not any(lost(*drafts))
    assert lines_run(lambda: lost(*drafts)) < 2.1 * lines_run(lambda: lost(*drafts[:500]))
