import pytest

from trends.report import phrases


def test_huge_growth_is_put_as_tenfold_and_never_as_thousands_of_percent():
    assert phrases.rate(40.0) == "more than tenfold"
    assert phrases.rate(8.9) == "890%"
    assert phrases.interval(2.1, 40.0) == "210% to more than tenfold"
    assert phrases.interval(12.0, 40.0) == "above tenfold throughout"


def test_a_fall_cannot_reach_a_hundred_percent():
    assert phrases.rate(-0.999) == "more than 99%"
    assert phrases.rate(-0.3) == "30%"
    assert phrases.interval(-0.9999, 0.38) == "below −99 to 38%"
    assert phrases.interval(-0.9999, 40.0) == "below −99% to more than tenfold"
    assert phrases.interval(-0.9999, -0.995) == "below −99% throughout"


@pytest.mark.parametrize(
    ("growth", "text"), [(0.61, "61%"), (-0.3, "−30%"), (-0.9999, "below −99%"), (40.0, "more than tenfold")]
)
def test_a_change_carries_its_sign(growth, text):
    assert phrases.change(growth) == text


def test_an_interval_carries_its_signs():
    assert phrases.interval(-0.05, 0.384) == "−5 to 38%"


@pytest.mark.parametrize(("years", "text"), [(1.0, "12 months"), (1.456, "17 months"), (3.1, "3.1 years"), (0.01, "1 month")])
def test_a_time_is_told_in_months_up_to_two_years(years, text):
    assert phrases.duration(years) == text


def test_an_interval_of_times_names_a_shared_unit_once():
    assert phrases.durations(0.5, 1.3) == "6 to 16 months"
    assert phrases.durations(2.6, 14) == "2.6 to 14 years"
    assert phrases.durations(0.8, 2.4) == "10 months to 2.4 years"


def test_q_is_not_written_as_zero():
    assert phrases.q_value(0.00001) == "q < 0.001"
    assert phrases.q_value(0.001) == "q = 0.001"
    assert phrases.q_value(0.412) == "q = 0.41"


def test_a_q_above_the_limit_never_looks_like_the_limit():
    assert phrases.q_value(0.05001) == "q = 0.051"
    assert phrases.q_value(0.05) == "q = 0.05"
