"""Layers of topics, coarse to fine: nested communities, and the one of them to show first."""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from trends.data import OUTLIER
from trends.errors import ConfigError
from trends.topics.graph.communities import (
    Groups,
    absorb_small,
    find_best_communities,
    find_communities,
    join_until,
    shrink,
)
from trends.topics.graph.links import Views, link
from trends.topics.groups import rand_index

_RESOLUTIONS: Final = (1.0, 2**0.5, 2.0, 2**1.5, 4.0)
_CLEARLY: Final = 0.03
_FEWEST_SAMPLES: Final = 6
_MOST_SAMPLES: Final = 24
_PAPERS_OF_SAMPLES: Final = 30_000
_SAMPLE_SHARE: Final = 0.8
_FINER: Final = 4.0
_COARSER: Final = 0.5
_CRUMBS: Final = 0.5

N_THREADS: Final = min(os.cpu_count() or 1, 8)  # speed alone depends on it


class Layering(NamedTuple):
    """Nested groupings of the same papers, coarse to fine.

    Attributes
    ----------
    groups
        int64 (n_layers, n_papers): group 0 … n − 1 in each layer, in no meaningful order.
    default
        The layer to show first.
    resolutions
        At which each layer was found; 0 for one that was not found as communities.
    """

    groups: Groups
    default: int
    resolutions: tuple[float, ...]


def choose_resolution(views: Views) -> float:
    """Choose the resolution of the default layer: 1, unless a finer one comes back clearly better from subsamples.

    Parameters
    ----------
    views
        Neighbours of a few thousand papers at most; more would only take longer.

    Returns
    -------
    The coarsest resolution from 1 to 4 whose topics agree over subsamples of 80 % of the papers almost as well as those of
    the best one: within 0.03 of its mean adjusted Rand index. There are 6 subsamples of 5,000 papers, and up to 24 of fewer,
    whose agreement is more a matter of luck; they are the same whatever seed a user sets.

    Notes
    -----
    Resolution 1 is modularity as it was defined (Newman 2006). Agreement over subsamples as a criterion that needs no
    labels: Ben-Hur, Elisseeff & Guyon 2002, "A stability based method for discovering structure in clustered data".
    """
    rng = np.random.default_rng(0)
    n_papers = views.n_papers
    n_samples = min(max(_PAPERS_OF_SAMPLES // n_papers, _FEWEST_SAMPLES), _MOST_SAMPLES)
    samples = [np.sort(rng.permutation(n_papers)[: round(_SAMPLE_SHARE * n_papers)]) for _ in range(n_samples)]

    def group(number: int) -> Groups:
        """Group one sample at all resolutions, int64 (n_resolutions, n_papers), `OUTLIER` outside the sample."""
        own, papers = np.random.default_rng([1, number]), samples[number]
        graph = link(views.of(papers))
        found = np.full((len(_RESOLUTIONS), n_papers), OUTLIER, dtype=np.int64)
        for row, resolution in zip(found, _RESOLUTIONS, strict=True):
            row[papers] = find_best_communities(graph, resolution=resolution, rng=own, n_tries=2)
        return found

    with ThreadPoolExecutor(max_workers=N_THREADS) as pool:
        found = np.array(list(pool.map(group, range(n_samples))))
    agreement = [_agree(found[:, position]) for position in range(len(_RESOLUTIONS))]
    return next(r for r, score in zip(_RESOLUTIONS, agreement, strict=True) if score >= max(agreement) - _CLEARLY)


def _agree(groupings: Groups) -> float:
    """Average the adjusted Rand index over all pairs of groupings, on the papers that both saw."""
    pairs = [(a, b, (a != OUTLIER) & (b != OUTLIER)) for a, b in combinations(groupings, 2)]
    return float(np.mean([rand_index(a[both], b[both]) for a, b, both in pairs]))


def find_layers(graph: csr_matrix, *, resolution: float, min_papers: int, seed: int) -> Layering:
    """Find nested topics.

    Parameters
    ----------
    graph
        Links between papers, symmetric.
    resolution
        Of the default layer: how much denser than chance a topic must be.
    min_papers
        Fewest papers of a topic in any layer.
    seed
        Of the order in which papers are visited.

    Notes
    -----
    The default layer maximises modularity by fast local moving with refinement (after Traag, Waltman & van Eck 2019,
    "From Louvain to Leiden"), see `find_best_communities`. A finer layer does the same at four times the resolution inside
    each topic, so that layers nest, until half of the papers fall into groups that are too small; the coarse layer joins
    whole topics of the default at half the resolution.
    """
    rng = np.random.default_rng(seed)
    whole = np.zeros(graph.shape[0], dtype=np.int64)
    layers, resolutions = [find_default(graph, resolution=resolution, min_papers=min_papers, seed=seed)], [resolution]
    while True:
        finer = _FINER * resolutions[-1]
        split, crumbs = split_groups(graph, within=layers[-1], resolution=finer, min_papers=min_papers, rng=rng)
        if crumbs > _CRUMBS or split.max() == layers[-1].max():
            break
        layers.append(split)
        resolutions.append(finer)
    between = shrink(graph, layers[0])
    joined = find_communities(between, within=whole[: between.shape[0]], resolution=_COARSER * resolution, rng=rng)
    default = int(0 < joined.max() < layers[0].max())
    if default:
        layers.insert(0, joined[layers[0]])
        resolutions.insert(0, 0.0)
    return Layering(np.array(layers), default, tuple(resolutions))


def find_default(graph: csr_matrix, *, resolution: float, min_papers: int, seed: int) -> Groups:
    """Find the topics of the default layer alone, int64 (n_papers,)."""
    rng = np.random.default_rng(seed)
    whole = np.zeros(graph.shape[0], dtype=np.int64)
    best = find_best_communities(graph, resolution=resolution, rng=rng)
    return absorb_small(graph, groups=best, within=whole, min_papers=min_papers)


def split_groups(
    graph: csr_matrix, *, within: Groups, resolution: float, min_papers: int, rng: np.random.Generator
) -> tuple[Groups, float]:
    """Split each group into communities.

    Returns
    -------
    tuple
        The finer groups, int64 (n_papers,), and what part of the papers fell into communities that were too small and joined
        others.
    """
    split = find_communities(graph, within=within, resolution=resolution, rng=rng)
    crumbs = float((np.bincount(split)[split] < min_papers).mean())
    return absorb_small(graph, groups=split, within=within, min_papers=min_papers), crumbs


def with_n_topics(layers: Layering, graph: csr_matrix, *, n_topics: int) -> Layering:
    """Add a layer of exactly `n_topics` topics, which becomes the default: topics of the next finer layer, joined.

    Raises
    ------
    ConfigError
        Where no layer is so fine.
    """
    sizes = layers.groups.max(axis=1) + 1
    if n_topics > sizes[-1]:
        raise ConfigError(f"n_topics is {n_topics}, these papers give at most {sizes[-1]}: a smaller min_papers gives more")
    finer = int(np.flatnonzero(sizes >= n_topics)[0])
    if sizes[finer] == n_topics:
        return layers._replace(default=finer)
    within = layers.groups[finer - 1] if finer else np.zeros(graph.shape[0], dtype=np.int64)
    joined = join_until(graph, groups=layers.groups[finer], within=within, n_groups=n_topics)
    resolutions = (*layers.resolutions[:finer], 0.0, *layers.resolutions[finer:])
    return Layering(np.insert(layers.groups, finer, joined, axis=0), finer, resolutions)
