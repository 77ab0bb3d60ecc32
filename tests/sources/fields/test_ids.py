from datetime import date

import pytest

from trends.sources.fields.ids import (
    acl_id,
    address,
    arxiv_id,
    arxiv_month,
    best_first,
    canonical,
    doi,
    identify,
    kind,
    openreview_id,
    pmid,
    pmids,
)


@pytest.mark.parametrize(
    "text",
    [
        "2107.05580",
        "2107.05580v3",
        "arXiv:2107.05580",
        "https://arxiv.org/abs/2107.05580v1",
        "http://arxiv.org/pdf/2107.05580.pdf",
        "https://huggingface.co/papers/2107.05580",
        "10.48550/arXiv.2107.05580",
        "https://doi.org/10.48550/ARXIV.2107.05580",
        "https://arxiv.org/pdf/2107.05580v2.pdf?download=1",
        "https://arxiv.org/abs/2107.05580/",
        "oai:arXiv.org:2107.05580",
        "2107.05580v1 [cs.CL]",
        "arXiv:2107.05580 [cs.CL]",
        "abs/2107.05580",
        "CoRR abs/2107.05580",
    ],
)
def test_one_arxiv_paper_has_one_id_however_it_is_written(text):
    assert arxiv_id(text) == "2107.05580"


@pytest.mark.parametrize(
    "text",
    [
        *("cs/0112017", "cs.CL/0112017v2", "arXiv:cs/0112017", "https://arxiv.org/abs/cs.CL/0112017", "CoRR, cs/0112017"),
        *("https://arxiv.org/pdf/cs/0112017v1.pdf", "oai:arXiv.org:cs/0112017", "10.48550/arXiv.cs/0112017"),
    ],
)
def test_old_arxiv_ids_lose_version_and_class(text):
    assert arxiv_id(text) == "cs/0112017"


def test_a_zero_that_a_spreadsheet_ate_comes_back():
    assert arxiv_id("2107.0558") == "2107.05580"
    assert arxiv_id("0704.0001") == "0704.0001"


@pytest.mark.parametrize("text", ["", "42", "2113.05580", "12345.6789", "https://example.org/papers/2107.05580", "W2107.05580"])
def test_other_numbers_are_no_arxiv_ids(text):
    assert arxiv_id(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("10.1145/ABC.1", "doi:10.1145/abc.1", "https://doi.org/10.1145/abc.1.", "https://dl.acm.org/doi/pdf/10.1145/abc.1?x=1"),
        *("https://doi.org/10.1145%2Fabc.1", "https://doi.org/10.1145/abc.1?x=1#top", "https://dx.doi.org/10.1145/ABC.1#s2"),
    ],
)
def test_a_doi_has_lower_case_and_no_prefix(text):
    assert doi(text) == "10.1145/abc.1"


@pytest.mark.parametrize(
    ("text", "acl"),
    [
        ("2020.acl-main.1", "2020.acl-main.1"),
        ("https://aclanthology.org/2020.acl-main.1/", "2020.acl-main.1"),
        ("10.18653/v1/2020.acl-main.1", "2020.acl-main.1"),
        ("10.18653/v1/p19-1001", "P19-1001"),
        ("https://aclanthology.org/P19-1001.pdf", "P19-1001"),
        ("W19-76.4", "W19-7604"),
        ("L04-1.151", "L04-1151"),
        ("P19-1", None),
        ("BBC_News-0", None),
    ],
)
def test_acl_ids_are_found_in_ids_dois_and_addresses(text, acl):
    assert acl_id(text) == acl


@pytest.mark.parametrize(
    ("versions", "name"),
    [
        (("10.21203/rs.3.rs-12345/v1", "10.21203/rs.3.rs-12345/v2"), "10.21203/rs.3.rs-12345"),
        (("10.26434/chemrxiv-2023-abc12", "10.26434/chemrxiv-2023-abc12-v3"), "10.26434/chemrxiv-2023-abc12"),
        (("10.20944/preprints202301.0001.v1",), "10.20944/preprints202301.0001"),
        (("https://www.biorxiv.org/doi/10.1101/2020.01.02.123456v2",), "10.1101/2020.01.02.123456"),
    ],
)
def test_the_versions_of_a_preprint_have_one_doi(versions, name):
    assert {doi(version) for version in versions} == {name}


def test_a_sign_that_a_web_address_ends_at_is_part_of_no_bare_doi():
    assert doi("10.1145/abc.1?x=1") is None
    assert doi("https://doi.org/10.1145/a%3cb%3e1") == "10.1145/a<b>1"


