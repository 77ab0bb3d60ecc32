import numpy as np
import pytest

from trends.data import OUTLIER, Embeddings
from trends.errors import DataError
from trends.topics import to_bertopic
from trends.topics.bertopic import from_bertopic

from .conftest import PHRASES, encode

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def model(planted):
    return to_bertopic(planted.corpus, planted.topics, embeddings=planted.embeddings)


@pytest.fixture
def theirs(planted):
    """A BERTopic as its users fit it: on abstracts in their own order, clustered by k-means."""
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction
    from sklearn.cluster import KMeans

    documents = planted.corpus.texts()[::-1]
    model = BERTopic(umap_model=BaseDimensionalityReduction(), hdbscan_model=KMeans(9, random_state=0, n_init=10))
    model.fit(documents, embeddings=encode(documents))
    return model, documents


def test_our_topics_come_back_as_they_went(planted, model):
    back = from_bertopic(model, planted.corpus, embeddings=planted.embeddings)
    assert back.table.equals(planted.topics.table)
    assert back.members["topic"].equals(planted.topics.members["topic"])
    assert back.terms.drop("weight").equals(planted.topics.terms.sort("topic", "rank").drop("weight"))
    assert back.centroids == pytest.approx(planted.topics.centroids, abs=1e-6)
    inside = planted.topics.members["topic"].to_numpy() != OUTLIER
    assert back.members["reason"].to_list() == [None if kept else "an outlier of the BERTopic model" for kept in inside]
    ours = planted.topics.members["similarity"].to_numpy()
    assert back.members["similarity"].to_numpy()[inside] == pytest.approx(ours[inside], abs=1e-6)


def test_without_embeddings_centroids_are_the_models_and_similarities_unknown(planted, model):
    back = from_bertopic(model, planted.corpus)
    assert back.centroids == pytest.approx(planted.topics.centroids, abs=1e-6)
    assert back.members["similarity"].null_count() == planted.corpus.n_papers
    again = to_bertopic(planted.corpus, back, embeddings=planted.embeddings)
    assert again.topics_ == model.topics_
    assert len(again.get_representative_docs(0)) == 3


def test_a_loaded_model_is_as_good(planted, model, tmp_path):
    from bertopic import BERTopic

    model.save(tmp_path / "model", serialization="safetensors", save_ctfidf=True)
    back = from_bertopic(BERTopic.load(tmp_path / "model"), planted.corpus, embeddings=planted.embeddings)
    assert back.table.equals(planted.topics.table)


def test_documents_of_another_order_are_matched_by_their_text(planted, theirs):
    model, documents = theirs
    topics = from_bertopic(model, planted.corpus, embeddings=planted.embeddings, documents=documents)
    assert topics.members["topic"].to_list() == model.topics_[::-1]
    assert topics.table["n_papers"].to_list() == [model.topic_sizes_[topic] for topic in range(topics.n_topics)]


def test_abstracts_alone_are_matched_too_whatever_their_white_space(planted, corpus_of, theirs):
    model, documents = theirs
    corpus = corpus_of([f"Title {i}" for i in range(len(documents))], abstracts=documents[::-1])
    found = from_bertopic(model, corpus, documents=[f" {text}\n" for text in documents])
    assert found.members["topic"].to_list() == model.topics_[::-1]


def test_another_order_is_noticed_where_no_documents_are_given(planted, theirs):
    with pytest.raises(DataError, match=r"represents topic \d+, by its place it is in topic \d+: .* pass the documents"):
        from_bertopic(theirs[0], planted.corpus)


def test_labels_are_terms_that_are_not_parts_of_one_another(planted, theirs):
    model, documents = theirs
    labels = from_bertopic(model, planted.corpus, documents=documents).table["label"].to_list()
    assert len(set(labels)) == len(labels)
    assert all(label[0].isupper() and "_" not in label for label in labels)
    assert any("unlearning" in label.lower() for label in labels)


def test_custom_labels_are_kept_and_told_apart_where_alike(planted, model):
    model.set_topic_labels({0: "Forgetting", 1: "Forgetting"})
    labels = from_bertopic(model, planted.corpus).table["label"].to_list()
    assert labels[:3] == ["Forgetting", "Forgetting (Protein Folding)", PHRASES[2].title()]


def test_names_of_zero_shot_topics_are_kept(planted, model):
    model.custom_labels_ = None
    model.zeroshot_topic_list = ["How to forget"]
    model.zeroshot_min_similarity = 0.7
    model._topic_id_to_zeroshot_topic_idx = {0: 0}
    labels = from_bertopic(model, planted.corpus).table["label"].to_list()
    assert labels[:2] == ["How to forget", "Protein Folding, protein"]


def test_what_does_not_fit_is_named(planted, model, theirs, corpus_of):
    from bertopic import BERTopic

    n = planted.corpus.n_papers
    with pytest.raises(DataError, match="the BERTopic model is not fitted"):
        from_bertopic(BERTopic(), planted.corpus)
    with pytest.raises(DataError, match=f"fitted on {n} documents, the corpus has 1 papers: pass the documents"):
        from_bertopic(model, corpus_of(["one"]))
    with pytest.raises(DataError, match=rf"documents are {n - 1}, the model was fitted on {n}"):
        from_bertopic(model, planted.corpus, documents=planted.corpus.texts()[1:])
    with pytest.raises(DataError, match=r"1 of 1 papers are not among the documents, the first is 'sha:0+'"):
        from_bertopic(model, corpus_of(["never seen"]), documents=planted.corpus.texts())
    other = Embeddings(planted.corpus.ids.reverse(), planted.embeddings.matrix, "test")
    with pytest.raises(DataError, match="embeddings are of other papers"):
        from_bertopic(model, planted.corpus, embeddings=other)
    model.topic_embeddings_ = None
    with pytest.raises(DataError, match="no vectors of its 8 topics: pass embeddings"):
        from_bertopic(model, planted.corpus)


def test_a_corpus_that_lacks_a_topic_numbers_the_others_without_a_gap(planted, model, corpus_of):
    texts = planted.corpus.texts()
    kept = [text for text, topic in zip(texts, model.topics_, strict=True) if topic in (0, 2, -1)]
    topics = from_bertopic(model, corpus_of(kept), documents=texts)
    assert topics.table.select("topic", "label", "n_papers").rows() == [
        (0, "Machine Unlearning", 20),
        (1, "Speech Recognition", 18),
    ]
    assert np.allclose(topics.centroids, planted.topics.centroids[[0, 2]])


def test_a_model_without_topics_has_none_here(planted, model):
    model.topics_ = [OUTLIER] * planted.corpus.n_papers
    model.representative_docs_ = {}
    assert from_bertopic(model, planted.corpus, embeddings=planted.embeddings).n_topics == 0
    with pytest.raises(DataError, match="no vectors of its 0 topics"):
        from_bertopic(model, planted.corpus)
