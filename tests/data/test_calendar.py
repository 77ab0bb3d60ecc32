from datetime import date

import pytest

from trends.data.calendar import end_of, period_name, span_name


@pytest.mark.parametrize(
    ("every", "text"),
    [("day", "4 Aug 2025"), ("week", "week of 4 Aug 2025"), ("month", "Aug 2025"), ("quarter", "Q3 2025"), ("year", "2025")],
)
def test_a_period_is_named_as_people_name_it(every, text):
    assert period_name(date(2025, 8, 4), every) == text


def test_every_month_belongs_to_its_quarter():
    names = [period_name(date(2025, month, 1), "quarter") for month in range(1, 13)]
    assert names == ["Q1 2025"] * 3 + ["Q2 2025"] * 3 + ["Q3 2025"] * 3 + ["Q4 2025"] * 3


@pytest.mark.parametrize(
    ("first", "last", "every", "name"),
    [
        (date(2024, 1, 1), date(2024, 6, 1), "month", "Jan–Jun 2024"),
        (date(2023, 11, 1), date(2024, 2, 1), "month", "Nov 2023–Feb 2024"),
        (date(2024, 4, 1), date(2024, 4, 1), "quarter", "Q2 2024"),
        (date(2020, 1, 1), date(2022, 1, 1), "year", "2020–2022"),
        (date(2024, 1, 1), date(2024, 10, 1), "quarter", "2024"),
        (date(2023, 1, 1), date(2024, 12, 1), "month", "2023–2024"),
        (date(2025, 3, 3), date(2025, 3, 9), "day", "3 Mar–9 Mar 2025"),
        (date(2024, 12, 23), date(2024, 12, 30), "week", "23 Dec 2024–5 Jan 2025"),  # the last week runs into January
    ],
)
def test_a_span_is_named_by_its_ends_and_a_shared_year_once(first, last, every, name):
    assert span_name(first, last, every=every) == name


@pytest.mark.parametrize(
    ("start", "every", "end"),
    [
        (date(2024, 2, 28), "day", date(2024, 2, 29)),
        (date(2024, 12, 30), "week", date(2025, 1, 6)),
        (date(2023, 2, 1), "month", date(2023, 3, 1)),
        (date(2024, 10, 1), "quarter", date(2025, 1, 1)),
        (date(2023, 1, 1), "quarter", date(2023, 4, 1)),
        (date(2023, 1, 1), "year", date(2024, 1, 1)),
        (date(2024, 1, 1), "year", date(2025, 1, 1)),
    ],
)
def test_a_period_ends_where_the_next_begins(start, every, end):
    assert end_of(start, every=every) == end
