from datetime import date

import polars as pl

from trends.report.life import tell_lives

ONSET = {
    "topic": 3,
    "onset": date(2022, 10, 1),
    "onset_low": date(2022, 4, 1),
    "onset_high": date(2022, 10, 1),
    "share_before": 0.001,
    "share_since": 0.06,
    "peak": date(2023, 7, 1),
    "share_peak": 0.07,
    "half_life": None,
    "half_life_low": None,
    "half_life_high": None,
}
BURST = {"topic": 3, "first": date(2023, 1, 1), "last": date(2024, 10, 1), "share": 0.06, "share_usual": 0.03, "running": True}


def tell(**tables):
    return tell_lives({name: pl.DataFrame(rows) for name, rows in tables.items()}, every="quarter")


def test_a_rise_is_told_with_the_interval_of_its_beginning_and_the_shares_around_it():
    assert tell(onsets=[ONSET]) == {
        3: ["Its rise began in Q4 2022 (95% interval Q2–Q4 2022): from 0.1% of the papers before to 6% since."]
    }


def test_a_fall_is_told_from_its_peak():
    fall = ONSET | {"onset": None, "half_life": 0.75, "half_life_low": 0.5, "half_life_high": 1.0}
    assert tell(onsets=[fall])[3] == [
        "Since its peak of about 7% (smoothed) in Q3 2023 its share halved every 9 months (95% interval 6 to 12 months)."
    ]


def test_a_burst_is_told_as_running_or_with_its_end():
    assert tell(bursts=[BURST])[3] == ["In a burst since Q1 2023: 6% of the papers, where 3% is usual."]
    assert "in Q1 2023–Q3 2024:" in tell(bursts=[BURST | {"running": False, "last": date(2024, 7, 1)}])[3][0]
    assert "in Q1 2023:" in tell(bursts=[BURST | {"running": False, "last": date(2023, 1, 1)}])[3][0]


def test_a_class_is_told_where_it_says_more_than_growth():
    classes = [
        {"topic": 0, "kind": "seasonal", "reason": "comes back every year"},
        {"topic": 1, "kind": "rising", "reason": "up"},
    ]
    assert tell(classes=classes) == {0: ["Seasonal: comes back every year."], 1: []}


def test_without_tables_nothing_is_told():
    assert tell() == {}
