"""Our own topics, as the package finds and names them."""

import numpy as np
from numpy.typing import NDArray
from papers import Papers
from peers import Found, Lookup

from trends.data import Layers, Topics
from trends.topics import Guide, TopicModel


def fit(papers: Papers, *, seed: int, encode: Lookup | None = None, guides: tuple[Guide, ...] = ()) -> Layers:
    """Find layers of topics; whether they hold is measured by this experiment, so the package is not asked."""
    return TopicModel(seed=seed, n_runs=0, guides=guides).fit(papers.corpus, papers.embeddings, encode=encode).layers


def find(papers: Papers, lookup: Lookup, *, seed: int) -> Found:  # noqa: ARG001  # no words are encoded
    """Find topics as a user does: the layer that the package chooses, with its terms."""
    layers = fit(papers, seed=seed)
    return found_in(layers.topics[layers.chosen])


def found_in(topics: Topics) -> Found:
    """Return groups and terms of one layer."""
    ranked = topics.terms.sort("topic", "rank").group_by("topic", maintain_order=True).agg("term")
    return Found(groups_of(topics), ranked["term"].to_list())


def groups_of(topics: Topics) -> NDArray[np.int64]:
    """Return the topic of each paper, −1 where there is none."""
    return topics.members["topic"].to_numpy()
