"""The topic model: its settings, and the steps from vectors to topics, tree and map."""

import hashlib
from typing import Literal, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from trends.data import Corpus, Embeddings, Points, Progress, Topics, Tree, silent
from trends.data.points import POINTS_SCHEMA
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.data.tree import TREE_SCHEMA
from trends.errors import DataError
from trends.topics.cluster import Outliers, by_size, find_centroids, find_groups, find_piles, join_outliers
from trends.topics.hierarchy import Join, join_topics
from trends.topics.labels import label_groups
from trends.topics.layout import lay_out
from trends.topics.neighbours import find_neighbours
from trends.topics.phrases import PhraseCounts, count_phrases
from trends.topics.terms import Encode, Term, rank_terms

_STEPS = 6


class Fitted(NamedTuple):
    """What a topic model finds: the topics, the tree over them and the map of the papers."""

    topics: Topics
    tree: Tree
    points: Points


class TopicModel(BaseModel):
    """Find topics: exact neighbours, UMAP, HDBSCAN, class-based terms; the way of BERTopic.

    Attributes
    ----------
    min_papers
        Fewest papers of a topic; None takes 0.37 × √n_papers, at least 5 (7 for 350 papers, 35 for 9,000).
    n_neighbours
        Neighbours of a paper that UMAP keeps together, the paper itself counted; fewer in a tiny corpus.
    n_components
        Dimensions in which the groups are found.
    outliers
        ``near`` lets an outlier join the nearest topic where one in ten members is no more similar to it; ``keep`` leaves
        all outliers; ``assign`` leaves none.
    n_terms
        Terms kept per topic.
    seed
        Of UMAP; the same seed on the same machine gives the same topics.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["bertopic"] = "bertopic"
    min_papers: int | None = Field(default=None, ge=2)
    n_neighbours: int = Field(default=15, ge=2)
    n_components: int = Field(default=5, ge=2, le=50)
    outliers: Outliers = "near"
    n_terms: int = Field(default=10, ge=1, le=50)
    seed: int = Field(default=0, ge=0, lt=2**32)

    def fit(self, corpus: Corpus, embeddings: Embeddings, *, encode: Encode | None, progress: Progress = silent) -> Fitted:
        """Find the topics of a corpus.

        Parameters
        ----------
        corpus
            The papers.
        embeddings
            A unit vector per paper, in corpus order.
        encode
            Texts to unit vectors in the same space, to choose terms that mean what the topic means; None where there is none.
        progress
            Told after each of six steps.

        Returns
        -------
        Topics, tree and map. Papers too few or too scattered for a group give no topic: all are outliers.

        Raises
        ------
        DataError
            Where the embeddings are not those of the corpus.
        """
        if not embeddings.ids.equals(corpus.ids):
            raise DataError("the embeddings are of other papers than the corpus: embed this corpus first")
        matrix = np.asarray(embeddings.matrix)
        near = find_neighbours(matrix, n_neighbours=min(self.n_neighbours, corpus.n_papers))
        progress("topics", 1, _STEPS)
        places = lay_out(matrix, near=near, n_dims=self.n_components, min_dist=0.0, seed=self.seed)
        progress("topics", 2, _STEPS)
        spots = lay_out(matrix, near=near, n_dims=2, min_dist=0.1, seed=self.seed)
        progress("topics", 3, _STEPS)
        groups = self._group(matrix, places=places, copies=not near.distances.max() > 0)
        centroids = find_centroids(matrix, groups=groups)
        progress("topics", 4, _STEPS)
        joins = join_topics(centroids)
        counts = count_phrases(corpus.texts(), min_papers=2 + corpus.n_papers // 4000)
        progress("topics", 5, _STEPS)
        leaves = [np.flatnonzero(groups == topic) for topic in range(len(centroids))]
        terms, labels = self._name(counts, leaves=leaves, centroids=centroids, joins=joins, encode=encode)
        progress("topics", 6, _STEPS)
        return Fitted(
            topics=_topics(
                corpus.ids, groups=groups, terms=terms, labels=labels, matrix=matrix, model=self._fingerprint(embeddings)
            ),
            tree=_tree(leaves, labels=labels, joins=joins),
            points=Points(pl.DataFrame({"id": corpus.ids, "x": spots[:, 0], "y": spots[:, 1]}, schema=POINTS_SCHEMA)),
        )

    def _group(self, matrix: NDArray[np.float32], *, places: NDArray[np.float32], copies: bool) -> NDArray[np.int64]:
        """Cluster, let near outliers join, number by size; where all neighbours are copies, each pile of copies is a group."""
        n_papers = len(matrix)
        min_papers = self.min_papers or max(5, round(0.37 * n_papers**0.5))
        if copies:
            return by_size(find_piles(matrix, min_papers=min_papers))
        found = by_size(find_groups(places, min_papers=min_papers, min_samples=max(1, min_papers // 5)))
        return by_size(join_outliers(matrix, groups=found, outliers=self.outliers))

    def _name(
        self,
        counts: PhraseCounts,
        *,
        leaves: list[NDArray[np.int64]],
        centroids: NDArray[np.float32],
        joins: list[Join],
        encode: Encode | None,
    ) -> tuple[list[list[Term]], list[str]]:
        """Find terms and labels of all nodes, topics first, so that no inner node takes a topic's name."""
        groups = leaves + [np.concatenate([leaves[leaf] for leaf in join.leaves]) for join in joins]
        middles = np.array([centroids[list(join.leaves)].mean(axis=0) for join in joins]).reshape(-1, centroids.shape[1])
        nodes = np.vstack([centroids, middles / np.linalg.norm(middles, axis=1, keepdims=True)])
        terms = rank_terms(counts, groups=groups, centroids=nodes, encode=encode, n_terms=self.n_terms)
        return terms, label_groups(terms, acronyms=counts.acronyms)

    def _fingerprint(self, embeddings: Embeddings) -> str:
        return hashlib.sha256(f"{self.model_dump_json()} {embeddings.model}".encode()).hexdigest()


