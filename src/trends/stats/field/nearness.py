"""How much of a paper belongs to each topic, by nearness: a paper between two topics counts in both."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_BLOCK: Final = 20_000
_SAMPLE: Final = 5_000
_STEPS: Final = 30
_COLDEST, _WARMEST = 1e-3, 1.0


def share_papers(matrix: NDArray[np.float32], centroids: NDArray[np.float32], *, temperature: float) -> NDArray[np.float32]:
    """Share papers out among topics.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    centroids
        (n_topics, n_dims), rows of unit length, at least one.
    temperature
        Difference of cosines at which one topic gets e times as much as another; 0 gives all to the nearest.

    Returns
    -------
    float32 (n_papers, n_topics), rows sum to 1.

    Notes
    -----
    Responsibilities of a mixture of von Mises-Fisher distributions of equal weight and concentration 1 / temperature
    (Banerjee et al. 2005, *Journal of Machine Learning Research* 6, 1345-1382).
    """
    shares = np.empty((len(matrix), len(centroids)), dtype=np.float32)
    for start in range(0, len(matrix), _BLOCK):
        likeness = matrix[start : start + _BLOCK] @ centroids.T
        behind = likeness - likeness.max(axis=1, keepdims=True)
        part = np.exp(behind / temperature) if temperature else (behind == 0).astype(np.float32)
        shares[start : start + _BLOCK] = part / part.sum(axis=1, keepdims=True)
    return shares


def choose_temperature(matrix: NDArray[np.float32], centroids: NDArray[np.float32], *, n_topics_each: float) -> float:
    """Choose the temperature at which half of the papers spread over so many topics or more.

    Parameters
    ----------
    matrix, centroids
        As for `share_papers`.
    n_topics_each
        The exponential of the entropy of a paper's shares: 1 for one topic, 2 for two halves; above 1 and below the number
        of topics.
    """
    sample = matrix[:: len(matrix) // _SAMPLE + 1]
    low, high = _COLDEST, _WARMEST
    for _ in range(_STEPS):
        middle = float(np.sqrt(low * high))
        shares = share_papers(sample, centroids, temperature=middle).astype(np.float64)
        entropy = -(shares * np.log(np.maximum(shares, np.finfo(np.float64).tiny))).sum(axis=1)
        low, high = (middle, high) if np.median(np.exp(entropy)) < n_topics_each else (low, middle)
    return float(np.sqrt(low * high))
