"""Rules of what is left out and shown in grey: holes, edges, and what strata mend."""

from datetime import date

import polars as pl
import pytest

from trends.data import Audit
from trends.data.audit import COVERAGE_SCHEMA, FINDINGS_SCHEMA, Advice
from trends.data.trust import find_holes, find_untrusted


def audit_of(*cells, holes=(), advice=None):
    """Coverage of years: (kind, stratum, year, reason); every cell is not trusted."""
    coverage = [(kind, stratum, date(year, 1, 1), 5, False, reason) for kind, stratum, year, reason in cells]
    findings = [
        {"kind": "hole", "level": "serious", "strata": [], "since": since, "until": until, "n_papers": 1, "share": 0.1}
        | {"sentence": "A hole.", "effect": "Bad.", "remedy": "Fill it.", "remedy_kind": "check", "stratum_kind": None}
        for since, until in holes
    ]
    return Audit(
        pl.DataFrame(findings, schema=FINDINGS_SCHEMA),
        pl.DataFrame(coverage, schema=COVERAGE_SCHEMA, orient="row"),
        "year",
        advice or Advice(),
    )


def spans(table):
    return [(stratum, str(since), str(until)) for stratum, since, until, _ in table.iter_rows()]


def test_of_a_year_that_misses_months_only_these_are_not_trusted():
    audit = audit_of(("all", "all", 2018, "months are missing"), holes=[(date(2018, 3, 1), date(2018, 6, 1))])
    assert spans(find_untrusted(audit, stratum_kind=None)) == [(None, "2018-03-01", "2018-06-01")]


def test_of_a_year_that_is_partly_covered_only_what_is_outside_the_advised_span_is_not_trusted():
    advice = Advice(since=date(2015, 4, 1), until=date(2020, 10, 1))
    audit = audit_of(("all", "all", 2015, "partly covered"), ("all", "all", 2020, "partly covered"), advice=advice)
    assert spans(find_untrusted(audit, stratum_kind=None)) == [
        (None, "2015-01-01", "2015-04-01"),
        (None, "2020-10-01", "2021-01-01"),
    ]


def test_edges_of_the_time_are_no_holes():
    audit = audit_of(("all", "all", 2014, "before coverage begins"), ("all", "all", 2017, "sudden drop"))
    assert spans(find_holes(audit, stratum_kind=None)) == [(None, "2017-01-01", "2018-01-01")]


@pytest.mark.parametrize(
    ("kind", "found"),
    [(None, [None]), ("venue", ["acl"]), ("category", [None])],
    ids=["pooled papers lack a venue", "the venue alone is left out", "categories do not mend venues"],
)
def test_strata_that_are_missing_are_a_fault_of_all_papers_unless_they_are_held_constant(kind, found):
    audit = audit_of(("all", "all", 2018, "strata are missing"), ("venue", "acl", 2018, "pause"))
    assert find_untrusted(audit, stratum_kind=kind)["stratum"].to_list() == found


def test_what_is_pooled_as_other_is_no_stratum():
    audit = audit_of(("venue", "other", 2018, "sudden drop"))
    assert find_untrusted(audit, stratum_kind="venue").is_empty()
