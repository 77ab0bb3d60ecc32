from datetime import date

import pytest

from trends.report.grounds import tell_grounds


@pytest.fixture
def ground(make):
    """Tell the evidence for a rise, but for the numbers given."""

    def ground(*, kind="rising", holds=True, **row):
        return tell_grounds(make.evidence | row, kind=kind, every="quarter", holds=holds)

    return ground


def test_a_rise_that_nobody_looked_at_again_rests_on_its_test_and_its_papers(ground):
    assert ground() == "q = 0.001 in 18 tests; 84 papers counted over time; whether it would be found again was not measured."


def test_of_finer_topics_and_families_nobody_knows_whether_they_would_be_found_again(ground):
    assert "whether this finer topic would be found again was not measured" in ground(topic=None, inside=3)
    assert "whether this family would be found again was not measured" in ground(topic=None)


def test_a_finer_topic_was_looked_for_inside_the_topic_that_holds_it(ground):
    finer = {"topic": None, "inside": 3, "n_found": 9, "n_runs": 10, "stability": 0.9}
    assert "found in 9 of 10 clusterings of the topic that holds it" in ground(**finer)


def test_clusterings_and_venues_are_told_by_number(ground):
    more = {"n_found": 19, "n_runs": 20, "stability": 0.9, "n_same": 7, "n_strata": 8, "against": ""}
    assert ground(**more) == (
        "q = 0.001 in 18 tests; 84 papers counted over time; found in 19 of 20 clusterings; "
        "upward in 7 of 8 venues with enough papers."
    )


def test_venues_that_contradict_are_named(ground):
    against = ground(n_same=5, n_strata=8, against="lrec; coling")
    assert against.endswith("upward in 5 of 8 venues with enough papers, beyond chance downward in lrec, coling.")


def test_a_topic_that_did_not_come_back_is_doubted_and_not_praised(ground):
    doubt = ground(holds=False, n_found=4, n_runs=10, stability=0.45)
    assert "† found in 4 of 10 clusterings, with an overlap of 45%: in another, the rise may be another topic's" in doubt


def test_recent_growth_is_told_only_where_it_excludes_the_long_one(ground):
    recent = {"growth_recent": -0.4, "growth_recent_low": -0.6, "growth_recent_high": -0.1, "n_recent": 5}
    assert "over the last 5 quarters it fell 40% a year (95% interval −60 to −10%)" in ground(**recent)
    assert "over the last" not in ground(**recent | {"growth_recent_high": 0.7})


def test_a_running_burst_stands_with_a_rise(ground):
    assert "in a burst since Q4 2024" in ground(burst=date(2024, 10, 1))


def test_a_second_test_that_does_not_find_the_trend_is_not_kept_back(ground):
    assert "(Mann–Kendall) does not confirm it" in ground(agrees=False)


def test_an_interval_without_zero_beside_a_large_q_is_explained(ground):
    weak = {"growth_low": 0.02, "q": 0.077}
    assert ground(kind="unclear", **weak).startswith(
        "tested alone it would pass, but the best of many may be best by chance (q = 0.077 in 18 tests);"
    )
    assert ground(kind="new", **weak).startswith(
        "read from its curve; a steady rise over the whole time is not proven (q = 0.077 in 18 tests);"
    )


def test_a_topic_of_another_language_is_said_to_be_one(ground):
    assert ground(language="French", language_share=0.97).endswith(
        "97% of its abstracts are French: it may be a language rather than a subject."
    )
