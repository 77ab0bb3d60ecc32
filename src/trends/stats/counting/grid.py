"""A series as arrays: topics, strata and the periods that tell something."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Every, Series

Array = NDArray[np.float64]

DAYS_PER_YEAR: Final = 365.2425


@dataclass(frozen=True)
class Grid:
    """Complete periods that hold papers.

    Attributes
    ----------
    topics
        Ids, sorted.
    periods
        First days, sorted.
    years
        First day of each period, in years, 0 in the middle of the first and the last (n_periods,).
    every
        Length of a period.
    strata
        Names, sorted; the one of papers that are pooled has none.
    counts, totals
        Papers of a topic in a stratum and period (n_topics, n_strata, n_periods), and all papers of the stratum
        (n_strata, n_periods), 0 where it is missing. One stratum where papers are pooled.
    shares
        The shares of the series (n_topics, n_periods).
    papers
        All papers of a period (n_periods,).
    n_papers
        Papers of a topic in all of them, as observed (n_topics,).
    """

    topics: pl.Series
    periods: pl.Series
    years: Array
    every: Every
    strata: pl.Series
    counts: Array
    totals: Array
    shares: Array
    papers: Array
    n_papers: NDArray[np.int64]

    @property
    def n_periods(self) -> int:
        """Number of periods."""
        return len(self.years)


def lay_grid(series: Series) -> Grid:
    """Put the complete periods of a series that hold papers into arrays."""
    table = series.measured.sort("topic", "period")
    topics = series.table["topic"].unique().sort()
    periods = table["period"].unique().sort()
    shape = (len(topics), len(periods))
    years = periods.to_physical().to_numpy() / DAYS_PER_YEAR
    papers = table.head(shape[1])["total"].to_numpy().astype(np.float64)
    observed = table["count"].to_numpy().reshape(shape)
    counts, totals, strata = observed.astype(np.float64)[:, None, :], papers[None, :], pl.Series([""])
    if series.strata.height:
        strata = series.strata.filter(pl.col("period").is_in(periods.implode()))["stratum"].unique().sort()
        counts, totals = lay_strata(series.strata, periods=periods, n_topics=len(topics))
    return Grid(
        topics=topics,
        periods=periods,
        years=years - (years[0] + years[-1]) / 2 if shape[1] else years,
        every=series.every,
        strata=strata,
        counts=counts,
        totals=totals,
        shares=table["share"].to_numpy().reshape(shape),
        papers=papers,
        n_papers=observed.sum(axis=1),
    )


def lay_strata(strata: pl.DataFrame, *, periods: pl.Series, n_topics: int) -> tuple[Array, Array]:
    """Put strata (see `Series`) into arrays.

    Returns
    -------
    tuple
        Papers of a topic in a stratum and period (n_topics, n_strata, n_periods) and all papers of the stratum (n_strata,
        n_periods), strata sorted by name; 0 where a stratum has no papers.
    """
    inside = strata.filter(pl.col("period").is_in(periods.implode())).sort("topic", "stratum", "period")
    cells = inside.head(inside.height // max(1, n_topics))
    names = cells["stratum"].unique().sort()
    rows = names.search_sorted(cells["stratum"]).to_numpy()
    columns = periods.search_sorted(cells["period"]).to_numpy()
    counts, totals = np.zeros((n_topics, len(names), len(periods))), np.zeros((len(names), len(periods)))
    totals[rows, columns] = cells["total"].to_numpy()
    counts[:, rows, columns] = inside["count"].to_numpy().reshape(n_topics, len(cells))
    return counts, totals
