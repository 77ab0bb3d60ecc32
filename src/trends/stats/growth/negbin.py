"""Negative-binomial regression of the counts of many topics at once, with a level for each topic and stratum."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_MOST_STEPS: Final = 1000
_LARGEST_STEP: Final = 3.0  # of a log rate: longer ones overshoot where a topic begins from nothing
_LARGEST_LOG: Final = 500.0
_TOLERANCE: Final = 1e-7


@dataclass(frozen=True)
class Problem:
    """What is regressed on what.

    Attributes
    ----------
    counts
        Papers of a topic in a stratum and period (n_topics, n_strata, n_periods).
    exposures
        Papers of the stratum in the period, 0 where it is missing (1 or n_topics, n_strata, n_periods).
    design
        What the effects are multiplied with (n_periods, n_effects), centred.
    penalties
        Precision of a normal prior around no effect (n_effects,); 0 leaves an effect free.
    """

    counts: Array
    exposures: Array
    design: Array
    penalties: Array

    @property
    def freedom(self) -> int:
        """Degrees of freedom that the periods leave beside one level and the effects."""
        n_periods, n_effects = self.design.shape
        return int(n_periods - 1 - n_effects)

    def only(self, topics: NDArray[np.intp]) -> "Problem":
        """Return the same problem for some topics."""
        exposures = self.exposures if self.exposures.shape[0] == 1 else self.exposures[topics]
        return Problem(self.counts[topics], exposures, self.design, self.penalties)


class State(NamedTuple):
    """Log levels (n_topics, n_strata), minus infinity where a stratum has no paper of a topic, and effects on the log rate."""

    levels: Array
    effects: Array


@dataclass(frozen=True)
class Fit:
    """A regression for each topic.

    Attributes
    ----------
    state
        Levels and effects.
    covariance
        Of the effects where periods are independent given these (n_topics, n_effects, n_effects).
    observed, expected
        Counts of each period and their fitted means (n_topics, n_periods).
    alpha
        The overdispersion that was given (n_topics,).
    pull
        How far the first effect is moved by a period whose rate is higher by a small fraction, per that fraction
        (n_topics, n_periods).
    settled
        Whether the iteration came to rest (n_topics,).
    """

    state: State
    covariance: Array
    observed: Array
    expected: Array
    alpha: Array
    pull: Array
    settled: NDArray[np.bool_]

    @property
    def errors(self) -> Array:
        """Standard errors of the effects (n_topics, n_effects)."""
        errors: Array = np.sqrt(np.maximum(np.diagonal(self.covariance, axis1=1, axis2=2), 0))
        return errors


def begin(problem: Problem) -> State:
    """Start from the overall share of each topic in each stratum."""
    papers, all_papers = np.broadcast_arrays(problem.counts.sum(axis=2), problem.exposures.sum(axis=2))
    share = np.divide(papers, all_papers, out=np.zeros(papers.shape), where=all_papers > 0)
    levels = np.log(share, out=np.full(papers.shape, -np.inf), where=share > 0)
    return State(levels, np.zeros((len(problem.counts), problem.design.shape[1])))


def fit_counts(
    problem: Problem, start: State, *, alpha: Array, still: NDArray[np.bool_] | None = None, n_steps: int = _MOST_STEPS
) -> Fit:
    r"""Fit :math:`E[y_{st}] = N_{st} \exp(a_s + x_t b)` to the counts of each topic, by Newton's steps.

    Parameters
    ----------
    problem
        Counts, totals and design.
    start
        Where to begin: `begin`, or the state of a fit with another `alpha`.
    alpha
        Overdispersion of each topic (n_topics,); 0 is Poisson's.
    still
        Which topics start where they shall end (n_topics,): only others are worked on.
    n_steps
        Steps after which to stop, settled or not.

    Notes
    -----
    What makes a period rich in papers of a topic does so in all strata: the counts of a period share a gamma-distributed
    factor of mean 1 and variance α, so that their sum is negative binomial with variance :math:`\mu + \alpha \mu^2`
    (NB2; Cameron & Trivedi 2013, *Regression Analysis of Count Data*, sections 3.3 and 9.5), and the period, not a stratum
    in it, is the unit that counts. The likelihood is concave, so that its own curvature leads to the top in a few steps where
    the expected one, of Fisher's scoring, may take hundreds; errors are those of the expected one.
    """
    levels, effects = start.levels.copy(), start.effects.copy()
    settled = np.zeros(len(levels), dtype=bool) if still is None else still.copy()
    for _ in range(n_steps):
        active = np.flatnonzero(~settled)
        if not active.size:
            break
        step, longest = _step(problem.only(active), State(levels[active], effects[active]), alpha=alpha[active])
        levels[active] += step[:, : levels.shape[1]]
        effects[active] += step[:, levels.shape[1] :]
        settled[active] = longest <= _TOLERANCE
    return _conclude(problem, State(levels, effects), alpha=alpha, settled=settled)


def _step(problem: Problem, state: State, *, alpha: Array) -> tuple[Array, Array]:
    """Return the next step of levels and effects, and how far it would move a log rate at most."""
    cells = _expect(problem, state)
    expected, observed = cells.sum(axis=1), problem.counts.sum(axis=1)
    surplus = (observed - expected) / (1 + alpha[:, None] * expected)
    curvature = 1 + alpha[:, None] * surplus
    of_levels = problem.counts.sum(axis=2) - np.einsum("kst,kt->ks", cells, curvature)
    of_effects = surplus @ problem.design - problem.penalties * state.effects
    score = np.concatenate([of_levels, of_effects], axis=1)
    step = np.linalg.solve(_information(problem, cells, alpha=alpha, curvature=curvature), score[:, :, None])[:, :, 0]
    n_strata = cells.shape[1]
    moves = np.abs(step[:, n_strata:] @ problem.design.T).max(axis=1, initial=0)
    longest = np.abs(step[:, :n_strata]).max(axis=1, initial=0) + moves
    return step * (_LARGEST_STEP / np.maximum(longest, _LARGEST_STEP))[:, None], longest


def _expect(problem: Problem, state: State) -> Array:
    """Return the fitted counts (n_topics, n_strata, n_periods)."""
    moves = state.effects @ problem.design.T
    highest = moves.max(axis=1, keepdims=True)
    levels = np.exp(np.minimum(state.levels + highest, _LARGEST_LOG))
    expected: Array = problem.exposures * (levels[:, :, None] * np.exp(moves - highest)[:, None, :])
    return expected


def _information(problem: Problem, cells: Array, *, alpha: Array, curvature: Array) -> Array:
    """Return the information of levels and effects (n_topics, n_strata + n_effects, the same), expected if `curvature` is 1."""
    n_topics, n_strata, _ = cells.shape
    design, n_effects = problem.design, problem.design.shape[1]
    expected = cells.sum(axis=1)
    weights = curvature / (1 + alpha[:, None] * expected)
    weighted = cells * weights[:, None, :]
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    own, diagonal = np.einsum("kst,kt->ks", cells, curvature), np.arange(n_strata)
    information = np.empty((n_topics, n_strata + n_effects, n_strata + n_effects))
    information[:, :n_strata, :n_strata] = -(alpha[:, None, None] * weighted) @ cells.swapaxes(1, 2)
    information[:, diagonal, diagonal] += np.where(own > 0, own, 1)  # a stratum without papers must not make it singular
    information[:, :n_strata, n_strata:] = weighted @ design
    information[:, n_strata:, :n_strata] = information[:, :n_strata, n_strata:].swapaxes(1, 2)
    of_effects = ((expected * weights) @ products).reshape(n_topics, n_effects, n_effects)
    information[:, n_strata:, n_strata:] = of_effects + np.diag(problem.penalties)
    return information


def _conclude(problem: Problem, state: State, *, alpha: Array, settled: NDArray[np.bool_]) -> Fit:
    """Read errors and pulls from the information at the end."""
    cells = _expect(problem, state)
    expected, n_strata = cells.sum(axis=1), cells.shape[1]
    inverse = np.linalg.inv(_information(problem, cells, alpha=alpha, curvature=np.ones_like(expected)))
    first = inverse[:, n_strata]
    moved = np.einsum("ks,kst->kt", first[:, :n_strata], cells) + expected * (first[:, n_strata:] @ problem.design.T)
    return Fit(
        state=state,
        covariance=inverse[:, n_strata:, n_strata:].astype(np.float64, copy=False),
        observed=problem.counts.sum(axis=1),
        expected=expected,
        alpha=alpha,
        pull=moved / (1 + alpha[:, None] * expected),
        settled=settled,
    )
