"""The tree over topics: the nearest join first."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist

_FARTHEST = 2.0  # no cosine distance is larger


class Join(NamedTuple):
    """An inner node: which nodes join, at which distance, and which topics lie below."""

    node: int
    children: tuple[int, int]
    height: float
    leaves: tuple[int, ...]


def join_topics(centroids: NDArray[np.float32], *, within: NDArray[np.int64]) -> list[Join]:
    """Join topics two by two by average linkage on the cosine distance of their centroids, those of a coarser topic first.

    Parameters
    ----------
    centroids
        (n_topics, n_dims), unit length; the row is the leaf's node.
    within
        (n_topics,), the coarser topic that holds each.

    Returns
    -------
    n_topics − 1 joins by rising height, nodes n_topics, n_topics + 1, …; empty for fewer than two topics.

    Notes
    -----
    Sokal & Michener 1958 (UPGMA). Topics of different coarser ones count as farther apart than any others, and a join that
    is thereby nearer than one below it is drawn at the height of that one.
    """
    n_topics = len(centroids)
    if n_topics < 2:
        return []
    leaves: list[tuple[int, ...]] = [(topic,) for topic in range(n_topics)]
    heights = [0.0] * n_topics
    joins = []
    apart = pdist(within[:, None].astype(np.float64)) > 0
    distances = np.maximum(pdist(centroids.astype(np.float64), metric="cosine"), 0) + _FARTHEST * apart
    for step, (left, right, distance, _) in enumerate(linkage(distances, method="average")):
        children = (int(left), int(right))
        leaves.append(tuple(sorted(leaves[children[0]] + leaves[children[1]])))
        height = distance - _FARTHEST if distance > _FARTHEST else distance
        heights.append(max(float(height), heights[children[0]], heights[children[1]]))
        joins.append(Join(n_topics + step, children, heights[-1], leaves[-1]))
    return joins
