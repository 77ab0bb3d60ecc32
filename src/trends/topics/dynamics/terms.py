"""Terms of topics over time: counted for all topics and periods in one sparse product."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from trends.data import OUTLIER
from trends.topics.dynamics.nesting import without_nested
from trends.topics.names.phrases import PhraseCounts

DYNAMIC_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64,
        "period": pl.Int64,
        "rank": pl.Int64,
        "term": pl.String,
        "weight": pl.Float64,
        "n_papers": pl.Int64,
    }
)


_N_CANDIDATES: Final = 5


def terms_over_time(
    counts: PhraseCounts,
    *,
    topic: NDArray[np.int64],
    period: NDArray[np.int64],
    n_terms: int = 5,
    min_papers: int = 2,
) -> pl.DataFrame:
    """Rank the phrases of each topic in each period.

    Parameters
    ----------
    counts
        Phrases of all papers.
    topic
        int64 (n_papers,), topic 0 … n − 1 per paper or `OUTLIER`.
    period
        int64 (n_papers,), period 0 … n − 1 per paper, −1 for one without a date.
    n_terms
        At most so many terms per topic and period; one that stands inside another counts once (see `without_nested`).
    min_papers
        Fewest papers of the topic in the period that use a term.

    Returns
    -------
    pl.DataFrame
        Columns of `DYNAMIC_SCHEMA`, sorted by topic, period and ``rank`` (0 is best): ``weight`` (> 0, comparable over all
        rows) and ``n_papers``, how many of the topic in the period use the term. A topic has no row for a period in which
        no phrase is used by enough of its papers.

    Notes
    -----
    Class-based tf-idf (Grootendorst 2022, "BERTopic", equation 1) on papers instead of occurrences: the share of the papers
    of the topic and period that use the phrase × log(1 + mean number of papers of a topic / papers of topics that use it).
    """
    cells, used = count_cells(counts, topic=topic, period=period)
    in_topics = topic != OUTLIER
    everywhere = np.asarray(counts.matrix[in_topics].sum(axis=0)).ravel()
    mean_size = in_topics.sum() / max(len(np.unique(topic[in_topics])), 1)
    rarity = np.log1p(mean_size / np.maximum(everywhere, 1))
    cell = np.repeat(np.arange(cells.height), np.diff(used.indptr))
    often = used.data >= min_papers
    cell, column, n_papers = cell[often], used.indices[often], used.data[often]
    weight = n_papers / cells["n_cell"].to_numpy()[cell] * rarity[column]
    order = np.lexsort((column, -weight, cell))
    ranked = pl.DataFrame(
        {"cell": cell[order], "column": column[order], "n_papers": n_papers[order], "weight": weight[order]},
        schema={"cell": pl.Int64, "column": pl.Int64, "n_papers": pl.Int64, "weight": pl.Float64},
    )
    rank = pl.int_range(pl.len()).over("cell")
    best = without_nested(ranked.filter(rank < _N_CANDIDATES * n_terms), key="cell", phrases=counts.phrases)
    surface = pl.DataFrame({"column": range(len(counts.surface)), "term": counts.surface}, schema_overrides={"term": pl.String})
    named = best.with_columns(rank=rank).filter(pl.col("rank") < n_terms).join(surface, on="column", maintain_order="left")
    return named.join(cells, on="cell", maintain_order="left").select(list(DYNAMIC_SCHEMA))


def count_cells(counts: PhraseCounts, *, topic: NDArray[np.int64], period: NDArray[np.int64]) -> tuple[pl.DataFrame, csr_matrix]:
    """Count for each topic and period that has papers how many of them use each phrase.

    Returns
    -------
    A row per ``cell``, sorted by ``topic`` and ``period``, with the number of its papers, ``n_cell``; and the counts,
    (n_cells, n_phrases).
    """
    papers = np.flatnonzero((topic != OUTLIER) & (period >= 0))
    n_periods = int(period.max(initial=-1)) + 1
    keys, cell, sizes = np.unique(topic[papers] * n_periods + period[papers], return_inverse=True, return_counts=True)
    shape = (len(keys), len(topic))
    inside = csr_matrix((np.ones(len(papers), dtype=np.float32), (cell, papers)), shape=shape)
    which = {
        "cell": np.arange(len(keys)),
        "topic": keys // max(n_periods, 1),
        "period": keys % max(n_periods, 1),
        "n_cell": sizes,
    }
    return pl.DataFrame(which, schema=dict.fromkeys(which, pl.Int64)), (inside @ counts.matrix).tocsr()
