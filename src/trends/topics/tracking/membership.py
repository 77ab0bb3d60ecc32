"""Which papers belong to a subfield, learnt from those that say its words: the others may belong as well."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from trends.topics.steering.membership import find_far_out
from trends.topics.tracking.calibration import Array, calibrate
from trends.topics.tracking.evidence import WORD, Evidence, Levels

Basis = Literal["words and vectors", "words and vectors, few papers", "examples and vectors", "the vector of the query"]

# A title hardly ever names what a paper is not about; an abstract often does, once, and that teaches the classifier little.
_TRUST: Final = np.array([0.0, 0.0, 0.0, 0.05, 0.5, 0.97])
_FEW: Final = 5
_GUESSES: Final = 10
_GUESS_TRUST: Final = 0.5

_NEAREST: Final = 3000
_BACKGROUND: Final = 2000
_MOST_BY_WORD: Final = 3000
_FOLDS: Final = 5
_PENALTY: Final = 1.0


@dataclass(frozen=True)
class Membership:
    """How surely each paper belongs.

    Attributes
    ----------
    probabilities
        float64 (n_papers,), 0 to 1; 0 for a paper far from all that say the words, and for one that is excluded.
    basis
        What the probabilities rest on: words and vectors; the same with fewer than five papers that say the words; examples
        that a person named, where no paper says them; or only the vector of the query's text.
    """

    probabilities: Array
    basis: Basis


def estimate_membership(
    matrix: NDArray[np.float32],
    evidence: Evidence,
    *,
    yes: NDArray[np.bool_],
    no: NDArray[np.bool_],
    name: NDArray[np.float32] | None = None,
) -> Membership:
    """Tell how surely each paper belongs to a subfield.

    A classifier learns to tell the papers that say the words from the others by their vectors; each paper is scored by one
    that has not seen it. What the scores and the words say together is calibrated in `calibrate`. Answers of a person are
    taken as they are, and teach the classifier as much as a paper whose title says the words.

    Parameters
    ----------
    matrix
        float32 (n_papers, n_dims), rows of unit length.
    evidence
        What the words of the papers say.
    yes, no
        bool (n_papers,): papers of which a person said that they belong, or do not.
    name
        float32 (n_dims,), unit length: the vector of the query's text. It stands in where fewer than five papers are known,
        and is all there is where none is; None where the embedder knows no other texts.

    Returns
    -------
    Membership
        All 0 where no paper is known, and none stands apart from the others by its likeness to the name.
    """
    trust = np.where(no | evidence.excluded, 0.0, np.where(yes, 1.0, _TRUST[evidence.levels]))
    basis = _tell_basis(evidence, trust)
    if not trust.any():
        if name is None:
            return Membership(trust, basis)
        trust[_guess(matrix, name, allowed=~no & ~evidence.excluded)] = _GUESS_TRUST
        if not trust.any():
            return Membership(trust, basis)
    pool = _choose_pool(matrix, trust, levels=evidence.levels, answered=yes | no)
    known = yes[pool].astype(np.int8) - no[pool].astype(np.int8)
    few = np.count_nonzero(trust) < _FEW
    scores = _score(matrix[pool], trust[pool], no=no[pool], name=name if few else None)
    probabilities = np.zeros(len(matrix))
    probabilities[pool] = calibrate(scores, evidence.levels[pool], trust=trust[pool], known=known)
    return Membership(np.where(evidence.excluded & ~yes, 0.0, probabilities), basis)


def _tell_basis(evidence: Evidence, trust: Array) -> Basis:
    if not trust.any():
        return "the vector of the query"
    if not evidence.matched.any():
        return "examples and vectors"
    return "words and vectors" if np.count_nonzero(trust) >= _FEW else "words and vectors, few papers"


def _guess(matrix: NDArray[np.float32], name: NDArray[np.float32], *, allowed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the papers nearest to a name, of those that are far more like it than others are."""
    likely = np.flatnonzero(find_far_out(matrix, name=name) & allowed)
    return likely[np.argsort(-(matrix[likely] @ name), kind="stable")[:_GUESSES]]


def _choose_pool(matrix: NDArray[np.float32], trust: Array, *, levels: Levels, answered: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the rows of papers that could belong, and of some from everywhere to tell them from.

    They are all with words of the query (the weakest only where they are few), the nearest to those that say it, and every
    n-th of the rest.
    """
    middle = trust.astype(np.float32) @ matrix
    nearest = np.argsort(-(matrix @ middle), kind="stable")[:_NEAREST]
    spread = np.arange(0, len(matrix), max(1, len(matrix) // _BACKGROUND))
    weakest = WORD if np.count_nonzero(levels == WORD) <= _MOST_BY_WORD else WORD + 1
    said = np.flatnonzero((levels >= weakest) | answered | (trust > 0))
    return np.unique(np.concatenate([nearest, spread, said]))


def _score(matrix: NDArray[np.float32], trust: Array, *, no: NDArray[np.bool_], name: NDArray[np.float32] | None) -> Array:
    """Score each paper by how its vector resembles the trusted ones, with a classifier that has not seen it.

    Both classes weigh the same; a paper that is trusted in part stands in both. The name counts as one trusted paper.
    """
    from sklearn.linear_model import LogisticRegression

    fold = np.empty(len(trust), dtype=np.int64)
    fold[np.argsort(-trust, kind="stable")] = np.arange(len(trust)) % _FOLDS
    scores = np.empty(len(trust))
    for held_out in range(_FOLDS):
        seen = fold != held_out
        some = np.flatnonzero(seen & (trust > 0))
        named = np.empty((0, matrix.shape[1]), dtype=np.float32) if name is None else name[None, :]
        weights = np.concatenate([trust[some], np.ones(len(named))])
        if not weights.size:  # the only trusted paper is the one held out, and may as well teach
            some, weights = np.flatnonzero(trust > 0), trust[trust > 0]
        against = np.where(no[seen], (1 - trust[seen]).sum() / weights.sum(), 1 - trust[seen])
        rows = np.concatenate([matrix[some], named, matrix[seen]])
        sides = np.repeat([1, 0], [len(weights), len(against)])
        balanced = np.concatenate([weights * against.sum() / weights.sum(), against])
        model = LogisticRegression(C=_PENALTY, max_iter=200, tol=1e-3).fit(rows, sides, sample_weight=balanced)
        scores[~seen] = model.decision_function(matrix[~seen])
    return scores
