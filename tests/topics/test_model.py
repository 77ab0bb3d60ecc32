import numpy as np
import pytest

from trends.data import OUTLIER
from trends.errors import DataError
from trends.topics import TopicModel


def same(texts):
    return np.ones((len(texts), 2), dtype=np.float32) / np.float32(2**0.5)


def rows(n, vectors):
    return np.array([vectors[i % len(vectors)] for i in range(n)], dtype=np.float32)


def test_one_paper_has_no_topic_and_still_a_place_on_the_map(corpus_of, embeddings_of):
    corpus = corpus_of(["one paper"])
    fitted = TopicModel().fit(corpus, embeddings_of(corpus, rows(1, [[1, 0]])), encode=same)
    assert fitted.topics.n_topics == 0
    assert fitted.topics.members.row(0)[1:] == (OUTLIER, None)
    assert fitted.points.table.height == 1
    assert fitted.tree.table.height == 0


def test_papers_that_are_all_alike_are_one_topic(corpus_of, embeddings_of):
    corpus = corpus_of([f"machine unlearning {word}" for word in "abcdefgh"])
    fitted = TopicModel().fit(corpus, embeddings_of(corpus, rows(8, [[1, 0]])), encode=same)
    assert fitted.topics.table.rows() == [(0, "Machine unlearning", 8)]


def test_embeddings_of_other_papers_are_refused(corpus_of, embeddings_of):
    corpus, other = corpus_of(["one", "two"]), corpus_of(["one"])
    with pytest.raises(DataError, match="other papers"):
        TopicModel().fit(corpus, embeddings_of(other, rows(1, [[1, 0]])), encode=same)


@pytest.mark.slow
def test_planted_groups_come_out_as_topics_with_their_words(corpus_of, embeddings_of, blobs):
    words = ["machine unlearning", "protein folding", "speech recognition"]
    matrix, groups = blobs(3, 40)
    corpus = corpus_of([f"on {words[group]} {i}" for i, group in enumerate(groups)])
    fitted = TopicModel().fit(corpus, embeddings_of(corpus, matrix), encode=lambda texts: np.ones((len(texts), 24), np.float32))
    assert sorted(fitted.topics.table["label"]) == ["Machine unlearning", "Protein folding", "Speech recognition"]
    assert fitted.topics.table["n_papers"].to_list() == [40, 40, 40]
    assert fitted.tree.table.filter(fitted.tree.table["parent"].is_null())["n_papers"].item() == 120


@pytest.mark.slow
def test_the_same_seed_gives_the_same_topics(corpus_of, embeddings_of, blobs):
    matrix, _ = blobs(4, 25, spread=0.5)
    corpus = corpus_of([f"paper {i}" for i in range(100)])
    one, two = (TopicModel().fit(corpus, embeddings_of(corpus, matrix), encode=same) for _ in range(2))
    assert one.topics.members.equals(two.topics.members)
    assert one.points.table.equals(two.points.table)
