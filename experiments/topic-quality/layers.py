"""Layers of topics, coarse to fine: communities in a graph that links papers by meaning and by words."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

OUTLIER: Final = -1

_N_LINKS: Final = 40
_N_TRIES: Final = 5
_N_ROUNDS: Final = 3
_FINER: Final = 4.0
_COARSER: Final = 0.5
_COMMON: Final = 0.2
_CRUMBS: Final = 0.5
_BLOCK: Final = 500

Groups = NDArray[np.int64]


class Layers(NamedTuple):
    """Nested groupings of the same papers, coarse to fine.

    Attributes
    ----------
    labels
        int64 (n_layers, n_papers): topic 0 … n − 1 by falling size in each layer, `OUTLIER` (the same in every layer)
        for a paper that fits none.
    parents
        For each layer but the first, int64 (n_topics,): the topic of the layer before that holds each topic.
    default
        Which layer to show first: the one of plain modularity, which has no resolution to choose.
    """

    labels: Groups
    parents: list[Groups]
    default: int


def find_layers(matrix: NDArray[np.float32], *, words: csr_matrix | None, min_papers: int, seed: int) -> Layers:
    """Find nested topics.

    Parameters
    ----------
    matrix
        float32 (n_papers, n_dims), rows of unit length.
    words
        (n_papers, n_phrases), not zero where the paper uses the phrase; None links by meaning alone.
    min_papers
        Fewest papers of a topic in any layer.
    seed
        Of the order in which papers are visited.

    Returns
    -------
    Layers; fewer papers than two topics need are all outliers, in one layer.

    Notes
    -----
    The default layer maximises modularity (Newman 2006) by fast local moving with refinement (after Traag, Waltman &
    van Eck 2019, "From Louvain to Leiden"), the best of 5 tries. A finer layer does the same at 4 times the resolution
    inside each topic, so that layers nest, until half of the papers fall into groups that are too small; the coarse
    layer joins whole topics of the default at half the resolution.
    """
    if len(matrix) < 2 * min_papers:
        return Layers(np.full((1, len(matrix)), OUTLIER, dtype=np.int64), [], 0)
    order = np.lexsort(matrix.T)  # the papers decide, not their order
    graph = link_papers(matrix[order], words=None if words is None else words[order])
    rng = np.random.default_rng(seed)
    fence = np.zeros(len(matrix), dtype=np.int64)
    tries = [find_communities(graph, within=fence, resolution=1.0, rng=rng) for _ in range(_N_TRIES)]
    best = max(tries, key=lambda groups: modularity(graph, groups))
    layers = [absorb_small(graph, groups=best, within=fence, min_papers=min_papers)]
    resolution = _FINER
    while True:
        finer = find_communities(graph, within=layers[-1], resolution=resolution, rng=rng)
        crumbs = np.bincount(finer)[finer] < min_papers
        finer = absorb_small(graph, groups=finer, within=layers[-1], min_papers=min_papers)
        if crumbs.mean() > _CRUMBS or finer.max() == layers[-1].max():
            break
        layers.append(finer)
        resolution *= _FINER
    whole = shrink(graph, layers[0])
    joined = find_communities(whole, within=np.zeros(whole.shape[0], dtype=np.int64), resolution=_COARSER, rng=rng)
    default = int(0 < joined.max() < layers[0].max())
    if default:
        layers.insert(0, joined[layers[0]])
    strange = find_strangers(matrix[order], groups=layers[default])
    labels = np.empty((len(layers), len(matrix)), dtype=np.int64)
    for layer, groups in enumerate(layers):
        labels[layer, order] = by_size(np.where(strange, OUTLIER, groups))
    return Layers(labels, find_parents(labels), default)


def link_papers(matrix: NDArray[np.float32], *, words: csr_matrix | None) -> csr_matrix:
    """Link each paper to papers near in meaning and to papers near in words.

    Returns
    -------
    Symmetric (n_papers, n_papers): a link counts 1 for each view and direction that knows it, so at most 4.

    Notes
    -----
    Links go to about 40 ranks among the nearest √n_papers, spaced geometrically: √n keeps the number of topics from
    growing with the corpus, the near ranks draw fine topics, the far ones coarse topics, and the cost stays linear.
    """
    n_papers = len(matrix)
    reach = min(n_papers - 1, round(n_papers**0.5))
    ranks = np.unique(np.round(np.geomspace(1, max(reach, 1), _N_LINKS)).astype(np.int64))
    links = _link_ranks(lambda rows: matrix[rows] @ matrix.T, n_papers=n_papers, ranks=ranks)
    if words is not None:
        weighted = weigh_words(words)
        turned = weighted.T.tocsr()
        links = links + _link_ranks(lambda rows: (weighted[rows] @ turned).toarray(), n_papers=n_papers, ranks=ranks)
    return (links + links.T).tocsr()


def weigh_words(words: csr_matrix) -> csr_matrix:
    """Weigh phrases by rarity, rows of unit length; a phrase in more than a fifth of the papers says nothing.

    Notes
    -----
    log(n_papers / papers that use it): Spärck Jones 1972, "A statistical interpretation of term specificity".
    """
    n_papers = words.shape[0]
    papers = np.bincount(words.indices, minlength=words.shape[1])
    rarity = np.where((papers > 1) & (papers <= _COMMON * n_papers), np.log(n_papers / np.maximum(papers, 1)), 0.0)
    weighted = (words.sign() @ diags(rarity)).tocsr()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    unit = (diags(1 / np.where(length > 0, length, 1)) @ weighted).tocsr().astype(np.float32)
    unit.eliminate_zeros()
    return unit


def _link_ranks(similar: Callable[[Groups], NDArray[np.float32]], *, n_papers: int, ranks: NDArray[np.int64]) -> csr_matrix:
    """Link each paper to those of the given ranks of similarity (0 is itself), where there is any similarity."""
    rows, columns = [], []
    for start in range(0, n_papers, _BLOCK):
        block = np.arange(start, min(start + _BLOCK, n_papers))
        likeness = similar(block)
        likeness[np.arange(len(block)), block] = np.inf  # itself is rank 0, also among copies
        near = np.argpartition(-likeness, ranks[-1], axis=1)[:, : ranks[-1] + 1]
        found = np.take_along_axis(likeness, near, axis=1)
        order = np.lexsort((near, -found))[:, ranks]
        near, found = np.take_along_axis(near, order, axis=1), np.take_along_axis(found, order, axis=1)
        linked = found > 0
        rows.append(np.repeat(block, linked.sum(axis=1)))
        columns.append(near[linked])
    where = (np.concatenate(rows), np.concatenate(columns))
    return csr_matrix((np.ones(len(where[0])), where), shape=(n_papers, n_papers))


def find_communities(graph: csr_matrix, *, within: Groups, resolution: float, rng: np.random.Generator) -> Groups:
    """Group nodes so that modularity is high; no group crosses the border of another in `within`.

    Returns
    -------
    int64 (n_nodes,), groups 0 … n − 1 in no meaningful order.
    """
    scale = resolution / max(graph.sum(), 1.0)
    groups = np.arange(graph.shape[0])
    for _ in range(_N_ROUNDS):
        before = groups
        groups = _climb(graph, groups=before, within=within, scale=scale, rng=rng)
        if np.array_equal(groups, before):
            break
    return groups


def _climb(graph: csr_matrix, *, groups: Groups, within: Groups, scale: float, rng: np.random.Generator) -> Groups:
    """Move nodes between groups, then whole parts of groups, until nothing moves."""
    place = np.arange(len(groups))
    degree = np.asarray(graph.sum(axis=1)).ravel()
    while True:
        groups = _moved(graph, groups, within, degree=degree, scale=scale, rng=rng)
        parts = _moved(graph, np.arange(len(groups)), groups, degree=degree, scale=scale, rng=rng)
        if parts.max() + 1 == len(parts):
            return groups[place]
        first = np.unique(parts, return_index=True)[1]
        graph, degree, place = shrink(graph, parts), np.bincount(parts, weights=degree), parts[place]
        groups, within = groups[first], within[first]


def _moved(
    graph: csr_matrix, groups: Groups, within: Groups, *, degree: NDArray[np.float64], scale: float, rng: np.random.Generator
) -> Groups:
    moved = groups.astype(np.int64).copy()
    order = rng.permutation(len(groups))
    _move_nodes(graph.indptr, graph.indices, graph.data, degree, scale, moved, within, order)
    return np.unique(moved, return_inverse=True)[1]


@njit(cache=True)
def _move_nodes(starts, columns, weights, degree, scale, groups, within, order):  # type: ignore[no-untyped-def]
    """Move one node at a time to the neighbouring group that gains most, in place, until no move gains."""
    n = len(degree)
    total = np.zeros(n)  # degree of each group
    for node in range(n):
        total[groups[node]] += degree[node]
    size = np.bincount(groups, minlength=n)
    free = [group for group in range(n) if size[group] == 0]
    linked = np.zeros(n)  # weight from the node at hand to each group
    queue, waiting = order.copy(), np.ones(n, dtype=np.bool_)
    head, n_waiting = 0, n
    while n_waiting > 0:
        node = queue[head]
        head, n_waiting = (head + 1) % n, n_waiting - 1
        waiting[node] = False
        old = groups[node]
        for edge in range(starts[node], starts[node + 1]):
            other = columns[edge]
            if other != node and within[other] == within[node]:
                linked[groups[other]] += weights[edge]
        total[old] -= degree[node]
        size[old] -= 1
        best, gain = old, linked[old] - scale * degree[node] * total[old]
        for edge in range(starts[node], starts[node + 1]):
            other = columns[edge]
            if other != node and within[other] == within[node]:
                group = groups[other]
                here = linked[group] - scale * degree[node] * total[group]
                if here > gain + 1e-12:
                    best, gain = group, here
        for edge in range(starts[node], starts[node + 1]):
            linked[groups[columns[edge]]] = 0.0
        if gain < -1e-12 and size[old] > 0:
            best = free.pop()  # alone is better than anywhere
        elif best != old and size[old] == 0:
            free.append(old)
        total[best] += degree[node]
        size[best] += 1
        if best == old:
            continue
        groups[node] = best
        for edge in range(starts[node], starts[node + 1]):
            other = columns[edge]
            if groups[other] != best and not waiting[other]:
                queue[(head + n_waiting) % n] = other
                waiting[other] = True
                n_waiting += 1


def shrink(graph: csr_matrix, groups: Groups) -> csr_matrix:
    """Sum the links between groups 0 … n − 1: (n_groups, n_groups), links inside a group on the diagonal."""
    n_nodes = len(groups)
    belongs = csr_matrix((np.ones(n_nodes), (np.arange(n_nodes), groups)), shape=(n_nodes, int(groups.max()) + 1))
    return (belongs.T @ graph @ belongs).tocsr()


def modularity(graph: csr_matrix, groups: Groups) -> float:
    """Return the share of links inside groups, less what chance would put there (Newman 2006)."""
    between = shrink(graph, groups)
    total = between.sum()
    return float(between.diagonal().sum() / total - ((np.asarray(between.sum(axis=1)) / total) ** 2).sum())


def absorb_small(graph: csr_matrix, *, groups: Groups, within: Groups, min_papers: int) -> Groups:
    """Give the papers of groups smaller than `min_papers` to the large group that each links to most.

    A paper stays inside its group of `within`: without a link it goes to the largest group there, and a group of
    `within` that holds no large group stays whole.
    """
    size = np.bincount(groups)
    fence = within[np.unique(groups, return_index=True)[1]]
    large = size >= min_papers
    host = np.arange(len(size))
    for outer in np.unique(fence[~large]):
        inner = np.flatnonzero(fence == outer)
        host[inner[~large[inner]]] = inner[size[inner].argmax()]
    loose = np.flatnonzero(~large[groups])
    joined = host[groups]
    links = graph[loose].tocoo()
    near = large[groups[links.col]] & (within[links.col] == within[loose[links.row]])
    pull = csr_matrix((links.data[near], (links.row[near], groups[links.col[near]])), shape=(len(loose), len(size)))
    linked = np.flatnonzero(np.diff(pull.indptr))
    if len(linked):
        joined[loose[linked]] = np.asarray(pull[linked].argmax(axis=1)).ravel()
    return np.unique(joined, return_inverse=True)[1]


def find_strangers(matrix: NDArray[np.float32], *, groups: Groups) -> NDArray[np.bool_]:
    """Mark papers that are far less like their topic than its other papers are.

    Notes
    -----
    Far is below the lower fence of Tukey 1977: first quartile less 1.5 times the distance between the quartiles of the
    cosine to the centroid. Each topic so sets its own floor, and a topic without strays loses no paper.
    """
    strange = np.zeros(len(matrix), dtype=bool)
    for group in range(int(groups.max()) + 1):
        papers = np.flatnonzero(groups == group)
        centroid = matrix[papers].mean(axis=0, dtype=np.float64)
        likeness = matrix[papers] @ centroid
        low, high = np.quantile(likeness, [0.25, 0.75])
        strange[papers] = likeness < low - 1.5 * (high - low)
    return strange


def by_size(groups: Groups) -> Groups:
    """Rename groups to 0 … n − 1 by falling size, ties by the first paper."""
    found, first, size = np.unique(groups[groups != OUTLIER], return_index=True, return_counts=True)
    renamed = np.full(len(groups), OUTLIER, dtype=np.int64)
    for rank, position in enumerate(np.lexsort((first, -size))):
        renamed[groups == found[position]] = rank
    return renamed


def find_parents(labels: Groups) -> list[Groups]:
    """Find for each topic of a layer the topic of the layer before that holds it."""
    parents = []
    for coarse, fine in pairwise(labels):
        parents.append(coarse[[int(np.flatnonzero(fine == topic)[0]) for topic in range(int(fine.max()) + 1)]])
    return parents
