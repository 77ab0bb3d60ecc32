"""Figures of merit, the same function for every model."""

import re
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_mutual_info_score, fowlkes_mallows_score


def agreement(labels: NDArray[np.int64], classes: NDArray[np.int64]) -> dict[str, float]:
    """Compare topics with classes over all papers; those in no topic count as one more group."""
    return {
        "n_topics": len(set(labels.tolist()) - {-1}),
        "outliers": float((labels < 0).mean()),
        "ami": float(adjusted_mutual_info_score(classes, labels)),
        "fmi": float(fowlkes_mallows_score(classes, labels)),
    }


def common_terms(texts: Sequence[str], labels: NDArray[np.int64], *, n_terms: int = 10) -> list[list[str]]:
    """Take the best one- and two-word terms of each topic by class-based tf-idf, so that only the grouping differs.

    Share of the topic's papers that use the term × log(1 + n_papers / papers that use it), English stop words left out.
    """
    counter = CountVectorizer(stop_words="english", ngram_range=(1, 2), min_df=5, binary=True)
    used = counter.fit_transform(texts)
    inside = np.flatnonzero(labels >= 0)
    members = csr_matrix((np.ones(len(inside)), (labels[inside], inside)), shape=(labels.max() + 1, len(labels)))
    share = (members @ used).multiply(1 / np.maximum(np.bincount(labels[inside]), 1)[:, None]).toarray()
    weight = share * np.log1p(len(labels) / np.asarray(used.sum(axis=0)).ravel())
    best = np.argsort(-weight, axis=1, kind="stable")[:, :n_terms]
    names = counter.get_feature_names_out()
    return [names[row[weight[topic, row] > 0]].tolist() for topic, row in enumerate(best)]


def words_of(terms: Sequence[Sequence[str]], *, n_words: int = 10) -> list[list[str]]:
    """Take the first distinct words of each topic's terms, so that phrases, which are rarer, compare with single words."""
    return [list(dict.fromkeys(word for term in topic for word in _plain(term).split()))[:n_words] for topic in terms]


def coherence(terms: Sequence[Sequence[str]], texts: Sequence[str]) -> float:
    """Return the mean NPMI (Bouma 2009) of pairs of a topic's terms; a paper is the window, a pair never met counts −1."""
    tokens = [[_plain(term) for term in topic] for topic in terms]
    words = sorted({term for topic in tokens for term in topic})
    longest = max(word.count(" ") + 1 for word in words)
    counter = CountVectorizer(vocabulary=words, ngram_range=(1, longest), token_pattern=r"\w+", binary=True, dtype=np.float32)
    used = counter.transform(texts)
    together = (used.T @ used).toarray() / len(texts)
    alone = together.diagonal()
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(together / np.outer(alone, alone)) / -np.log(together)
    npmi = np.where(together > 0, np.nan_to_num(npmi, nan=-1), -1)
    npmi[np.isclose(together, 1)] = 1
    place = {word: i for i, word in enumerate(words)}
    pairs = [[npmi[place[a], place[b]] for a, b in combinations(dict.fromkeys(topic), 2)] for topic in tokens]
    return float(np.mean([np.mean(topic) for topic in pairs if topic]))


def _plain(term: str) -> str:
    """Write a term as the tokens that papers are cut into: `out-of-distribution (OOD) detection` without its acronym."""
    return " ".join(re.findall(r"\w+", re.sub(r"\([^)]*\)", " ", term.lower())))


def diversity(terms: Sequence[Sequence[str]]) -> float:
    """Return the share of distinct terms among all terms of all topics (Dieng, Ruiz & Blei 2020)."""
    every = [_plain(term) for topic in terms for term in topic]
    return len(set(every)) / len(every)
