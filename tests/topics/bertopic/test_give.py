import warnings
from datetime import datetime

import numpy as np
import pytest

from trends.data import Embeddings
from trends.errors import DataError
from trends.topics import to_bertopic

from .conftest import N_OUTLIERS, PHRASES, encode, plant

# BERTopic and what it draws with warn of their own future.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

LABELS = [phrase.title() for phrase in PHRASES]


@pytest.fixture
def model(planted):
    return to_bertopic(planted.corpus, planted.topics, embeddings=planted.embeddings, encoder=encode)


def test_ids_sizes_terms_and_labels_are_ours(planted, model):
    assert model.topics_ == planted.topics.members["topic"].to_list()
    assert model.topic_sizes_ == {-1: N_OUTLIERS} | {topic: 20 - topic for topic in range(8)}
    assert model.get_topic(1)[0] == ("Protein Folding", pytest.approx((3 - 1 / 8) / 3))
    assert model.get_topic(2)[1] == ("", 1e-5)
    assert model.custom_labels_ == ["Outliers", *LABELS]


def test_the_class_based_tf_idf_is_the_one_that_bertopic_computes(planted, model):
    import pandas as pd

    papers = pd.DataFrame({"Document": planted.corpus.texts(), "Topic": model.topics_})
    joined = papers.groupby("Topic", as_index=False).agg({"Document": " ".join})
    ours = model.c_tf_idf_.toarray()
    theirs, _ = model._c_tf_idf(joined)
    assert theirs.toarray() == pytest.approx(ours)


def test_what_it_tells_of_topics_and_papers_is_a_row_each(planted, model):
    info = model.get_topic_info()
    assert info["CustomName"].to_list() == ["Outliers", *LABELS]
    papers = model.get_document_info(planted.corpus.texts())
    assert papers["CustomName"].to_list()[0] == LABELS[0]
    assert papers["Probability"].to_list() == pytest.approx(planted.topics.members["similarity"].to_list())


def test_representative_papers_are_the_most_similar_of_their_topic(planted, model):
    texts = np.array(planted.corpus.texts())
    similarity = planted.topics.members["similarity"].to_numpy()
    shown = np.flatnonzero(np.isin(texts, model.get_representative_docs(0)))
    assert len(shown) == 3
    assert similarity[shown].min() >= np.sort(similarity[:20])[-3] - 1e-9


@pytest.mark.parametrize(
    "name",
    ["visualize_topics", "visualize_hierarchy", "visualize_barchart", "visualize_heatmap", "visualize_term_rank"],
)
def test_it_draws_its_topics(model, name):
    assert getattr(model, name)(custom_labels=True).data


def test_each_topic_is_a_line_of_the_term_rank(model):
    assert len(model.visualize_term_rank().data) == 1 + len(PHRASES)


def test_it_draws_its_papers_by_vectors_and_by_given_places(planted, model):
    texts, matrix = planted.corpus.texts(), planted.embeddings.matrix
    assert model.visualize_documents(texts, embeddings=matrix).data
    assert len(model.visualize_documents(texts, reduced_embeddings=matrix[:, :2], custom_labels=True).data) == 1 + len(PHRASES)


def test_it_builds_and_draws_the_hierarchy(planted, model):
    joins = model.hierarchical_topics(planted.corpus.texts())
    assert len(joins) == len(PHRASES) - 1
    assert model.visualize_hierarchy(hierarchical_topics=joins).data
    assert model.get_topic_tree(joins)


def test_it_counts_and_draws_topics_over_time(planted, model):
    days = [datetime(2024, 1 + i % 3, 1) for i in range(planted.corpus.n_papers)]
    found = model.topics_over_time(planted.corpus.texts(), days)
    assert found["Frequency"].sum() == planted.corpus.n_papers
    assert found.loc[found["Topic"] == 1, "Words"].str.contains("protein folding").all()
    assert model.visualize_topics_over_time(found).data


def test_it_spreads_a_paper_over_topics_by_its_words(planted, model):
    shares, _ = model.approximate_distribution(["a graph network for protein folding and nothing else"], window=3)
    assert set(np.argsort(shares[0])[-2:]) == {1, 3}
    assert model.visualize_distribution(shares[0]).data


