"""Rules of growth around papers: what is planted is found with its papers, and what stands still stays silent."""

from datetime import date

import numpy as np
import pytest

from trends.stats import count
from trends.stats.field.surroundings import FIELD_SCHEMA, REGION_PAPERS_SCHEMA, REGIONS_SCHEMA, survey

YEARS = range(2016, 2022)


@pytest.fixture
def surveyed(study):
    """Survey papers of the years, of which so many stand in each of four places each year; place 0 and 1 make topic 0."""

    def survey_places(sizes, **options):
        kinds = [(year, kind) for year in YEARS for kind, n in enumerate(sizes(year)) for _ in range(n)]
        days = [date(year, 12, 31) for year, _ in kinds]
        topics, corpus = study([(day, "day", (0, 0, 1, 2)[kind]) for day, (_, kind) in zip(days, kinds, strict=True)])
        places = np.array([kind for _, kind in kinds])
        axes = np.eye(12)
        middles = np.array([axes[0] + axes[1], axes[0] - axes[1], axes[2], axes[3]])
        rows = middles[places] + 0.3 * np.random.default_rng(0).normal(size=(len(kinds), 12))
        matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        series = count(topics, corpus, every="year", **options).series
        return survey(matrix, corpus, series=series, topics=topics), places

    return survey_places


def test_a_place_inside_a_topic_that_trebles_in_the_last_year_is_a_region(surveyed):
    found, places = surveyed(lambda year: (90, 30, 100, 100) if year == 2021 else (30, 90, 100, 100))
    assert (found.field.schema, found.regions.schema, found.region_papers.schema) == (
        FIELD_SCHEMA,
        REGIONS_SCHEMA,
        REGION_PAPERS_SCHEMA,
    )
    growth = found.field["growth"].to_numpy()
    assert np.median(growth[places == 0]) == pytest.approx(3 ** (1 / 3) - 1, abs=0.2)  # the earlier papers are three years old
    assert np.median(growth[places == 1]) == pytest.approx(3 ** (-1 / 3) - 1, abs=0.2)
    assert abs(np.median(growth[places == 2])) < 0.1
    region = found.regions.row(0, named=True)
    assert (found.regions.height, region["topics"], region["topic_shares"], region["rises"]) == (1, [0], [1.0], True)
    assert region["growth_low"] < region["growth"] < region["growth_high"]
    papers = found.region_papers.filter(region=0)
    assert papers["rank"].to_list() == list(range(region["n_papers"]))
    kinds = dict(zip(found.field["id"], places, strict=True))
    assert {int(kinds[paper]) for paper in papers["id"]} == {0}


def test_papers_that_stand_still_have_no_region_and_topics_no_growth(surveyed):
    found, _ = surveyed(lambda year: (60, 60, 100, 100))
    assert found.regions.is_empty()
    assert found.region_papers.is_empty()
    assert found.guide["slope"].abs().max() < 0.1


def test_a_topic_is_expected_to_grow_as_the_literature_around_its_recent_papers(surveyed):
    found, _ = surveyed(lambda year: (30, 30, 100 + 40 * (year - 2016), 200))
    slopes = dict(found.guide.iter_rows())
    assert max(slopes, key=slopes.get) == 1


def test_papers_that_the_series_does_not_count_have_no_growth_around_them(surveyed):
    found, _ = surveyed(lambda year: (60, 60, 100, 100), since=date(2018, 1, 1))
    assert found.field["growth"].is_null().to_list() == [True] * 640 + [False] * 1280


@pytest.mark.parametrize("years", [range(2016, 2017), range(2016, 2022)])
def test_too_few_papers_or_periods_say_nothing(surveyed, years):
    found, _ = surveyed(lambda year: (2, 2, 2, 2) if year in years else (0, 0, 0, 0))
    assert found.field["growth"].null_count() == found.field.height
    assert found.regions.is_empty()
    assert found.guide is None


def test_a_venue_that_grows_is_no_region(study_of_venues):
    # Venue B has a place of its own and doubles every year; in either venue nothing changes.
    sizes = {year: (200, 10 * 2 ** (year - 2016)) for year in YEARS}
    kinds = [(date(year, 12, 31), place) for year in YEARS for place in (0, 1) for _ in range(sizes[year][place])]
    papers = [(day, "day", place, "AB"[place]) for day, place in kinds]
    topics, corpus = study_of_venues(papers)
    middles = np.eye(8)[[place for _, _, place, _ in papers]]
    rows = middles + 0.3 * np.random.default_rng(0).normal(size=middles.shape)
    matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    pooled = count(topics, corpus, every="year").series
    held = count(topics, corpus, every="year", stratum_kind="venue").series
    assert survey(matrix, corpus, series=pooled, topics=topics).regions.height >= 1
    assert survey(matrix, corpus, series=held, topics=topics).regions.is_empty()