def test_the_doi_of_a_published_paper_keeps_what_looks_like_a_version():
    assert doi("10.1234/journal.5v2") == "10.1234/journal.5v2"


def test_ids_are_found_in_any_text_the_best_first_and_one_of_a_kind():
    texts = ("10.5281/zenodo.12345", "https://doi.org/10.18653/v1/P19-1001", "arXiv:1906.00001v2", "10.1145/other")
    assert identify(*texts) == ("arxiv:1906.00001", "doi:10.18653/v1/p19-1001", "acl:P19-1001", "doi:10.5281/zenodo.12345")


def test_the_doi_of_an_arxiv_paper_is_its_arxiv_id():
    assert identify("10.48550/arXiv.2107.05580") == ("arxiv:2107.05580",)


def test_a_preprint_and_its_publication_have_different_kinds_of_doi():
    assert [kind(name) for name in best_first(["doi:10.1101/2020.01.02.123456", "doi:10.1101/gr.1234.5"])] == ["doi", "preprint"]


def test_canonical_ids_are_read_as_they_are_written():
    names = best_first(
        ["pmid:123", "openreview:Hk_x-Yz12", "acl:P19-1001", "doi:10.1145/x", "doi:10.5281/zenodo.12345", "arxiv:cs/0112017"]
    )
    assert identify(*names) == names
    assert names[0] == "arxiv:cs/0112017"
    assert names[-2:] == ("openreview:Hk_x-Yz12", "pmid:123")


@pytest.mark.parametrize(
    "text",
    [
        "openreview:Hk_x-Yz12",
        "https://openreview.net/forum?id=Hk_x-Yz12",
        "https://openreview.net/pdf?id=Hk_x-Yz12#page=2",
        "https://openreview.net/forum?referrer=x&id=Hk_x-Yz12&noteId=other",
    ],
)
def test_a_forum_of_openreview_is_found_in_addresses_and_keeps_its_case(text):
    assert openreview_id(text) == "Hk_x-Yz12"


@pytest.mark.parametrize(
    "text", ["Hk_x-Yz12", "https://openreview.net/group?id=ICLR.cc", "https://openreview.net/forum?noteId=abcdef"]
)
def test_other_words_are_no_forums(text):
    assert openreview_id(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "pmid:37000001",
            "PMID: 37000001",
            "https://pubmed.ncbi.nlm.nih.gov/37000001/",
            "http://pubmed.ncbi.nlm.nih.gov/37000001",
        ),
        "https://www.ncbi.nlm.nih.gov/pubmed/37000001?dopt=Abstract",
    ],
)
def test_a_pubmed_number_is_found_where_something_says_that_it_is_one(text):
    assert pmid(text) == "37000001"


def test_a_bare_number_is_one_only_in_the_field_for_it():
    assert pmid("37000001") is None
    assert pmids(" 37000001.0") == pmids(37000001) == ["pmid:37000001"]
    assert pmids("PMC37") == pmids(None) == []


def test_the_canonical_id_is_the_first_or_else_of_the_text():
    assert canonical(("arxiv:2107.05580", "doi:10.1145/x"), title="t", abstract="") == "arxiv:2107.05580"
    assert canonical((), title="t", abstract="a").startswith("sha:")
    assert canonical((), title="t", abstract="a") != canonical((), title="t", abstract="b")


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("arxiv:cs/0112017", "https://arxiv.org/abs/cs/0112017"),
        ("doi:10.1145/x", "https://doi.org/10.1145/x"),
        ("acl:P19-1001", "https://aclanthology.org/P19-1001"),
        ("doi:10.5281/zenodo.12345", "https://doi.org/10.5281/zenodo.12345"),
        ("openreview:Hk_x-Yz12", "https://openreview.net/forum?id=Hk_x-Yz12"),
        ("pmid:123", "https://pubmed.ncbi.nlm.nih.gov/123"),
    ],
)
def test_ids_lead_to_an_address(name, site):
    assert address((name,)) == site
    assert address(()) is None


@pytest.mark.parametrize(
    ("arxiv", "month"),
    [("2107.05580", date(2021, 7, 1)), ("cs/0112017", date(2001, 12, 1)), ("hep-th/9711200", date(1997, 11, 1))],
)
def test_an_arxiv_id_names_its_month(arxiv, month):
    assert arxiv_month(arxiv) == month


def test_a_doi_of_arxiv_is_never_a_doi_whatever_stands_behind_it():
    assert identify("https://doi.org/10.48550/arXiv.2107.05580).") == ("arxiv:2107.05580",)
