"""Estimates of many topics drawn together, so that the least certain do not top a list."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_MOST_STEPS: Final = 100
_TOLERANCE: Final = 1e-9


def shrink(slopes: Array, errors: Array) -> Array:
    r"""Return the slope to expect of each topic, given its estimate and how far true slopes lie from 0.

    Parameters
    ----------
    slopes
        Estimates (n_topics,).
    errors
        Their standard errors, above 0.

    Returns
    -------
    float64 (n_topics,), between 0 and the estimate: the less certain, the nearer to 0.

    Notes
    -----
    True slopes are taken as normal around 0 with variance :math:`\tau^2` (see `find_spread`), so that an estimate is
    multiplied with :math:`\tau^2 / (\tau^2 + e^2)` (Efron & Morris 1975, *Journal of the American Statistical Association*
    70, 311-319).
    """
    _, tau = find_spread(slopes, errors**2, mean=0.0)
    shrunk: Array = slopes * tau / (tau + errors**2)
    return shrunk


def find_spread(values: Array, variances: Array, *, mean: float | None = None) -> tuple[float, float]:
    r"""Return the mean and the variance of what estimates estimate, beyond the variances of the estimates.

    Where the mean is not given, one degree of freedom is spent on it.

    Notes
    -----
    The variance solves :math:`\sum (x - m)^2 / (\tau^2 + v) = n`, or n − 1, and is 0 where no positive one does (Paule &
    Mandel 1982, *Journal of Research of the National Bureau of Standards* 87, 377-385).
    """
    goal = len(values) - (mean is None)
    tau, centre = 0.0, 0.0
    for _ in range(_MOST_STEPS):
        precisions = 1 / (tau + variances)
        centre = float((precisions * values).sum() / precisions.sum()) if mean is None else mean
        squares = (values - centre) ** 2 * precisions
        excess = float(squares.sum() - goal)
        if excess <= _TOLERANCE * len(values):
            break
        tau += excess / float((squares * precisions).sum())  # the sum falls and is convex: no step passes the root
    return centre, tau
