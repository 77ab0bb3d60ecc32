"""Which document of a BERTopic is which paper."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trends.data import Corpus
from trends.errors import DataError

if TYPE_CHECKING:
    from bertopic import BERTopic


def find_topics_of_papers(model: "BERTopic", corpus: Corpus, *, documents: Sequence[str] | None) -> NDArray[np.int64]:
    """Return the model's topic of each paper: int64 (n_papers), `OUTLIER` for none.

    Parameters
    ----------
    model
        Of which only ``topics_`` and ``representative_docs_`` are read.
    corpus
        The papers.
    documents
        What the model was fitted on, in its order; None for a text per paper in corpus order.

    Raises
    ------
    DataError
        Where the model is not fitted, the numbers differ, a paper is not among the documents, or the order is another.
    """
    if model.topics_ is None:
        raise DataError("the BERTopic model is not fitted: fit it first")
    given = np.array(model.topics_, dtype=np.int64)
    if documents is not None:
        if len(documents) != len(given):
            raise DataError(f"documents are {len(documents):,}, the model was fitted on {len(given):,}: they must be the same")
        return given[_find_papers(corpus, documents)]
    if len(given) != corpus.n_papers:
        raise DataError(
            f"the model was fitted on {len(given):,} documents, the corpus has {corpus.n_papers:,} papers: "
            "pass the documents that it was fitted on"
        )
    _check_order(model, corpus, given=given)
    return given


def _find_papers(corpus: Corpus, documents: Sequence[str]) -> list[int]:
    """Return the first document of each paper."""
    row_of: dict[str, int] = {}
    for row, document in enumerate(documents):
        row_of.setdefault(_plain(document), row)
    found = [next((row_of[text] for text in texts if text in row_of), None) for texts in _texts(corpus)]
    rows = [row for row in found if row is not None]
    if len(rows) < corpus.n_papers:
        lost = found.index(None)
        raise DataError(
            f"{corpus.n_papers - len(rows):,} of {corpus.n_papers:,} papers are not among the documents, the first is "
            f"{corpus.ids[lost]!r}: a document must be title and abstract, abstract or title of its paper"
        )
    return rows


def _check_order(model: "BERTopic", corpus: Corpus, *, given: NDArray[np.int64]) -> None:
    """Raise where the model's representative documents are papers that it would have in another topic."""
    topics_of: dict[str, set[int]] = defaultdict(set)
    ids: dict[str, str] = {}
    for paper, topic, texts in zip(corpus.ids, given.tolist(), _texts(corpus), strict=True):
        for text in texts:
            topics_of[text].add(topic)
            ids[text] = paper
    for topic, texts in (model.representative_docs_ or {}).items():
        for text in map(_plain, texts):
            if text in topics_of and topic not in topics_of[text]:
                raise DataError(
                    f"paper {ids[text]!r} represents topic {topic}, by its place it is in topic {min(topics_of[text])}: "
                    "the corpus is sorted by date, pass the documents in the order in which the model was fitted on them"
                )


def _texts(corpus: Corpus) -> Iterator[list[str]]:
    """List for each paper the texts by which a document may be it, the longest first; never an empty one."""
    for text, title, abstract in zip(corpus.texts(), corpus.table["title"], corpus.table["abstract"], strict=True):
        yield [plain for plain in map(_plain, (text, f"{title} {abstract}", abstract, title)) if plain]


def _plain(text: str) -> str:
    """Drop what differs between two copies of a text: white space."""
    return " ".join(text.split())
