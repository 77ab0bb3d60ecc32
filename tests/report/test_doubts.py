import polars as pl
import pytest

from trends.data import Audit
from trends.data.audit import FINDINGS_SCHEMA
from trends.report.doubts import take_doubts, tell_doubt


@pytest.fixture
def doubt():
    """Doubt a topic of which so much of the change lies in cs.SE, where the audit found these faults."""

    def doubt(part, *, faults=("only once",), kind="category"):
        plain = {"level": "note", "strata": ["cs.SE"], "n_papers": 40, "share": 0.02, "sentence": "", "effect": "", "remedy": ""}
        rows = [plain | {"kind": fault, "stratum_kind": "category", "remedy_kind": "check"} for fault in faults]
        change = pl.DataFrame([{"topic": 0, "stratum_kind": kind, "stratum": "cs.SE", "part": part}])
        return take_doubts({"concentration": change}, Audit(findings=pl.DataFrame(rows, schema=FINDINGS_SCHEMA)))

    return doubt


def test_a_rise_that_lies_in_a_category_of_one_year_is_doubted(make, doubt):
    (row,) = doubt(0.85).iter_rows(named=True)
    assert tell_doubt(make.evidence | row) == (
        "85% of the rise lies in the category cs.SE, which is there in one year and hardly in another: "
        "the field may have moved, or only the collection"
    )
    assert tell_doubt(make.evidence | row | {"doubted_part": 1.1, "growth": -0.2}).startswith("all of the fall lies in the")


def test_less_than_four_fifths_or_a_place_without_a_fault_raise_no_doubt(make, doubt):
    assert doubt(0.79).is_empty()
    assert doubt(0.9, faults=["new labels"]).is_empty()
    assert doubt(0.9, kind="venue").is_empty()
    assert tell_doubt(make.evidence) == ""


def test_of_two_faults_of_a_place_the_graver_is_told(doubt):
    assert doubt(0.9, faults=["alternates", "only once"])["doubt"].to_list() == ["comes and goes"]


def test_where_nobody_looked_nothing_is_doubted():
    assert take_doubts({}, Audit()).is_empty()
