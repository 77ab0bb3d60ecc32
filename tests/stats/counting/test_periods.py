"""Which length of period suits which corpus: planted cases."""

from datetime import date

import polars as pl
import pytest

from trends.stats import count
from trends.stats.counting.periods import choose_every

THREE_YEARS = {"since": date(2022, 1, 1), "until": date(2025, 1, 1)}


def choose(papers):
    schema = {"published": pl.Date, "precision": pl.String, "topic": pl.Int64}
    return choose_every(pl.DataFrame(papers, schema=schema, orient="row"), since=None, until=None)[0]


@pytest.mark.parametrize(
    ("n_papers", "since", "until", "precision", "every"),
    [
        (20_000, date(2023, 1, 1), date(2023, 12, 1), "day", "week"),  # a full stream
        (20_000, date(2023, 1, 1), date(2023, 12, 1), "month", "month"),  # the same, dated to the month
        (20_000, date(2022, 1, 1), date(2024, 1, 1), "day", "month"),  # people do not read a hundred weeks
        (20_000, date(1998, 1, 1), date(2024, 1, 1), "day", "quarter"),  # months would be more than 120
        (20_000, date(1990, 1, 1), date(2024, 1, 1), "year", "year"),  # nothing finer is known
        (2_000, date(2018, 1, 1), date(2022, 1, 1), "day", "quarter"),  # months would hold forty papers
        (1_500, date(2024, 1, 1), date(2024, 2, 10), "day", "day"),  # a short burst
        (400, date(1980, 1, 1), date(2020, 1, 1), "day", "year"),  # decades of thin data
        (60, date(2020, 1, 1), date(2024, 1, 1), "day", "quarter"),  # thin, and years would be too few
        (6, date(2024, 1, 1), date(2024, 1, 7), "day", "day"),  # too short for eight periods of any length
    ],
)
def test_the_shortest_period_that_holds_enough_papers_is_chosen(even, n_papers, since, until, precision, every):
    assert choose(even(n_papers, since=since, until=until, precision=precision)) == every


def test_periods_suit_nine_dates_of_ten(even):
    days, years = even(8_000, **THREE_YEARS), even(8_000, **THREE_YEARS, precision="year")
    assert choose(days[:7_600] + years[:400]) == "month"
    assert choose(days[:6_800] + years[:1_200]) == "year"


def test_papers_that_come_in_bursts_get_periods_without_gaps():
    bursts = [(date(year, month, 1), "month", 0) for year in range(2010, 2025) for month in (6, 7) for _ in range(500)]
    assert choose(bursts) == "year"


def test_lonely_early_papers_do_not_lengthen_the_periods(even):
    papers = even(4_000, **THREE_YEARS)
    assert choose([(date(1970, 1, 1), "day", 0), *papers]) == choose(papers) == "month"


def test_periods_of_a_handful_of_papers_do_not_open_the_series(study, even):
    quarters = [even(n, since=date(2020, 1 + 3 * i, 1), until=date(2020, 2 + 3 * i, 1)) for i, n in enumerate((1, 4, 3, 6))]
    papers = [paper for quarter in quarters for paper in quarter] + even(160, since=date(2021, 1, 1), until=date(2023, 1, 1))
    counted = count(*study(papers), every="quarter")
    assert counted.series.table["period"][0] == date(2020, 10, 1)
    assert dict(counted.tally.iter_rows())["too early"] == 8


def test_a_mistyped_future_date_does_not_lengthen_the_periods(even):
    papers = even(4_000, **THREE_YEARS)
    assert choose([*papers, (date(2052, 1, 1), "day", 0)]) == choose(papers) == "month"


def test_the_reason_never_counts_zero_papers_as_enough(study):
    lonely = [(date(year, 1, 1), "day", 0) for year in (2000, 2008, 2019)]
    counted = count(*study(lonely))
    assert "0 or more" not in counted.choice
    assert counted.choice.endswith("a quarter of them or more without a paper")
    assert count(*study([(date(2024, 1, 9), "month", 0)])).choice.endswith("none is complete")


def test_the_reason_is_told(study, even):
    counted = count(*study(even(4_000, **THREE_YEARS)))
    assert (
        counted.choice
        == "months, the shortest periods that hold enough papers: 36 complete ones, three of four with 109 or more papers"
    )
    assert count(*study(even(40, **THREE_YEARS)), every="quarter").choice == "quarters, as asked"
