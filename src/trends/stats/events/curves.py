"""A series as one curve per topic: its papers in each period, and how many papers could have been its own."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Series
from trends.stats.counting.grid import lay_grid

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Curves:
    """The complete periods of a series that hold papers.

    Attributes
    ----------
    topics
        Ids, sorted.
    periods
        First days, sorted.
    years
        The same in years since the first (n_periods,).
    counts
        Papers (n_topics, n_periods).
    exposures
        The total of the period, of the same shape, positive; where strata are held constant, the total that gives the topic
        the same chance if its share is everywhere that of all strata together. count / exposure then moves with no venue.
    """

    topics: pl.Series
    periods: pl.Series
    years: Matrix
    counts: Matrix
    exposures: Matrix

    @property
    def shares(self) -> Matrix:
        """Share of each topic over all periods together (n_topics,)."""
        shares: Matrix = self.counts.sum(axis=1) / np.maximum(1, self.exposures.sum(axis=1))
        return shares

    def only(self, chosen: NDArray[np.bool_]) -> "Curves":
        """Return the chosen topics."""
        return Curves(
            self.topics.filter(pl.Series(chosen)), self.periods, self.years, self.counts[chosen], self.exposures[chosen]
        )


def read_curves(series: Series) -> Curves:
    r"""Lay the complete periods that hold papers side by side, the strata of a topic added up.

    Notes
    -----
    With strata the exposure is :math:`\sum_s N_{st} p_s / p`, where :math:`p_s` is the share of the topic in stratum s over
    all periods and p in all papers: the count that indirect standardisation expects (Breslow & Day 1987, *Statistical Methods
    in Cancer Research* II, section 2.3), over the share.
    """
    grid = lay_grid(series)
    counts = grid.counts.sum(axis=1)
    exposures = np.broadcast_to(grid.totals.sum(axis=0), counts.shape)
    if len(grid.totals) > 1 and counts.size:
        expected = grid.counts.sum(axis=2) / np.maximum(1, grid.totals.sum(axis=1)) @ grid.totals
        share = counts.sum(axis=1, keepdims=True) / grid.totals.sum()
        exposures = np.divide(expected, share, out=exposures.copy(), where=expected > 0)
    return Curves(grid.topics, grid.periods, grid.years - grid.years[:1], counts, exposures)
