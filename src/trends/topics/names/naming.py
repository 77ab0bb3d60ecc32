"""Names of all topics at once: those of every layer and of the tree, no two alike unless they hold the same papers."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trends.data import OUTLIER
from trends.topics.graph.communities import Groups
from trends.topics.groups import find_centroids
from trends.topics.hierarchy import Join
from trends.topics.names.labels import label_groups
from trends.topics.names.phrases import PhraseCounts
from trends.topics.names.terms import Encode, Term, rank_terms


class Named(NamedTuple):
    """Terms and labels.

    Attributes
    ----------
    terms, labels
        For each layer those of each topic, best term first.
    joins
        A label for each join of the tree.
    """

    terms: list[list[list[Term]]]
    labels: list[list[str]]
    joins: list[str]


class _Node(NamedTuple):
    papers: NDArray[np.int64]
    parent: int | None


def name_all(
    counts: PhraseCounts,
    layers: Sequence[Groups],
    *,
    chosen: int,
    joins: Sequence[Join],
    matrix: NDArray[np.float32],
    encode: Encode | None,
    n_terms: int,
    given: Mapping[int, str],
) -> Named:
    """Find terms and labels of the topics of all layers and of the joins of the tree.

    Parameters
    ----------
    counts
        Phrases of all papers.
    layers
        For each layer int64 (n_papers,), topic 0 … n − 1 or `OUTLIER`, coarse to fine.
    chosen
        The layer whose topics have the first choice of names.
    joins
        The inner nodes of the tree over the chosen layer.
    matrix
        float32 (n_papers, n_dims), rows of unit length.
    encode
        Texts to unit vectors in the same space; None ranks terms by counts alone.
    n_terms
        At most so many terms per topic.
    given
        Labels of topics of the chosen layer that a person gave.
    """
    order = [chosen, *range(chosen - 1, -1, -1), *range(chosen + 1, len(layers))]
    starts = _starts(layers, order=order)
    nodes = [node for layer in order for node in _topics_of(layers, layer=layer, starts=starts)]
    leaves = [node.papers for node in nodes[: _n_topics(layers[chosen])]]
    above = {child: len(nodes) + step for step, join in enumerate(joins) for child in join.children}
    nodes += [_Node(np.sort(np.concatenate([leaves[leaf] for leaf in join.leaves])), above.get(join.node)) for join in joins]
    place, unique = _merge_same(nodes)
    groups = [node.papers for node in unique]
    terms = rank_terms(
        counts,
        groups=groups,
        parents=[node.parent for node in unique],
        centroids=_middles(matrix, groups=groups),
        encode=encode,
        n_terms=n_terms,
    )
    labels = label_groups(terms, acronyms=counts.acronyms, given={place[topic]: label for topic, label in given.items()})
    spans = [range(starts[layer], starts[layer] + _n_topics(layers[layer])) for layer in range(len(layers))]
    return Named(
        terms=[[terms[place[node]] for node in span] for span in spans],
        labels=[[labels[place[node]] for node in span] for span in spans],
        joins=[labels[place[len(place) - len(joins) + step]] for step in range(len(joins))],
    )


def name_groups(counts: PhraseCounts, groups: Sequence[NDArray[np.int64]], *, n_terms: int) -> list[tuple[str, list[str]]]:
    """Name groups of papers that are no topics, by the phrases that tell them from all other papers.

    Parameters
    ----------
    counts
        Phrases of all papers.
    groups
        For each group the rows of its papers.
    n_terms
        At most so many terms per group.

    Returns
    -------
    A label, unlike those of the other groups, and the terms of each group, best first.
    """
    none = np.zeros((len(groups), 0), dtype=np.float32)
    terms = rank_terms(counts, groups=groups, centroids=none, encode=None, n_terms=n_terms)
    labels = label_groups(terms, acronyms=counts.acronyms)
    return [(label, [term.term for term in ranked]) for label, ranked in zip(labels, terms, strict=True)]


def _n_topics(groups: Groups) -> int:
    return int(groups.max(initial=OUTLIER)) + 1


def _starts(layers: Sequence[Groups], *, order: Sequence[int]) -> dict[int, int]:
    """Say where the topics of each layer begin among the nodes."""
    sizes = [_n_topics(layers[layer]) for layer in order]
    return dict(zip(order, np.cumsum([0, *sizes[:-1]]).tolist(), strict=True))


def find_holders(layers: Sequence[Groups], *, layer: int) -> NDArray[np.int64]:
    """Find for each topic of a layer the topic of the layer before that holds most of its papers.

    Returns
    -------
    int64 (n_topics,), `OUTLIER` where none holds any, as in the first layer.
    """
    holders = np.full(_n_topics(layers[layer]), OUTLIER, dtype=np.int64)
    for topic in range(len(holders) if layer else 0):
        outer = layers[layer - 1][layers[layer] == topic]
        held = np.bincount(outer[outer != OUTLIER])
        if len(held):
            holders[topic] = held.argmax()
    return holders


def _topics_of(layers: Sequence[Groups], *, layer: int, starts: Mapping[int, int]) -> list[_Node]:
    """List the topics of a layer, each below the one that holds it."""
    holders = find_holders(layers, layer=layer).tolist()
    parents = [None if holder == OUTLIER else starts[layer - 1] + holder for holder in holders]
    return [_Node(np.flatnonzero(layers[layer] == topic), parent) for topic, parent in enumerate(parents)]


def _merge_same(nodes: Sequence[_Node]) -> tuple[list[int], list[_Node]]:
    """Return for each node its place among those that hold different papers, and these; a parent is another place or None."""
    first: dict[bytes, int] = {}
    place = [first.setdefault(node.papers.tobytes(), len(first)) for node in nodes]
    unique: list[_Node] = [_Node(papers=np.empty(0, dtype=np.int64), parent=None)] * len(first)
    for number, node in reversed(list(enumerate(nodes))):
        parent = node.parent
        while parent is not None and place[parent] == place[number]:
            parent = nodes[parent].parent
        unique[place[number]] = _Node(node.papers, None if parent is None else place[parent])
    return place, unique


def _middles(matrix: NDArray[np.float32], *, groups: Sequence[NDArray[np.int64]]) -> NDArray[np.float32]:
    """Average the papers of each group, which may share papers; rows of unit length."""
    if not groups:
        return np.empty((0, matrix.shape[1]), dtype=np.float32)
    return np.vstack([find_centroids(matrix[papers], groups=np.zeros(len(papers), dtype=np.int64)) for papers in groups])
