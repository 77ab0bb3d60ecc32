"""Hand the topics to BERTopic's users: a genuine fitted BERTopic with our topics, terms, vectors and labels."""

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import OUTLIER, Corpus, Embeddings, Topics
from trends.errors import DataError
from trends.topics.bertopic.quiet import quiet
from trends.topics.bertopic.vocabulary import Vocabulary, count_vocabulary
from trends.topics.names.terms import Encode

if TYPE_CHECKING:
    from bertopic import BERTopic

_N_REPRESENTATIVES: Final = 3
_N_TERMS: Final = 10  # BERTopic's default, for topics that its users merge
_NO_TERM: Final = ("", 0.00001)  # BERTopic's own sign that a topic has fewer terms than others


def to_bertopic(corpus: Corpus, topics: Topics, *, embeddings: Embeddings, encoder: Encode | None = None) -> "BERTopic":
    """Make a fitted BERTopic that knows these topics.

    Terms, sizes, centroids, labels (as custom labels) and representative papers are ours; its class-based tf-idf is of all
    papers. Its ids are the places of the topics that have papers: our ids, where none has died. Its weights are ours,
    divided by the largest. ``transform`` gives every text the topic of the nearest centroid, and never calls it an outlier.

    Parameters
    ----------
    corpus
        The papers; ``corpus.texts()`` are the documents for those of BERTopic's methods that ask for them again.
    topics
        Their topics, at least one.
    embeddings
        Vectors of the papers, in corpus order.
    encoder
        Texts to unit vectors in the same space, for ``find_topics`` and for ``transform`` of texts alone; None where there
        is none: these two then ask for it.

    Raises
    ------
    DataError
        Where no paper has a topic, or topics or embeddings are of other papers.

    Notes
    -----
    ``topics_over_time`` cannot read dates that are text where pandas is 3 or newer: pass dates. Its periods are not those
    of a calendar and its frequencies no shares, which is why nothing else here uses it.
    """
    _check(corpus, topics, embeddings=embeddings)
    ids = topics.table.filter(pl.col("n_papers") > 0)["topic"].to_list()
    assigned = _places(topics, ids=ids)
    present, sizes = np.unique(assigned, return_counts=True)
    texts = np.array(corpus.texts(), dtype=object)
    joined = [" ".join(texts[assigned == topic]) for topic in present]
    vocabulary = count_vocabulary(joined, terms=topics.terms["term"].unique(maintain_order=True).to_list())
    terms = _terms(topics, ids=ids)
    labels = dict(topics.table.select("topic", "label").iter_rows())
    centroids = topics.centroids[topics.table["topic"].is_in(ids).to_numpy()]
    outliers = np.zeros((int(present[0] == OUTLIER), centroids.shape[1]), dtype=np.float32)
    model = _without_topics(vocabulary, assigned=assigned.tolist(), encoder=encoder, n_terms=len(terms[0]))
    model.topic_sizes_ = dict(zip(present.tolist(), sizes.tolist(), strict=True))
    model.c_tf_idf_ = model.ctfidf_model.transform(vocabulary.counts)
    model.topic_embeddings_ = np.vstack([outliers, centroids])
    model.topic_representations_ = {topic: terms[topic] for topic in present.tolist()}
    model.probabilities_ = topics.members["similarity"].to_numpy()
    model.representative_docs_ = _representatives(texts, assigned=assigned, similarity=model.probabilities_)
    model.custom_labels_ = ["Outliers" if topic == OUTLIER else labels[ids[topic]] for topic in present.tolist()]
    return model


def _check(corpus: Corpus, topics: Topics, *, embeddings: Embeddings) -> None:
    if not embeddings.ids.equals(corpus.ids):
        raise DataError("the embeddings are of other papers than the corpus: embed this corpus first")
    if not topics.members["id"].equals(corpus.ids):
        raise DataError("the topics are of other papers than the corpus: fit topics on this corpus first")
    if topics.n_outliers == corpus.n_papers:
        raise DataError(f"none of the {corpus.n_papers} papers has a topic, BERTopic needs at least one")


def _without_topics(vocabulary: Vocabulary, *, assigned: list[int], encoder: Encode | None, n_terms: int) -> "BERTopic":
    """Make a BERTopic that reduces and clusters nothing, and knows our words and the topic of each paper."""
    with quiet():
        from bertopic import BERTopic
        from bertopic._bertopic import TopicMapper
        from bertopic.cluster import BaseCluster
        from bertopic.dimensionality import BaseDimensionalityReduction
        from bertopic.vectorizers import ClassTfidfTransformer

        from trends.topics.bertopic.embedder import Embedder

        model = BERTopic(
            top_n_words=max(_N_TERMS, n_terms),
            embedding_model=Embedder(encoder),
            umap_model=BaseDimensionalityReduction(),
            hdbscan_model=BaseCluster(),
            vectorizer_model=vocabulary.vectorizer,
            ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True).fit(vocabulary.counts),
        )
    model.topics_ = assigned
    model.topic_mapper_ = TopicMapper(assigned)
    return model


def _places(topics: Topics, *, ids: list[int]) -> NDArray[np.int64]:
    """Return for each paper the place of its topic among `ids`, or `OUTLIER`: int64 (n_papers)."""
    assigned = topics.members["topic"].to_numpy()
    return np.where(assigned == OUTLIER, OUTLIER, np.searchsorted(ids, assigned)).astype(np.int64)


def _terms(topics: Topics, *, ids: list[int]) -> dict[int, list[tuple[str, float]]]:
    """List terms and weights of each topic by its place, and of the outliers; all lists are of one length."""
    ranked = topics.terms.sort("topic", "rank").group_by("topic", maintain_order=True).agg("term", "weight")
    found = {topic: list(zip(term, weight, strict=True)) for topic, term, weight in ranked.iter_rows()}
    length = max([len(terms) for terms in found.values()], default=1)
    largest = max([weight for terms in found.values() for _, weight in terms], default=1.0) or 1.0
    listed = {OUTLIER: [_NO_TERM] * length}
    for place, topic in enumerate(ids):
        terms = [(term, weight / largest) for term, weight in found.get(topic, [])]
        listed[place] = terms + [_NO_TERM] * (length - len(terms))
    return listed


def _representatives(
    texts: NDArray[np.object_], *, assigned: NDArray[np.int64], similarity: NDArray[np.float64]
) -> dict[int, list[str]]:
    """Take the papers that are most similar to the centroid of their topic."""
    order = np.lexsort((-similarity, assigned))
    starts = np.flatnonzero(np.diff(assigned[order], prepend=assigned.min() - 1))
    rows = [group[:_N_REPRESENTATIVES] for group in np.split(order, starts[1:])]
    return {int(assigned[group[0]]): texts[group].tolist() for group in rows}
