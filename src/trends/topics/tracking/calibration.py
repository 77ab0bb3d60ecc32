"""Scores and words to probabilities, and probabilities to a threshold."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from trends.topics.tracking.evidence import LEVELS, ONCE, TITLE, Levels

Array = NDArray[np.float64]

# How often members are taken to stand at each level before any is seen, and how many papers that guess is worth: where only
# five papers say the phrase, a subfield of hundreds that never say it is not believed.
_EXPECTED: Final = np.array([0.05, 0.05, 0.05, 0.35, 0.2, 0.3])
_WORTH: Final = 100.0
_FEW: Final = 5
_SLIPS: Final = 1e-3

_STEEPEST: Final = 8.0
_MOST_ROUNDS: Final = 300
_TOLERANCE: Final = 1e-6


def calibrate(scores: Array, levels: Levels, *, trust: Array, known: NDArray[np.int8]) -> Array:
    r"""Turn what two witnesses say, the vectors and the words, into the probability that a paper belongs.

    Parameters
    ----------
    scores
        Cross-fitted scores of the vectors (n_papers,), higher for papers that belong; any scale.
    levels
        How plainly the words say it, positions in `LEVELS`.
    trust
        How sure a paper belongs by its words alone, 0 to 1; at least one above 0.
    known
        int8 (n_papers,): 1 for a paper that a person said yes to, −1 for no, else 0.

    Returns
    -------
    float64 (n_papers,), 0 to 1.

    Notes
    -----
    Papers that do not say the words are unlabelled, not negative (Elkan & Noto 2008, "Learning classifiers from only positive
    and unlabeled data"). So membership is a latent class, words and vectors are independent given it, and the frequencies of
    the levels in both classes and the size of the class come from expectation maximisation (Dawid & Skene 1979, *Applied
    Statistics* 28, 20-28). The scores, scaled to the papers that do not say it, are taken as normal with variance 1 in both
    classes, a distance d apart, which is how linear discriminants are read: the log odds are :math:`d z - d^2 / 2`
    (McLachlan 1992, *Discriminant Analysis and Statistical Pattern Recognition*, section 3.1). d is the mean score of the
    papers that say it, and not fitted: with five of them a fitted slope takes in whatever lies near.
    """
    silent = trust == 0
    z = (scores - scores[silent].mean()) / max(float(scores[silent].std()), _TOLERANCE) if silent.any() else scores
    distance = float(np.clip((z * trust).sum() / trust.sum(), 0.0, _STEEPEST))
    slopes = distance * (z - distance / 2)
    levels = levels if (levels >= ONCE).any() else np.zeros_like(levels)
    sure = _surest(levels)
    members, others = _EXPECTED, _frequencies(levels, weights=np.ones(len(levels)))
    size, chances = float(trust.sum() / len(trust)), trust
    for _ in range(_MOST_ROUNDS):
        others = np.where(sure, np.minimum(others, _SLIPS / len(LEVELS)), others)
        ratio = np.log(members / others) if sure.any() else np.zeros(len(LEVELS))
        odds = np.log(size / (1 - size)) + slopes + ratio[levels]
        before, chances = chances, _overrule(1 / (1 + np.exp(-np.clip(odds, -500, 500))), known=known)
        members = (_WORTH * _EXPECTED + np.bincount(levels, chances, len(LEVELS))) / (_WORTH + chances.sum())
        others = _frequencies(levels, weights=1 - chances)
        size = float((chances.sum() + 1) / (len(chances) + 2))
        if np.abs(chances - before).max() < _TOLERANCE:
            break
    return chances


def choose_threshold(probabilities: Array) -> float:
    """Choose the probability from which papers count so that the expected F1 is highest.

    Returns
    -------
    A probability; 0.5 where none is above 0.

    Notes
    -----
    The threshold is half of the highest expected F1 (Lipton, Elkan & Naryanaswamy 2014, "Optimal thresholding of classifiers
    to maximize F1 measure", theorem 1); the expectation of the ratio is taken as the ratio of expectations.
    """
    ranked = np.sort(probabilities)[::-1]
    if not ranked.size or ranked[0] <= 0:
        return 0.5
    return float((ranked.cumsum() / (np.arange(1, len(ranked) + 1) + ranked.sum())).max())


def expected_f1(probabilities: Array, *, threshold: float) -> float:
    """Return the F1 to expect of the papers from a threshold on, were the probabilities right; 0 where there are none."""
    taken = probabilities[probabilities >= threshold]
    return float(2 * taken.sum() / max(len(taken) + probabilities.sum(), _TOLERANCE))


def _surest(levels: Levels) -> NDArray[np.bool_]:
    """Mark the plainest levels that together have five papers, or all that say the phrase: others hardly ever stand there."""
    n_papers = np.bincount(levels, minlength=len(LEVELS))
    from_here = n_papers[::-1].cumsum()[::-1]
    begin = next((level for level in range(TITLE, ONCE, -1) if from_here[level] >= _FEW), ONCE)
    return (np.arange(len(LEVELS)) >= begin) & bool(from_here[ONCE])


def _frequencies(levels: Levels, *, weights: Array) -> Array:
    counts = np.bincount(levels, weights, len(LEVELS)) + _SLIPS
    frequencies: Array = counts / counts.sum()
    return frequencies


def _overrule(chances: Array, *, known: NDArray[np.int8]) -> Array:
    return np.where(known == 0, chances, known > 0)
