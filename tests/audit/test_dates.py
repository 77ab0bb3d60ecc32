from datetime import date

import polars as pl
import pytest

from trends.audit.dates import find_date_faults


@pytest.fixture
def table(plant):
    return plant({"A": [365] * 4}).table


def redate(table, rows, day, precision="day"):
    """Date the papers in some rows to a day of their year."""
    number = pl.int_range(pl.len())
    moved = pl.when(number % rows == 0).then(pl.date(pl.col("published").dt.year(), *day)).otherwise("published")
    return table.with_columns(
        published=moved, precision=pl.when(number % rows == 0).then(pl.lit(precision)).otherwise("precision")
    )


def only(table):
    (found,) = find_date_faults(table)
    return found


def test_papers_spread_over_all_days_are_silent(table):
    assert list(find_date_faults(table)) == []


def test_undated_papers_are_counted(table):
    number = pl.int_range(pl.len())
    undated = table.with_columns(
        published=pl.when(number % 10 > 0).then("published"), precision=pl.when(number % 10 > 0).then("precision")
    )
    found = only(undated)
    assert (found.kind, found.n_papers, found.level) == ("undated", 146, "serious")
    assert found.sentence == "146 papers (10%) have no date."


def test_a_few_undated_papers_are_not_worth_a_sentence(table):
    number = pl.int_range(pl.len())
    assert list(find_date_faults(table.with_columns(published=pl.when(number > 3).then("published")))) == []


def test_coarse_dates_are_told_by_what_they_name(table):
    found = only(redate(table, 4, (1, 1), "year"))
    assert found.sentence == "365 dates of 1,460 do not name the day: 365 (25%) name only the year."
    assert (found.level, found.remedy) == ("serious", "Count years.")


def test_months_alone_are_no_grave_fault(table):
    found = only(table.with_columns(pl.col("published").dt.truncate("1mo"), precision=pl.lit("month")))
    assert found.sentence == "No date names the day: 1,460 (100%) name only the month."
    assert (found.level, found.remedy) == ("note", "Count months or longer periods.")


def test_a_pile_on_1_january_means_only_the_year(table):
    found = only(redate(table, 10, (1, 1)))
    assert found.kind == "pile-up on 1 January"
    assert found.n_papers == pytest.approx(146, abs=5)
    assert found.remedy == "Count years or longer periods."


def test_a_pile_on_the_first_of_months_means_only_the_month(table):
    number = pl.int_range(pl.len())
    found = only(table.with_columns(pl.when(number % 5 == 0).then(pl.col("published").dt.truncate("1mo")).otherwise("published")))
    assert found.kind == "pile-up on the first of a month"


def test_a_conference_that_opens_on_the_first_of_a_month_is_no_pile(plant):
    rows = plant({"A": [365] * 4}).table.with_row_index("row")
    on_days = [date(2015 + row % 4, 6 + row % 3, (1, 9, 16, 23)[row % 4]) for row in range(300)]
    moved = rows.with_columns(published=pl.concat([pl.Series(on_days), rows["published"].tail(-300)]))
    assert list(find_date_faults(moved.drop("row"))) == []


@pytest.mark.parametrize(("day", "name"), [((12, 31), "31 December"), ((7, 1), "1 July"), ((6, 20), "20 June")])
def test_a_pile_on_one_day_of_every_year_means_only_the_year(table, day, name):
    found = only(redate(table, 10, day))
    assert (found.kind, found.remedy) == (f"pile-up on {name}", "Count years or longer periods.")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (pl.col("published").dt.replace(day=15), "day 15 of a month"),
        (pl.col("published").dt.month_end(), "the last day of a month"),
    ],
)
def test_a_pile_on_one_day_of_every_month_means_only_the_month(table, day, name):
    found = only(table.with_columns(published=pl.when(pl.int_range(pl.len()) % 5 == 0).then(day).otherwise("published")))
    assert (found.kind, found.remedy) == (f"pile-up on {name}", "Count months or longer periods.")


def test_a_large_conference_on_one_day_of_one_year_is_no_pile(table):
    number = pl.int_range(pl.len())
    assert (
        list(
            find_date_faults(
                table.with_columns(published=pl.when(number % 10 == 0).then(date(2016, 6, 9)).otherwise("published"))
            )
        )
        == []
    )


def test_papers_of_one_odd_day_are_silent(table):
    assert list(find_date_faults(table.head(20).with_columns(published=pl.lit(date(2016, 6, 29))))) == []
    assert list(find_date_faults(table.head(0))) == []
