"""Rules of the plan: what a user set stands above the advice."""

from datetime import date

import pytest

from trends.data.audit import Advice
from trends.stats import plan_count
from trends.stats.settings import StatsSettings

ADVICE = Advice("month", date(2016, 1, 1), date(2025, 1, 1), "venue", ("Because.",))


def test_nothing_set_follows_the_advice():
    plan = plan_count(StatsSettings(), ADVICE)
    assert plan[:-1] == ("auto", "month", date(2016, 1, 1), date(2025, 1, 1), "venue")
    assert plan.reason == (
        "Each venue with enough papers is held constant, as the audit of the papers advises: it is compared with itself alone."
    )


def test_what_is_set_stands_above_the_advice():
    plan = plan_count(StatsSettings(every="year", since=date(2018, 1, 1)), ADVICE)
    assert (plan.every, plan.since, plan.until) == ("year", date(2018, 1, 1), date(2025, 1, 1))


@pytest.mark.parametrize(("strata", "kind"), [("none", None), ("category", "category"), ("venue", "venue")])
def test_strata_that_are_asked_for_stand_above_the_advice_and_its_span_stays(strata, kind):
    plan = plan_count(StatsSettings(strata=strata), ADVICE)
    assert (plan.stratum_kind, plan.since, plan.until) == (kind, date(2016, 1, 1), date(2025, 1, 1))
    assert plan.reason.split(":")[0].endswith(("as asked.", "as asked"))


def test_a_start_after_the_advised_end_drops_that_end():
    plan = plan_count(StatsSettings(since=date(2025, 6, 1)), ADVICE)
    assert (plan.since, plan.until) == (date(2025, 6, 1), None)


def test_advice_to_pool_pools_over_the_advised_span():
    plan = plan_count(StatsSettings(), Advice(since=date(2016, 1, 1), reasons=("Because.",)))
    assert (plan.stratum_kind, plan.since) == (None, date(2016, 1, 1))
