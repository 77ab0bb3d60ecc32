from datetime import date

import pytest

from trends.sources import SourceSettings
from trends.sources.fields.dates import Dated
from trends.sources.filters import in_categories, in_time


@pytest.mark.parametrize(
    ("categories", "wanted"),
    [
        (["cs.LG"], True),
        (["math.PR", "cs.LG"], True),
        (["CS.lg"], True),
        (["cs"], True),
        (["cs.LGX"], True),
        (["csx.LG"], False),
        (["math.PR"], False),
        ([], False),
    ],
)
def test_a_category_takes_all_below_it(categories, wanted):
    assert in_categories(categories, settings=SourceSettings(categories=("cs",))) == wanted


def test_a_category_takes_none_beside_it_nor_above():
    assert not in_categories(["cs.LGX", "cs", "cs.CL"], settings=SourceSettings(categories=("cs.LG", "stat.ML")))


def test_without_categories_asked_for_all_are_taken():
    assert in_categories([], settings=SourceSettings())


@pytest.mark.parametrize(
    ("day", "precision", "is_in"),
    [
        (date(2020, 3, 14), "day", False),
        (date(2020, 3, 15), "day", True),
        (date(2021, 6, 9), "day", True),
        (date(2021, 6, 10), "day", False),
        (date(2020, 3, 1), "month", True),
        (date(2020, 2, 1), "month", False),
        (date(2021, 6, 1), "month", True),
        (date(2020, 1, 1), "year", True),
        (date(2019, 1, 1), "year", False),
        (date(2022, 1, 1), "year", False),
    ],
)
def test_since_is_in_and_until_is_not_and_a_coarse_date_is_where_one_of_its_days_is(day, precision, is_in):
    settings = SourceSettings(since=date(2020, 3, 15), until=date(2021, 6, 10))
    assert in_time(Dated(day, precision), settings=settings) == is_in


def test_what_has_no_date_cannot_be_told_to_lie_outside():
    assert in_time(None, settings=SourceSettings(since=date(2020, 1, 1), until=date(2021, 1, 1)))
