"""Communities of a graph: groups of nodes that are linked among themselves more than chance would link them."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_N_ROUNDS: Final = 2
_N_TRIES: Final = 10
_SMALL: Final = 8.0

Groups = NDArray[np.int64]


def find_best_communities(graph: csr_matrix, *, resolution: float, rng: np.random.Generator, n_tries: int = _N_TRIES) -> Groups:
    """Group nodes so that modularity is as high as some tries find it.

    The tries group small groups of nodes, found once at eight times the resolution, which costs a fraction of tries over all
    nodes; then nodes move on from the best of them.

    Returns
    -------
    int64 (n_nodes,), groups 0 … n − 1 in no meaningful order.
    """
    whole = np.zeros(graph.shape[0], dtype=np.int64)
    scale, degree = resolution / max(graph.sum(), 1.0), np.asarray(graph.sum(axis=1)).ravel()
    small = _moved(graph, np.arange(len(whole)), whole, degree=degree, scale=_SMALL * scale, rng=rng)
    between = shrink(graph, small)
    fence = np.zeros(between.shape[0], dtype=np.int64)
    tries = [find_communities(between, within=fence, resolution=resolution, rng=rng) for _ in range(n_tries)]
    best = max(tries, key=lambda groups: modularity(between, groups, resolution=resolution))
    return _settle(graph, groups=best[small], within=whole, scale=scale, rng=rng)


def find_communities(graph: csr_matrix, *, within: Groups, resolution: float, rng: np.random.Generator) -> Groups:
    """Group nodes so that modularity is high; no group crosses the border of another in `within`.

    Returns
    -------
    int64 (n_nodes,), groups 0 … n − 1 in no meaningful order.
    """
    scale = resolution / max(graph.sum(), 1.0)
    return _settle(graph, groups=np.arange(graph.shape[0]), within=within, scale=scale, rng=rng)


def _settle(graph: csr_matrix, *, groups: Groups, within: Groups, scale: float, rng: np.random.Generator) -> Groups:
    """Climb from given groups, some rounds at most."""
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


@njit(cache=True, nogil=True)
def _move_nodes(starts, columns, weights, degree, scale, groups, within, order):  # type: ignore[no-untyped-def]
    """Move one node at a time to the neighbouring group that gains most, in place, until no move gains."""
    n = len(degree)
    total = np.zeros(n)  # degree of each group
    for node in range(n):
        total[groups[node]] += degree[node]
    size = np.bincount(groups, minlength=n)
    free = [group for group in range(n) if size[group] == 0]
    linked = np.zeros(n)  # weight from the node at hand to each group
    near = np.empty(n, dtype=np.int64)  # the groups that it is linked to
    queue, waiting = order.copy(), np.ones(n, dtype=np.bool_)
    head, n_waiting = 0, n
    while n_waiting > 0:
        node = queue[head]
        head, n_waiting = (head + 1) % n, n_waiting - 1
        waiting[node] = False
        old = groups[node]
        n_near = 0
        for edge in range(starts[node], starts[node + 1]):
            other = columns[edge]
            if other != node and within[other] == within[node]:
                group = groups[other]
                if linked[group] == 0.0:
                    near[n_near] = group
                    n_near += 1
                linked[group] += weights[edge]
        total[old] -= degree[node]
        size[old] -= 1
        best, gain = old, linked[old] - scale * degree[node] * total[old]
        for place in range(n_near):
            group = near[place]
            here = linked[group] - scale * degree[node] * total[group]
            if here > gain + 1e-12:
                best, gain = group, here
            linked[group] = 0.0
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


def modularity(graph: csr_matrix, groups: Groups, *, resolution: float = 1.0) -> float:
    """Return the share of links inside groups, less what chance would put there.

    Notes
    -----
    Newman 2006; the resolution weighs chance (Reichardt & Bornholdt 2006).
    """
    between = shrink(graph, groups)
    total = between.sum()
    chance = ((np.asarray(between.sum(axis=1)) / total) ** 2).sum()
    return float(between.diagonal().sum() / total - resolution * chance)


def join_until(graph: csr_matrix, *, groups: Groups, within: Groups, n_groups: int) -> Groups:
    """Join two groups at a time, those that raise modularity most or lower it least, until `n_groups` are left.

    Groups of different groups of `within` join only where nothing else is left to join.

    Notes
    -----
    Clauset, Newman & Moore 2004, "Finding community structure in very large networks", from given groups.
    """
    links = shrink(graph, groups).toarray() / max(graph.sum(), 1.0)
    fence = within[np.unique(groups, return_index=True)[1]]
    joined = np.arange(len(links))
    alive = np.ones(len(links), dtype=bool)
    for _ in range(len(links) - n_groups):
        degree = links.sum(axis=1)
        gain = links - np.outer(degree, degree) - 4.0 * (fence[:, None] != fence)
        gain[~alive] = gain[:, ~alive] = -np.inf
        np.fill_diagonal(gain, -np.inf)
        keep, drop = np.unravel_index(int(gain.argmax()), gain.shape)
        links[keep] += links[drop]
        links[:, keep] += links[:, drop]
        links[drop] = links[:, drop] = 0
        alive[drop] = False
        joined[joined == drop] = keep
    return np.unique(joined[groups], return_inverse=True)[1]


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
