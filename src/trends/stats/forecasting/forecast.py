"""Shares of topics in the periods to come, with intervals that know counts, by several methods of which some are plain."""

from typing import Final, Literal, NamedTuple, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Every, Series
from trends.errors import ConfigError, DataError
from trends.stats.counting.years import PER_YEAR

Method = Literal["naive", "drift", "damped", "field"]
METHODS: Final[tuple[Method, ...]] = get_args(Method)

FORECAST_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64(),
        "period": pl.Date(),
        "share": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "method": pl.String(),
    }
)
GUIDE_SCHEMA: Final = pl.Schema({"topic": pl.Int64, "slope": pl.Float64})

_CONFIDENCE: Final = 0.9
_N_DRAWS: Final = 500
_FEWEST: Final = 3
# Nine in ten draws of a normal variable lie so many deviations around its mean; so many steps are enough to know better.
_NORMAL: Final = 1.645
_ENOUGH_STEPS: Final = 40

_OFFSETS: Final[dict[Every, str]] = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}

# What the pooled smoothing may be; finer steps change no forecast by more than its rounding.
_LEVELS: Final = (0.2, 0.4, 0.6, 0.8, 1.0)
_TRENDS: Final = (0.0, 0.1, 0.3, 0.5)
_DAMPINGS: Final = (0.7, 0.8, 0.9)

# Of growth that was seen so much followed a year later on the ACL Anthology (0.3 to 0.6), see experiments/backtest.
_LASTS: Final = 0.5

# Variance of a yearly change that no counting explains; keeps topics of many papers from ruling the choice of smoothing.
_USUAL_CHANGE: Final = 0.05


class _State(NamedTuple):
    """Where the topics stand at the end, as log odds.

    Attributes
    ----------
    level, slope
        (n_topics,), the slope per period.
    errors
        (n_topics, n_periods − 1), what each period brought that the periods before did not foretell.
    gain
        How much of the noise of a period the level takes over.
    """

    level: NDArray[np.float64]
    slope: NDArray[np.float64]
    errors: NDArray[np.float64]
    gain: float


def forecast(
    series: Series,
    *,
    n_periods: int,
    methods: tuple[Method, ...] = ("naive", "drift", "damped"),
    guide: pl.DataFrame | None = None,
    seed: int = 0,
) -> pl.DataFrame:
    r"""Forecast the share of each topic in the periods after the series, with 90 % intervals.

    Parameters
    ----------
    series
        Counts and shares; partial periods and periods without papers are left out.
    n_periods
        How many periods after the last complete one.
    methods
        ``naive``: the last share stays. ``drift``: the log odds go on as from the first to the last period. ``damped``: a
        level and a trend, both smoothed, and the trend fades. ``field``: the level of ``damped``, and the growth of `guide`,
        of which half is left after each year, the first included.
    guide
        Columns of `GUIDE_SCHEMA`, needed by ``field``: ``slope`` is the expected change of the log share per year; a topic
        without a row is taken to stay.
    seed
        Of the simulation.

    Returns
    -------
    Columns of `FORECAST_SCHEMA`, sorted by method as asked, topic and period. ``share`` is a fraction, the median of the
    forecast; nine in ten *observed* shares should lie between ``low`` and ``high``, which hold the noise of counting as
    many papers as the last period has. Empty where the series has fewer than three complete periods.

    Raises
    ------
    ConfigError
        Where a method is unknown, or ``field`` has no guide, or `n_periods` is not positive.
    DataError
        Where the guide breaks its schema.

    Notes
    -----
    Shares are taken as log odds of (count + ½) / (total + 1) (Haldane 1956). ``damped`` is ETS(A, A\ :sub:`d`, N) of Hyndman
    et al. 2008, *Forecasting with Exponential Smoothing*, table 2.1, after Gardner & McKenzie 1985; its three parameters
    are those of least squared one-step errors over all topics together, for the few periods of one topic cannot tell them.
    Each error holds the noise of two counts and a step of the true share; what is left of the mean squared error after
    the counts' part is the variance of a step, pooled over topics. Paths are simulated from both, and cut where nine in ten
    of the past steps lay: a few topics that leap make that variance large, and all intervals too wide (calibrated on the
    past as in Vovk, Gammerman & Shafer 2005, *Algorithmic Learning in a Random World*).
    """
    _check(methods, guide=guide, n_periods=n_periods)
    table = series.measured.sort("topic", "period")
    topics, periods = table["topic"].unique().sort(), table["period"].unique().sort()
    if len(periods) < _FEWEST:
        return pl.DataFrame(schema=FORECAST_SCHEMA)
    totals = table.head(len(periods))["total"].to_numpy().astype(np.float64)
    counts = table["share"].to_numpy().reshape(len(topics), len(periods)) * totals
    odds = np.log(counts + 0.5) - np.log(totals - counts + 0.5)
    noise = 1 / (counts + 0.5) + 1 / (totals - counts + 0.5)
    damped, damping = _smooth(odds, noise=noise)
    random = np.random.default_rng(seed)
    ahead = np.arange(1, n_periods + 1)
    frames = []
    for method in methods:
        state, fades = damped, damping
        if method in ("naive", "drift"):
            state, fades = _walk(odds, drifts=method == "drift"), 1.0
        elif method == "field":
            rates = topics.to_frame().join(guide, on="topic", how="left", maintain_order="left")["slope"].fill_null(0)  # type: ignore[arg-type]
            per_year = PER_YEAR[series.every]
            state, fades = damped._replace(slope=rates.to_numpy() / per_year), _LASTS ** (1 / per_year)
        reach = (fades**ahead).cumsum()
        middle = state.level[:, None] + state.slope[:, None] * reach
        bounds = _simulate(middle, state, noise=noise, total=totals[-1], ahead=ahead, random=random)
        frames.append(_table(topics, _calendar(periods[-1], n_periods=n_periods, every=series.every), middle, bounds, method))
    return pl.concat(frames)


