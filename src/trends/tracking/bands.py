"""Members to series and growth, with the line drawn where it should be, lower and higher."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import OUTLIER, Corpus, Series, Topics
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.stats import Plan, count_as_planned, estimate_growth
from trends.stats.events.onset import find_onsets

_LOOSE: Final = 0.3
_STRICT: Final = 0.7


def lay_thresholds(chosen: float) -> tuple[float, float, float]:
    """Return a loose, the chosen and a strict threshold: 0.3 and 0.7, moved on where the chosen one is near or beyond them."""
    return min(_LOOSE, 2 / 3 * chosen), chosen, max(_STRICT, 1 - 2 / 3 * (1 - chosen))


def count_bands(
    corpus: Corpus, probabilities: NDArray[np.float64], *, thresholds: Sequence[float], plan: Plan
) -> dict[float, Series]:
    """Count the members at each threshold as the run counts its topics."""
    members = {threshold: _as_topic(corpus, probabilities >= threshold) for threshold in thresholds}
    bands = {threshold: count_as_planned(topic, corpus, plan=plan).series for threshold, topic in members.items()}
    return {threshold: series for threshold, series in bands.items() if series is not None}


def _as_topic(corpus: Corpus, member: NDArray[np.bool_]) -> Topics:
    """Return the topic 0 of these papers, all others in none."""
    table = {
        "topic": [0],
        "label": ["members"],
        "n_papers": [int(member.sum())],
        "n_found": None,
        "n_runs": None,
        "stability": None,
    }
    reason = pl.Series("reason", ["another subfield"]).gather(np.zeros(len(member), dtype=np.int64)).set(pl.Series(member), None)
    members = {"id": corpus.ids, "topic": np.where(member, 0, OUTLIER), "similarity": None, "reason": reason}
    return Topics(
        table=pl.DataFrame(table, schema=TOPICS_SCHEMA),
        terms=pl.DataFrame(schema=TERMS_SCHEMA),
        members=pl.DataFrame(members, schema=MEMBERS_SCHEMA),
        centroids=np.zeros((1, 1), dtype=np.float32),
        model="track",
    )


def tell_growth(bands: dict[float, Series]) -> pl.DataFrame:
    """Estimate growth and onset at each threshold: a row each, ``threshold`` and the columns of both but ``topic``."""
    rows = []
    for threshold, series in bands.items():
        told = estimate_growth(series).join(find_onsets(series), on="topic", how="left", suffix="_onset")
        rows.append(told.select(pl.lit(threshold).alias("threshold"), pl.exclude("topic")))
    return pl.concat(rows) if rows else pl.DataFrame(schema={"threshold": pl.Float64})
