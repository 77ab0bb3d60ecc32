"""Strength borrowed: the growth of a small topic, steadied by the growth of the literature around its papers."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

_STEPS: Final = 100
_TOLERANCE: Final = 1e-9


class Borrowed(NamedTuple):
    """Slopes after borrowing.

    Attributes
    ----------
    slope
        float64 (n_topics,), posterior mean.
    error
        float64 (n_topics,), posterior standard deviation.
    weight
        float64 (n_topics,), 0 to 1: how much of the slope is the topic's own.
    """

    slope: NDArray[np.float64]
    error: NDArray[np.float64]
    weight: NDArray[np.float64]


def borrow_strength(slope: NDArray[np.float64], error: NDArray[np.float64], *, guide: NDArray[np.float64]) -> Borrowed:
    r"""Combine each topic's own slope with what its guide lets expect.

    Parameters
    ----------
    slope, error
        (n_topics,), estimate and standard error of each topic's growth; an error of infinity for a topic that has none.
    guide
        (n_topics,), another view of the same growth, such as the mean of the growth field over the topic's papers.

    Returns
    -------
    A slope per topic. Fewer than four topics with an own slope cannot say how well the guide fits: the guide then
    counts for nothing, and slopes stay as they are.

    Notes
    -----
    The model of Fay & Herriot 1979, *Journal of the American Statistical Association* 74, 269-277: the true slope is
    :math:`a + b\,\mathrm{guide}` with variance :math:`\tau^2` around it, the estimate has its own variance around the
    truth. :math:`\tau^2` solves their equation 2.9, weighted squared residuals equal to degrees of freedom, by halving.
    """
    known = np.isfinite(slope) & np.isfinite(error)
    if known.sum() < 4:
        return Borrowed(slope, error, np.ones_like(slope))
    design = np.column_stack([np.ones(len(guide)), guide])
    between = _variance_between(slope[known], error[known], design=design[known])
    line = _line(slope[known], 1 / (between + error[known] ** 2), design=design[known])
    expected = design @ line
    own = np.where(known, between / np.maximum(between + np.where(known, error, 1) ** 2, np.finfo(np.float64).tiny), 0.0)
    combined = expected + own * (np.where(known, slope, 0) - expected * known)
    return Borrowed(combined, np.sqrt(np.where(known, own * np.where(known, error, 0) ** 2, between)), own)


def _variance_between(slope: NDArray[np.float64], error: NDArray[np.float64], *, design: NDArray[np.float64]) -> float:
    """Return the variance of true slopes around the line, 0 where the estimates scatter no more than their errors say."""
    freedom = len(slope) - int(design.shape[1])

    def excess(between: float) -> float:
        weight = 1 / (between + error**2)
        distance = slope - design @ _line(slope, weight, design=design)
        return float(np.sum(weight * distance**2)) - freedom

    if excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, float(((slope - slope.mean()) ** 2).sum())
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
        if high - low <= _TOLERANCE * high:
            break
    return high


def _line(slope: NDArray[np.float64], weight: NDArray[np.float64], *, design: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return intercept and coefficient of the weighted least-squares line."""
    root = np.sqrt(weight)
    line = np.linalg.lstsq(design * root[:, None], slope * root, rcond=None)[0]
    return line.astype(np.float64)
