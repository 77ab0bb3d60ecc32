from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.sources.fields.dates import (
    AMBIGUOUS,
    NOT_UNDERSTOOD,
    Dated,
    coarsened,
    fineness,
    finest,
    read_date,
    settle_day_first,
    with_month,
)

DATES = st.builds(
    coarsened,
    st.dates(date(2019, 1, 1), date(2021, 12, 31)).map(lambda day: Dated(day, "day")),
    st.sampled_from(["day", "month", "year"]),
)


@pytest.mark.parametrize(
    "value",
    [
        "2024-03-15",
        "2024-3-15",
        "2024/03/15",
        "2024-03-15T09:00:00Z",
        "2024-03-15 09:00",
        "20240315",
        20240315,
        "15.03.2024",
        "15/03/2024",
        "03/15/2024",
        "15 March 2024",
        "March 15, 2024",
        "Mar. 15, 2024",
        "15-Mar-2024",
        "Fri, 15 Mar 2024 19:18:42 GMT",
        date(2024, 3, 15),
        datetime(2024, 3, 15, 23, 59, tzinfo=UTC),
        [{"version": "v1", "created": "Fri, 15 Mar 2024 19:18:42 GMT"}, {"version": "v2", "created": "1 Apr 2024"}],
    ],
)
def test_a_day_is_a_day_however_it_is_written(value):
    assert read_date(value) == (date(2024, 3, 15), "day")


@pytest.mark.parametrize("value", ["2024-03", "2024/3", "March 2024", "Mar 2024", "2024-03-00"])
def test_a_month_is_dated_by_its_first_day(value):
    assert read_date(value) == (date(2024, 3, 1), "month")


@pytest.mark.parametrize(
    ("span", "day", "precision"),
    [
        ("15-17 June 2022", date(2022, 6, 15), "day"),
        ("July 9-14, 2023", date(2023, 7, 9), "day"),
        ("July 9th – 14th, 2023", date(2023, 7, 9), "day"),
        ("June 30 - July 3, 2024", date(2024, 6, 30), "day"),
        ("June 30 to July 3, 2024", date(2024, 6, 30), "day"),
        ("28 Feb.-2 March 2022", date(2022, 2, 28), "day"),
        ("30 December 2023 - 2 January 2024", date(2023, 12, 30), "day"),
        ("December 30, 2023 - January 2, 2024", date(2023, 12, 30), "day"),
        ("2023 Jul 28-Aug 2", date(2023, 7, 28), "day"),
        ("2023 Jul 28", date(2023, 7, 28), "day"),
        ("2023 Jul.", date(2023, 7, 1), "month"),
        ("July-Sept. 2016", date(2016, 7, 1), "month"),
        ("Jul/Aug 2016", date(2016, 7, 1), "month"),
        ("2020-01-02/2020-03-04", date(2020, 1, 2), "day"),
        ("2020/2021", date(2020, 1, 1), "year"),
        ("2020~", date(2020, 1, 1), "year"),
        ("2020-05/..", date(2020, 5, 1), "month"),
    ],
)
def test_a_span_is_dated_by_its_begin(span, day, precision):
    assert read_date(span) == (day, precision)


@pytest.mark.parametrize("text", ["Spring 2021", "2021 Winter", "2021-Q3", "Q3 2021", "2021Q3"])
def test_of_a_season_or_a_quarter_the_year_is_sure(text):
    assert read_date(text) == (date(2021, 1, 1), "year")


@pytest.mark.parametrize("span", ["2019-2020", "Winter-Spring 2020", "15-17 2022", "Jan-Feb", "2023 - June 2024"])
def test_a_span_without_a_sure_begin_is_not_guessed(span):
    with pytest.raises(ValueError, match=NOT_UNDERSTOOD):
        read_date(span)


@pytest.mark.parametrize("value", ["2024", 2024, 2024.0, "2024.0", " 2024 ", "2024-00-00"])
def test_a_year_is_dated_by_its_first_day(value):
    assert read_date(value) == (date(2024, 1, 1), "year")


@pytest.mark.parametrize(
    "value",
    ["2024-13-45", "2023-02-29", "tomorrow", "9999", "0000-00-00", "44562", "1612137600", "99/99/2024", "3/4/24", [], {}, True],
)
def test_what_is_no_date_is_not_guessed(value):
    with pytest.raises(ValueError, match=NOT_UNDERSTOOD):
        read_date(value)


def test_day_and_month_are_not_guessed_either():
    with pytest.raises(ValueError, match=AMBIGUOUS):
        read_date("03/04/2024")
    assert read_date("03/04/2024", day_first=True).day == date(2024, 4, 3)
    assert read_date("03/04/2024", day_first=False).day == date(2024, 3, 4)
    assert read_date("03/03/2024").day == date(2024, 3, 3)


@pytest.mark.parametrize(
    ("values", "day_first"),
    [
        (["03/04/2024", "25/04/2024"], True),
        (["03/04/2024", "04/25/2024"], False),
        (["03/04/2024"], None),
        (["25/04/2024", "04/25/2024"], None),
        ([None, 2024, "2024-01-25"], None),
    ],
)
def test_other_dates_of_the_column_settle_which_comes_first(values, day_first):
    assert settle_day_first(values) is day_first


@pytest.mark.parametrize(("month", "read"), [(3, (3, "month")), ("3.0", (3, "month")), ("Mar", (3, "month")), (0, (1, "year"))])
def test_a_year_takes_the_month_beside_it(month, read):
    assert with_month(Dated(date(2024, 1, 1), "year"), month) == (date(2024, read[0], 1), read[1])


def test_a_claimed_precision_only_takes_away():
    day = Dated(date(1963, 8, 17), "day")
    assert coarsened(day, "month") == (date(1963, 8, 1), "month")
    assert coarsened(day, "year") == (date(1963, 1, 1), "year")
    assert coarsened(Dated(date(1963, 1, 1), "year"), "day") == (date(1963, 1, 1), "year")
    assert coarsened(day, "") == day


def test_the_earliest_day_wins_over_any_month_and_the_earliest_month_over_any_year():
    year, month, day = Dated(date(2023, 1, 1), "year"), Dated(date(2024, 2, 1), "month"), Dated(date(2024, 3, 15), "day")
    assert finest([year, month, day]) == day
    assert finest([year, month]) == month
    assert finest([day, Dated(date(2024, 3, 2), "day")]) == (date(2024, 3, 2), "day")
    assert finest([]) is None


@given(DATES, DATES)
def test_a_second_date_never_makes_the_first_coarser(one, other):
    assert fineness(finest([one, other])) <= fineness(one)


@given(st.lists(DATES, min_size=1), st.randoms())
def test_the_chosen_date_is_one_of_them_and_does_not_depend_on_their_order(dates, random):
    chosen = finest(dates)
    assert chosen in dates
    random.shuffle(dates)
    assert finest(dates) == chosen


@pytest.mark.parametrize("month", ["Spring", 13, "Jan-Feb"])
def test_a_month_that_is_none_says_so(month):
    with pytest.raises(ValueError, match="month not understood"):
        with_month(Dated(date(2024, 1, 1), "year"), month)
