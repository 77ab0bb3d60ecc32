"""Made-up papers with their vectors, phrases and the subfields that were planted, made once."""

from typing import NamedTuple

import numpy as np
import pytest

from trends.config import make_config
from trends.data import Corpus, Embeddings
from trends.datasets import make_corpus
from trends.embed import embed
from trends.topics import PhraseCounts, count_phrases


class Sample(NamedTuple):
    """Papers; the subfield of each is a number, −1 for none."""

    corpus: Corpus
    embeddings: Embeddings
    counts: PhraseCounts
    subfield: np.ndarray

    @property
    def matrix(self) -> np.ndarray:
        """The vectors."""
        return self.embeddings.matrix


def make_sample(n_papers: int) -> Sample:
    made = make_corpus(n_papers=n_papers)
    encoder = make_config({"embed": {"kind": "lsa", "n_dims": 64}}, origin="test").embed.load(made.corpus)
    embeddings = embed(made.corpus, encoder=encoder).embeddings
    subfield = made.members["subfield"].rank("dense").cast(int).fill_null(0).to_numpy() - 1
    return Sample(made.corpus, embeddings, count_phrases(made.corpus.texts()), subfield)


@pytest.fixture(scope="session")
def sample() -> Sample:
    return make_sample(400)


@pytest.fixture(scope="session")
def large_sample() -> Sample:
    return make_sample(2400)
