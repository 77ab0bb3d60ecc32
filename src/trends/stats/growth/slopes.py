"""Slopes of log shares, with errors that know overdispersion and drift: what every table of growth rests on."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trends.stats.counting.intervals import CONFIDENCE
from trends.stats.growth.drift import inflate
from trends.stats.growth.negbin import Fit

Array = NDArray[np.float64]

_LEAST_FREEDOM: Final = 3.0

# e to this power is still a float; a burst inside a few days can grow faster than that per year and is cut there.
_LARGEST_LOG: Final = 700.0


class Slopes(NamedTuple):
    """Slopes of the log share per year with their errors, what stands behind these, and p-values, an entry per fitted topic."""

    slope: Array
    error: Array
    freedom: Array
    inflation: Array
    p: Array


def read_slopes(fit: Fit, freedoms: Array, *, design: Array) -> Slopes:
    """Widen the errors of the slopes for drift, which also leaves fewer periods to judge them by; ``p`` is that of no slope."""
    from scipy.special import stdtr

    inflation = inflate(fit, design=design)
    freedom = np.maximum(_LEAST_FREEDOM, freedoms / inflation)
    slope, error = fit.state.effects[:, 0], fit.errors[:, 0] * np.sqrt(inflation)
    return Slopes(slope, error, freedom, inflation, p=2 * stdtr(freedom, -np.abs(slope / error)))


def bound(slopes: Slopes, *, name: str) -> dict[str, Array]:
    """Return growth per year and its 95 % bounds: `name`, and the same with ``_low`` and ``_high``."""
    from scipy.special import stdtrit

    margin = stdtrit(slopes.freedom, (1 + CONFIDENCE) / 2) * slopes.error
    return {
        name: per_year(slopes.slope),
        f"{name}_low": per_year(slopes.slope - margin),
        f"{name}_high": per_year(slopes.slope + margin),
    }


def per_year(slope: Array) -> Array:
    """Turn slopes of the log share into growth per year, fractions."""
    growth: Array = np.expm1(np.minimum(slope, _LARGEST_LOG))
    return growth
