"""The topic model: its settings, and the steps from vectors to topics, layers, tree and map."""

import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from trends.data import Corpus, Embeddings, Layers, Points, Progress, Topics, Tree, silent
from trends.errors import DataError
from trends.topics.finding import Finder, Found, Outliers
from trends.topics.graph.communities import Groups
from trends.topics.graph.device import Device
from trends.topics.graph.links import Views, link
from trends.topics.groups import find_centroids
from trends.topics.hierarchy import join_topics
from trends.topics.layout import lay_out
from trends.topics.llm import LlmLabels
from trends.topics.names.naming import find_holders, name_all
from trends.topics.names.phrases import count_phrases
from trends.topics.names.terms import Encode
from trends.topics.plugins import Plugin
from trends.topics.quality.assess import Quality, assess
from trends.topics.quality.stability import match_topics
from trends.topics.steering.correct import CORRECTED_SCHEMA
from trends.topics.steering.corrections import Correction
from trends.topics.steering.guidance import GUIDES_SCHEMA, Guide
from trends.topics.steering.memory import MEMORY_SCHEMA
from trends.topics.steering.shaping import shape
from trends.topics.tables import find_memberships, make_points, make_topics, make_tree, place_topics

_N_ANCHORS: Final = 20_000
_BLOCK: Final = 2_000
_DROPPED: Final = "its topic was dropped by hand"
_STEPS: Final = 6


class Fitted(NamedTuple):
    """What a topic model finds.

    Attributes
    ----------
    layers
        The topics at every resolution, one of them chosen.
    tree
        The hierarchy over the chosen topics.
    points
        The map of the papers.
    memberships
        Columns ``id, topic, share``: how much of what links a paper to others leads to each chosen topic, at least 0.1;
        a paper between topics has several rows.
    guides, corrections
        What became of each guide and each correction, columns of `GUIDES_SCHEMA` and `CORRECTED_SCHEMA`.
    memory
        What the corrections need at the next fit, columns of `MEMORY_SCHEMA`.
    resolution
        Of the default layer.
    n_grouped
        Among how many papers topics were found; the others joined the nearest.
    """

    layers: Layers
    tree: Tree
    points: Points
    memberships: pl.DataFrame
    guides: pl.DataFrame
    corrections: pl.DataFrame
    memory: pl.DataFrame
    resolution: float
    n_grouped: int

    @property
    def topics(self) -> Topics:
        """The topics of the chosen layer."""
        return self.layers.topics[self.layers.chosen]


