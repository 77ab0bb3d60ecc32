from datetime import date

import pytest

from trends.report.turns import describe_new, describe_past

ONSET = {"onset": date(2024, 1, 1), "onset_low": date(2024, 1, 1), "onset_high": date(2024, 1, 1)}
BURST = {"burst": date(2024, 10, 1), "share_burst": 0.06, "share_usual": 0.02}
PEAK = {"peak": date(2024, 7, 1), "share_peak": 0.05, "half_life": 0.5, "half_life_low": 0.25, "half_life_high": 0.75}


@pytest.fixture
def news(make):
    return lambda **row: describe_new(make.evidence | row, every="quarter", holds=True)


@pytest.fixture
def past(make):
    """Describe a topic of eleven quarters from 2023 on whose growth is unclear, but for the numbers given."""
    series = make.series({0: [1] * 12}, totals=[10] * 12)
    return lambda **row: describe_past(make.evidence | {"trend": "unclear"} | row, series=series, holds=True)


def test_a_newborn_topic_is_told_by_its_shares_before_and_since(news):
    found = news(kind="newborn", share_before=0.0, share_since=0.05, **ONSET)
    assert found.kind == "new"
    assert found.sentence == "Machine unlearning came up in Q1 2024: none before, 5% of papers since."


def test_a_topic_that_rises_in_a_burst_is_told_as_bursting_too(news):
    found = news(kind="rising", **BURST)
    assert found.kind == "bursting"
    assert found.sentence == "Machine unlearning went into a burst in Q4 2024: 6% of papers since then, 2% over all periods."


def test_a_new_topic_without_a_rate_tells_its_papers_and_why_it_was_not_tested(news):
    untested = dict.fromkeys(["growth", "growth_low", "growth_high", "q", "n_tested"])
    where = {"n_strata": 2, "n_same": 0}
    found = news(kind="newborn", trend="no rate", share_before=0.0, share_since=0.05, **untested, **where, **ONSET)
    assert found.evidence == (
        "all papers stand at one end of the time, so that its growth could not be tested; 84 papers counted over time; "
        "whether it would be found again was not measured."
    )


def test_a_topic_that_merely_rises_is_no_news(news):
    assert news() is None


def test_a_decline_after_a_peak_is_told_where_growth_over_the_whole_time_is_unclear(past):
    assert past(**PEAK).sentence == (
        "Machine unlearning may have peaked at about 5% of papers (smoothed) in Q3 2024, with a half-life of about "
        "6 months since (95% interval 3 to 9 months)."
    )
    assert past(trend="falling", **PEAK) is None


def test_a_peak_in_the_first_periods_is_no_peak(past):
    assert past(**PEAK | {"peak": date(2023, 4, 1)}) is None
    assert past(**PEAK | {"peak": date(2023, 7, 1)}) is not None


def test_a_dormant_topic_all_but_disappeared(past):
    assert past(kind="dormant", share_last=0.0, **PEAK).sentence == (
        "Machine unlearning all but disappeared: about 5% of papers (smoothed) in Q3 2024 at its peak, none in Q2–Q3 2025."
    )
