"""Which papers a corrected topic had, so that it is found again when its label or its number has changed."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Remembered = dict[tuple[str, str], Rows]

MEMORY_SCHEMA: Final = pl.Schema({"correction": pl.String, "name": pl.String, "id": pl.String})

_SAME: Final = 0.5


class Memory(NamedTuple):
    """What is known of an earlier fit, in rows of the papers of this one.

    Attributes
    ----------
    topics
        Rows of the papers that a topic had when it was corrected, by the correction and the name used there.
    known
        bool (n_papers,), the papers that the earlier fit had too; a new paper says nothing about sameness.
    """

    topics: Remembered
    known: NDArray[np.bool_]


def remember(topics: Remembered, *, ids: pl.Series) -> pl.DataFrame:
    """Write down the papers of each topic that a correction names, and which papers there were.

    Returns
    -------
    pl.DataFrame
        Columns of `MEMORY_SCHEMA`: a row per paper of each topic, and one whose ``correction`` and ``name`` are null for each
        paper of the fit.
    """
    parts = [pl.DataFrame({"correction": None, "name": None, "id": ids}, schema=MEMORY_SCHEMA)]
    for (correction, name), papers in sorted(topics.items(), key=lambda entry: entry[0]):
        parts.append(pl.DataFrame({"correction": correction, "name": name, "id": ids.gather(papers)}, schema=MEMORY_SCHEMA))
    return pl.concat(parts)


def recall(table: pl.DataFrame, *, ids: pl.Series) -> Memory:
    """Find the remembered papers among these; one that is no longer there is left out."""
    rows = pl.DataFrame({"id": ids, "row": np.arange(len(ids))})
    joined = table.join(rows, on="id", how="left").sort("row")
    known = np.zeros(len(ids), dtype=bool)
    known[joined["row"].drop_nulls().to_numpy()] = True
    topics = joined.drop_nulls("name").group_by("correction", "name", maintain_order=True).agg(pl.col("row").drop_nulls())
    return Memory(
        {(correction, name): np.array(papers, dtype=np.int64) for correction, name, papers in topics.iter_rows()}, known
    )


def find_topic(name: str, *, correction: str, topics: Mapping[str, Rows], memory: Memory) -> str | None:
    """Find the topic that a correction names.

    It is the one with mostly the papers that this correction knew, else the one with that label, else the one with mostly the
    papers that another correction knew under the name.

    Parameters
    ----------
    name
        The label that the topic had when the correction was written.
    correction
        The correction as text.
    topics
        Rows of the papers of each topic by its label; no paper in two of them.
    memory
        What is known of an earlier fit.

    Returns
    -------
    The label that it has now, None where it is none of the topics.
    """
    own = find_same(memory.topics.get((correction, name)), topics=topics, known=memory.known)
    if own is not None or name in topics:
        return own or name
    others = (find_same(papers, topics=topics, known=memory.known) for key, papers in memory.topics.items() if key[1] == name)
    return next((label for label in others if label is not None), None)


def find_same(papers: Rows | None, *, topics: Mapping[str, Rows], known: NDArray[np.bool_]) -> str | None:
    """Find the topic whose papers, new ones aside, have a Jaccard index above 0.5 with these: at most one has.

    Notes
    -----
    Hennig 2007, "Cluster-wise assessment of cluster stability": at 0.5 or less a group counts as dissolved.
    """
    if papers is None:
        return None
    had = np.zeros(len(known), dtype=bool)
    had[papers] = True
    for label, rows in topics.items():
        old = rows[known[rows]]
        shared = int(had[old].sum())
        if shared > _SAME * (len(papers) + len(old) - shared):
            return label
    return None
