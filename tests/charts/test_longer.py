from datetime import date

import polars as pl

from trends.charts.longer import join_periods


def months(n, *, start=1, total=10):
    days = [date(2021 + (start - 1 + k) // 12, 1 + (start - 1 + k) % 12, 1) for k in range(n)]
    return pl.DataFrame({"topic": [0] * n, "period": days, "count": [5] * n, "total": [total] * n, "share": [0.5] * n})


def test_few_periods_stay_as_they_are():
    rows, every = join_periods(months(6), keys=["topic"], every="month", most=6)
    assert every == "month"
    assert rows.height == 6


def test_periods_are_joined_until_there_are_few_enough():
    assert join_periods(months(24), keys=["topic"], every="month", most=8)[1] == "quarter"
    assert join_periods(months(24), keys=["topic"], every="month", most=7)[1] == "year"


def test_counts_and_totals_add_up_and_shares_weigh_as_their_papers():
    rows = pl.DataFrame(
        {
            "topic": [0, 0, 0],
            "period": [date(2021, 1, 1), date(2021, 2, 1), date(2021, 3, 1)],
            "count": [1, 9, 0],
            "total": [10, 30, 0],
            "share": [0.1, 0.3, None],
        }
    )
    joined, every = join_periods(rows, keys=["topic"], every="month", most=2)
    assert (every, joined["count"][0], joined["total"][0], joined["share"][0]) == ("quarter", 10, 40, 0.25)


def test_a_longer_period_that_is_covered_in_part_is_left_out():
    joined, _ = join_periods(months(8, start=2), keys=["topic"], every="month", most=4)
    assert joined["period"].to_list() == [date(2021, 4, 1), date(2021, 7, 1)]
