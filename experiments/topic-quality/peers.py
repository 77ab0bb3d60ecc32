"""The peers at their defaults, all on the same vectors: who puts which paper into which topic."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from papers import Papers

from trends.embed import Sentence, encode_all


class Found(NamedTuple):
    """A topic per paper, −1 where there is none, and the ten best terms of each topic, where they were asked for."""

    labels: NDArray[np.int64]
    terms: list[list[str]]


class Lookup:
    """Gives papers their known vectors, and encodes words that it has not seen."""

    def __init__(self, papers: Papers) -> None:
        self.known = dict(zip(papers.corpus.texts(), papers.embeddings.matrix, strict=True))
        self.encoder = Sentence(device="cpu").load()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(map(str, texts)) if text not in self.known]
        if new:
            self.known |= dict(zip(new, encode_all(self.encoder, new), strict=True))
        return np.array([self.known[str(text)] for text in texts])

    encode = __call__


def bertopic(papers: Papers, lookup: Lookup, *, seed: int) -> Found:  # noqa: ARG001  # it takes no seed
    from bertopic import BERTopic

    model = BERTopic()
    labels, _ = model.fit_transform(papers.corpus.texts(), embeddings=papers.embeddings.matrix)
    terms = [[term for term, _ in model.get_topic(topic) if term] for topic in sorted(set(labels) - {-1})]
    return Found(np.array(labels), terms)


def evoc(papers: Papers, lookup: Lookup, *, seed: int) -> Found:  # noqa: ARG001
    from evoc import EVoC

    return Found(np.asarray(EVoC(random_state=seed).fit_predict(papers.embeddings.matrix)), [])


def topeax(papers: Papers, lookup: Lookup, *, seed: int) -> Found:
    from turftopic import Topeax

    model = Topeax(encoder=lookup, random_state=seed)
    model.fit_transform(papers.corpus.texts(), embeddings=papers.embeddings.matrix)
    return Found(np.asarray(model.labels_), [])


def top2vec(papers: Papers, lookup: Lookup, *, seed: int) -> Found:  # noqa: ARG001  # it takes no seed
    from top2vec import Top2Vec

    return Found(np.asarray(Top2Vec(papers.corpus.texts(), embedding_model=lookup, verbose=False).doc_top), [])


def kmeans(papers: Papers, lookup: Lookup, *, seed: int) -> Found:  # noqa: ARG001
    from sklearn.cluster import KMeans

    model = KMeans(len(np.unique(papers.classes)), n_init=10, random_state=seed)
    return Found(model.fit_predict(papers.embeddings.matrix).astype(np.int64), [])


PEERS = {"k-means, told k": kmeans, "EVoC": evoc, "Topeax": topeax, "BERTopic": bertopic, "Top2Vec": top2vec}
