"""Rules of the plan: what a user set stands above the advice, and a hole in the collection is no fall."""

from datetime import date

import polars as pl
import pytest

from trends.audit import audit_corpus
from trends.charts.shading import find_spans
from trends.data import Audit
from trends.data.audit import COVERAGE_SCHEMA, Advice
from trends.stats import count_as_planned, estimate_growth, place_papers, plan_count
from trends.stats.events.bursts import find_bursts
from trends.stats.events.changes import find_changes
from trends.stats.events.onset import find_onsets
from trends.stats.settings import StatsSettings

ADVICE = Advice("month", date(2016, 1, 1), date(2025, 1, 1), "venue", ("Because.",))


def test_nothing_set_follows_the_advice():
    plan = plan_count(StatsSettings(), Audit(advice=ADVICE))
    assert plan[:5] == ("auto", "month", date(2016, 1, 1), date(2025, 1, 1), "venue")
    assert plan.reason == (
        "Each venue with enough papers is held constant, as the audit of the papers advises: it is compared with itself alone, "
        "and where it has no papers its topics are taken to move as in the others."
    )


def test_what_is_set_stands_above_the_advice():
    plan = plan_count(StatsSettings(every="year", since=date(2018, 1, 1)), Audit(advice=ADVICE))
    assert (plan.every, plan.since, plan.until) == ("year", date(2018, 1, 1), date(2025, 1, 1))


@pytest.mark.parametrize(("strata", "kind"), [("none", None), ("category", "category"), ("venue", "venue")])
def test_strata_that_are_asked_for_stand_above_the_advice_and_its_span_stays(strata, kind):
    plan = plan_count(StatsSettings(strata=strata), Audit(advice=ADVICE))
    assert (plan.stratum_kind, plan.since, plan.until) == (kind, date(2016, 1, 1), date(2025, 1, 1))
    assert plan.reason.split(":")[0].endswith(("as asked.", "as asked"))


def test_a_start_after_the_advised_end_drops_that_end():
    plan = plan_count(StatsSettings(since=date(2025, 6, 1)), Audit(advice=ADVICE))
    assert (plan.since, plan.until) == (date(2025, 6, 1), None)


def test_advice_to_pool_pools_over_the_advised_span():
    plan = plan_count(StatsSettings(), Audit(advice=Advice(since=date(2016, 1, 1), reasons=("Because.",))))
    assert (plan.stratum_kind, plan.since) == (None, date(2016, 1, 1))


def of_venue(name, even, *, year, n_papers, n_members):
    """Papers of a venue spread over a year, some of them of topic 0."""
    span = {"since": date(year, 1, 1), "until": date(year + 1, 1, 1)}
    rest = even(n_papers - n_members, **span, topic=-1)
    return [(*paper, name) for paper in [*even(n_members, **span, topic=0), *rest]]


@pytest.fixture
def torn(study_of_venues, even):
    """Twelve years in which nothing changes, but that of one venue the last two years hold a third, without its main track."""
    papers = []
    for year in range(2012, 2024):
        papers += of_venue("Letters", even, year=year, n_papers=200, n_members=20)
        n_papers, n_members = (66, 6) if year > 2021 else (200, 80)
        papers += of_venue("Talks", even, year=year, n_papers=n_papers, n_members=n_members)
    return study_of_venues(papers)


def test_a_hole_of_one_venue_is_no_fall_of_its_topics(torn):
    topics, corpus = torn
    audit = audit_corpus(corpus)
    assert audit.advice.stratum_kind == "venue"
    growth = {}
    for holes in ("leave out", "count"):
        counted = count_as_planned(topics, corpus, plan=plan_count(StatsSettings(every="year", holes=holes), audit))
        growth[holes] = estimate_growth(counted.series)["growth"][0]
        if holes == "leave out":
            assert dict(counted.tally.iter_rows())["not trusted"] == 2 * 66
            assert counted.series.table["share"].to_list() == pytest.approx([counted.series.table["share"][0]] * 12, abs=0.001)
    assert abs(growth["leave out"]) < 0.002
    assert growth["count"] < -0.01


def test_a_hole_of_all_papers_is_neither_counted_nor_drawn_but_grey(study, even):
    papers = [paper for month in range(1, 13) for year in (2021, 2022, 2023) for paper in _month(even, year, month)]
    topics, corpus = study(papers)
    audit = audit_corpus(corpus)
    counted = count_as_planned(topics, corpus, plan=plan_count(StatsSettings(every="month"), audit))
    series = counted.series
    lost = [date(2022, 5, 1), date(2022, 6, 1)]
    assert series.table.filter(pl.col("share").is_null())["period"].to_list() == lost
    assert find_spans(series, audit=audit) == [(*lost, "sudden drop")]
    assert abs(estimate_growth(series)["growth"][0]) < 0.002


def _month(even, year, month):
    """A hundred papers, a fifth of topic 0; in two months of 2022 ten, all of topic 0."""
    span = {"since": date(year, month, 1), "until": date(year + month // 12, month % 12 + 1, 1)}
    if (year, month) in ((2022, 5), (2022, 6)):
        return even(10, **span, topic=0)
    return [*even(20, **span, topic=0), *even(80, **span, topic=-1)]


def test_audits_that_trust_nothing_leave_a_series_without_growth(study, even):
    topics, corpus = study(even(300, since=date(2021, 1, 1), until=date(2024, 1, 1)))
    cells = [("all", "all", date(year, 1, 1), 100, False, "sudden drop") for year in (2021, 2022, 2023)]
    audit = Audit(coverage=pl.DataFrame(cells, schema=COVERAGE_SCHEMA, orient="row"))
    counted = count_as_planned(topics, corpus, plan=plan_count(StatsSettings(every="quarter"), audit))
    assert counted.series.table["total"].sum() == 0
    assert (place_papers(corpus, counted.series) == -1).all()
    for tell in (estimate_growth, find_bursts, find_changes, find_onsets):
        assert tell(counted.series).height <= 1
