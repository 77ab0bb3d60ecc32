"""Rules of counting: calendar periods, a full grid, one denominator, and an account of every paper left out."""

from datetime import date

import polars as pl
import pytest

from trends.data.series import SERIES_SCHEMA
from trends.errors import ConfigError, DataError
from trends.stats import REASONS, count, place_papers


def reasons(tally: pl.DataFrame) -> dict[str, int]:
    return {reason: n_papers for reason, n_papers in tally.rows() if n_papers}


def test_a_series_counted_by_hand(study):
    topics, corpus = study(
        [
            (date(2024, 1, 31), "day", 0),
            (date(2024, 1, 1), "day", 1),
            (date(2024, 1, 9), "day", -1),
            (date(2024, 3, 1), "day", 0),
            (date(2024, 3, 31), "day", 0),
        ]
    )
    series = count(topics, corpus, every="month").series
    january, february, march = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
    assert series.table.select(SERIES_SCHEMA.names()).rows() == [
        (0, january, 1, 3, 1 / 3, False),
        (0, february, 0, 0, None, False),
        (0, march, 2, 2, 1.0, False),
        (1, january, 1, 3, 1 / 3, False),
        (1, february, 0, 0, None, False),
        (1, march, 0, 2, 0.0, False),
    ]
    assert series.until == date(2024, 4, 1)


def test_weeks_begin_on_monday_even_across_a_new_year(study):
    topics, corpus = study([(date(2024, 12, 29), "day", 0), (date(2024, 12, 30), "day", 0), (date(2025, 1, 5), "day", 0)])
    table = count(topics, corpus, every="week").series.table
    assert table.select("period", "count").rows() == [(date(2024, 12, 23), 1), (date(2024, 12, 30), 2)]


def test_the_last_period_is_partial_unless_its_last_day_is_covered(study):
    topics, corpus = study([(date(2024, 1, 15), "day", 0), (date(2024, 2, 28), "day", 0)])
    assert count(topics, corpus, every="month").series.table["partial"].to_list() == [False, True]
    leap_day = date(2024, 2, 29)
    assert count(topics, corpus, every="month", until=leap_day).series.table["partial"].to_list() == [False, True]
    assert count(topics, corpus, every="month", until=date(2024, 3, 1)).series.table["partial"].to_list() == [False, False]


def test_a_date_known_to_the_month_does_not_vouch_for_the_whole_month(study):
    topics, corpus = study([(date(2024, 1, 1), "month", 0), (date(2024, 2, 1), "month", 0)])
    series = count(topics, corpus, every="month").series
    assert series.until == date(2024, 2, 2)
    assert series.table["partial"].to_list() == [False, True]


def test_a_coarse_date_never_enters_a_series_and_never_moves_its_end(study):
    topics, corpus = study(
        [(date(2024, 1, 10), "day", 0), (date(2024, 2, 10), "month", 0), (date(2024, 12, 1), "year", 0), (None, None, 0)]
    )
    counted = count(topics, corpus, every="month")
    assert reasons(counted.tally) == {"counted": 2, "undated": 1, "too coarse": 1}
    assert counted.series.until == date(2024, 2, 11)
    assert reasons(count(topics, corpus, every="week").tally) == {"counted": 1, "undated": 1, "too coarse": 2}
    assert reasons(count(topics, corpus, every="year").tally) == {"counted": 3, "undated": 1}


def test_since_and_until_cut_and_mark_what_they_cut_into(study):
    days = [date(2024, 1, 5), date(2024, 2, 9), date(2024, 2, 10), date(2024, 3, 5), date(2024, 4, 9), date(2024, 4, 10)]
    topics, corpus = study([(day, "day", 0) for day in days])
    counted = count(topics, corpus, every="month", since=date(2024, 2, 10), until=date(2024, 4, 10))
    assert reasons(counted.tally) == {"counted": 3, "before since": 2, "after until": 1}
    assert counted.series.table.select("count", "partial").rows() == [(1, True), (1, False), (1, True)]


def test_until_long_after_the_last_paper_adds_no_empty_periods(study):
    topics, corpus = study([(date(2024, 1, 5), "day", 0), (date(2024, 2, 5), "day", 0)])
    series = count(topics, corpus, every="day", until=date(2099, 1, 1)).series
    assert series.table["period"].max() == date(2024, 2, 5)


def test_lonely_papers_years_before_the_others_are_kept_out_and_counted(study, even):
    lonely = [(date(2016, 3, 1), "day", 0), (date(2018, 7, 1), "day", 0)]
    topics, corpus = study(lonely + even(400, since=date(2023, 2, 1), until=date(2025, 1, 1)))
    counted = count(topics, corpus, every="month")
    assert counted.series.table["period"].min() == date(2023, 2, 1)
    assert reasons(counted.tally) == {"counted": 400, "too early": 2}
    asked = count(topics, corpus, every="month", since=date(2016, 1, 1))
    assert reasons(asked.tally) == {"counted": 402}
    assert asked.series.table["period"].min() == date(2016, 3, 1)


