"""The words of topics over time as a run keeps them: under ids of topics and days of periods."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import OUTLIER, Topics
from trends.topics.dynamics.terms import DYNAMIC_SCHEMA, count_cells, terms_over_time
from trends.topics.dynamics.vocabulary import CHANGES_SCHEMA, vocabulary_changes
from trends.topics.names.phrases import PhraseCounts

WORD_TABLES: Final = ("terms_over_time", "vocabulary", "vocabulary_over_time")

TERMS_OVER_TIME_SCHEMA: Final = pl.Schema({**DYNAMIC_SCHEMA, "period": pl.Date()})
USES_SCHEMA: Final = pl.Schema(
    {"topic": pl.Int64(), "term": pl.String(), "period": pl.Date(), "n_papers": pl.Int64(), "share": pl.Float64()}
)


def tell_words(
    counts: PhraseCounts, *, topics: Topics, period: NDArray[np.int64], days: pl.Series, n_complete: int
) -> dict[str, pl.DataFrame]:
    """Work out each of `WORD_TABLES`, by name.

    Parameters
    ----------
    counts
        Phrases of all papers.
    topics
        Topics of the same papers.
    period
        int64 (n_papers,), position in `days` per paper, −1 for one that is not counted.
    days
        First day of each period, in order.
    n_complete
        So many periods from the first on are over; in the others no change is sought.

    Returns
    -------
    dict
        ``terms_over_time``: the best five terms of each topic in each period, see `terms_over_time`, ``period`` as its first
        day. ``vocabulary``: what entered and what left, see `vocabulary_changes`. ``vocabulary_over_time``: for each row of
        ``vocabulary`` and each complete period how many papers of the topic use the term, ``n_papers``, and their ``share`` of
        the topic's papers in the period, a fraction, null where it has none; sorted as ``vocabulary``, then by period.
    """
    ids, topic = topics.table["topic"], _positions(topics)
    complete = np.where(period < n_complete, period, -1)
    changes, uses = pl.DataFrame(schema=CHANGES_SCHEMA), pl.DataFrame(schema=USES_SCHEMA)
    if n_complete > 1:
        changes = vocabulary_changes(counts, topic=topic, period=complete, n_periods=n_complete)
    if changes.height:
        uses = _follow(changes, counts=counts, topic=topic, period=complete, days=days.head(n_complete))
    return {
        "terms_over_time": list_terms(counts, topics=topics, period=period, days=days),
        "vocabulary": changes.with_columns(ids.gather(changes["topic"])),
        "vocabulary_over_time": uses.with_columns(ids.gather(uses["topic"])),
    }


def list_terms(
    counts: PhraseCounts, *, topics: Topics, period: NDArray[np.int64], days: pl.Series, n_terms: int = 5
) -> pl.DataFrame:
    """Rank the terms of each topic in each period, see `terms_over_time`, under ids of topics and first days of periods."""
    found = terms_over_time(counts, topic=_positions(topics), period=period, n_terms=n_terms)
    return found.with_columns(topics.table["topic"].gather(found["topic"]), days.gather(found["period"]).alias("period"))


def _positions(topics: Topics) -> NDArray[np.int64]:
    """Return the position of the topic of each paper in the table of topics, `OUTLIER` for none."""
    place = {topic: position for position, topic in enumerate(topics.table["topic"])}
    return np.array([place.get(topic, OUTLIER) for topic in topics.members["topic"]], dtype=np.int64)


def _follow(
    changes: pl.DataFrame, *, counts: PhraseCounts, topic: NDArray[np.int64], period: NDArray[np.int64], days: pl.Series
) -> pl.DataFrame:
    """Count in each period the papers of a topic that use a term that it took up or gave up."""
    cells, used = count_cells(counts, topic=topic, period=period)
    column = {term: place for place, term in enumerate(counts.surface)}
    columns = changes["term"].replace_strict(column, return_dtype=pl.Int64)
    calendar = pl.DataFrame({"period": range(len(days)), "day": days}, schema_overrides={"period": pl.Int64})
    grid = changes.select("topic", "term", column=columns).join(calendar, how="cross", maintain_order="left")
    placed = grid.join(cells, on=["topic", "period"], how="left", maintain_order="left")
    known = placed.drop_nulls("cell")
    n_papers = np.zeros(placed.height, dtype=np.int64)
    n_papers[placed["cell"].is_not_null().to_numpy()] = np.asarray(used[list(known["cell"]), list(known["column"])]).ravel()
    share = pl.Series(n_papers) / placed["n_cell"]
    return placed.with_columns(period="day", n_papers=n_papers, share=share).select(list(USES_SCHEMA))
