"""What entered and left the vocabulary of a topic: its first periods against its last."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from trends.topics.dynamics.nesting import without_nested
from trends.topics.dynamics.terms import count_cells
from trends.topics.names.phrases import PhraseCounts

CHANGES_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64,
        "change": pl.String,
        "term": pl.String,
        "n_first": pl.Int64,
        "n_last": pl.Int64,
        "share_first": pl.Float64,
        "share_last": pl.Float64,
        "p": pl.Float64,
        "q": pl.Float64,
    }
)

_POOLED: Final = 0.25
_FEWEST: Final = 5
_TIMES: Final = 3.0
_FALSE_DISCOVERIES: Final = 0.05


def vocabulary_changes(
    counts: PhraseCounts, *, topic: NDArray[np.int64], period: NDArray[np.int64], n_periods: int
) -> pl.DataFrame:
    """Find the phrases that a topic's papers have taken up or given up.

    A phrase has entered where at least three times as large a share of the topic's papers use it in the last quarter of the
    periods as in the first, and left where it is the other way round, if that is not chance.

    Parameters
    ----------
    counts
        Phrases of all papers.
    topic
        int64 (n_papers,), topic 0 … n − 1 per paper or `OUTLIER`.
    period
        int64 (n_papers,), period 0 … n_periods − 1 per paper, −1 for one without a date.
    n_periods
        How many periods there are, at least 2.

    Returns
    -------
    pl.DataFrame
        Columns of `CHANGES_SCHEMA`, sorted by topic, ``change`` (``entered``, ``left``), ``p`` and term: ``n_first`` and
        ``n_last`` papers of the topic use the term in the first and in the last quarter of the periods, ``share_first`` and
        ``share_last`` are their fractions of its papers there; ``p`` is the two-sided p-value of no difference, ``q`` the same
        after Benjamini & Hochberg (1995) over all phrases of all topics that 5 papers use in the two quarters together; q is
        at most 0.05. A topic without papers in one of the quarters has no row.

    Notes
    -----
    Fisher's exact test, 1934, twice the smaller tail. It is exact for few papers too, where a log-odds ratio (Monroe,
    Colaresi & Quinn 2008, "Fightin' words") leans on its prior.
    """
    n_pooled = max(1, int(_POOLED * n_periods))
    end = np.where(period >= n_periods - n_pooled, 1, np.where((period >= 0) & (period < n_pooled), 0, -1))
    cells, used = count_cells(counts, topic=topic, period=end)
    sides = cells.filter(pl.col("topic").is_duplicated()).partition_by("period", maintain_order=True)
    if not sides:
        return pl.DataFrame(schema=CHANGES_SCHEMA)
    first, last = (_list_uses(used, cells=side, name=name) for side, name in zip(sides, ("first", "last"), strict=True))
    both = first.join(last, on=["topic", "column"], how="full", coalesce=True).with_columns(
        pl.col("n_first", "n_last").fill_null(0)
    )
    for side, name in zip(sides, ("first", "last"), strict=True):
        both = both.join(side.select("topic", pl.col("n_cell").alias(f"size_{name}")), on="topic")
    return _name(_test(both.filter(pl.col("n_first") + pl.col("n_last") >= _FEWEST)), counts=counts)


def _list_uses(used: csr_matrix, *, cells: pl.DataFrame, name: str) -> pl.DataFrame:
    """List the phrases that papers of each cell use: ``topic``, ``column`` of the phrase, ``n_`` and the name."""
    chosen = used[cells["cell"].to_numpy()].tocoo()
    return pl.DataFrame(
        {"topic": cells["topic"].gather(chosen.row), "column": chosen.col, f"n_{name}": chosen.data},
        schema_overrides={"column": pl.Int64, f"n_{name}": pl.Int64},
    )


def _test(table: pl.DataFrame) -> pl.DataFrame:
    """Add shares, the direction of the change, its p- and q-value."""
    from scipy.stats import false_discovery_control, hypergeom

    table = table.with_columns(
        share_first=pl.col("n_first") / pl.col("size_first"), share_last=pl.col("n_last") / pl.col("size_last")
    )
    table = table.with_columns(entered=pl.col("share_last") > pl.col("share_first"))
    tail = table.select(
        using=pl.when("entered").then("n_last").otherwise("n_first"),
        n_papers=pl.when("entered").then("size_last").otherwise("size_first"),
        n_using=pl.col("n_first") + pl.col("n_last"),
        n_all=pl.col("size_first") + pl.col("size_last"),
    )
    p = np.minimum(2 * hypergeom.sf(tail["using"] - 1, tail["n_all"], tail["n_using"], tail["n_papers"]), 1)
    return table.with_columns(p=p, q=false_discovery_control(p) if len(p) else p)


def _name(tested: pl.DataFrame, *, counts: PhraseCounts) -> pl.DataFrame:
    """Keep what changed enough and is not chance; of phrases inside one another keep one."""
    more = pl.max_horizontal("share_first", "share_last")
    less = pl.min_horizontal("share_first", "share_last")
    changed = tested.filter(pl.col("q") <= _FALSE_DISCOVERIES, more >= _TIMES * less).with_columns(
        group=2 * pl.col("topic") + pl.col("entered"), n_papers=pl.max_horizontal("n_first", "n_last")
    )
    surface = pl.DataFrame({"column": range(len(counts.surface)), "term": counts.surface}, schema_overrides={"term": pl.String})
    return (
        without_nested(changed, key="group", phrases=counts.phrases)
        .join(surface, on="column")
        .with_columns(change=pl.when("entered").then(pl.lit("entered")).otherwise(pl.lit("left")))
        .sort("topic", "change", "p", "term")
        .select(list(CHANGES_SCHEMA))
    )