@pytest.mark.parametrize("every", ["week", "month", "quarter", "year"])
def test_one_mistyped_date_in_the_future_stretches_no_calendar(study, even, every):
    topics, corpus = study([*even(400, since=date(2020, 1, 1), until=date(2025, 1, 1)), (date(2052, 3, 1), "day", 0)])
    counted = count(topics, corpus, every=every)
    assert counted.series.until == date(2024, 12, 28)  # the day after the newest of the others
    assert counted.series.table["period"].max() < date(2025, 1, 1)
    assert reasons(counted.tally) == {"counted": 400, "too late": 1}
    asked = count(topics, corpus, every=every, until=date(2053, 1, 1))
    assert reasons(asked.tally) == {"counted": 401}


def test_papers_behind_a_gap_are_kept_where_they_are_many_or_the_gap_is_short(study, even):
    bulk = even(400, since=date(2020, 1, 1), until=date(2024, 1, 1))
    few, many = [(date(2026, 1, 9), "day", 0)] * 8, [(date(2026, 1, 9), "day", 0)] * 9
    assert reasons(count(*study(bulk + few), every="month").tally) == {"counted": 400, "too late": 8}
    assert reasons(count(*study(bulk + many), every="month").tally) == {"counted": 409}
    assert reasons(count(*study([*bulk, (date(2024, 12, 30), "day", 0)]), every="month").tally) == {"counted": 401}


@pytest.mark.parametrize(("n_papers", "n_years"), [(24, 2), (100, 2), (2_000, 2), (2_000, 10)])
def test_an_even_start_is_not_a_lonely_one(study, even, n_papers, n_years):
    topics, corpus = study(even(n_papers, since=date(2024 - n_years, 1, 1), until=date(2024, 1, 1)))
    assert reasons(count(topics, corpus, every="month").tally) == {"counted": n_papers}


def test_every_paper_stands_under_exactly_one_reason(study, even):
    papers = [
        (date(2010, 1, 1), "day", 0),
        *even(300, since=date(2020, 1, 1), until=date(2024, 1, 1)),
        *even(30, since=date(2020, 1, 1), until=date(2024, 1, 1), precision="year"),
        *[(None, None, 0)] * 7,
    ]
    tally = count(*study(papers), every="quarter", until=date(2023, 7, 1)).tally
    assert tally["reason"].to_list() == list(REASONS)
    assert tally["n_papers"].sum() == len(papers)


def test_outliers_stand_in_the_total_and_make_no_topic(study, even):
    span = {"since": date(2024, 1, 1), "until": date(2024, 2, 1)}
    topics, corpus = study(even(3, **span, topic=0) + even(9, **span, topic=-1))
    assert count(topics, corpus, every="month").series.table.select("topic", "count", "total").rows() == [(0, 3, 12)]


def test_no_usable_date_gives_no_series_but_an_account(study):
    counted = count(*study([(None, None, 0), (None, None, -1)]))
    assert counted.series is None
    assert reasons(counted.tally) == {"undated": 2}
    assert count(*study([(date(2024, 1, 1), "year", 0)]), every="month").series is None


def test_papers_without_any_topic_give_an_empty_series(study):
    assert count(*study([(date(2024, 1, 1), "day", -1)]), every="month").series.table.is_empty()


def test_a_paper_stands_in_the_period_that_counts_it_and_in_none_where_none_does(study):
    papers = [(date(2024, month, 15), "day", month % 2) for month in (1, 1, 2, 4)]
    topics, corpus = study([*papers, (date(2024, 2, 1), "month", 0), (date(2024, 1, 1), "year", 0), (None, None, 0)])
    series = count(topics, corpus, every="month", until=date(2024, 4, 1)).series
    placed = dict(zip(corpus.ids, place_papers(corpus, series).tolist(), strict=True))
    assert [placed[f"sha:{number:05}"] for number in range(7)] == [0, 0, 1, -1, 1, -1, -1]
    counted = series.table.group_by("period").agg(pl.col("count").sum()).sort("period")["count"]
    assert counted.to_list() == [2, 2]


def test_permuting_topics_permutes_the_series(study, even):
    span = {"since": date(2023, 1, 1), "until": date(2024, 1, 1)}
    one = count(*study(even(90, **span, topic=0) + even(50, **span, topic=1)), every="month").series.table
    other = count(*study(even(90, **span, topic=1) + even(50, **span, topic=0)), every="month").series.table
    assert one.with_columns(topic=1 - pl.col("topic")).sort("topic", "period").equals(other)


