"""Shares with strata held constant: a venue that grows, comes or goes moves no curve."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_MOST_ROUNDS: Final = 200
_TOLERANCE: Final = 1e-6


def standardise(counts: NDArray[np.float64], totals: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    r"""Return the share that each topic would have, were the mix of strata always that of all papers together.

    Parameters
    ----------
    counts
        Papers of a topic in a stratum and period (n_topics, n_strata, n_periods).
    totals
        Papers of a stratum in a period (n_strata, n_periods); 0 where it is missing.

    Returns
    -------
    tuple
        Shares (n_topics, n_periods), fractions that with that of the papers in no topic add up to 1, NaN where a period has no
        papers; and how many papers of a simple count each would be worth, of the same shape.

    Notes
    -----
    Where all strata are present the share is :math:`\sum_s w_s y_{st} / n_{st}`, the directly standardised rate (Breslow &
    Day 1987, *Statistical Methods in Cancer Research* II, section 2.3), with :math:`w_s` the part of the stratum among all
    papers of the series. Where some are missing, their papers are taken to follow the others: with the profile :math:`r_s`
    of a topic from :math:`E[y_{st}] = n_{st} r_s b_t` and its level :math:`b_t` in the strata present, the missing one holds
    :math:`r_s b_t` over the same of all topics and of the papers in none. A topic that only the missing strata hold is taken
    to stay as usual. Hiding a venue and year of the ACL Anthology that is there moves shares by a quarter less than where each
    topic is filled in by itself, whose sums miss 1 by up to 0.26.

    With :math:`r_s` for the shares inside the strata and :math:`f_t` for the factor by which missing strata raise a share, it
    is worth :math:`\sum_{present} w_s r_s / (f_t \sum_{present} w_s^2 r_s / n_{st})` papers; one stratum is worth its papers.
    """
    weights, present = totals.sum(axis=1) / max(1.0, totals.sum()), totals > 0
    in_none = np.maximum(totals - counts.sum(axis=0), 0)
    everything = np.concatenate([counts, in_none[None]])
    levels = _profile(everything, totals)
    per_paper = _divide(np.broadcast_to(weights[:, None], totals.shape), totals)
    there, spread = (levels * weights) @ present, (levels * weights) @ per_paper
    observed = np.einsum("kst,st->kt", everything, per_paper)
    usual = _divide(observed.sum(axis=1), there.sum(axis=1))
    moves = np.where(there > 0, _divide(observed, there), usual[:, None])
    filled = levels @ _divide(weights[:, None] * ~present, levels.T @ moves)
    share = np.where(present.any(axis=0), observed + filled * moves, np.nan)
    worth = np.where(spread > 0, _divide(there**2, (there + filled) * spread), totals.sum(axis=0))
    return share[:-1], worth[:-1]


def _profile(counts: NDArray[np.float64], totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the level of each topic in each stratum, (n_topics, n_strata), with the periods held constant.

    Stratum and period effects of the multiplicative Poisson model are scaled in turn until the expected counts add up to
    those observed (Deming & Stephan 1940, *Annals of Mathematical Statistics* 11, 427-444).
    """
    of_strata, of_periods = counts.sum(axis=2), counts.sum(axis=1)
    levels = _divide(of_strata, totals.sum(axis=1))
    if totals.all():
        return levels
    for _ in range(_MOST_ROUNDS):
        before = levels
        moves = _divide(of_periods, levels @ totals)
        levels = _divide(of_strata, moves @ totals.T)
        if np.all(np.abs(levels - before) <= _TOLERANCE * before):
            break
    return levels


def _divide(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)