def test_new_papers_get_the_nearest_topic_by_text_and_by_vector(model):
    new = ["We study speech recognition", "Robot grasping at last"]
    assert list(model.transform(new)[0]) == [2, 5]
    found, similarity = model.transform(new, embeddings=encode(new))
    assert list(found) == [2, 5]
    assert similarity == pytest.approx([encode(new)[i] @ model.topic_embeddings_[1 + topic] for i, topic in enumerate(found)])


def test_it_finds_topics_by_free_text(model):
    assert model.find_topics("protein folding", top_n=1)[0] == [1]


def test_without_an_encoder_it_says_what_to_pass(planted):
    model = to_bertopic(planted.corpus, planted.topics, embeddings=planted.embeddings)
    with pytest.raises(DataError, match=r"no encoder for 1 texts: pass embeddings, or make it with encoder="):
        model.transform(["a text"])
    with pytest.raises(DataError, match="no encoder"):
        model.find_topics("unlearning")


def test_topics_can_be_merged_and_reduced_and_keep_our_terms(planted, model):
    texts = planted.corpus.texts()
    model.merge_topics(texts, [6, 7])
    assert model.topic_sizes_[0] == 14 + 13
    assert {"code generation", "traffic forecast"} <= {term for term, _ in model.get_topic(0)}
    model.reduce_topics(texts, nr_topics=4)
    assert len(model.get_topic_info()) == 4
    assert sum(model.topic_sizes_.values()) == planted.corpus.n_papers


def save(model, folder):
    model.save(folder, serialization="safetensors", save_ctfidf=True, save_embedding_model=False)


def test_a_saved_model_comes_back_with_its_abilities(planted, model, tmp_path):
    save(model, tmp_path / "bertopic")
    assert {path.suffix for path in (tmp_path / "bertopic").iterdir()} == {".json", ".safetensors"}
    from bertopic import BERTopic

    loaded = BERTopic.load(tmp_path / "bertopic")
    texts = planted.corpus.texts()
    assert loaded.topics_ == planted.topics.members["topic"].to_list()
    assert loaded.custom_labels_ == ["Outliers", *LABELS]
    found, _ = loaded.transform([texts[1], texts[-1]], embeddings=planted.embeddings.matrix[[1, -1]])
    assert found[0] == 0
    assert loaded.visualize_barchart().data
    assert len(loaded.hierarchical_topics(texts)) == len(PHRASES) - 1
    assert loaded.approximate_distribution(texts[:1])[0].argmax() == 0
    loaded.merge_topics(texts, [0, 1])
    assert loaded.topic_sizes_[0] == 39


def test_the_same_topics_are_the_same_files(planted, tmp_path):
    for name in ("one", "two"):
        save(to_bertopic(planted.corpus, planted.topics, embeddings=planted.embeddings), tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files)


def test_ids_with_gaps_become_places(corpus_of):
    planted = plant(corpus_of, ids=(0, 1, 2, 5, 6, 7, 11, 12))
    model = to_bertopic(planted.corpus, planted.topics, embeddings=planted.embeddings, encoder=encode)
    assert sorted(model.topic_sizes_) == [-1, *range(8)]
    assert model.get_topic(3)[0][0] == "Graph Network"
    assert model.find_topics("graph network", top_n=1)[0] == [3]
    assert model.custom_labels_[4] == "Graph Network"


def test_what_does_not_fit_is_refused(planted, corpus_of):
    other = corpus_of(["another paper"])
    with pytest.raises(DataError, match="embeddings are of other papers"):
        to_bertopic(other, planted.topics, embeddings=planted.embeddings)
    with pytest.raises(DataError, match="topics are of other papers"):
        to_bertopic(other, planted.topics, embeddings=Embeddings(other.ids, encode(["a"]), "test"))


def test_the_warnings_of_the_process_stay_as_they_were(planted):
    before = warnings.filters[:]
    to_bertopic(planted.corpus, planted.topics, embeddings=planted.embeddings)
    assert warnings.filters == before
