"""Hand the topics to BERTopic's users: a genuine BERTopic model with our topics, terms and labels."""

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from trends.data import OUTLIER, Corpus, Embeddings, Topics

if TYPE_CHECKING:
    from bertopic import BERTopic


def to_bertopic(corpus: Corpus, topics: Topics, *, embeddings: Embeddings) -> "BERTopic":
    """Build a fitted BERTopic model that knows these topics.

    Its topic ids, terms and weights, sizes, centroids and custom labels are ours; its own class-based tf-idf is fitted on
    the papers, so that `find_topics`, `approximate_distribution` and the `visualize_*` functions work. New papers are
    assigned by cosine to the centroids.
    """
    with _quiet():
        from bertopic import BERTopic
        from bertopic.cluster import BaseCluster
        from bertopic.dimensionality import BaseDimensionalityReduction
        from bertopic.vectorizers import ClassTfidfTransformer
        from sklearn.feature_extraction.text import CountVectorizer

        texts = corpus.texts()
        model = BERTopic(
            language="multilingual",  # "english" strips every letter that is not ASCII
            umap_model=BaseDimensionalityReduction(),
            hdbscan_model=BaseCluster(),
            vectorizer_model=CountVectorizer(stop_words="english", ngram_range=(1, 2), token_pattern=_token_pattern(texts)),
            ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
            calculate_probabilities=False,
        )
        model.fit(texts, embeddings=np.asarray(embeddings.matrix), y=topics.members["topic"].to_numpy())
    return _with_our_topics(model, topics=topics)


def _token_pattern(texts: Sequence[str]) -> str:
    """Take words of two letters or more, as scikit-learn does, and single signs where the papers have no such words."""
    words = r"(?u)\b\w\w+\b"
    return words if any(re.search(words, text) for text in texts) else r"\S"


def write_bertopic(corpus: Corpus, topics: Topics, *, embeddings: Embeddings, folder: Path) -> None:
    """Write the model to a folder that `bertopic.BERTopic.load` reads: safetensors and JSON, nothing pickled."""
    model = to_bertopic(corpus, topics, embeddings=embeddings)
    logging.getLogger("BERTopic").setLevel(logging.ERROR)  # it warns that the encoder is not saved, which is meant
    with _quiet():
        model.save(folder, serialization="safetensors", save_ctfidf=True, save_embedding_model=False)


def _with_our_topics(model: "BERTopic", *, topics: Topics) -> "BERTopic":
    """Put our ids, terms, sizes and labels in the place of those that BERTopic derived."""
    assigned = topics.members["topic"].to_list()
    order = list(model.topics_)
    theirs = dict(zip(assigned, order, strict=True))
    if theirs != {topic: topic for topic in theirs}:
        model.c_tf_idf_ = model.c_tf_idf_[[sorted(theirs.values()).index(theirs[topic]) for topic in sorted(theirs)]]
    model.topics_ = assigned
    by_topic = topics.terms.sort("topic", "rank").group_by("topic", maintain_order=True).agg("term", "weight")
    ours = {topic: list(zip(term, weight, strict=True)) for topic, term, weight in by_topic.iter_rows()}
    if OUTLIER in theirs:
        ours[OUTLIER] = model.topic_representations_.get(OUTLIER, [("", 1e-5)])
    for topic in theirs:
        ours.setdefault(topic, [("", 1e-5)])
    model.topic_representations_ = dict(sorted(ours.items()))
    model.topic_sizes_ = {topic: assigned.count(topic) for topic in sorted(theirs)}
    outliers = np.zeros((1 if OUTLIER in theirs else 0, topics.centroids.shape[1]), dtype=np.float32)
    model.topic_embeddings_ = np.vstack([outliers, topics.centroids])
    model.set_topic_labels({OUTLIER: "Outliers", **dict(topics.table.select("topic", "label").iter_rows())})
    return model


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep BERTopic's import and fit from changing the process's warnings filters."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
