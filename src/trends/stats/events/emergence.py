"""How much a topic looks like an emerging one, with every part of the score shown."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import OUTLIER, Corpus, Series
from trends.stats.events.curves import Curves, Matrix, read_curves
from trends.stats.events.smoothing import smooth

EMERGENCE_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64,
        "score": pl.Float64,
        "novelty": pl.Float64,
        "sure_growth": pl.Float64,
        "coherence": pl.Float64,
        "persistence": pl.Float64,
        "spread_authors": pl.Float64,
        "spread_venues": pl.Float64,
    }
)

PARTS: Final = ("novelty", "sure_growth", "coherence", "persistence", "spread_authors", "spread_venues")

_BASE: Final = 1 / 3
_RECENT: Final = 1 / 2


def score_emergence(
    series: Series,
    growth: pl.DataFrame,
    *,
    members: pl.DataFrame,
    corpus: Corpus,
    coherence: pl.DataFrame | None = None,
) -> pl.DataFrame:
    r"""Score how much each topic looks like an emerging one; each part lies between 0 and 1 and stands in the table.

    Parameters
    ----------
    series
        Counts and totals.
    growth
        Table with ``topic`` and ``growth_low``, the lower bound of growth, a fraction per year.
    members
        A row per paper: ``id``, ``topic`` and ``similarity`` to its centroid.
    corpus
        The papers, with their authors and venues.
    coherence
        Table of ``topic`` and ``coherence``, such as normalised pointwise mutual information; None takes the mean
        similarity of a topic's papers to its centroid.

    Returns
    -------
    pl.DataFrame
        Columns of `EMERGENCE_SCHEMA`, a row per topic, sorted by score falling, nulls last, ties by topic. ``score`` is the
        geometric mean of the parts that are known, so that a topic without growth scores 0; null where novelty or growth is
        not known. A part is null where the data do not hold it. Highly cited papers, one of the attributes of emergence,
        are in no part.

    Notes
    -----
    The attributes are those of Rotolo, Hicks & Martin (2015), *Research Policy* 44, 1827-1843: radical novelty, fast growth,
    coherence, and, for prominent impact, persistence and spread, as in Carley, Newman, Porter & Garner (2018),
    *Scientometrics* 115, 35-49.

    - ``novelty``: :math:`1 - p_0 / p_{max}`, the share in the first third of the periods over the highest smoothed share
      (Carley et al.: little in the base period), not below 0.
    - ``sure_growth``: :math:`g / (1 + g)` with the lower bound g of growth, not below 0: the part of next year's share that this
      year has not, and 1/2 where the share doubles.
    - ``coherence``: as given, not below 0.
    - ``persistence``: :math:`e^H / n`, with the entropy H of the shares over the n periods of the last half: their number if all
      were equal (Hill 1973, *Ecology* 54, 427-432). 1 where the topic is always there, 1/n where it was there once.
    - ``spread_authors``, ``spread_venues``: different authors (venues) of the topic's papers, over those that as many papers
      drawn from the corpus have on average (rarefaction: Hurlbert 1971, *Ecology* 52, 577-586), not above 1. One group
      that writes everything scores near 0. Papers without authors (venue) are left out; null below two papers.
    """
    curves = read_curves(series)
    papers = corpus.table.select("id", "authors", "venue").join(members, on="id", how="left", maintain_order="left")
    grown = growth.select("topic", sure_growth=pl.col("growth_low").clip(lower_bound=0) / (1 + pl.col("growth_low").clip(0)))
    if coherence is None:
        coherence = members.group_by("topic").agg(pl.col("similarity").mean().alias("coherence"))
    held = coherence.select("topic", pl.col("coherence").clip(0, 1))
    table = _follow(curves)
    for other in (grown, held, _spread(papers, "authors"), _spread(papers, "venue").rename({"spread_venue": "spread_venues"})):
        table = table.join(other, on="topic", how="left", maintain_order="left")
    logs = [pl.col(part).log() for part in PARTS]
    known = pl.col("novelty").is_not_null() & pl.col("sure_growth").is_not_null()
    score = pl.when(known).then(pl.mean_horizontal(logs).exp())
    return (
        table.with_columns(score=score)
        .select(EMERGENCE_SCHEMA.names())
        .sort("score", "topic", descending=[True, False], nulls_last=True)
    )


def _follow(curves: Curves) -> pl.DataFrame:
    """Return what the curves alone tell: novelty and persistence, null for a topic without papers."""
    n_periods = len(curves.periods)
    written = curves.counts.any(axis=1)
    base = slice(0, max(1, int(_BASE * n_periods)))
    first, chances = curves.counts[:, base].sum(axis=1), curves.exposures[:, base].sum(axis=1)
    peak = smooth(curves).max(axis=1, initial=0)
    novelty = 1 - np.divide(first, chances * peak, out=np.ones_like(peak), where=peak > 0)
    persistence = _even(curves.counts[:, n_periods // 2 :] / curves.exposures[:, n_periods // 2 :])
    return pl.DataFrame(
        {
            "topic": curves.topics,
            "novelty": pl.Series(np.where(written, np.maximum(0, novelty), np.nan)).fill_nan(None),
            "persistence": pl.Series(np.where(written, persistence, np.nan)).fill_nan(None),
        }
    )


def _even(shares: Matrix) -> Matrix:
    """Return the effective number of periods over their number, 0 where all are empty."""
    from scipy.special import entr

    whole = shares.sum(axis=1, keepdims=True)
    parts = np.divide(shares, whole, out=np.zeros_like(shares), where=whole > 0)
    even: Matrix = np.where(whole[:, 0] > 0, np.exp(entr(parts).sum(axis=1)) / max(1, shares.shape[1]), 0)
    return even


def _spread(papers: pl.DataFrame, column: str) -> pl.DataFrame:
    """Hold the different names of each topic's papers against those of as many papers of the corpus."""
    uses = papers.select("id", "topic", name=column)
    uses = (uses.explode("name") if column == "authors" else uses).drop_nulls("name").unique()
    n_papers = uses["id"].n_unique()
    tally = uses.group_by("name").len(name="n_papers").group_by("n_papers").len(name="n_names").sort("n_papers")
    found = (
        uses.filter(pl.col("topic") != OUTLIER)
        .group_by("topic")
        .agg(pl.col("name").n_unique().alias("n_names"), pl.col("id").n_unique().alias("n_papers"))
        .filter(pl.col("n_papers") > 1)
    )
    expected = _expect_names(tally, drawn=found["n_papers"].to_numpy(), n_papers=n_papers)
    return found.select("topic", (pl.col("n_names") / pl.Series(expected, dtype=pl.Float64)).clip(0, 1).alias(f"spread_{column}"))


def _expect_names(tally: pl.DataFrame, *, drawn: NDArray[np.int64], n_papers: int) -> Matrix:
    """Return how many different names as many drawn papers have on average, from how many papers each name has."""
    missing = 1 - tally["n_papers"].to_numpy() / max(1, n_papers)
    expected: Matrix = (1 - missing ** drawn[:, None]) @ tally["n_names"].to_numpy().astype(np.float64)
    return expected
