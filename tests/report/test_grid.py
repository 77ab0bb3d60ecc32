from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from trends.data import Audit
from trends.data.audit import COVERAGE_SCHEMA
from trends.data.series import STRATA_SCHEMA
from trends.report.choices import make_choices
from trends.report.grid import list_strata, make_grid


@pytest.fixture
def stratified(make):
    series = make.series({0: [1, 2, 1], 1: [0, 1, 0]}, totals=[2, 3, 2], partial=0)
    days = [date(2023, 1, 1), date(2023, 4, 1), date(2023, 7, 1)]
    cells = {("ACL", days[0]): 1, ("ACL", days[1]): 2, ("ACL", days[2]): 2, ("Other", days[0]): 1, ("Other", days[1]): 1}
    rows = [(topic, *cell, float(topic == 0), total) for topic in (0, 1) for cell, total in cells.items()]
    strata = pl.DataFrame(rows, schema=STRATA_SCHEMA, orient="row").sort("topic", "stratum", "period")
    return replace(series, strata=strata, stratum_kind="venue")


def test_the_grid_holds_the_periods_that_are_over_with_their_ends_and_names(make):
    grid = make_grid(make.series({0: [1, 2, 1]}, totals=[2, 4, 1], partial=1))
    assert grid["periods"] == ["2023-01-01", "2023-04-01"]
    assert grid["ends"] == ["2023-04-01", "2023-07-01"]
    assert grid["names"] == ["Q1 2023", "Q2 2023"]
    assert grid["total"] == [2, 4]
    assert grid["topics"] == {0: {"count": [1, 2], "share": [0.5, 0.5]}}
    assert grid["kind"] is None
    assert grid["strata"] == {}


def test_a_period_without_papers_stays_as_a_gap(make):
    grid = make_grid(make.series({0: [1, 0, 1]}, totals=[2, 0, 2], partial=0))
    assert grid["topics"][0]["share"] == [0.5, None, 0.5]


def test_strata_come_largest_first_and_a_missing_period_counts_nothing(stratified):
    assert list_strata(stratified) == ["ACL", "Other"]
    grid = make_grid(stratified)
    assert grid["strata"]["ACL"]["total"] == [1, 2, 2]
    other = {"total": [1, 1, 0], "topics": {"0": [1.0, 1.0, 0.0], "1": [0.0, 0.0, 0.0]}}
    assert grid["strata"]["Other"] == other | {"untrusted": [None] * 3}


def test_what_the_audit_does_not_trust_is_told_of_all_papers_and_of_each_stratum(stratified):
    cells = [("all", "all", date(2023, 1, 1), "sudden drop"), ("venue", "Other", date(2023, 7, 1), "pause")]
    rows = [(*cell[:3], 1, False, cell[3]) for cell in cells]
    audit = Audit(coverage=pl.DataFrame(rows, schema=COVERAGE_SCHEMA, orient="row"), every="quarter")
    grid = make_grid(stratified, audit=audit)
    assert grid["untrusted"] == ["sudden drop", None, None]
    assert grid["strata"]["Other"]["untrusted"] == [None, None, "pause"]
    assert grid["strata"]["ACL"]["untrusted"] == [None] * 3


def test_what_can_be_chosen_are_periods_that_are_over_and_strata(stratified):
    choices = make_choices(stratified)
    assert choices.periods == [("2023-01-01", "Q1 2023"), ("2023-04-01", "Q2 2023"), ("2023-07-01", "Q3 2023")]
    assert (choices.kind, choices.strata) == ("venue", ["ACL", "Other"])
    assert make_choices(None).periods == []
