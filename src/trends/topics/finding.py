"""Groups of papers: communities at several layers, or what a plug-in finds, and whether they come back."""

from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from trends.data import OUTLIER, Progress, silent
from trends.errors import ConfigError
from trends.topics.graph.communities import Groups
from trends.topics.graph.device import Device
from trends.topics.graph.layers import (
    N_THREADS,
    Layering,
    choose_resolution,
    find_default,
    find_layers,
    split_groups,
    with_n_topics,
)
from trends.topics.graph.links import Views, link, view
from trends.topics.groups import by_size, find_nearest, find_piles, find_strangers
from trends.topics.plugins import Plugin, run_clusterer, run_reducer
from trends.topics.quality.stability import Stability, measure_stability

Outliers = Literal["floor", "assign"]

_SAMPLE: Final = 5_000
_FAR: Final = "unlike the other papers of its topic"
_NONE: Final = "in none of the groups that were found"


class Found(NamedTuple):
    """Layers of groups over all papers, and what they were found from.

    Attributes
    ----------
    layers
        int64 (n_layers, n_papers), group 0 … n − 1 by falling size, `OUTLIER` for none; coarse to fine.
    chosen
        Which layer is shown first.
    reasons
        Why a paper is an outlier, None for the others; (n_papers,) of objects.
    resolution
        Of the default layer.
    resolutions
        At which each layer was found, 0 where it was not found as communities.
    views, graph
        The papers among which groups were found (all, unless there were too many), and the links between them.
    """

    layers: Groups
    chosen: int
    reasons: NDArray[np.object_]
    resolution: float
    resolutions: tuple[float, ...]
    views: Views
    graph: csr_matrix


