"""Take the topics of a user's fitted BERTopic as our own."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import OUTLIER, Corpus, Embeddings, Topics
from trends.errors import DataError
from trends.topics.bertopic.matching import find_topics_of_papers
from trends.topics.names.terms import Term
from trends.topics.tables import make_topics

if TYPE_CHECKING:
    from bertopic import BERTopic

_N_NAMING: Final = 3
_OUTSIDE: Final = "an outlier of the BERTopic model"


def from_bertopic(
    model: "BERTopic", corpus: Corpus, *, embeddings: Embeddings | None = None, documents: Sequence[str] | None = None
) -> Topics:
    """Make our topics of a fitted BERTopic.

    Ids are the model's in their order, without gaps; labels its custom labels, else those of zero-shot topics, else the
    best terms.

    Parameters
    ----------
    model
        Fitted on the papers of the corpus.
    corpus
        The papers.
    embeddings
        Vectors of the papers, in corpus order, from which centroids and similarities are computed. None takes the model's
        topic vectors as centroids and leaves all similarities null.
    documents
        The texts that the model was fitted on, in its order; each paper is found among them by its title and abstract,
        abstract or title. None means that the model was fitted on a text per paper, in corpus order.

    Raises
    ------
    DataError
        Where the model is not fitted, or was fitted on other papers or in another order.
    """
    assigned = find_topics_of_papers(model, corpus, documents=documents)
    known = sorted(set(assigned.tolist()) - {OUTLIER})
    groups = np.where(assigned == OUTLIER, OUTLIER, np.searchsorted(known, assigned)).astype(np.int64)
    if embeddings is not None and not embeddings.ids.equals(corpus.ids):
        raise DataError("the embeddings are of other papers than the corpus: embed this corpus first")
    matrix = _vectors(model, known=known)[groups] if embeddings is None else np.asarray(embeddings.matrix)
    terms = [_terms(model, topic) for topic in known]
    topics = make_topics(
        corpus.ids,
        groups,
        terms=terms,
        labels=_labels(model, known=known, terms=terms),
        matrix=matrix,
        reasons=np.full(len(groups), _OUTSIDE, dtype=object),
        model=hashlib.sha256(b"bertopic" + groups.tobytes() + (embeddings.model if embeddings else "").encode()).hexdigest(),
    )
    if embeddings is None:  # each paper stood in the place of its topic
        return replace(topics, members=topics.members.with_columns(similarity=pl.lit(None, pl.Float64)))
    return topics


def _terms(model: "BERTopic", topic: int) -> list[Term]:
    """List the terms of a topic; how many of its papers use them is not known."""
    return [Term(term, max(float(weight), 0.0), 0.0) for term, weight in model.get_topic(topic) if term]


def _vectors(model: "BERTopic", *, known: Sequence[int]) -> NDArray[np.float32]:
    """Scale the model's own topic vectors to unit length: float32 (n_topics, n_dims)."""
    order = sorted(model.topic_sizes_)
    if not known or model.topic_embeddings_ is None or len(model.topic_embeddings_) != len(order):
        raise DataError(f"the model has no vectors of its {len(known)} topics: pass embeddings")
    rows = np.asarray(model.topic_embeddings_, dtype=np.float64)[[order.index(topic) for topic in known]]
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(length > 0, length, 1)).astype(np.float32)


def _labels(model: "BERTopic", *, known: Sequence[int], terms: Sequence[Sequence[Term]]) -> list[str]:
    """Name each topic as the model does where somebody chose its names, else by its best terms; no two alike."""
    order = sorted(model.topic_sizes_)
    custom = dict(zip(order, model.custom_labels_ or [], strict=False))
    labels: list[str] = []
    for topic, ranked in zip(known, terms, strict=True):
        chosen = custom.get(topic) or _zero_shot_label(model, topic)
        words = _apart([term.term for term in ranked])
        counted = [", ".join(words[:n]) for n in range(_N_NAMING, len(words) + 1)] or [", ".join(words)]
        names = [chosen, *(f"{chosen} ({word})" for word in words)] if chosen else [_capitalise(name) for name in counted if name]
        numbered = f"{chosen or 'Topic'} {topic}"
        labels.append(next((name for name in names if name not in labels), numbered))
    return labels


def _zero_shot_label(model: "BERTopic", topic: int) -> str | None:
    """Return the name that was asked for, None where the label is the one that BERTopic makes of id and terms."""
    label = str(model.topic_labels_[topic])
    return None if label.startswith(f"{topic}_") else label


def _apart(terms: Sequence[str]) -> list[str]:
    """Leave out terms that stand inside others, or others in them: ``language`` beside ``language models``."""
    kept: list[str] = []
    for term in terms:
        if not any(term in other or other in term for other in kept):
            kept.append(term)
    return kept


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]
