"""Scores of what was foreseen against what came: rankings of growth, and forecasts of shares."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.stats.counting.grid import DAYS_PER_YEAR

RANKING_SCHEMA: Final = pl.Schema(
    {
        "n_topics": pl.Int64(),
        "spearman": pl.Float64(),
        "precision": pl.Float64(),
        "csi": pl.Float64(),
        "top_ratio": pl.Float64(),
    }
)
FORECAST_SCORES_SCHEMA: Final = pl.Schema(
    {"method": pl.String(), "mase": pl.Float64(), "coverage": pl.Float64(), "n": pl.Int64()}
)

_FAST: Final = 0.08
_FEWEST: Final = 3


def score_ranking(
    seen: NDArray[np.float64], followed: NDArray[np.float64], *, k: int = 15, fast: float = _FAST
) -> dict[str, float | int | None]:
    r"""Score growth seen before a date by the growth that followed.

    Parameters
    ----------
    seen
        (n_topics,), what a method said, log growth per year or anything of its order. For `csi` its scale counts too.
    followed
        (n_topics,), change of the log share per year after the date.
    k
        How many of the first are held to their word; at most a third of the topics are taken.
    fast
        Growth per year, a fraction, from which a topic counts as fast.

    Returns
    -------
    The columns of `RANKING_SCHEMA`. ``spearman`` is the rank correlation; ``precision`` the part of the first k by `seen`
    that are among the first k by `followed`; ``csi`` the critical success index of calling a topic fast, hits / (hits +
    misses + false alarms), 0 to 1; ``top_ratio`` how many times as much as the median topic the first k grew in a year, the
    geometric mean. Null with fewer than three topics, where all are alike, or where no topic is or was called fast.

    Notes
    -----
    Spearman 1904; the critical success index of Donaldson, Dyer & Kraus 1975, which Klavans, Boyack & Murdick 2020,
    *PLoS ONE* 15, e0239177, use at 8 % a year.
    """
    n_topics = len(seen)
    scores: dict[str, float | int | None] = dict.fromkeys(RANKING_SCHEMA) | {"n_topics": n_topics}
    if n_topics < _FEWEST:
        return scores
    k = min(k, max(1, n_topics // 3))
    first = np.argsort(-seen, kind="stable")[:k]
    best = np.argsort(-followed, kind="stable")[:k]
    called, came = seen >= np.log1p(fast), followed >= np.log1p(fast)
    either = np.count_nonzero(called | came)
    scores["spearman"] = rank_correlation(seen, followed)
    scores["precision"] = len(np.intersect1d(first, best)) / k
    scores["csi"] = np.count_nonzero(called & came) / either if either else None
    scores["top_ratio"] = float(np.exp(followed[first].mean() - np.median(followed)))
    return scores


def rank_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float | None:
    """Return Spearman's rank correlation, None where either is constant."""
    from scipy.stats import rankdata

    ranks = np.array([rankdata(one), rankdata(other)])
    return float(np.corrcoef(ranks)[0, 1]) if ranks.std(axis=1).all() else None


def score_forecasts(forecasts: pl.DataFrame, came: pl.DataFrame, *, past: pl.DataFrame) -> pl.DataFrame:
    """Score forecasts of shares by the shares that came.

    Parameters
    ----------
    forecasts
        What `forecast` returned: ``topic, period, share, low, high, method``.
    came
        ``topic, period, share`` of the periods after; those without a share are left out.
    past
        The same of the periods before, which set the scale of the errors.

    Returns
    -------
    Columns of `FORECAST_SCORES_SCHEMA`, a row per method in the order given. ``mase`` is the mean over topics of the mean
    absolute error divided by that of stepping one period ahead naively in the past of all topics of like size, see Notes;
    ``coverage`` the part of the shares that came which lie between ``low`` and ``high``; ``n`` how many.

    Notes
    -----
    Hyndman & Koehler 2006, *International Journal of Forecasting* 22, 679-688. Three periods do not tell the naive error of
    one topic, and one that stood still by chance would rule the mean; errors are scaled by √share, of which the errors of
    counts are a multiple, and the scale is pooled over topics.
    """
    steps = (
        past.drop_nulls("share")
        .sort("topic", "period")
        .with_columns(step=pl.col("share").diff().over("topic").abs(), size=pl.col("share").mean().over("topic").sqrt())
    )
    sizes = steps.group_by("topic").agg(pl.col("size").first()).filter(pl.col("size") > 0)
    scale = steps.filter(pl.col("size") > 0).select((pl.col("step") / pl.col("size")).mean()).item()
    met = forecasts.join(came.select("topic", "period", came="share").drop_nulls(), on=["topic", "period"]).join(
        sizes, on="topic"
    )
    error = (pl.col("share") - pl.col("came")).abs() / pl.col("size")
    inside = pl.col("came").is_between("low", "high")
    scores = met.group_by("method", maintain_order=True).agg(
        mase=error.mean() / (scale or None), coverage=inside.mean(), n=pl.len().cast(pl.Int64)
    )
    return scores.cast(dict(FORECAST_SCORES_SCHEMA))  # type: ignore[arg-type]


def measure_lead(flagged: pl.DataFrame, *, reached: pl.DataFrame) -> pl.DataFrame:
    """Measure how long before a subfield reached each size it was flagged.

    Parameters
    ----------
    flagged
        ``name, date``: the first date on which the subfield was called rising; null where it never was.
    reached
        ``name, size, date``: the date of the paper that brought it to so many; null where it never came.

    Returns
    -------
    ``name, size, lead_years``, sorted as `reached`: positive where it was flagged before, null where either date is.
    """
    joined = reached.join(flagged.rename({"date": "flagged"}), on="name", how="left", maintain_order="left")
    lead = (pl.col("date") - pl.col("flagged")).dt.total_days() / DAYS_PER_YEAR
    return joined.select("name", "size", lead_years=lead)
