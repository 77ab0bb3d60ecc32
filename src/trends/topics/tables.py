"""What was found, as the tables that flow on: topics, tree, map and memberships."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from trends.data import OUTLIER, Points, Topics, Tree
from trends.data.points import POINTS_SCHEMA
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.data.tree import TREE_SCHEMA
from trends.topics.graph.communities import Groups
from trends.topics.groups import find_centroids
from trends.topics.hierarchy import Join
from trends.topics.names.terms import Term

MEMBERSHIPS_SCHEMA: Final = pl.Schema({"id": pl.String, "topic": pl.Int64, "share": pl.Float64})

_LEAST_SHARE: Final = 0.1
_BLOCK: Final = 20_000


def make_topics(
    ids: pl.Series,
    groups: Groups,
    *,
    terms: Sequence[Sequence[Term]],
    labels: Sequence[str],
    matrix: NDArray[np.float32],
    reasons: NDArray[np.object_],
    model: str,
) -> Topics:
    """Put the groups of papers into tables; stability is null.

    Parameters
    ----------
    ids
        Of the papers.
    groups
        int64 (n_papers,), topic 0 … n − 1 or `OUTLIER`.
    terms, labels
        Of each topic.
    matrix
        float32 (n_papers, n_dims), rows of unit length.
    reasons
        Per paper, why it is an outlier; read for outliers only.
    model
        Fingerprint of what fitted the topics.
    """
    centroids = find_centroids(matrix, groups=groups)
    n_topics = len(centroids)
    sizes = np.bincount(groups[groups != OUTLIER], minlength=n_topics)
    unknown = dict.fromkeys(("n_found", "n_runs", "stability"))
    rows = [(topic, rank, term.term, term.weight) for topic in range(n_topics) for rank, term in enumerate(terms[topic])]
    why = [reason if group == OUTLIER else None for group, reason in zip(groups, reasons, strict=True)]
    members = {"id": ids, "topic": groups, "similarity": _similarity(matrix, groups, centroids), "reason": why}
    return Topics(
        table=pl.DataFrame({"topic": range(n_topics), "label": labels, "n_papers": sizes, **unknown}, schema=TOPICS_SCHEMA),
        terms=pl.DataFrame(rows, schema=TERMS_SCHEMA, orient="row"),
        members=pl.DataFrame(members, schema=MEMBERS_SCHEMA),
        centroids=centroids,
        model=model,
    )


def place_topics(topics: Topics, *, matrix: NDArray[np.float32]) -> Topics:
    """Return the same topics with centroids and similarities in the space of other vectors of their papers.

    Parameters
    ----------
    topics
        Topics whose ids are their positions.
    matrix
        float32 (n_papers, n_dims), rows of unit length.
    """
    groups = topics.members["topic"].to_numpy()
    centroids = np.zeros((topics.n_topics, matrix.shape[1]), dtype=np.float32)
    found = find_centroids(matrix, groups=groups)
    centroids[: len(found)] = found
    members = topics.members.with_columns(similarity=_similarity(matrix, groups, centroids))
    return replace(topics, members=members, centroids=centroids)


def make_tree(topics: Topics, *, joins: Sequence[Join], labels: Sequence[str]) -> Tree:
    """Put the joins of topics, which name them by their place, into a tree, whose inner nodes have these labels."""
    ids, sizes = topics.table["topic"].to_list(), topics.table["n_papers"].to_list()
    nodes = [*ids, *(ids[-1] + 1 + step for step in range(len(joins)))]
    parents = {nodes[child]: nodes[join.node] for join in joins for child in join.children}
    leaves = topics.table.select("topic", "label", "n_papers").iter_rows()
    rows = [(topic, parents.get(topic), 0.0, label, n_papers) for topic, label, n_papers in leaves]
    for join, label in zip(joins, labels, strict=True):
        node = nodes[join.node]
        rows.append((node, parents.get(node), join.height, label, sum(sizes[leaf] for leaf in join.leaves)))
    return Tree(pl.DataFrame(rows, schema=TREE_SCHEMA, orient="row"))


def make_points(ids: pl.Series, places: NDArray[np.float32]) -> Points:
    """Put places (n_papers, 2) into a table."""
    return Points(pl.DataFrame({"id": ids, "x": places[:, 0], "y": places[:, 1]}, schema=POINTS_SCHEMA))


def find_memberships(ids: pl.Series, groups: Groups, *, graph: csr_matrix) -> pl.DataFrame:
    """Say how much of a paper belongs to each topic: the share of its links that lead there.

    Parameters
    ----------
    ids
        Of the papers of the graph.
    groups
        int64 (n_papers,), topic 0 … n − 1 or `OUTLIER`.
    graph
        Links between the papers.

    Returns
    -------
    Columns of `MEMBERSHIPS_SCHEMA`, sorted by paper and falling share; a share below 0.1 has no row.

    Notes
    -----
    The fuzzy k-nearest-neighbour rule of Keller, Gray & Givens 1985 (equation 1, equal weights), on the links of the graph.
    """
    inside = np.flatnonzero(groups != OUTLIER)
    shape = (len(groups), int(groups.max(initial=OUTLIER)) + 1)
    belongs = csr_matrix((np.ones(len(inside)), (inside, groups[inside])), shape=shape)
    degree = np.maximum(np.asarray(graph.sum(axis=1)).ravel(), 1)
    shares = (graph @ belongs).tocoo()
    share = shares.data / degree[shares.row]
    kept = share >= _LEAST_SHARE
    found = pl.DataFrame({"row": shares.row[kept], "topic": shares.col[kept].astype(np.int64), "share": share[kept]})
    ordered = found.sort("row", "share", "topic", descending=[False, True, False])
    return ordered.select(ids.gather(ordered["row"]).alias("id"), "topic", "share").cast(MEMBERSHIPS_SCHEMA)


def _similarity(matrix: NDArray[np.float32], groups: Groups, centroids: NDArray[np.float32]) -> pl.Series:
    """Cosine of each paper to its topic, of an outlier to the nearest; null where there is no topic."""
    if not len(centroids):
        return pl.Series([None] * len(matrix), dtype=pl.Float64)
    own = np.empty(len(matrix))
    for start in range(0, len(matrix), _BLOCK):
        part = slice(start, start + _BLOCK)
        own[part] = np.einsum("ij,ij->i", matrix[part], centroids[groups[part]], dtype=np.float64)
    loose = groups == OUTLIER
    own[loose] = (matrix[loose] @ centroids.T).max(axis=1, initial=-1)
    return pl.Series(np.clip(own, -1, 1))
