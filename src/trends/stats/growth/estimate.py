"""Growth of each topic's share: negative-binomial regression of its counts on time, with intervals and q-values."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Series
from trends.data.series import FEWEST_PERIODS
from trends.stats.counting.grid import Grid, lay_grid
from trends.stats.growth.monotone import order_shares
from trends.stats.growth.negbin import Problem, begin, fit_counts
from trends.stats.growth.regression import Fitted, can_fit, fit_slopes
from trends.stats.growth.shrinkage import shrink
from trends.stats.growth.slopes import Slopes, bound, per_year, read_slopes

Array = NDArray[np.float64]

GROWTH_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64,
        "growth": pl.Float64,
        "growth_low": pl.Float64,
        "growth_high": pl.Float64,
        "growth_shrunk": pl.Float64,
        "doubling_years": pl.Float64,
        "p": pl.Float64,
        "q": pl.Float64,
        "q_dependent": pl.Float64,
        "share_first": pl.Float64,
        "share_last": pl.Float64,
        "n_papers": pl.Int64,
        "n_periods": pl.Int64,
        "n_pooled": pl.Int64,
        "growth_recent": pl.Float64,
        "growth_recent_low": pl.Float64,
        "growth_recent_high": pl.Float64,
        "n_recent": pl.Int64,
        "share_per_year": pl.Float64,
        "tau": pl.Float64,
        "p_rank": pl.Float64,
        "agrees": pl.Boolean,
        "dispersion": pl.Float64,
        "inflation": pl.Float64,
        "bend": pl.Float64,
        "trend": pl.String,
    }
)

_FALSE_DISCOVERIES: Final = 0.05

# The first and the last share are pooled over this part of the periods each: enough papers to see, few enough to be ends.
_POOLED: Final = 0.25
_RECENT_PARTS: Final = 3


def estimate_growth(series: Series) -> pl.DataFrame:
    r"""Estimate how fast the share of each topic grows, with a 95 % interval and a q-value.

    The count of a topic in stratum s and period t has the mean :math:`N_{st} \exp(a_s + b t)`, where :math:`N_{st}` are all
    papers there and the level :math:`a_s` is free, so that neither the growth of a venue nor one that comes or goes is
    taken for growth of the topic; where papers are pooled there is one stratum. A share that turns upwards or downwards has
    a bend, too, and months, weeks and quarters over two years or longer (and 24 periods) have a season. Partial periods and
    periods without papers are left out.

    Parameters
    ----------
    series
        Counts and totals, of strata where these are held constant.

    Returns
    -------
    pl.DataFrame
        Columns of `GROWTH_SCHEMA`, a row per topic, sorted by ``growth_shrunk`` falling, then ``growth_low``, nulls
        last, ties by topic.

        ``growth`` is :math:`e^b - 1`, a fraction per year, between ``growth_low`` and ``growth_high``;
        ``growth_shrunk`` is what to expect of it where few papers tell little (see `shrink`); ``doubling_years`` is the
        time in which the share doubles, negative where it halves, null without growth. ``p`` is the two-sided p-value of no
        change, ``q`` the same after Benjamini & Hochberg (1995) over the fitted topics, and ``q_dependent`` after Benjamini
        & Yekutieli (2001, *Annals of Statistics* 29, 1165-1188), which holds however topics depend on each other.

        ``share_first`` and ``share_last`` are the shares of the first and of the last ``n_pooled`` periods (a quarter of
        them, at least one); ``n_papers`` are the topic's papers in the ``n_periods`` used. ``growth_recent`` and its
        bounds are the growth over the last ``n_recent`` periods alone (a third of them, at least five), null where these
        are all periods or tell nothing.

        ``share_per_year``, ``tau`` and ``p_rank`` are the second opinion of `order_shares`; ``agrees`` says whether it, too,
        finds the trend (p ≤ 0.05), null where there is none. ``bend`` is how much more the log
        of the share has at both ends of the time than in the middle, beside a straight line: 0 where growth is even within
        chance, positive where it came late, and ``growth`` is the mean one either way. ``dispersion`` is the variance of a
        typical count over Poisson's, ``inflation`` the factor on the variance of the slope for drift (see `inflate`), both at
        least 1. ``trend`` is ``rising`` or ``falling`` where q ≤ 0.05 and the bounds lie on one side of no growth, else
        ``unclear``. Where there are fewer than 5 periods or 10 papers, or where no finite slope fits best, ``trend`` is
        ``too few`` and every estimate is null.

    Notes
    -----
    The regression is that of `fit_slopes`. The slope over its error is held against Student's t with the degrees of freedom
    behind the dispersion, divided by the inflation; slope and bend together against F. Compared by simulation with
    quasi-Poisson, Poisson and rank tests in ``experiments/false-alarms``.
    """
    grid = lay_grid(series)
    summary = pl.DataFrame(
        {"topic": grid.topics, "n_papers": grid.n_papers}, schema_overrides={"n_papers": pl.Int64}
    ).with_columns(n_periods=pl.lit(grid.n_periods, pl.Int64))
    fitted = np.flatnonzero(can_fit(grid.counts, grid.totals, grid.years))
    estimates = _estimate(grid, fitted) if fitted.size else pl.DataFrame(schema={"topic": pl.Int64, "trend": pl.String})
    joined = summary.join(estimates, on="topic", how="left").with_columns(pl.col("trend").fill_null("too few"))
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in GROWTH_SCHEMA.items() if name not in joined.columns]
    table = joined.with_columns(missing).select(GROWTH_SCHEMA.names())
    return sort_growth(table)


def sort_growth(table: pl.DataFrame) -> pl.DataFrame:
    """Sort as `estimate_growth` does."""
    return table.sort("growth_shrunk", "growth_low", "topic", descending=[True, True, False], nulls_last=True)


def _estimate(grid: Grid, fitted: NDArray[np.intp]) -> pl.DataFrame:
    """Return a row for each fitted topic whose regression came to rest."""
    found = fit_slopes(grid, fitted)
    n_pooled = max(1, int(_POOLED * grid.n_periods))
    shares = grid.shares[fitted]
    table = pl.DataFrame(
        {
            "topic": grid.topics.gather(fitted),
            "dispersion": 1 + found.alpha * found.expected.mean(axis=1),
            "inflation": found.slopes.inflation,
            "bend": found.bend,
            "n_pooled": np.full(len(fitted), n_pooled),
            "share_first": np.average(shares[:, :n_pooled], axis=1, weights=grid.papers[:n_pooled]),
            "share_last": np.average(shares[:, -n_pooled:], axis=1, weights=grid.papers[-n_pooled:]),
            **bound(found.slopes, name="growth"),
            **_recent(grid, fitted, found=found),
        }
    )
    return _judge(table, found.slopes, grid=grid, shares=shares).filter(found.settled)


def _recent(grid: Grid, fitted: NDArray[np.intp], *, found: Fitted) -> dict[str, pl.Series]:
    """Return the growth over the last periods, with the overdispersion and the season of all; null where it is not told."""
    n_recent = max(FEWEST_PERIODS, -(-grid.n_periods // _RECENT_PARTS))
    names = {name: np.full(len(fitted), np.nan) for name in ("growth_recent", "growth_recent_low", "growth_recent_high")}
    counts, totals = grid.counts[fitted][:, :, -n_recent:], grid.totals[:, -n_recent:]
    able = np.flatnonzero(can_fit(counts, totals, grid.years[-n_recent:]))
    if n_recent < grid.n_periods and able.size:
        years = grid.years[-n_recent:, None] - grid.years[-n_recent:].mean()
        exposures = totals * np.exp(found.season[able, None, -n_recent:])
        part = Problem(counts[able], exposures, years, np.zeros(1))
        recent = fit_counts(part, begin(part), alpha=found.alpha[able])
        for name, values in bound(read_slopes(recent, found.freedoms[able], design=years), name="growth_recent").items():
            names[name][able] = np.where(recent.settled, values, np.nan)
    told = {name: pl.Series(values).fill_nan(None) for name, values in names.items()}
    return told | {"n_recent": pl.Series([n_recent] * len(fitted), dtype=pl.Int64)}


def _judge(table: pl.DataFrame, slopes: Slopes, *, grid: Grid, shares: Array) -> pl.DataFrame:
    """Add p- and q-values, what shrinkage and order of the shares say, and a word for the trend."""
    order = order_shares(shares, grid.years)
    with np.errstate(divide="ignore"):
        doubling = np.log(2) / slopes.slope
    judged = table.with_columns(
        p=slopes.p,
        growth_shrunk=per_year(shrink(slopes.slope, slopes.error)),
        doubling_years=pl.Series(np.where(np.isfinite(doubling), doubling, np.nan)).fill_nan(None),
        share_per_year=order.slope,
        tau=order.tau,
        p_rank=order.p,
    )
    return decide(judged)


def decide(tested: pl.DataFrame) -> pl.DataFrame:
    """Correct the p-values of topics for their number, and say which of these rise or fall.

    Parameters
    ----------
    tested
        Columns ``growth`` with its bounds, ``p``, ``tau`` and ``p_rank`` at least, a row per topic with a p-value.

    Returns
    -------
    The same with ``q``, ``q_dependent``, ``trend`` and ``agrees``, see `estimate_growth`.
    """
    from scipy import stats

    p = tested["p"].to_numpy()
    table = tested.with_columns(
        q=stats.false_discovery_control(p, method="bh"), q_dependent=stats.false_discovery_control(p, method="by")
    )
    apart = (pl.col("growth_low") > 0) | (pl.col("growth_high") < 0)
    moved = (pl.col("q") <= _FALSE_DISCOVERIES) & apart
    same_way = (pl.col("p_rank") <= _FALSE_DISCOVERIES) & (pl.col("tau").sign() == pl.col("growth").sign())
    way = pl.when(pl.col("growth") > 0).then(pl.lit("rising")).otherwise(pl.lit("falling"))
    return table.with_columns(agrees=pl.when(moved).then(same_way), trend=pl.when(moved).then(way).otherwise(pl.lit("unclear")))
