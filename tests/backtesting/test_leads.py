from datetime import date

import numpy as np
import polars as pl

from trends.backtesting.leads import find_leads
from trends.data import Series
from trends.data.series import SERIES_SCHEMA

YEARS = [date(2010 + number, 1, 1) for number in range(12)]


def series_of(counts, total=2_000):
    rows = [
        (topic, day, count, total, count / total, False)
        for topic, row in enumerate(counts)
        for day, count in zip(YEARS, row, strict=True)
    ]
    return Series(pl.DataFrame(rows, schema=SERIES_SCHEMA, orient="row"), "year", date(2022, 1, 1))


def test_a_topic_that_doubles_each_year_is_called_as_soon_as_five_years_can_tell():
    flat = np.random.default_rng(0).poisson(100, 12)
    leads = find_leads(series_of([[round(4 * 1.6**year) for year in range(12)], flat.tolist()]))
    assert leads["topic"].to_list() == [0]
    row = leads.row(0, named=True)
    assert row["called"] == date(2015, 1, 1)
    assert row["n_papers"] == sum(round(4 * 1.6**year) for year in range(5))
    assert round(row["lead_years"]) == 7
    assert row["share_last"] > 10 * row["share_called"]


def test_a_call_knows_nothing_of_later_periods():
    rise = [round(4 * 1.6**year) for year in range(12)]
    fall = [*rise[:6], *[3] * 6]
    risen, fallen = (find_leads(series_of([counts, [100] * 12])) for counts in (rise, fall))
    assert fallen["called"][0] == risen["called"][0]
    assert fallen["n_papers"][0] == risen["n_papers"][0]
    assert fallen["trend"][0] != "rising"


def test_where_nothing_rises_there_is_no_row():
    assert find_leads(series_of([[100] * 12, [90, 110] * 6])).is_empty()
