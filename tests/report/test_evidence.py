from datetime import date

import polars as pl
import pytest

from trends.report.evidence import EVIDENCE_SCHEMA, gather


@pytest.fixture
def gathered(make):
    """Gather what a run of two topics over eleven quarters knows, with the tables given."""

    def gathered(*rows, **statistics):
        corpus = make.papers([{}, {}])
        topics = make.topics(corpus, members={"sha:0": 0, "sha:1": 1}, labels=["A", "B"], stability=[0.9, 0.3])
        series = make.series({0: [1] * 12, 1: [1] * 12}, totals=[10] * 12)
        growth = make.growth(*(rows or [{"topic": 1}, {"topic": 0}]))
        return gather(topics, series=series, growth=growth, statistics=statistics)

    return gathered


def test_every_topic_has_a_row_in_the_order_of_growth_with_its_label(gathered):
    table = gathered()
    assert table.schema == EVIDENCE_SCHEMA
    assert table["label"].to_list() == ["B †", "A"]
    assert table["n_found"].to_list() == [3, 9]


def test_shares_are_named_by_the_periods_that_they_are_pooled_over(gathered):
    row = gathered({"topic": 0, "n_pooled": 2}).row(0, named=True)
    assert (row["span_first"], row["span_last"]) == ("Q1–Q2 2023", "Q2–Q3 2025")


def test_the_change_is_the_growth_over_the_days_that_were_seen(gathered):
    row = gathered({"topic": 0, "growth": 1.0}).row(0, named=True)
    assert row["n_days"] == (date(2025, 10, 1) - date(2023, 1, 1)).days == 1004
    assert row["change"] == pytest.approx(2 ** (1004 / 365.2425) - 1)


def test_q_is_told_among_the_topics_that_were_tested(gathered, make):
    untested = {"topic": 1, "trend": "too few", **make.untested}
    assert gathered({"topic": 0}, untested)["n_tested"].to_list() == [1, 1]


def test_only_a_burst_that_runs_and_only_its_first_level_is_told(gathered):
    level, first = [2, 1, 1], [date(2024, 7, 1), date(2024, 4, 1), date(2023, 1, 1)]
    bursts = pl.DataFrame({"topic": [0, 0, 1], "level": level, "first": first, "running": [True, True, False]})
    bursts = bursts.with_columns(share=pl.lit(0.06), share_usual=pl.lit(0.02))
    assert gathered(bursts=bursts).sort("topic")["burst"].to_list() == [date(2024, 4, 1), None]


def test_a_topic_of_many_papers_without_a_rate_is_told_apart_from_one_of_too_few(gathered, make):
    untested = [{"topic": n, "trend": "too few", "n_papers": n_papers, **make.untested} for n, n_papers in ((0, 9), (1, 10))]
    assert gathered(*untested)["trend"].to_list() == ["too few", "no rate"]


def test_papers_without_a_venue_are_no_venue_in_which_a_topic_moves(gathered):
    agreement = pl.DataFrame({"topic": [0, 0], "stratum": ["ACL", "no venue"], "growth": [0.5, -0.1], "agrees": [True, False]})
    row = gathered({"topic": 0}, agreement=agreement).row(0, named=True)
    assert (row["n_same"], row["n_strata"], row["against"]) == (1, 1, None)


def test_strata_are_counted_where_growth_can_be_told_there(gathered):
    growth = [0.5, 0.1, -0.2, None]
    agreement = pl.DataFrame({"topic": [0] * 4, "stratum": list("abcd"), "growth": growth, "agrees": [True, True, False, None]})
    row = gathered({"topic": 0}, agreement=agreement).row(0, named=True)
    assert (row["n_same"], row["n_strata"], row["against"]) == (2, 3, "c")
    alike = gathered({"topic": 0}, agreement=agreement.filter(pl.col("growth") > 0)).row(0, named=True)
    assert (alike["n_same"], alike["n_strata"], alike["against"]) == (2, 2, None)
