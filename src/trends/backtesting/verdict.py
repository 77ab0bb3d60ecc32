"""The verdict of a backtest in sentences, the answer first."""

from collections.abc import Sequence
from datetime import date
from math import sqrt
from typing import Final, NamedTuple

import polars as pl

from trends.backtesting.settings import BacktestSettings
from trends.data.calendar import period_name
from trends.data.phrases import correlation, counted, listing
from trends.embed import Embedder

_OURS: Final = "borrowed"
_PLAIN: Final = "naive"
_FORECAST: Final = "field"
_HELD: Final = (0.85, 0.95)
_WORDS: Final = ((0.5, "most"), (0.3, "part"), (-1.0, "a little"))
_TRAINED: Final = {"all-MiniLM-L6-v2": 2021}


class _Mean(NamedTuple):
    """Scores of a method, each the mean over the origins that have it."""

    spearman: float
    precision: float
    chance: float
    csi: float
    top_ratio: float
    ceiling: float


def judge(
    scores: pl.DataFrame, errors: pl.DataFrame, *, leads: pl.DataFrame, settings: BacktestSettings, embed: Embedder
) -> list[str]:
    """Say in sentences what a backtest found.

    Parameters
    ----------
    scores
        Of `score_origins`.
    errors
        Columns of `ERRORS_SCHEMA`.
    leads
        Of `find_leads`.
    settings
        What was held against what.
    embed
        The encoder, whose training is the one leak.
    """
    asked = f"Asked at the start of {_listing(scores['origin'].unique().sort().to_list(), settings=settings)}"
    told = scores.drop_nulls("spearman")
    if told.is_empty():
        return [f"{asked}, there were too few topics to say whether it would have seen which grow next."]
    ahead = _span(settings.horizon, settings.every)
    answer = (
        f"{asked}, from earlier papers alone, it would have seen {_how_much(told)} of which topics grew in the {ahead} after."
    )
    return [answer, *_tell_ranking(told, settings=settings), *_tell_forecasts(errors), *_tell_leads(leads), _tell_leak(embed)]


def _how_much(scores: pl.DataFrame) -> str:
    """Say how much of the order was seen; what chance would reach once in forty times is nothing."""
    n_topics = scores.filter(method=_OURS)["n_topics"].to_list()
    chance = sqrt(sum(1 / (n - 1) for n in n_topics)) / len(n_topics)
    rank = _mean(scores, _OURS).spearman
    return "no more than chance shows" if rank < 2 * chance else next(word for least, word in _WORDS if rank >= least)


def _tell_ranking(scores: pl.DataFrame, *, settings: BacktestSettings) -> list[str]:
    ours, plain = _mean(scores, _OURS), _mean(scores, _PLAIN)
    single = scores.filter(method=_OURS)["spearman"]
    lowest, highest = correlation(single.min()), correlation(single.max())  # type: ignore[arg-type]
    pairs = scores.filter(method=_OURS).join(scores.filter(method=_PLAIN), on="origin", suffix="_plain")
    n_better = pairs.filter(pl.col("spearman") > pl.col("spearman_plain")).height
    before = f"growth over the last {_span(settings.recent, settings.every)} taken as it is"
    return [
        f"Rank correlation of growth foreseen and growth that came: {correlation(ours.spearman)} on average "
        f"({lowest} to {highest}), {correlation(plain.spearman)} for {before}, which did worse at {n_better} of "
        f"{pairs.height} origins; what came is itself so noisy that perfect foresight would reach about {ours.ceiling:.2f}.",
        f"Of the topics that it put first {ours.precision:.0%} were among those that grew most ({plain.precision:.0%} for "
        f"{before}, {ours.chance:.0%} by lot); they grew {ours.top_ratio:.2f} times as much in a year as the median topic.",
        f"Of the topics that it expected to grow by 8% a year or that did so, {ours.csi:.0%} are both "
        f"({plain.csi:.0%} for {before}).",
    ]


def _tell_forecasts(errors: pl.DataFrame) -> list[str]:
    means = errors.drop_nulls("mase").group_by("method").agg(pl.col("mase").mean(), pl.col("coverage").mean())
    known = {method: (mase, coverage) for method, mase, coverage in means.iter_rows()}
    if _FORECAST not in known:
        return []
    (ours, coverage), (plain, _) = known[_FORECAST], known[_PLAIN]
    low, high = _HELD
    held = "too narrow" if coverage < low else "wider than they need be" if coverage > high else "as wide as they should be"
    return [
        f"Shares were missed by {ours:.2f} of a usual step from one period to the next, {plain:.2f} where the last share is "
        f"expected to stay; {coverage:.0%} of those that came lie in the 90% intervals, which are {held}."
    ]


def _tell_leads(leads: pl.DataFrame) -> list[str]:
    rising, ever = leads.filter(trend="rising"), leads.drop_nulls("called")
    before = rising.drop_nulls("called")
    if leads.is_empty():
        return ["No topic of the run rises today or was ever called rising."]
    early = ""
    if before.height:
        years, part = before.select(pl.col("lead_years").median(), (pl.col("share_called") / pl.col("share_last")).median()).row(
            0
        )
        early = f", in the median {years:.1f} years ago and at {part:.2f} of their present share"
    still = ever.filter(trend="rising")
    return [
        f"Of the topics that rise today, {before.height} of {rising.height} would have been called rising at the end of an "
        f"earlier period{early}; of those that ever were called so, {still.height} of {ever.height} rise today. The topics "
        "themselves are known from hindsight here."
    ]


def _tell_leak(embed: Embedder) -> str:
    if embed.kind == "lsa":
        return "The vectors were fitted on all papers, later ones included: take all this as more than could have been known."
    if embed.kind == "hashing":
        return "Nothing of later papers was known."
    model = getattr(embed, "model", None)
    when = f"was trained in {_TRAINED[model]}" if model in _TRAINED else "was trained nobody here knows when"
    name = f"the encoder {model}" if model else "the encoder"
    return f"One leak remains: {name} {when}, on texts that may be younger than the origins."


def _mean(scores: pl.DataFrame, method: str) -> _Mean:
    means = scores.filter(method=method).select(pl.col(_Mean._fields).mean().fill_null(0.0)).row(0)
    return _Mean(*means)


def _listing(origins: Sequence[date], *, settings: BacktestSettings) -> str:
    names = [period_name(origin, settings.every) for origin in origins]
    return listing(names, at_most=12)


def _span(n: int, every: str) -> str:
    return every if n == 1 else counted(n, every)
