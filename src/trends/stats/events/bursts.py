"""Bursts: spans in which a topic holds a multiple of its usual share, by Kleinberg's automaton."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Series
from trends.errors import ConfigError
from trends.stats.events.curves import Curves, Matrix, read_curves
from trends.stats.events.noise import measure_noise

BURSTS_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64,
        "level": pl.Int64,
        "first": pl.Date,
        "last": pl.Date,
        "n_periods": pl.Int64,
        "n_papers": pl.Int64,
        "share": pl.Float64,
        "share_usual": pl.Float64,
        "weight": pl.Float64,
        "running": pl.Boolean,
    }
)

_MOST_STATES: Final = 25

States = NDArray[np.int64]


def find_bursts(
    series: Series, *, ratio: float = 2.0, gamma: float = 1.75, n_states: int = 3, overdispersed: bool = True
) -> pl.DataFrame:
    r"""Find the spans in which a topic holds a multiple of its usual share.

    An automaton is in state i while papers belong to the topic with the chance :math:`p_i = p_0 s^i`, where
    :math:`p_0` is the share of the topic over all periods. Climbing from state i to j costs
    :math:`(j - i) \gamma \ln n` for n periods, falling is free, and a period with r of d papers costs
    :math:`-\ln \binom{d}{r} p_i^r (1 - p_i)^{d - r}`. The cheapest sequence of states is found by Viterbi's algorithm for all
    topics at once. Partial periods and periods without papers are left out and interrupt nothing.

    Parameters
    ----------
    series
        Counts and totals.
    ratio
        s, above 1: how many times the share of one state is that of the state below. In CiteSpace
        :math:`\alpha_1 / \alpha_0` and :math:`\alpha_i / \alpha_{i - 1}`, 2 by default as there.
    gamma
        :math:`\gamma`, 0 or more: how much evidence a climb needs. CiteSpace has the same name, and 1 by default.
    n_states
        k, from 2 to 25: the usual state and k − 1 levels of burst; CiteSpace's number of states, 2 by default there.
    overdispersed
        Whether the costs of a topic's periods are divided by its noise (see `measure_noise`), as its periods then tell less
        than so many independent papers. False is the automaton as published.

    Returns
    -------
    pl.DataFrame
        Columns of `BURSTS_SCHEMA`, a row per burst, sorted by weight falling, ties by topic, level and time. A burst of
        ``level`` i is a longest span in state i or above, so that bursts of level 2 lie inside one of level 1. ``first`` and
        ``last`` are the first days of its first and last period, of which it has ``n_periods`` with ``n_papers`` of the
        topic; ``share`` is the topic's share in the span and ``share_usual`` over all periods, fractions, with strata held
        constant; ``weight`` is what the span costs less in state i than in state i − 1, in nats; ``running`` says that the
        last complete period belongs to it.

    Raises
    ------
    ConfigError
        Where a parameter is out of its range.

    Notes
    -----
    Kleinberg (2003), *Data Mining and Knowledge Discovery* 7, 373-397: section 2 for the automaton and the costs of climbing,
    section 4 for batches and weights. As there, a topic that grows for years is in a burst at its end.

    Simulated, flat topics of 0.2 to 10 % of 1,000 papers a period, 12 to 240 periods: a burst is found in at most 0.2 % of them
    where counts are Poisson, also in a corpus that grows sixfold, 1 % where their variance is three times the mean, 5 % where the
    log share drifts by 0.3 with an autocorrelation of 0.5, and 15 % at 0.8, where shares do double for months. As published,
    with γ = 1, it is 6 to 14 % for Poisson counts and 46 to 97 % at three times the variance. Of bursts that triple a share of
    0.5 to 5 % for 8 of 60 months 91 % are found; below some 30 periods a burst of 8 is too much of the series to stand out.
    """
    if ratio <= 1:
        raise ConfigError(f"ratio is {ratio}, it must be above 1")
    if gamma < 0:
        raise ConfigError(f"gamma is {gamma}, it must be 0 or more")
    if not 2 <= n_states <= _MOST_STATES:
        raise ConfigError(f"n_states is {n_states}, it must be from 2 to {_MOST_STATES}")
    curves = read_curves(series)
    if not curves.counts.size:
        return pl.DataFrame(schema=BURSTS_SCHEMA)
    costs = _cost_periods(curves, ratio=ratio, n_states=n_states)
    if overdispersed:
        costs /= measure_noise(curves)[:, None, None]
    states = cheapest_states(costs, climb=gamma * np.log(len(curves.periods)))
    levels = [_list_level(curves, states, costs=costs, level=level) for level in range(1, n_states)]
    return pl.concat(levels).sort(["weight", "topic", "level", "first"], descending=[True, False, False, False])


def _cost_periods(curves: Curves, *, ratio: float, n_states: int) -> Matrix:
    """Return the cost of each topic and period in each state, without the binomial coefficient that all states share.

    A state whose chance is 1 or more cannot be reached.
    """
    totals = np.maximum(curves.exposures, curves.counts)[..., None]
    chances = curves.shares[:, None, None] * ratio ** np.arange(n_states)
    possible = chances < 1
    likely = np.where(possible, chances, 0.5)
    seen = curves.counts[..., None]
    costs = -(seen * np.log(np.maximum(likely, np.finfo(float).tiny)) + (totals - seen) * np.log1p(-likely))
    return np.where(possible, costs, np.inf)


def cheapest_states(costs: Matrix, *, climb: float) -> States:
    """Find the sequence of states that costs least (Viterbi), the lower state where two cost the same.

    Parameters
    ----------
    costs
        Of each topic, period and state (n_topics, n_periods, n_states); state 0 is never infinite.
    climb
        What a step to the next higher state costs; the sequence begins as if it came from state 0.

    Returns
    -------
    int64 (n_topics, n_periods).
    """
    n_topics, n_periods, n_states = costs.shape
    ladder = np.arange(n_states)
    moves = climb * np.maximum(0, ladder[None, :] - ladder[:, None])
    total = np.where(ladder == 0, 0.0, np.inf)[None, :].repeat(n_topics, axis=0)
    came_from = np.empty(costs.shape, dtype=np.int64)
    for period in range(n_periods):
        through = total[:, :, None] + moves
        came_from[:, period] = through.argmin(axis=1)
        total = through.min(axis=1) + costs[:, period]
    states = np.empty((n_topics, n_periods), dtype=np.int64)
    state = total.argmin(axis=1)
    for period in reversed(range(n_periods)):
        states[:, period] = state
        state = came_from[np.arange(n_topics), period, state]
    return states


def _list_level(curves: Curves, states: States, *, costs: Matrix, level: int) -> pl.DataFrame:
    """List the longest spans in this state or above."""
    inside = np.pad(states >= level, ((0, 0), (1, 1))).astype(np.int8)
    edges = np.diff(inside, axis=1)
    topic, first = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1]
    saved = np.zeros(states.shape)
    np.subtract(costs[..., level - 1], costs[..., level], out=saved, where=states >= level)
    n_papers, chances = _sum(curves.counts, topic, first, end), _sum(curves.exposures, topic, first, end)
    return pl.DataFrame(
        {
            "topic": curves.topics.gather(topic),
            "level": np.full(len(topic), level, dtype=np.int64),
            "first": curves.periods.gather(first),
            "last": curves.periods.gather(end - 1),
            "n_periods": end - first,
            "n_papers": n_papers.astype(np.int64),
            "share": n_papers / chances,
            "share_usual": curves.shares[topic],
            "weight": _sum(saved, topic, first, end),
            "running": end == len(curves.periods),
        },
        schema=BURSTS_SCHEMA,
    )


def _sum(values: Matrix, topic: NDArray[np.intp], first: NDArray[np.intp], end: NDArray[np.intp]) -> Matrix:
    """Add up the values of spans of a topic's periods."""
    so_far = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    spans: Matrix = so_far[topic, end] - so_far[topic, first]
    return spans
