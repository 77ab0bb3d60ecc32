"""Rules of the season: its waves come back every year, and short series have none."""

import numpy as np
import pytest

from trends.stats.growth.seasons import swing


@pytest.mark.parametrize(("every", "per_year", "n_columns"), [("month", 12, 4), ("week", 52, 4), ("quarter", 4, 2)])
def test_waves_come_back_after_a_year(every, per_year, n_columns):
    waves = swing(np.arange(10 * per_year) / per_year, every=every)
    assert waves.shape == (10 * per_year, n_columns)
    assert waves[per_year:] == pytest.approx(waves[:-per_year])


@pytest.mark.parametrize(
    ("every", "n_periods", "per_year"), [("year", 40, 1), ("month", 23, 12), ("week", 53, 52), ("quarter", 20, 4)]
)
def test_years_and_short_series_have_no_season(every, n_periods, per_year):
    assert swing(np.arange(n_periods) / per_year, every=every).shape == (n_periods, 0)


def test_two_whole_years_of_months_have_a_season():
    assert swing(np.arange(24) / 12, every="month").shape == (24, 4)
