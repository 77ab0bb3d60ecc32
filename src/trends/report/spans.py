"""Which periods of a series tell something."""

from datetime import date

import polars as pl

from trends.data import Series


def complete_periods(series: Series) -> list[date]:
    """Return the first days of the periods that growth is estimated from: not partial, and with papers."""
    return series.table.filter(~pl.col("partial"), pl.col("total") > 0)["period"].unique().sort().to_list()