def _topics(
    ids: pl.Series,
    *,
    groups: NDArray[np.int64],
    terms: list[list[Term]],
    labels: list[str],
    matrix: NDArray[np.float32],
    model: str,
) -> Topics:
    centroids = find_centroids(matrix, groups=groups)
    n_topics = len(centroids)
    sizes = np.bincount(groups[groups >= 0], minlength=n_topics)
    table = pl.DataFrame({"topic": range(n_topics), "label": labels[:n_topics], "n_papers": sizes}, schema=TOPICS_SCHEMA)
    rows = [(topic, rank, term.term, term.weight) for topic in range(n_topics) for rank, term in enumerate(terms[topic])]
    return Topics(
        table=table,
        terms=pl.DataFrame(rows, schema=TERMS_SCHEMA, orient="row"),
        members=pl.DataFrame(
            {"id": ids, "topic": groups, "similarity": _similarity(matrix, groups, centroids)}, schema=MEMBERS_SCHEMA
        ),
        centroids=centroids,
        model=model,
    )


def _similarity(matrix: NDArray[np.float32], groups: NDArray[np.int64], centroids: NDArray[np.float32]) -> pl.Series:
    """Cosine of each paper to its topic, of an outlier to the nearest; null where there is no topic."""
    if not len(centroids):
        return pl.Series([None] * len(matrix), dtype=pl.Float64)
    own = np.einsum("ij,ij->i", matrix, centroids[groups], dtype=np.float64)
    loose = groups < 0
    own[loose] = (matrix[loose] @ centroids.T).max(axis=1, initial=-1)
    return pl.Series(np.clip(own, -1, 1))


def _tree(leaves: list[NDArray[np.int64]], *, labels: list[str], joins: list[Join]) -> Tree:
    parents = {child: join.node for join in joins for child in join.children}
    rows = [(topic, parents.get(topic), 0.0, labels[topic], len(papers)) for topic, papers in enumerate(leaves)]
    for join in joins:
        n_papers = sum(len(leaves[leaf]) for leaf in join.leaves)
        rows.append((join.node, parents.get(join.node), join.height, labels[join.node], n_papers))
    return Tree(pl.DataFrame(rows, schema=TREE_SCHEMA, orient="row"))
