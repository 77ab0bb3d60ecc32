from datetime import date

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from trends.datasets.plans import BACKGROUND_SHARE, MAX_DAYS, MIN_DAYS, Move, Plan, Rest, Season, Trend, plan_shares
from trends.errors import ConfigError

FOUR_YEARS = np.datetime64("2020-01-01") + np.arange(1461)


def test_a_rise_multiplies_the_share_by_the_same_factor_every_year():
    share = Trend(kind="rise", share=0.04, growth=0.5).curve(np.datetime64("2020-01-01") + np.arange(2 * 1461))
    assert share[1461] == pytest.approx(0.04)
    assert share[1461] / share[0] == pytest.approx(1.5**4)
    assert share[1500] / share[1499] == pytest.approx(share[1] / share[0])


def test_a_steady_share_never_moves():
    np.testing.assert_array_equal(Trend(kind="steady", share=0.07).curve(FOUR_YEARS), 0.07)


def test_a_birth_has_no_share_before_its_first_day_and_its_full_share_from_the_day_after_the_last():
    birth = Move(kind="birth", share=0.06, at=0.5, months=6)
    start, end = birth.span(1461)
    share = birth.curve(FOUR_YEARS)
    assert (start, end) == (730, 913)
    assert (share[:start] == 0).all()
    assert share[start] > 0
    assert (share[end:] == 0.06).all()


def test_a_death_is_a_birth_turned_around():
    birth, death = (Move(kind=kind, share=0.06, at=0.5, months=6).curve(FOUR_YEARS) for kind in ("birth", "death"))
    np.testing.assert_allclose(birth + death, 0.06)


def test_a_burst_rises_to_its_peak_halfway_and_returns_to_its_level():
    burst = Move(kind="burst", share=0.02, peak=0.12, at=0.25, months=8)
    start, end = burst.span(1461)
    share = burst.curve(FOUR_YEARS)
    assert abs(share.argmax() - (start + end) / 2) <= 1
    assert share.max() == pytest.approx(0.12, rel=1e-3)
    assert (share[:start] == 0.02).all()
    np.testing.assert_allclose(share[end:], 0.02)


@pytest.mark.parametrize("first_day", ["2020-01-01", "2019-08-17"])
def test_a_season_peaks_in_the_same_month_of_every_year_wherever_the_span_begins(first_day):
    days = np.datetime64(first_day) + np.arange(1461)
    share = Season(kind="season", share=0.05, swing=0.6, peak_month=11).curve(days)
    years = days.astype("datetime64[Y]")
    peaks = [days[years == year][share[years == year].argmax()] for year in np.unique(years)[1:-1]]
    assert {str(peak)[5:7] for peak in peaks} == {"11"}
    assert share.max() == pytest.approx(0.08, rel=1e-3)
    assert share.min() == pytest.approx(0.02, rel=1e-2)


def test_the_rest_takes_what_the_others_leave():
    shares = plan_shares(
        [Trend(kind="steady", share=0.3), Rest(kind="rest"), Trend(kind="rise", share=0.1, growth=0.5)],
        since=date(2020, 1, 1),
        until=date(2023, 1, 1),
    )
    np.testing.assert_allclose(shares.sum(axis=1), 1 - BACKGROUND_SHARE)
    np.testing.assert_allclose(shares[:, 1], 0.67 - shares[:, 2])


@pytest.mark.parametrize("until", [date(2020, 12, 30), date(2026, 1, 7)], ids=["too short", "too long"])
def test_a_span_outside_one_to_six_years_is_an_error_that_names_what_is_allowed(until):
    with pytest.raises(ConfigError, match=f"from {MIN_DAYS} to {MAX_DAYS}"):
        plan_shares([Rest(kind="rest")], since=date(2020, 1, 1), until=until)


def test_an_unknown_kind_of_plan_is_an_error_that_lists_the_known():
    with pytest.raises(ValidationError, match=r"'rise'.*'birth'.*'season'.*'rest'"):
        TypeAdapter(Plan).validate_python({"kind": "explosion", "share": 0.1})
