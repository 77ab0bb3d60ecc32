from datetime import date

import pytest

from trends.sources.fields.ids import Ids, acl_id, address, arxiv_id, arxiv_month, canonical, doi, identify


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
    ],
)
def test_one_arxiv_paper_has_one_id_however_it_is_written(text):
    assert arxiv_id(text) == "2107.05580"


@pytest.mark.parametrize("text", ["cs/0112017", "cs.CL/0112017v2", "arXiv:cs/0112017", "https://arxiv.org/abs/cs.CL/0112017"])
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
    ["10.1145/ABC.1", "doi:10.1145/abc.1", "https://doi.org/10.1145/abc.1.", "https://dl.acm.org/doi/pdf/10.1145/abc.1?x=1"],
)
def test_a_doi_has_lower_case_and_no_prefix(text):
    assert doi(text.removesuffix("?x=1")) == "10.1145/abc.1"


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


def test_the_doi_of_an_arxiv_paper_is_its_arxiv_id():
    assert identify("10.48550/arXiv.2107.05580") == Ids(arxiv="2107.05580")


def test_the_canonical_id_is_arxiv_before_doi_before_acl_before_the_text():
    ids = Ids("2107.05580", "10.1/x", "P19-1001")
    assert canonical(ids, title="t", abstract="") == "arxiv:2107.05580"
    assert canonical(ids._replace(arxiv=None), title="t", abstract="") == "doi:10.1/x"
    assert canonical(Ids(acl="P19-1001"), title="t", abstract="") == "acl:P19-1001"
    assert canonical(Ids(), title="t", abstract="a").startswith("sha:")
    assert canonical(Ids(), title="t", abstract="a") != canonical(Ids(), title="t", abstract="b")


def test_ids_lead_to_an_address():
    assert address(Ids(arxiv="cs/0112017")) == "https://arxiv.org/abs/cs/0112017"
    assert address(Ids()) is None


@pytest.mark.parametrize(
    ("arxiv", "month"),
    [("2107.05580", date(2021, 7, 1)), ("cs/0112017", date(2001, 12, 1)), ("hep-th/9711200", date(1997, 11, 1))],
)
def test_an_arxiv_id_names_its_month(arxiv, month):
    assert arxiv_month(arxiv) == month


def test_a_doi_of_arxiv_is_never_a_doi_whatever_stands_behind_it():
    assert identify("https://doi.org/10.48550/arXiv.2107.05580).") == Ids(arxiv="2107.05580")
