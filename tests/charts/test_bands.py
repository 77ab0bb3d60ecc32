from datetime import date

import polars as pl

from trends.charts.bands import band_traces, pale


def test_a_band_goes_there_along_the_lower_and_back_along_the_upper_bound():
    rows = pl.DataFrame({"period": [date(2021, 1, 1), date(2021, 2, 1)], "low": [0.1, 0.2], "high": [0.3, 0.4]})
    (band,) = band_traces(rows, low="low", high="high", color="#0072B2")
    assert band["x"] == ["2021-01-01", "2021-02-01", "2021-02-01", "2021-01-01"]
    assert band["y"] == [0.1, 0.2, 0.4, 0.3]


def test_a_band_is_broken_where_a_bound_is_not_known():
    days = [date(2021, month, 1) for month in range(1, 6)]
    rows = pl.DataFrame({"period": days, "low": [0.1, 0.1, None, 0.1, 0.1], "high": [0.3] * 5})
    bands = band_traces(rows, low="low", high="high", color="#0072B2")
    assert [len(band["x"]) for band in bands] == [4, 4]


def test_a_pale_colour_is_the_same_hue_seen_through():
    assert pale("#0072B2", opacity=0.5) == "rgba(0,114,178,0.5)"