def test_wrong_arguments_are_named(study):
    topics, corpus = study([(date(2024, 1, 1), "day", 0)])
    with pytest.raises(ConfigError, match="every is 'hour', it must be auto or one of"):
        count(topics, corpus, every="hour")
    with pytest.raises(ConfigError, match="since is 2024-02-01, it must be before until"):
        count(topics, corpus, since=date(2024, 2, 1), until=date(2024, 1, 1))
    with pytest.raises(DataError, match="topics of 1 papers are not those of the corpus of 2 papers"):
        count(topics, study([(date(2024, 1, 1), "day", 0)] * 2)[1])


def venue(name: str, papers: list) -> list[tuple]:
    return [(*paper, name) for paper in papers]


def test_a_venue_that_grows_is_no_trend_where_venues_are_held_constant(study_of_venues, even):
    papers = []
    for year, n_other in ((2021, 10), (2022, 100), (2023, 1_000)):
        span = {"since": date(year, 1, 1), "until": date(year + 1, 1, 1)}
        papers += venue("ACL", even(2, **span, topic=0) + even(98, **span, topic=-1))
        papers += venue("Cheap Letters", even(n_other // 2, **span, topic=0) + even(n_other // 2, **span, topic=-1))
    topics, corpus = study_of_venues(papers)
    pooled = count(topics, corpus, every="year").series.table["share"]
    held = count(topics, corpus, every="year", stratum_kind="venue").series
    assert pooled[2] > 5 * pooled[0]
    assert held.table["share"].to_list() == pytest.approx([held.table["share"][0]] * 3)
    assert held.table.select("count", "total").rows() == [(7, 110), (52, 200), (502, 1100)]
    assert held.denominator == "all papers of the period in 2 venues, each with the same weight in every period"
    assert held.strata.filter(stratum="ACL").select("count", "total").rows() == [(2.0, 100)] * 3


def test_papers_of_strata_below_one_percent_stay_out_and_are_accounted_for(study_of_venues, even):
    span = {"since": date(2021, 1, 1), "until": date(2024, 1, 1)}
    topics, corpus = study_of_venues([*venue("ACL", even(300, **span)), *venue("EMNLP", even(2, **span))])
    counted = count(topics, corpus, every="year", stratum_kind="venue")
    assert reasons(counted.tally) == {"counted": 300, "other stratum": 2}
    assert counted.series.table["total"].sum() == 300
    assert counted.series.denominator == "all papers of the period with the venue ACL"
    assert (place_papers(corpus, counted.series) >= 0).sum() == 300


def test_papers_without_a_venue_are_compared_with_each_other(study_of_venues, even):
    span = {"since": date(2021, 1, 1), "until": date(2024, 1, 1)}
    counted = count(
        *study_of_venues([*venue("ACL", even(50, **span)), *venue(None, even(9, **span))]), every="year", stratum_kind="venue"
    )
    assert reasons(counted.tally) == {"counted": 59}
    assert counted.series.strata["stratum"].unique().sort().to_list() == ["ACL", "no venue"]
    assert counted.series.denominator == (
        "all papers of the period with the venue ACL or none, each with the same weight in every period"
    )


def test_fractions_of_papers_make_shares_and_leave_counts_as_observed(study):
    topics, corpus = study([(date(2024, 1, 5), "day", 0), (date(2024, 1, 6), "day", 1), (date(2024, 1, 7), "day", 0)])
    first, second, third = corpus.ids
    memberships = pl.DataFrame({"id": [first, first, second, third], "topic": [0, 1, 1, 0], "share": [0.6, 0.4, 1.0, 0.5]})
    series = count(topics, corpus, every="month", memberships=memberships).series
    assert series.table["count"].to_list() == [2, 1]
    assert series.table["share"].to_list() == pytest.approx([1.1 / 3, 1.4 / 3])
    assert series.denominator.endswith("where a paper counts in several topics by parts")


def test_every_share_lies_in_its_interval_and_none_has_one_without_papers(study, even):
    papers = [*even(40, since=date(2023, 1, 1), until=date(2023, 6, 1)), (date(2023, 9, 1), "day", 1)]
    table = count(*study(papers), every="month").series.table
    told = table.drop_nulls("share")
    assert (told["low"] <= told["share"]).all()
    assert (told["high"] >= told["share"]).all()
    assert table.filter(pl.col("share").is_null())["low"].null_count() == table.height - told.height > 0


def test_the_shortest_length_that_is_allowed_bounds_the_choice(study, even):
    topics, corpus = study(even(20_000, since=date(2022, 1, 1), until=date(2024, 6, 1)))
    assert count(topics, corpus).series.every == "month"
    assert count(topics, corpus, shortest="quarter").series.every == "quarter"


def test_an_unknown_kind_of_stratum_is_named(study):
    with pytest.raises(ConfigError, match="stratum_kind is 'country', it must be None or one of"):
        count(*study([(date(2024, 1, 1), "day", 0)]), stratum_kind="country")