@dataclass(frozen=True)
class Finder:
    """How groups of papers are found.

    Attributes
    ----------
    min_papers
        Fewest papers of a group; None takes 0.37 × √n_papers, at least 5.
    n_topics
        How many groups the chosen layer has; None leaves it to the papers.
    layer
        The chosen layer, 0 is the coarsest; None takes the default.
    outliers
        Whether papers far from their group are in none (``floor``) or every paper is in a group (``assign``).
    clusterer, reducer
        Plug-ins that take the place of communities; there is one layer then.
    max_papers
        Groups are found among so many papers; others join the nearest.
    device
        Where neighbours are found.
    seed
        The same seed on the same machine gives the same groups.
    """

    min_papers: int | None
    n_topics: int | None
    layer: int | None
    outliers: Outliers
    clusterer: Plugin | None
    reducer: Plugin | None
    max_papers: int
    device: Device
    seed: int

    def fewest(self, n_papers: int) -> int:
        """Return the fewest papers of a group among so many."""
        return self.min_papers or max(5, round(0.37 * n_papers**0.5))

    def find(self, matrix: NDArray[np.float32], *, words: csr_matrix) -> Found:
        """Find groups at all layers.

        Parameters
        ----------
        matrix
            (n_papers, n_dims), rows of unit length.
        words
            (n_papers, n_phrases), not zero where the paper uses the phrase.

        Raises
        ------
        ConfigError
            Where there is no such layer, there are too few papers for so many topics, or a plug-in cannot be run.
        """
        views = self.look(matrix, words=words)
        graph = link(views)
        resolution = self._choose_resolution(views)
        layering = self._choose(self._group(views, graph, resolution=resolution, seed=self.seed), graph)
        layers = _spread(layering.groups, sample=views.rows, matrix=matrix)
        reasons = np.full(len(matrix), None, dtype=object)
        chosen = layers[layering.default]
        if self.outliers == "assign":
            layers = np.array([find_nearest(matrix, groups=groups, papers=groups == OUTLIER) for groups in layers])
        else:
            strange = find_strangers(matrix, groups=chosen)
            reasons[chosen == OUTLIER], reasons[strange] = _NONE, _FAR
            layers[:, strange] = OUTLIER
        numbered = np.array([by_size(groups) for groups in layers])
        return Found(numbered, layering.default, reasons, resolution, layering.resolutions, views, graph)

    def look(self, matrix: NDArray[np.float32], *, words: csr_matrix) -> Views:
        """Find the neighbours of all papers, or of as many as groups are found among."""
        rows = _draw(len(matrix), at_most=self.max_papers, seed=self.seed)
        return view(matrix[rows], words=words[rows], rows=rows, device=self.device)

    def measure_stability(
        self,
        views: Views,
        *,
        groups: Groups,
        resolution: float,
        n_runs: int,
        all_papers: bool = False,
        progress: Progress = silent,
    ) -> Stability:
        """Find the groups of the chosen layer again, in parts of the papers, and count how often each comes back.

        Parameters
        ----------
        views
            What `look` returned.
        groups
            int64 (n_papers of the corpus,), the final topics 0 … n − 1, `OUTLIER` for papers in none, which count in no run.
        resolution
            Of the default layer.
        n_runs
            How many times.
        all_papers
            Whether all papers take part, or 5,000 at most. A topic too small to be found among these has no figure.
        """
        seen = views if all_papers else self._thin(views, seed=self.seed)
        known = groups[seen.rows]
        n_topics = int(groups.max(initial=OUTLIER)) + 1
        sizes = np.bincount(known[known != OUTLIER], minlength=n_topics)
        findable = sizes >= (1 if seen.n_papers == len(groups) else 2 * self.fewest(seen.n_papers))

        def refit(rows: NDArray[np.int64], seed: int) -> Groups:
            again = self._group_chosen(seen.of(rows), resolution=resolution, seed=seed)
            again[known[rows] == OUTLIER] = OUTLIER
            return again

        n_jobs = 1 if self.clusterer is not None else N_THREADS  # a plug-in may not be safe in threads
        measured = measure_stability(known, refit, n_runs=n_runs, seed=self.seed, n_jobs=n_jobs, progress=progress)
        return measured._replace(topics=measured.topics.filter(measured.topics["topic"].is_in(np.flatnonzero(findable))))

    def measure_finer(self, found: Found, *, layer: int, n_runs: int) -> Stability:
        """Split the groups above a layer again, in parts of the papers, and count how often each of its groups comes back.

        Parameters
        ----------
        found
            What `find` returned.
        layer
            One that is finer than the chosen one; the groups that hold its groups stay as they are.
        n_runs
            How many times.
        """
        groups, above = found.layers[layer, found.views.rows], found.layers[layer - 1, found.views.rows]
        inside = np.flatnonzero(groups != OUTLIER)
        graph, above = found.graph[inside][:, inside], above[inside]
        resolution, min_papers = found.resolutions[layer], self.fewest(found.views.n_papers)

        def refit(rows: NDArray[np.int64], seed: int) -> Groups:
            links, within = graph[rows][:, rows], above[rows]
            rng = np.random.default_rng(seed)
            return split_groups(links, within=within, resolution=resolution, min_papers=min_papers, rng=rng)[0]

        return measure_stability(groups[inside], refit, n_runs=n_runs, seed=self.seed, n_jobs=N_THREADS)

    def _thin(self, views: Views, *, seed: int) -> Views:
        """See 5,000 of the papers at most."""
        return views if views.n_papers <= _SAMPLE else views.of(_draw(views.n_papers, at_most=_SAMPLE, seed=seed))

    def _choose_resolution(self, views: Views) -> float:
        """Choose the resolution; 1 where nothing depends on it."""
        if self.clusterer is not None or self._is_trivial(views):
            return 1.0
        return choose_resolution(self._thin(views, seed=0))

    def _is_trivial(self, views: Views) -> bool:
        """Say whether there are too few papers for two groups, or all neighbours are copies."""
        return views.n_papers < 2 * self.fewest(views.n_papers) or not views.by_meaning.distances.max() > 0

    def _group(self, views: Views, graph: csr_matrix, *, resolution: float, seed: int) -> Layering:
        """Find all layers; the default is chosen."""
        matrix, min_papers = views.matrix, self.fewest(views.n_papers)
        if self.clusterer is not None:
            reduced = matrix if self.reducer is None else run_reducer(self.reducer, matrix, seed=seed)
            return Layering(by_size(run_clusterer(self.clusterer, reduced, seed=seed))[None], 0, (0.0,))
        if self._is_trivial(views):
            return Layering(by_size(find_piles(matrix, min_papers=min_papers))[None], 0, (0.0,))
        return find_layers(graph, resolution=resolution, min_papers=min_papers, seed=seed)

    def _choose(self, layering: Layering, graph: csr_matrix) -> Layering:
        """Choose the layer that is asked for."""
        if self.n_topics is not None:
            return with_n_topics(layering, graph, n_topics=self.n_topics)
        if self.layer is not None and self.layer >= len(layering.groups):
            raise ConfigError(f"topics.layer is {self.layer}, these papers have the layers 0 to {len(layering.groups) - 1}")
        return layering if self.layer is None else layering._replace(default=self.layer)

    def _group_chosen(self, views: Views, *, resolution: float, seed: int) -> Groups:
        """Group by the chosen layer alone, or the finest where a part of the papers has none so fine."""
        plain = self.clusterer is None and self.n_topics is None and self.layer is None
        graph = link(views)
        if plain and not self._is_trivial(views):
            return find_default(graph, resolution=resolution, min_papers=self.fewest(views.n_papers), seed=seed)
        layering = self._group(views, graph, resolution=resolution, seed=seed)
        nearest = replace(
            self,
            n_topics=None if self.n_topics is None else min(self.n_topics, int(layering.groups[-1].max()) + 1),
            layer=None if self.layer is None else min(self.layer, len(layering.groups) - 1),
        )
        again = nearest._choose(layering, graph)
        chosen: Groups = again.groups[again.default]
        return chosen


def _draw(n_papers: int, *, at_most: int, seed: int) -> NDArray[np.int64]:
    """Draw papers where there are more than wanted; their rows, rising."""
    if n_papers <= at_most:
        return np.arange(n_papers)
    return np.sort(np.random.default_rng(seed).permutation(n_papers)[:at_most])


def _spread(layers: Groups, *, sample: NDArray[np.int64], matrix: NDArray[np.float32]) -> Groups:
    """Let papers outside the sample join the nearest group of the finest layer, and the coarser ones that hold it."""
    if len(sample) == len(matrix):
        return layers
    finest = np.full(len(matrix), OUTLIER, dtype=np.int64)
    finest[sample] = layers[-1]
    others = np.ones(len(matrix), dtype=bool)
    others[sample] = False
    joined = find_nearest(matrix, groups=finest, papers=others)
    spread = np.full((len(layers), len(matrix)), OUTLIER, dtype=np.int64)
    for all_groups, groups in zip(spread, layers, strict=True):
        inside = layers[-1] != OUTLIER
        holder = np.full(int(layers[-1].max(initial=0)) + 1, OUTLIER, dtype=np.int64)
        holder[layers[-1][inside]] = groups[inside]
        all_groups[others] = np.where(joined[others] == OUTLIER, OUTLIER, holder[joined[others]])
        all_groups[sample] = groups
    return spread
