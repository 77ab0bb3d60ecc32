from datetime import date

import polars as pl
import pytest

from trends.data.audit import COVERAGE_SCHEMA, FINDINGS_SCHEMA, Advice, Audit, stratum_of
from trends.errors import DataError

FINDING = ("undated", "note", None, [], None, None, 3, 0.1, "3 papers have no date.", "They are lost.", "Find it.", "check")
CELL = ("all", "all", date(2024, 1, 1), 5, True, None)


def findings(**changes):
    row = dict(zip(FINDINGS_SCHEMA, FINDING, strict=True)) | changes
    return pl.DataFrame([row], schema=FINDINGS_SCHEMA)


def coverage(*cells):
    return pl.DataFrame(cells, schema=COVERAGE_SCHEMA, orient="row")


def stratum(kind, **paper):
    row = {"id": "sha:1", "venue": None, "categories": [], "aliases": None, "sources": ["a.csv"]} | paper
    schema = {"id": pl.String, "venue": pl.String} | dict.fromkeys(("categories", "aliases", "sources"), pl.List(pl.String))
    return pl.DataFrame([row], schema=schema).select(stratum_of(kind)).item()


def test_an_audit_of_nothing_found_is_valid():
    assert Audit().findings.is_empty()
    assert Audit(findings(), coverage(CELL)).advice == Advice()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"level": "bad"}, "findings column 'level' is 'bad', it must be one of"),
        ({"remedy_kind": "pray"}, "findings column 'remedy_kind' is 'pray'"),
        ({"sentence": None}, "findings column 'sentence' is null"),
    ],
)
def test_a_finding_says_what_how_grave_and_what_to_do(change, complaint):
    with pytest.raises(DataError, match=complaint):
        Audit(findings(**change))


@pytest.mark.parametrize(
    "cell", [("venue", "A", date(2024, 1, 1), 5, False, None), ("venue", "A", date(2024, 1, 1), 5, True, "pause")]
)
def test_what_is_not_trusted_has_a_reason_and_nothing_else_has(cell):
    with pytest.raises(DataError, match="coverage of 'A' must have a reason where it is not trusted, and nowhere else"):
        Audit(coverage=coverage(cell))


def test_a_cell_of_coverage_stands_there_once():
    with pytest.raises(DataError, match="more than once"):
        Audit(coverage=coverage(CELL, CELL))


def test_an_advised_span_begins_before_it_ends():
    with pytest.raises(DataError, match="it must begin before its end"):
        Advice(since=date(2024, 1, 1), until=date(2024, 1, 1))


@pytest.mark.parametrize(
    "volume",
    [
        "Proceedings of the 61st Meeting on Words (Volume 1: Long Papers)",
        "Proceedings of the 2024 Meeting on Words",
        "Proceedings of the Meeting on Words, 2019",
        "Proceedings of the Meeting on Words",
    ],
)
def test_the_volumes_of_a_series_are_one_venue(volume):
    assert stratum("venue", venue=volume) == "Proceedings of the Meeting on Words"


@pytest.mark.parametrize(
    ("volume", "venue"),
    [
        ("Advances in Neural Information Processing Systems 31", "Advances in Neural Information Processing Systems"),
        ("The Thirty-Third AAAI Conference on Artificial Intelligence", "The AAAI Conference on Artificial Intelligence"),
        ("Proceedings of the Sixth Workshop on Words", "Proceedings of the Workshop on Words"),
        ("7th International Conference on Words, ICW 2019, New Orleans, LA, USA, May 6-9, 2019", "ICW"),
        ("7th International Conference on Words, New Orleans, LA, USA, May 6-9, 2019", "International Conference on Words"),
        (
            "Conference on Acoustics, Speech and Signals, Brighton, UK, May 12-17, 2019",
            "Conference on Acoustics, Speech and Signals",
        ),
        ("Workshop on Words, 3-7 June 2019", "Workshop on Words"),
        ("NIPS'17", "NIPS"),
        ("KDD '19: The Conference on Data", "KDD"),
        ("CVPR 2020 Workshops", "CVPR Workshops"),
        ("Second Language Research", "Second Language Research"),
        ("First Monday", "First Monday"),
        ("Web 2.0", "Web 2.0"),
    ],
)
def test_names_of_dblp_and_bibtex_lose_what_changes_every_year(volume, venue):
    assert stratum("venue", venue=volume) == venue


def test_a_paper_of_the_acl_anthology_goes_by_the_short_name_of_its_venue():
    paper = {"venue": "Proceedings of Something in 2020", "categories": ["lrec", "coling"]}
    assert stratum("venue", id="acl:2020.lrec-1.1", **paper) == "lrec"
    assert stratum("venue", **paper) == "Proceedings of Something in"


@pytest.mark.parametrize(
    ("acl", "categories", "venue"),
    [
        ("acl:2024.lrec-main.1", ["cs.CL", "coling", "lrec"], "lrec"),
        ("acl:2020.flp-1.1", ["cs.CL", "Computer Science", "figlang", "ws"], "figlang"),
        ("acl:P19-1001", ["quant-ph", "acl"], "acl"),
        ("acl:P19-1001", ["cs.CL"], "Proceedings of Something in"),
    ],
)
def test_a_paper_of_the_acl_anthology_keeps_its_venue_under_another_id(acl, categories, venue):
    paper = {"venue": "Proceedings of Something in 2020", "categories": categories}
    assert stratum("venue", id="arxiv:2001.00001", aliases=["doi:10.1/x", acl], **paper) == venue
    assert stratum("venue", id=acl, **paper) == venue


def test_what_is_not_known_is_no_stratum():
    assert stratum("venue") is None
    assert stratum("category") is None
    assert stratum("source") == "a.csv"
    assert stratum("category", categories=["cs.CL", "cs.AI"]) == "cs.CL"


def test_an_audit_shows_what_it_found_and_advises_in_a_notebook():
    page = Audit(findings(sentence="3 papers of <Venue> have no date."), advice=Advice(reasons=("Count years.",)))._repr_html_()
    assert "1 finding<" in page
    assert "<b>note</b>: 3 papers of &lt;Venue&gt; have no date. They are lost. Find it.</li>" in page
    assert "<li>Count years.</li>" in page
    assert "What to count" not in Audit()._repr_html_()