def _check(methods: tuple[Method, ...], *, guide: pl.DataFrame | None, n_periods: int) -> None:
    unknown = [method for method in methods if method not in METHODS]
    if unknown:
        raise ConfigError(f"the method of a forecast is {unknown[0]!r}, it must be one of {METHODS}")
    if n_periods < 1:
        raise ConfigError(f"a forecast of {n_periods} periods is asked for, it must be 1 or more")
    if "field" in methods and guide is None:
        raise ConfigError("the forecast by 'field' needs a guide, give one or leave the method out")
    if guide is not None and guide.schema != GUIDE_SCHEMA:
        raise DataError(f"the guide of a forecast has the columns {dict(guide.schema)}, they must be {dict(GUIDE_SCHEMA)}")


def _walk(odds: NDArray[np.float64], *, drifts: bool) -> _State:
    """Stand at the last value; drift as from the first to the last, or not at all."""
    slope = (odds[:, -1] - odds[:, 0]) / (odds.shape[1] - 1) if drifts else np.zeros(len(odds))
    return _State(odds[:, -1], slope, np.diff(odds, axis=1) - slope[:, None], 1.0)


def _smooth(odds: NDArray[np.float64], *, noise: NDArray[np.float64]) -> tuple[_State, float]:
    """Smooth with the parameters that foretell the next period best over all topics; the state and its damping."""
    weight = 1 / (noise[:, 1:] + _USUAL_CHANGE)
    found = []
    for alpha in _LEVELS:
        for beta in _TRENDS:
            for damping in _DAMPINGS if beta else (1.0,):
                state = smooth(odds, alpha=alpha, beta=beta, damping=damping)
                found.append((float((weight * state.errors**2).sum()), state, damping))
    _, state, damping = min(found, key=lambda one: one[0])
    return state, damping


def smooth(odds: NDArray[np.float64], *, alpha: float, beta: float, damping: float) -> _State:
    """Run the damped trend through the periods, from the first value and no trend.

    Parameters
    ----------
    odds
        (n_topics, n_periods).
    alpha, beta
        Share of an error that goes into the level, and share of that which goes into the trend.
    damping
        What is left of the trend after a period.
    """
    level, slope = odds[:, 0], np.zeros(len(odds))
    errors = np.empty((len(odds), odds.shape[1] - 1))
    for period in range(1, odds.shape[1]):
        expected = level + damping * slope
        errors[:, period - 1] = odds[:, period] - expected
        level = expected + alpha * errors[:, period - 1]
        slope = damping * slope + alpha * beta * errors[:, period - 1]
    return _State(level, slope, errors, alpha / (2 - alpha))


def _simulate(
    middle: NDArray[np.float64],
    state: _State,
    *,
    noise: NDArray[np.float64],
    total: float,
    ahead: NDArray[np.int64],
    random: np.random.Generator,
) -> NDArray[np.float64]:
    """Draw paths and count papers on them; the bounds, (2, n_topics, n_ahead)."""
    counted = noise[:, 1:] + state.gain * noise[:, :-1]
    step = max(0.0, float((state.errors**2 - counted).mean()))
    spread = np.sqrt(state.gain * noise[:, -1, None] + step * ahead)
    tails = _tails(state.errors / np.sqrt(counted + step))
    bounds = np.empty((2, *middle.shape))
    for topic in range(len(middle)):
        odds = middle[topic] + spread[topic] * random.standard_normal((_N_DRAWS, middle.shape[1]))
        drawn = random.binomial(int(total), 1 / (1 + np.exp(-odds))) / total
        bounds[:, topic] = np.quantile(drawn, tails, axis=0)
    return bounds


def _tails(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the two quantiles between which nine in ten of the past steps lay, given in units of what was expected of them."""
    from scipy.special import ndtr

    reach = float(np.quantile(np.abs(steps), _CONFIDENCE)) if steps.size >= _ENOUGH_STEPS else _NORMAL
    tails: NDArray[np.float64] = ndtr(np.array([-reach, reach]))
    return tails


def _calendar(last: object, *, n_periods: int, every: Every) -> pl.Series:
    """Return the first days of the periods after the last."""
    steps = [pl.lit(last).cast(pl.Date).dt.offset_by(f"{step}{_OFFSETS[every][1:]}") for step in range(1, n_periods + 1)]
    return pl.select(pl.concat_list(steps).explode()).to_series()


def _table(
    topics: pl.Series, periods: pl.Series, middle: NDArray[np.float64], bounds: NDArray[np.float64], method: Method
) -> pl.DataFrame:
    shares = 1 / (1 + np.exp(-middle))
    return pl.DataFrame(
        {
            "topic": topics.gather(np.repeat(np.arange(len(topics)), len(periods))),
            "period": periods.gather(np.tile(np.arange(len(periods)), len(topics))),
            "share": shares.ravel(),
            "low": np.minimum(bounds[0], shares).ravel(),
            "high": np.maximum(bounds[1], shares).ravel(),
            "method": [method] * shares.size,
        },
        schema=FORECAST_SCHEMA,
    )
