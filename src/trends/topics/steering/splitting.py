"""One topic into several: by phrases that a person gives, or by what lies together."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from trends.topics.names.labels import capitalise
from trends.topics.names.phrases import PhraseCounts
from trends.topics.steering.mentions import find_mentions

Rows = NDArray[np.int64]


def split_by_phrases(
    papers: Rows, phrases: Sequence[str], *, matrix: NDArray[np.float32], counts: PhraseCounts
) -> dict[str, Rows]:
    """Give each paper of a topic to the phrase that it uses.

    A paper that uses several of the phrases, or none, goes to the nearest: by cosine to the mean of the papers that use one
    phrase alone.

    Parameters
    ----------
    papers
        Rows of the topic's papers.
    phrases
        A phrase for each part.
    matrix
        float32 (n_papers, n_dims), rows of unit length, of all papers.
    counts
        Phrases of all papers.

    Returns
    -------
    Rows of each part by its label, which is the phrase; no rows where no paper of the topic uses the phrase.
    """
    uses = find_mentions(counts, terms=[[phrase] for phrase in phrases])[:, papers]
    alone = uses & (uses.sum(axis=0) == 1)
    typical = np.where(alone.any(axis=1, keepdims=True), alone, uses)
    middles = typical.astype(np.float32) @ matrix[papers]
    length = np.linalg.norm(middles, axis=1, keepdims=True)
    likeness = (middles / np.where(length > 0, length, 1)) @ matrix[papers].T
    open_to = np.where(uses.any(axis=0), uses, uses.any(axis=1, keepdims=True))
    part = np.where(open_to, likeness, -np.inf).argmax(axis=0)
    return {capitalise(phrase): papers[(part == number) & open_to[number]] for number, phrase in enumerate(phrases)}


def split_by_meaning(
    papers: Rows,
    n_parts: int,
    *,
    matrix: NDArray[np.float32],
    name: Callable[[Sequence[Rows]], Sequence[str]],
    seed: int,
) -> dict[str, Rows]:
    """Split a topic into so many parts of papers that lie together, by k-means on unit vectors.

    Parameters
    ----------
    papers
        Rows of the topic's papers.
    n_parts
        How many parts.
    matrix
        float32 (n_papers, n_dims), rows of unit length, of all papers.
    name
        Rows of the papers of each part to a label of each, no two alike.
    seed
        Of the starting points of k-means.

    Returns
    -------
    Rows of each part by its label; empty where the topic has fewer distinct papers than parts.
    """
    from sklearn.cluster import KMeans

    if len(np.unique(matrix[papers], axis=0)) < n_parts:
        return {}
    part = KMeans(n_clusters=n_parts, n_init=10, random_state=seed).fit_predict(matrix[papers])
    parts = [papers[part == number] for number in range(n_parts)]
    return dict(zip(name(parts), parts, strict=True))
