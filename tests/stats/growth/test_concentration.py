"""Rules of where a change lies: the stratum that holds most of it, by shares of all papers."""

from datetime import date

import pytest

from trends.stats import count, estimate_growth
from trends.stats.growth.concentration import CONCENTRATION_SCHEMA, locate_changes

YEARS = range(2015, 2023)


def papers_of(venue, *, sizes, n_each=200):
    """Make `n_each` papers of a venue each year, of which so many belong to topic 0 and the others to topic 1."""
    days = [date(year, 12, 31) for year in YEARS]
    return [(day, "day", 0 if i < n else 1, venue) for day, n in zip(days, sizes, strict=True) for i in range(n_each)]


def changes(study_of_venues, papers, **options):
    topics, corpus = study_of_venues(papers)
    series = count(topics, corpus, every="year", **options).series
    return locate_changes(series, estimate_growth(series), topics=topics, corpus=corpus)


def test_the_venue_that_holds_most_of_a_rise_is_named_with_its_part(study_of_venues):
    papers = [*papers_of("A", sizes=[10, 10, 20, 28, 40, 56, 70, 70]), *papers_of("B", sizes=[5, 5, 5, 6, 10, 15, 20, 20])]
    table = changes(study_of_venues, papers)
    assert table.schema == CONCENTRATION_SCHEMA
    (risen,) = table.filter(topic=0).rows()
    assert risen == (0, "venue", "A", pytest.approx(60 / 75))


def test_a_venue_that_grows_faster_than_its_topic_holds_no_part_of_a_rise(study_of_venues):
    papers = [*papers_of("A", sizes=[20] * 8), *papers_of("B", sizes=[5, 5, 10, 20, 30, 40, 60, 60])]
    assert changes(study_of_venues, papers).filter(topic=0)["part"].to_list() == [pytest.approx(1.0)]


def test_strata_that_are_held_constant_are_compared_with_themselves(study_of_venues):
    papers = [*papers_of("A", sizes=[10, 10, 20, 28, 40, 56, 70, 70]), *papers_of("B", sizes=[5, 5, 5, 6, 10, 15, 20, 20])]
    assert changes(study_of_venues, papers, stratum_kind="venue").is_empty()
