"""What a person wants of the topics: guides and corrections, applied to the chosen layer."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.topics.graph.communities import Groups
from trends.topics.names.phrases import PhraseCounts
from trends.topics.names.terms import Encode
from trends.topics.steering.correct import CORRECTED_SCHEMA, apply_corrections
from trends.topics.steering.corrections import Correction
from trends.topics.steering.guidance import Guide, apply_guides
from trends.topics.steering.memory import MEMORY_SCHEMA
from trends.topics.steering.splitting import split_by_meaning, split_by_phrases

Namer = Callable[[Groups, Mapping[int, str]], Sequence[str]]


class Shaped(NamedTuple):
    """Topics as a person wants them.

    Attributes
    ----------
    groups
        int64 (n_papers,), topic 0 … n − 1 by falling size, `OUTLIER` for none.
    labels
        Labels by topic: those that a person gave, and after corrections all, as a person saw them.
    dropped
        bool (n_papers,), papers whose topic was dropped.
    guides, corrections
        What became of each, columns of `GUIDES_SCHEMA` and `CORRECTED_SCHEMA`.
    memory
        What the corrections need at the next fit, columns of `MEMORY_SCHEMA`.
    """

    groups: Groups
    labels: dict[int, str]
    dropped: NDArray[np.bool_]
    guides: pl.DataFrame
    corrections: pl.DataFrame
    memory: pl.DataFrame


def shape(
    groups: Groups,
    *,
    guides: Sequence[Guide],
    corrections: Sequence[Correction],
    memory: pl.DataFrame | None,
    ids: pl.Series,
    matrix: NDArray[np.float32],
    counts: PhraseCounts,
    encode: Encode | None,
    name: Namer,
    min_papers: int,
    seed: int,
) -> Shaped:
    """Apply guides, then corrections, which name topics by the labels that they would have without them.

    Parameters
    ----------
    groups
        int64 (n_papers,), topic 0 … n − 1 or `OUTLIER`.
    guides, corrections, memory
        See `apply_guides` and `apply_corrections`.
    ids, matrix, counts
        Of all papers.
    encode
        Texts to unit vectors in the space of `matrix`, or None.
    name
        Groups, and labels already given to some, to a label of each group.
    min_papers
        Fewest papers of a topic that is not asked for.
    seed
        Of splits.

    Raises
    ------
    ConfigError
        Where a correction names a topic that is not there and never was.
    """
    guided = apply_guides(groups, guides, matrix=matrix, counts=counts, encode=encode, min_papers=min_papers)
    if not corrections:
        nothing = np.zeros(len(groups), dtype=bool)
        tables = (pl.DataFrame(schema=CORRECTED_SCHEMA), pl.DataFrame(schema=MEMORY_SCHEMA))
        return Shaped(guided.groups, guided.labels, nothing, guided.report, *tables)

    def name_parts(parts: Sequence[NDArray[np.int64]]) -> Sequence[str]:
        apart = np.full(len(groups), -1, dtype=np.int64)
        for number, papers in enumerate(parts):
            apart[papers] = number
        return name(apart, {})

    def split(papers: NDArray[np.int64], into: int | tuple[str, ...]) -> Mapping[str, NDArray[np.int64]]:
        if isinstance(into, int):
            return split_by_meaning(papers, into, matrix=matrix, name=name_parts, seed=seed)
        return split_by_phrases(papers, into, matrix=matrix, counts=counts)

    before = name(guided.groups, guided.labels)
    corrected = apply_corrections(guided.groups, corrections, labels=before, ids=ids, split=split, memory=memory)
    return Shaped(
        corrected.groups, dict(enumerate(corrected.labels)), corrected.dropped, guided.report, corrected.report, corrected.memory
    )
