"""Rules of curves: complete periods with papers, and exposures that hold strata constant."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from trends.data.series import STRATA_SCHEMA
from trends.stats.events.curves import read_curves


def test_partial_and_empty_periods_are_left_out(series_of):
    totals = np.array([10, 0, 20, 30])
    curves = read_curves(series_of(np.array([[1, 0, 2, 3]]), totals, n_partial=1))
    assert curves.counts.tolist() == [[1, 2]]
    assert curves.exposures.tolist() == [[10, 20]]
    assert curves.periods.to_list() == [date(2018, 1, 1), date(2018, 3, 1)]
    assert curves.years == pytest.approx([0, 59 / 365.2425])
    assert curves.shares == pytest.approx([3 / 30])


def test_a_venue_that_comes_late_moves_no_share(series_of):
    """A topic of 10 % in one venue and of 40 % in another, which doubles the papers of the last two periods."""
    totals = np.array([100, 100, 200, 200])
    pooled = series_of(np.array([[10, 10, 50, 50]]), totals)
    periods = pooled.table["period"].unique().sort()
    strata = pl.DataFrame(
        {
            "topic": [0] * 6,
            "stratum": ["early"] * 4 + ["late"] * 2,
            "period": [*periods, *periods[2:]],
            "count": [10.0] * 4 + [40.0] * 2,
            "total": [100] * 6,
        },
        schema=STRATA_SCHEMA,
    )
    curves = read_curves(replace(pooled, strata=strata, stratum_kind="venue"))
    rates = curves.counts / curves.exposures
    assert rates == pytest.approx(np.full((1, 4), 120 / 600))
    assert (read_curves(pooled).counts / read_curves(pooled).exposures)[0, 3] == pytest.approx(0.25)
