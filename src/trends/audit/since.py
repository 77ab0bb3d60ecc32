"""Since when a fault of the texts is there: one that comes or goes makes curves of its own."""

from datetime import date
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from trends.audit.calendar import ENOUGH_YEARS, INTERVALS
from trends.audit.chance import chance_of_same_mix
from trends.data import Every
from trends.data.calendar import period_name
from trends.data.phrases import percent

_CHANGED: Final = 0.1  # of the papers: as much as makes a fault a serious one
_CHANCE: Final = 1e-6
_LEAST: Final = 50  # papers before and after


class Change(NamedTuple):
    """The first day of the period from which on the share of faulty papers is another, and the shares before and since."""

    since: date
    every: Every
    before: float
    after: float

    @property
    def sentence(self) -> str:
        """Both shares in words."""
        name = period_name(self.since, self.every)
        return f"Before {name} it is {percent(self.before)} of the papers, since then {percent(self.after)}."


def find_change(papers: pl.DataFrame, is_faulty: pl.Series) -> Change | None:
    """Return where the share of faulty papers changes most, None where it is about the same all the time.

    Parameters
    ----------
    papers
        A row per paper with ``published``, which may be null.
    is_faulty
        Whether each has the fault.
    """
    dated = papers.select("published", is_faulty.alias("faulty")).drop_nulls()
    years = dated["published"].dt.year().n_unique()
    every: Every = "year" if years > ENOUGH_YEARS else "month"
    start = pl.col("published").dt.truncate(INTERVALS[every]).alias("start")
    cells = dated.group_by(start).agg(pl.col("faulty").sum().cast(pl.Int64), pl.len().cast(pl.Int64).alias("n")).sort("start")
    table = np.column_stack([cells["faulty"].to_numpy(), cells["n"].to_numpy()]).astype(np.int64)
    before = table.cumsum(axis=0)[:-1]
    after = table.sum(axis=0) - before
    enough = (before[:, 1] >= _LEAST) & (after[:, 1] >= _LEAST)
    if not enough.any():
        return None
    shares = before[:, 0] / before[:, 1], after[:, 0] / after[:, 1]
    weights = np.where(enough, before[:, 1] * after[:, 1] / table[:, 1].sum(), 0)
    best = int((weights * (shares[1] - shares[0]) ** 2).argmax())
    if abs(shares[1][best] - shares[0][best]) < _CHANGED:
        return None
    pair = np.array([before[best], after[best]]).T
    pair[1] -= pair[0]
    if not pair.any(axis=1).all() or chance_of_same_mix(pair) <= _CHANCE:
        return Change(cells["start"][best + 1], every, float(shares[0][best]), float(shares[1][best]))
    return None
