import warnings

import numpy as np
import polars as pl
import pytest

from trends.data import Topics
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.topics import to_bertopic, write_bertopic

pytestmark = pytest.mark.slow

WORDS = ["machine unlearning", "protein folding", "speech recognition"]


@pytest.fixture
def fitted(corpus_of, embeddings_of, blobs):
    """Three topics of 12, 10 and 8 papers and two outliers, numbered by us."""
    groups = [0] * 12 + [1] * 10 + [2] * 8 + [-1] * 2
    matrix, _ = blobs(3, 12)
    rows = np.concatenate([matrix[:12], matrix[12:22], matrix[24:32], matrix[[0, 12]]])
    corpus = corpus_of([f"{WORDS[group]} number {i}" if group >= 0 else f"something else {i}" for i, group in enumerate(groups)])
    terms = [(topic, rank, term, 1.0 - rank / 2) for topic, words in enumerate(WORDS) for rank, term in enumerate(words.split())]
    topics = Topics(
        table=pl.DataFrame({"topic": [0, 1, 2], "label": WORDS, "n_papers": [12, 10, 8]}, schema=TOPICS_SCHEMA),
        terms=pl.DataFrame(terms, schema=TERMS_SCHEMA, orient="row"),
        members=pl.DataFrame({"id": corpus.ids, "topic": groups, "similarity": [0.9] * 32}, schema=MEMBERS_SCHEMA),
        centroids=np.stack([rows[:12].mean(0), rows[12:22].mean(0), rows[22:30].mean(0)]),
        model="test",
    )
    return corpus, topics, embeddings_of(corpus, rows)


def test_bertopic_loads_the_saved_model_and_finds_our_topics_in_it(fitted, tmp_path):
    corpus, topics, embeddings = fitted
    write_bertopic(corpus, topics, embeddings=embeddings, folder=tmp_path / "bertopic")
    assert {path.suffix for path in (tmp_path / "bertopic").iterdir()} == {".json", ".safetensors"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bertopic import BERTopic

        loaded = BERTopic.load(tmp_path / "bertopic")
        found, _ = loaded.transform(corpus.texts()[:30], embeddings=embeddings.matrix[:30])
    assert loaded.topics_ == topics.members["topic"].to_list()
    assert [term for term, _ in loaded.get_topic(1)] == ["protein", "folding"]
    assert loaded.custom_labels_ == ["Outliers", *WORDS]
    assert list(found) == loaded.topics_[:30]


def test_the_model_answers_bertopics_own_questions(fitted):
    corpus, topics, embeddings = fitted
    model = to_bertopic(corpus, topics, embeddings=embeddings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        info = model.get_topic_info()
        assert info["Count"].to_list() == [2, 12, 10, 8]
        assert model.visualize_barchart().data