class TopicModel(BaseModel):
    """Find topics: communities of papers that are near in meaning and in words, at several layers.

    Attributes
    ----------
    min_papers
        Fewest papers of a topic; None takes 0.37 × √n_papers, at least 5 (7 for 350 papers, 35 for 9,000).
    n_topics
        How many topics there are to be; None leaves it to the papers.
    layer
        Which layer series, charts and report are made of, 0 is the coarsest; None takes the default layer: the coarsest
        whose topics come back from parts of the papers almost as well as those of any finer one.
    outliers
        ``floor`` leaves a paper in no topic that is far less like its topic than the others there; ``assign`` leaves none.
    guides
        Topics to look for by name.
    clusterer, reducer
        Classes in the manner of scikit-learn in the place of our communities, and in front of it; there is one layer then.
    n_runs
        How often topics are found again in parts of the papers, to say which hold; 0 for never.
    n_neighbours
        Neighbours of a paper that the map keeps together, the paper itself counted; fewer in a tiny corpus.
    n_terms
        Terms kept per topic.
    max_papers
        Topics are found among so many papers; where there are more, the others join the nearest.
    device
        Where neighbours are found: ``auto`` takes a graphics card for 20,000 papers or more where torch sees one.
    llm
        A language model that writes the labels of the chosen layer; None keeps those that were counted.
    seed
        The same seed on the same machine gives the same topics.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_papers: int | None = Field(default=None, ge=2)
    n_topics: int | None = Field(default=None, ge=2)
    layer: int | None = Field(default=None, ge=0)
    outliers: Outliers = "floor"
    guides: tuple[Guide, ...] = ()
    clusterer: Plugin | None = None
    reducer: Plugin | None = None
    n_runs: int = Field(default=10, ge=0, le=1000)
    n_neighbours: int = Field(default=15, ge=2, le=30)
    n_terms: int = Field(default=10, ge=1, le=50)
    max_papers: int = Field(default=150_000, ge=1000)
    device: Device = "auto"
    llm: LlmLabels | None = None
    seed: int = Field(default=0, ge=0, lt=2**32)

    @model_validator(mode="after")
    def _check_choices(self) -> "TopicModel":
        chosen = [name for name in ("n_topics", "layer", "clusterer") if getattr(self, name) is not None]
        if len(chosen) > 1:
            raise ValueError(f"set with one of {' and '.join(chosen)} alone")
        labels = [guide.label for guide in self.guides]
        twice = next((label for label in labels if labels.count(label) > 1), None)
        if twice is not None:
            raise ValueError(f"made of guides with different labels, {twice!r} stands there twice")
        if self.reducer is not None and self.clusterer is None:
            raise ValueError("set with a clusterer, a reducer alone does nothing")
        return self

    def fit(
        self,
        corpus: Corpus,
        embeddings: Embeddings,
        *,
        encode: Encode | None,
        corrections: Sequence[Correction] = (),
        memory: pl.DataFrame | None = None,
        progress: Progress = silent,
    ) -> Fitted:
        """Find the topics of a corpus.

        Parameters
        ----------
        corpus
            The papers.
        embeddings
            A unit vector per paper, in corpus order.
        encode
            Texts to unit vectors in the same space, to choose terms that mean what the topic means; None where there is none.
        corrections
            What a person wants otherwise, applied last.
        memory
            `Fitted.memory` of the fit before.
        progress
            Told after each of six steps.

        Returns
        -------
        Layers, tree, map and more. Papers too few or too scattered for a group give no topic: all are outliers.

        Raises
        ------
        DataError
            Where the embeddings are not those of the corpus.
        ConfigError
            Where the papers have no such layer or not so many topics, a plug-in cannot be run, or a correction names a topic
            that is not there.
        """
        if not embeddings.ids.equals(corpus.ids):
            raise DataError("the embeddings are of other papers than the corpus: embed this corpus first")
        matrix = np.asarray(embeddings.matrix)
        counts = count_phrases(corpus.texts())
        progress("topics", 1, _STEPS)
        finder = self.finder()
        found = finder.find(matrix, words=counts.matrix)
        chosen = found.chosen
        progress("topics", 2, _STEPS)
        name = partial(name_all, counts, matrix=matrix, encode=encode, n_terms=self.n_terms)
        shaped = shape(
            found.layers[chosen],
            guides=self.guides,
            corrections=corrections,
            memory=memory,
            ids=corpus.ids,
            matrix=matrix,
            counts=counts,
            encode=encode,
            name=lambda groups, given: name([groups], chosen=0, joins=[], given=given).labels[0],
            min_papers=finder.fewest(corpus.n_papers),
            seed=self.seed,
        )
        layers = [*found.layers[:chosen], shaped.groups, *found.layers[chosen + 1 :]]
        joins = join_topics(find_centroids(matrix, groups=shaped.groups), within=find_holders(layers, layer=chosen))
        progress("topics", 3, _STEPS)
        named = name(layers, chosen=chosen, joins=joins, given=shaped.labels)
        progress("topics", 4, _STEPS)
        reasons = np.where(shaped.dropped, _DROPPED, found.reasons)
        model = hashlib.sha256(f"{self.model_dump_json()} {embeddings.model}".encode()).hexdigest()
        made = [
            make_topics(corpus.ids, groups, terms=terms, labels=labels, matrix=matrix, reasons=reasons, model=model)
            for groups, terms, labels in zip(layers, named.terms, named.labels, strict=True)
        ]
        made[chosen] = self._with_stability(made[chosen], finder=finder, found=found, groups=shaped.groups)
        made[chosen + 1 :] = self._with_finer_stability(made[chosen + 1 :], finder=finder, found=found)
        progress("topics", 5, _STEPS)
        points = make_points(corpus.ids, self._lay_out(matrix, views=found.views))
        progress("topics", 6, _STEPS)
        return Fitted(
            layers=Layers(tuple(made), chosen),
            tree=make_tree(made[chosen], joins=joins, labels=named.joins),
            points=points,
            memberships=find_memberships(corpus.ids.gather(found.views.rows), shaped.groups[found.views.rows], graph=found.graph),
            guides=shaped.guides,
            corrections=shaped.corrections,
            memory=shaped.memory,
            resolution=found.resolution,
            n_grouped=found.views.n_papers,
        )

    def adopt(
        self, topics: Topics, corpus: Corpus, embeddings: Embeddings, *, encode: Encode | None, progress: Progress = silent
    ) -> Fitted:
        """Take topics that another model found; their ids, terms and labels stay.

        Parameters
        ----------
        topics
            Topics of these papers, ids 0 … n − 1; their centroids are made anew from the embeddings.
        corpus, embeddings, encode, progress
            As for `fit`.

        Raises
        ------
        DataError
            Where topics or embeddings are not those of the corpus.
        """
        if topics.table["topic"].to_list() != list(range(topics.n_topics)):
            raise DataError(f"topics have the ids {topics.table['topic'].to_list()[:10]}, they must be 0 to n − 1 here")
        if not embeddings.ids.equals(corpus.ids) or not topics.members["id"].equals(corpus.ids):
            raise DataError("the topics or the embeddings are of other papers than the corpus: take those of this corpus")
        matrix = np.asarray(embeddings.matrix)
        counts = count_phrases(corpus.texts())
        views = self.finder().look(matrix, words=counts.matrix)
        progress("topics", 1, 3)
        topics = place_topics(topics, matrix=matrix)
        groups = topics.members["topic"].to_numpy()
        joins = join_topics(topics.centroids, within=np.zeros(topics.n_topics, dtype=np.int64))
        given = dict(enumerate(topics.table["label"]))
        named = name_all(counts, [groups], chosen=0, joins=joins, matrix=matrix, encode=encode, n_terms=self.n_terms, given=given)
        progress("topics", 2, 3)
        points = make_points(corpus.ids, self._lay_out(matrix, views=views))
        progress("topics", 3, 3)
        return Fitted(
            layers=Layers((topics,), 0),
            tree=make_tree(topics, joins=joins, labels=named.joins),
            points=points,
            memberships=find_memberships(corpus.ids.gather(views.rows), groups[views.rows], graph=link(views)),
            guides=pl.DataFrame(schema=GUIDES_SCHEMA),
            corrections=pl.DataFrame(schema=CORRECTED_SCHEMA),
            memory=pl.DataFrame(schema=MEMORY_SCHEMA),
            resolution=1.0,
            n_grouped=corpus.n_papers,
        )

    def assess(
        self,
        topics: Topics,
        corpus: Corpus,
        *,
        embeddings: Embeddings,
        resolution: float,
        n_runs: int,
        progress: Progress = silent,
    ) -> Quality:
        """Measure how good topics are that were found under these settings.

        Parameters
        ----------
        topics
            `Fitted.topics`.
        corpus, embeddings
            As for `fit`.
        resolution
            `Fitted.resolution`.
        n_runs
            How often topics are found again among all papers, every second time in nine tenths of them; 0 for never.
        progress
            Told after each run.
        """
        counts = count_phrases(corpus.texts())
        stability = None
        if n_runs:
            finder = self.finder()
            stability = finder.measure_stability(
                finder.look(np.asarray(embeddings.matrix), words=counts.matrix),
                groups=topics.members["topic"].to_numpy(),
                resolution=resolution,
                n_runs=n_runs,
                all_papers=True,
                progress=progress,
            )
        return assess(topics, counts=counts, embeddings=embeddings, stability=stability)

    def finder(self) -> Finder:
        """Return how groups of papers are found under these settings."""
        return Finder(
            min_papers=self.min_papers,
            n_topics=self.n_topics,
            layer=self.layer,
            outliers=self.outliers,
            clusterer=self.clusterer,
            reducer=self.reducer,
            max_papers=self.max_papers,
            device=self.device,
            seed=self.seed,
        )

    def _with_stability(self, topics: Topics, *, finder: Finder, found: Found, groups: Groups) -> Topics:
        """Measure which topics come back; those that a person made are not asked."""
        if not self.n_runs or not topics.n_topics:
            return topics
        measured = finder.measure_stability(found.views, groups=groups, resolution=found.resolution, n_runs=self.n_runs).topics
        same = match_topics(groups, found.layers[found.chosen]).jaccard == 1
        held = measured.filter(pl.col("topic").is_in(np.flatnonzero(same)))
        return topics.with_stability(held.select("topic", "n_found", "n_runs", stability="jaccard"))

    def _with_finer_stability(self, finer: Sequence[Topics], *, finder: Finder, found: Found) -> list[Topics]:
        """Measure which topics of the finer layers come back inside the topic that holds them."""
        if not self.n_runs:
            return list(finer)
        layers = range(found.chosen + 1, len(found.layers))
        measured = [finder.measure_finer(found, layer=layer, n_runs=self.n_runs).topics for layer in layers]
        return [
            topics.with_stability(held.select("topic", "n_found", "n_runs", stability="jaccard"))
            for topics, held in zip(finer, measured, strict=True)
        ]

    def _lay_out(self, matrix: NDArray[np.float32], *, views: Views) -> NDArray[np.float32]:
        """Place papers on the map, those outside the sample where the most similar of some thousand others stands."""
        near = views.by_meaning.nearest(self.n_neighbours)
        placed = lay_out(views.matrix, near=near, n_dims=2, min_dist=0.1, seed=self.seed)
        if len(views.rows) == len(matrix):
            return placed
        places = np.empty((len(matrix), 2), dtype=np.float32)
        step = len(views.rows) // _N_ANCHORS + 1
        for block in np.array_split(np.arange(len(matrix)), len(matrix) // _BLOCK + 1):
            places[block] = placed[::step][(matrix[block] @ views.matrix[::step].T).argmax(axis=1)]
        places[views.rows] = placed
        return places
