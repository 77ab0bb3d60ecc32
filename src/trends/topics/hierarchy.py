"""The tree over topics: the nearest join first."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist


class Join(NamedTuple):
    """An inner node: which nodes join, at which distance, and which topics lie below."""

    node: int
    children: tuple[int, int]
    height: float
    leaves: tuple[int, ...]


def join_topics(centroids: NDArray[np.float32]) -> list[Join]:
    """Join topics two by two by average linkage on the cosine distance of their centroids.

    Parameters
    ----------
    centroids
        (n_topics, n_dims), unit length; the row is the leaf's node.

    Returns
    -------
    n_topics − 1 joins by rising height, nodes n_topics, n_topics + 1, …; empty for fewer than two topics.

    Notes
    -----
    Sokal & Michener 1958 (UPGMA), whose heights never fall from child to parent.
    """
    n_topics = len(centroids)
    if n_topics < 2:
        return []
    leaves: list[tuple[int, ...]] = [(topic,) for topic in range(n_topics)]
    joins = []
    distances = np.maximum(pdist(centroids.astype(np.float64), metric="cosine"), 0)
    for step, (left, right, height, _) in enumerate(linkage(distances, method="average")):
        children = (int(left), int(right))
        leaves.append(tuple(sorted(leaves[children[0]] + leaves[children[1]])))
        joins.append(Join(n_topics + step, children, float(height), leaves[-1]))
    return joins
