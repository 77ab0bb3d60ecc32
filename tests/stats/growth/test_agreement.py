"""Rules of growth within strata: each venue against itself alone, and a wide interval contradicts nothing."""

from datetime import date

import polars as pl
import pytest

from trends.stats import count, estimate_growth
from trends.stats.growth.agreement import AGREEMENT_SCHEMA, compare_strata

YEARS = range(2015, 2023)


def papers_of(venue, *, sizes, n_each=200):
    """Make `n_each` papers of a venue each year, of which so many belong to topic 0 and the others to topic 1."""
    days = [date(year, 12, 31) for year in YEARS]
    return [(day, "day", 0 if i < n else 1, venue) for day, n in zip(days, sizes, strict=True) for i in range(n_each)]


def agreement(study_of_venues, papers, **options):
    topics, corpus = study_of_venues(papers)
    series = count(topics, corpus, every="year", **{"stratum_kind": "venue", **options}).series
    return compare_strata(series, estimate_growth(series))


def test_a_venue_that_goes_the_other_way_is_told_from_those_that_agree(study_of_venues):
    papers = [
        *papers_of("A", sizes=[10, 14, 20, 28, 40, 56, 80, 112]),
        *papers_of("B", sizes=[5, 7, 10, 14, 20, 28, 40, 56]),
        *papers_of("C", sizes=[80, 57, 40, 28, 20, 14, 10, 7]),
    ]
    table = agreement(study_of_venues, papers)
    assert table.schema == AGREEMENT_SCHEMA
    found = {row["stratum"]: row for row in table.filter(topic=0).iter_rows(named=True)}
    assert found["A"]["growth"] == pytest.approx(2**0.5 - 1, abs=0.02)
    assert found["C"]["growth"] == pytest.approx(2**-0.5 - 1, abs=0.02)
    assert {name: row["agrees"] for name, row in found.items()} == {"A": True, "B": True, "C": False}
    assert (found["A"]["n_papers"], found["A"]["n_periods"]) == (360, 8)


def test_too_few_papers_or_periods_say_nothing(study_of_venues):
    papers = [
        *papers_of("A", sizes=[10, 14, 20, 28, 40, 56, 80, 112]),
        *papers_of("few", sizes=[0, 1, 1, 1, 1, 1, 1, 1]),
        *papers_of("young", sizes=[10] * 8)[-800:],
    ]
    rows = agreement(study_of_venues, papers).filter(topic=0).sort("stratum")
    assert rows.select("stratum", "growth", "agrees", "n_periods").rows()[1:] == [
        ("few", None, None, 8),
        ("young", None, None, 4),
    ]


def test_the_largest_stratum_of_a_topic_comes_first(study_of_venues):
    papers = [*papers_of("A", sizes=[10] * 8), *papers_of("B", sizes=[20] * 8)]
    table = agreement(study_of_venues, papers)
    assert table.filter(topic=0)["stratum"].to_list() == ["B", "A"]
    assert table.filter(topic=1)["stratum"].to_list() == ["A", "B"]


def test_one_stratum_alone_tells_what_the_whole_tells(study_of_venues):
    topics, corpus = study_of_venues(papers_of("A", sizes=[10, 9, 14, 22, 40, 50, 90, 80]))
    series = count(topics, corpus, every="year", stratum_kind="venue").series
    growth = estimate_growth(series).sort("topic").select("growth", "growth_low", "growth_high")
    found = compare_strata(series, estimate_growth(series)).select("growth", "growth_low", "growth_high")
    assert found.equals(growth)


def test_papers_that_are_pooled_have_no_strata_to_agree(study_of_venues):
    table = agreement(study_of_venues, papers_of("A", sizes=[10] * 8), stratum_kind=None)
    assert table.is_empty()
    assert table.schema == AGREEMENT_SCHEMA


def test_one_period_is_no_growth(study_of_venues):
    table = agreement(study_of_venues, papers_of("A", sizes=[10] * 8)[:200])
    assert table.select(pl.col("growth", "agrees").null_count()).row(0) == (2, 2)
