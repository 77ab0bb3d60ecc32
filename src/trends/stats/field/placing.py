"""Which papers tell of growth around a paper: the recent and the earlier ones that a series counts."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Corpus, Series
from trends.data.audit import stratum_of
from trends.stats.counting.counts import place_papers
from trends.stats.counting.grid import DAYS_PER_YEAR
from trends.stats.counting.years import count_year

# The last year is held against up to five before.
_EARLIER: Final = 5

# Fewer papers in a span let every neighbourhood look as if it grew or fell.
_FEWEST: Final = 30


class Placed(NamedTuple):
    """When and where the papers stand.

    Attributes
    ----------
    counted
        bool (n_papers,), whether the series counts the paper.
    years
        float64 (n_papers,), first day of its period, in years; 0 for one that is not counted.
    strata
        int64 (n_papers,), stratum 0 … n − 1; all 0 where papers are pooled.
    recent, earlier
        bool (n_papers,), which papers are held against which; none of a stratum that lacks either.
    """

    counted: NDArray[np.bool_]
    years: NDArray[np.float64]
    strata: NDArray[np.int64]
    recent: NDArray[np.bool_]
    earlier: NDArray[np.bool_]

    @property
    def can_tell(self) -> bool:
        """Whether enough papers stand in both spans."""
        return bool(min(self.recent.sum(), self.earlier.sum()) >= _FEWEST)


def place(corpus: Corpus, series: Series) -> Placed:
    """Say of each paper whether it is recent or earlier: in the last periods that are over, or in those before.

    Recent are as many periods as make a year, but at most a third of them (see `count_year`); earlier up to five times as many.
    """
    position = place_papers(corpus, series)
    periods = series.table["period"].unique().sort()
    measured = np.flatnonzero(periods.is_in(series.measured_periods).to_numpy())
    rank = np.full(len(periods) + 1, -1)  # the last entry is that of papers that are not counted
    rank[measured] = np.arange(len(measured))
    n_recent = count_year(series)
    age = len(measured) - 1 - rank[position]
    strata = _place_strata(corpus, series, counted=position >= 0)
    recent = (rank[position] >= 0) & (age < n_recent)
    earlier = (age >= n_recent) & (age < (1 + _EARLIER) * n_recent) & (rank[position] >= 0)
    both = np.isin(strata, np.intersect1d(strata[recent], strata[earlier]))
    days = np.append(periods.to_physical().to_numpy() / DAYS_PER_YEAR, 0.0)
    return Placed(position >= 0, days[position], strata, recent & both, earlier & both)


def _place_strata(corpus: Corpus, series: Series, *, counted: NDArray[np.bool_]) -> NDArray[np.int64]:
    if series.stratum_kind is None:
        return np.zeros(corpus.n_papers, dtype=np.int64)
    name = pl.when(pl.lit(pl.Series(counted))).then(stratum_of(series.stratum_kind).fill_null(""))
    number = corpus.table.select(name.rank("dense").fill_null(1).alias("number"))["number"]
    return number.cast(pl.Int64).to_numpy() - 1
