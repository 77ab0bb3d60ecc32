from datetime import date

from trends.report.spans import complete_periods


def test_periods_without_papers_and_the_running_one_are_not_complete(make):
    series = make.series({0: [0, 1, 0, 1]}, totals=[0, 9, 0, 5])
    assert complete_periods(series) == [date(2023, 4, 1)]
