"""The swing of a year, as columns of a regression."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from trends.data import Every

# Harmonics a year: two waves tell a conference season from a summer; quarters have room for one and a half.
_WAVES: Final[dict[Every, int]] = {"day": 2, "week": 2, "month": 2, "quarter": 1}
_LEAST_YEARS: Final = 2
_LEAST_PERIODS: Final = 24


def swing(years: NDArray[np.float64], *, every: Every) -> NDArray[np.float64]:
    """Return waves that come back every year, for periods that begin at these times in years.

    Returns
    -------
    float64 (n_periods, n_columns): cosine and sine of one and of two waves a year, of one wave for quarters. There are no
    columns for years, below 24 periods and below two years, where a season cannot be told from a trend.

    Notes
    -----
    Harmonic regression: Harvey (1989), *Forecasting, Structural Time Series Models and the Kalman Filter*, section 2.3.4.
    """
    n_waves = _WAVES.get(every, 0)
    if len(years) < _LEAST_PERIODS or years[-1] - years[0] < _LEAST_YEARS * (1 - 1 / len(years)):
        n_waves = 0
    phases = 2 * np.pi * np.outer(years, np.arange(1, n_waves + 1))
    return np.concatenate([np.cos(phases), np.sin(phases)], axis=1)
