"""Hot regions: connected groups of papers around which the literature grows more than chance would have it."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from trends.stats.field.change import Contrast
from trends.stats.field.estimate import choose_n_neighbours, find_near, local_change

REGIONS_SCHEMA: Final = pl.Schema(
    {
        "region": pl.Int64(),
        "n_papers": pl.Int64(),
        "growth": pl.Float64(),
        "mass": pl.Float64(),
        "p": pl.Float64(),
        "members": pl.List(pl.String()),
    }
)

_FALSE_ALARMS: Final = 0.05
# Fewer than for the field of a topic: a region may be small, and the permutations answer for the noise.
_N_NEIGHBOURS: Final = 50
_N_LINKS: Final = 5
_FEWEST: Final = 5

# A place is hot this many standard deviations above what permuted dates give there.
_HOT: Final = 3.0


def find_regions(
    matrix: NDArray[np.float32],
    change: Contrast,
    *,
    ids: pl.Series,
    strata: NDArray[np.int64],
    n_permutations: int = 200,
    seed: int = 0,
) -> pl.DataFrame:
    """Find groups of papers around which the literature grows significantly faster than the corpus.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    change
        Recent and earlier papers; only these take part.
    ids
        Of the papers.
    strata
        (n_papers,), as for `contrast`.
    n_permutations
        How often dates are permuted within strata; the least p is 1 / (n_permutations + 1).
    seed
        Of the permutations.

    Returns
    -------
    Columns of `REGIONS_SCHEMA`, a row per region whose ``p`` is at most 0.05, largest mass first; empty where there is
    none. ``region`` counts from 0; ``n_papers`` recent and earlier papers belong to it, their ids are ``members``, those
    in the hottest places first; ``growth`` is the mean change of the log share per year around them; ``mass`` the sum
    of what lifts their places over the threshold, in standard deviations. ``p`` is the chance that permuted dates bring
    about a region of at least that mass anywhere, so that the chance of a single false region is at most 5 %.

    Notes
    -----
    Cluster-mass permutation test: Bullmore et al. 1999, *IEEE Transactions on Medical Imaging* 18, 32-42; its control of
    the family-wise error: Nichols & Holmes 2002, *Human Brain Mapping* 15, 1-25. Dates change places within a stratum
    only, so that the strata of a span stay as they are. Among 400 scattered papers of two strata, dates drawn by chance, none
    of 80 corpora had a region.
    """
    used = np.flatnonzero(change.recent + change.earlier)
    recent, earlier = change.recent[used], change.earlier[used]
    near = find_near(matrix[used], at=matrix[used], n_neighbours=min(_N_NEIGHBOURS, choose_n_neighbours(len(used))))
    random = np.random.default_rng(seed)
    orders = [np.arange(len(used)), *(_permute_within(strata[used], random=random) for _ in range(n_permutations))]
    changes = np.array([local_change(near, recent=recent[order], earlier=earlier[order]) for order in orders])
    # What was observed takes part in mean and scatter like every permutation, else it would be judged more harshly.
    heights = (changes - changes.mean(axis=0)) / np.maximum(changes.std(axis=0), np.finfo(np.float64).tiny)
    observed, height = changes[0], heights[0]
    links = near[:, : _N_LINKS + 1]
    heaviest = np.array([_heaviest(one, links) for one in heights[1:]])
    group, mass = _join(height, links)
    rows = []
    for number in np.flatnonzero(np.bincount(group[group >= 0], minlength=len(mass)) >= _FEWEST):
        p = (1 + np.count_nonzero(heaviest >= mass[number])) / (1 + n_permutations)
        if p <= _FALSE_ALARMS:
            papers = np.flatnonzero(group == number)
            papers = papers[np.argsort(-height[papers], kind="stable")]
            growth = float(observed[papers].mean()) / change.years
            rows.append((len(papers), growth, float(mass[number]), p, ids.gather(used[papers]).to_list()))
    rows.sort(key=lambda row: -row[2])
    return pl.DataFrame([(number, *row) for number, row in enumerate(rows)], schema=REGIONS_SCHEMA, orient="row")


def _permute_within(strata: NDArray[np.int64], *, random: np.random.Generator) -> NDArray[np.int64]:
    """Return an order that lets papers change places with others of their stratum only."""
    order = np.empty(len(strata), dtype=np.int64)
    # Sorted by stratum, and by chance within: the k-th place of a stratum goes to the k-th of its papers in chance order.
    order[np.argsort(strata, kind="stable")] = np.lexsort((random.random(len(strata)), strata))
    return order


def _join(height: NDArray[np.float64], links: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Join hot papers that are neighbours of each other; the group of each paper (−1 for none), the mass of each group."""
    group = np.full(len(height), -1, dtype=np.int64)
    hot = np.flatnonzero(height > _HOT)
    if not len(hot):
        return group, np.zeros(0)
    place = np.full(len(height), -1)
    place[hot] = np.arange(len(hot))
    source, target = np.repeat(np.arange(len(hot)), links.shape[1]), place[links[hot]].ravel()
    inside = target >= 0
    edges = coo_matrix((np.ones(inside.sum()), (source[inside], target[inside])), shape=(len(hot), len(hot)))
    n_groups, group[hot] = connected_components(edges, directed=False)
    return group, np.bincount(group[hot], weights=height[hot] - _HOT, minlength=n_groups).astype(np.float64)


def _heaviest(height: NDArray[np.float64], links: NDArray[np.int32]) -> float:
    return float(_join(height, links)[1].max(initial=0))
