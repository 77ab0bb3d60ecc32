"""Families of topics and regions without topics, of real papers with dates that mean nothing: how often is one named?"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from permute import Case, count_case, group_titles, read_case, shuffle_papers, shuffle_periods
from scipy.cluster.hierarchy import linkage
from simulate import make_topics

from trends.data import Series, Tree
from trends.data.tree import TREE_SCHEMA
from trends.stats import estimate_growth
from trends.stats.field.change import contrast
from trends.stats.field.placing import place
from trends.stats.field.regions import find_regions
from trends.stats.growth.nodes import count_nodes, find_finest

Row = dict[str, float | str]

N_PAPERS = 8_000


def alarms_of_families(case: Case, corpora: Path, *, n_times: int) -> Iterator[Row]:
    """Yield for each way of shuffling how many of the nodes over 100 topics rise, and how many are reported as the finest."""
    corpus = read_case(case, corpora)
    vectors, groups = group_titles(corpus)
    topics = make_topics(corpus, groups, n_topics=groups.max() + 1)
    series, tree = count_case(case, topics, corpus), join(vectors, groups)
    yield {"corpus": case.file, "dates": "as they are", "n_nodes": tree.table.height, **name(series, tree)}
    for words, shuffle in (("papers shuffled", shuffle_papers), ("periods shuffled", shuffle_periods)):
        found = [name(shuffle(series, rng=np.random.default_rng(seed)), tree) for seed in range(n_times)]
        means = {key: float(np.mean([one[key] for one in found])) for key in found[0]}
        yield {"corpus": case.file, "dates": words, **means, "any_finest": float(np.mean([one["n_finest"] > 0 for one in found]))}


def join(vectors: NDArray[np.float64], groups: NDArray[np.int64]) -> Tree:
    """Join the groups two by two by Ward's rule."""
    n_groups = int(groups.max()) + 1
    middles = np.array([vectors[groups == group].mean(axis=0) for group in range(n_groups)])
    joins = linkage(middles, "ward")
    parent = np.full(2 * n_groups - 1, -1)
    for step, (one, other) in enumerate(joins[:, :2].astype(int)):
        parent[[one, other]] = n_groups + step
    table = {
        "node": range(len(parent)),
        "parent": [None if above < 0 else int(above) for above in parent],
        "height": [0.0] * n_groups + joins[:, 2].tolist(),
        "label": [str(node) for node in range(len(parent))],
        "n_papers": np.concatenate([np.bincount(groups), joins[:, 3].astype(int)]),
    }
    return Tree(pl.DataFrame(table, schema=TREE_SCHEMA))


def name(series: Series, tree: Tree) -> dict[str, float]:
    """Return what part of the nodes moves, and how many are the finest."""
    growth = estimate_growth(count_nodes(series, tree))
    moving = growth["trend"].is_in(["rising", "falling"])
    return {"moving": float(moving.mean() or 0), "n_finest": float(find_finest(growth, tree.table).height)}


def alarms_of_regions(case: Case, corpora: Path, *, n_times: int) -> Iterator[Row]:
    """Yield how many regions are found with dates as they are, and when papers of a stratum exchange them."""
    corpus = read_case(case, corpora)
    vectors, groups = group_titles(corpus)
    series = count_case(case, make_topics(corpus, groups, n_topics=groups.max() + 1), corpus)
    placed = place(corpus, series)
    spans = np.flatnonzero(placed.recent | placed.earlier)
    papers = spans[:: len(spans) // N_PAPERS + 1]
    matrix, strata = vectors[papers].astype(np.float32), placed.strata[papers]

    def count_regions(order: NDArray[np.int64], *, seed: int) -> int:
        change = contrast(
            placed.years[papers][order], strata, recent=placed.recent[papers][order], earlier=placed.earlier[papers][order]
        )
        return len(find_regions(matrix, change, strata=strata, seed=seed))

    as_they_are = count_regions(np.arange(len(papers)), seed=0)
    yield {"corpus": case.file, "dates": "as they are", "n_papers": float(len(papers)), "n_regions": float(as_they_are)}
    counts = [count_regions(exchange(strata, rng=np.random.default_rng(seed)), seed=seed) for seed in range(n_times)]
    row = {"n_regions": float(np.mean(counts)), "any_region": float(np.mean([n > 0 for n in counts]))}
    yield {"corpus": case.file, "dates": "papers shuffled", **row}


def exchange(strata: NDArray[np.int64], *, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return an order in which papers change places with others of their stratum."""
    order = np.empty(len(strata), dtype=np.int64)
    order[np.argsort(strata, kind="stable")] = np.lexsort((rng.random(len(strata)), strata))
    return order
