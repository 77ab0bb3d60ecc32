from datetime import date

import pytest

from trends.report.papers import find_best, find_link, format_date, list_papers


@pytest.mark.parametrize(
    ("paper_id", "url", "link"),
    [
        ("sha:1", "https://example.org/1", "https://example.org/1"),
        ("arxiv:2107.05580", None, "https://arxiv.org/abs/2107.05580"),
        ("arxiv:hep-th/9901001", None, "https://arxiv.org/abs/hep-th/9901001"),
        ("doi:10.1/a<b>", None, "https://doi.org/10.1/a%3Cb%3E"),
        ("acl:2020.acl-main.1", None, "https://aclanthology.org/2020.acl-main.1"),
        ("sha:1", None, None),
    ],
)
def test_a_paper_links_to_its_own_address_or_to_the_home_of_its_id(paper_id, url, link):
    assert find_link(paper_id, url) == link


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "javascript://x/%0aalert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "//x.org",
        "https://",
        "http://[bad",
        "x",
    ],
)
def test_only_web_addresses_become_links(url):
    assert find_link("sha:1", url) is None
    assert find_link("arxiv:2107.05580", url) == "https://arxiv.org/abs/2107.05580"


def test_a_date_is_as_exact_as_it_is_known():
    shown = [format_date(date(2025, 3, 14), precision) for precision in ("day", "month", "year")]
    assert shown == ["2025-03-14", "2025-03", "2025"]
    assert format_date(None, None) == ""


def test_papers_are_listed_newest_first_and_the_undated_last(make):
    corpus = make.papers(
        [{"published": None, "precision": None}, {"published": date(2023, 1, 1)}, {"published": date(2025, 1, 1)}]
    )
    papers = list_papers(corpus, make.topics(corpus, members={"sha:2": 0}, labels=["A"]))
    assert papers["title"] == corpus.table["title"].to_list()
    assert papers["topic"][papers["title"].index("Paper 2")] == 0
    assert sorted(papers["topic"]) == [-1, -1, 0]


def test_the_best_papers_of_a_topic_are_the_nearest_to_its_centre(make):
    corpus = make.papers([{}] * 5)
    best = find_best(corpus, make.topics(corpus, members=dict.fromkeys(corpus.ids, 0), labels=["A"]), n_best=2)
    assert [paper["title"] for paper in best[0]] == ["Paper 0", "Paper 1"]


def test_a_paper_without_a_title_is_still_listed(make):
    corpus = make.papers([{"title": " "}])
    assert list_papers(corpus, make.topics(corpus, members={}, labels=[]))["title"] == ["(without a title)"]
