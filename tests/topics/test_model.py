from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from pydantic import ValidationError
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_mutual_info_score

from trends.data import OUTLIER, Corpus, Embeddings
from trends.errors import ConfigError, DataError
from trends.topics import Guide, TopicModel
from trends.topics.steering.corrections import Drop, Merge, Rename


def same(texts):
    """Give every text the same vector."""
    return np.ones((len(texts), 2), dtype=np.float32) / np.float32(2**0.5)


def rows(n, vectors):
    return np.array([vectors[i % len(vectors)] for i in range(n)], dtype=np.float32)


def fit(sample, *, corrections=(), memory=None, **settings):
    model = TopicModel(**{"n_runs": 0} | settings)
    return model.fit(sample.corpus, sample.embeddings, encode=None, corrections=corrections, memory=memory)


@pytest.fixture(scope="module")
def fitted(sample):
    return fit(sample, n_runs=4)


@pytest.fixture
def apart(corpus_of, embeddings_of):
    """Papers at the corners of a room: too few for two topics, so that no map has to be computed."""
    corpus = corpus_of(["one", "two", "three", "four"])
    return corpus, embeddings_of(corpus, np.eye(4))


def test_one_paper_has_no_topic_and_still_a_place_on_the_map(corpus_of, embeddings_of):
    corpus = corpus_of(["one paper"])
    fitted = TopicModel().fit(corpus, embeddings_of(corpus, rows(1, [[1, 0]])), encode=same)
    assert fitted.topics.n_topics == 0
    assert fitted.topics.members.row(0)[1:] == (OUTLIER, None, "in none of the groups that were found")
    assert fitted.points.table.height == 1
    assert fitted.tree.table.height == fitted.memberships.height == 0


def test_papers_that_are_all_alike_are_one_topic_that_always_comes_back(corpus_of, embeddings_of):
    corpus = corpus_of([f"machine unlearning {word}" for word in "abcdefgh"])
    fitted = TopicModel(n_runs=6).fit(corpus, embeddings_of(corpus, rows(8, [[1, 0]])), encode=same)
    assert fitted.topics.table.rows() == [(0, "Machine unlearning", 8, 6, 6, 1.0)]


def test_stability_is_null_where_it_was_not_asked_for(corpus_of, embeddings_of):
    corpus = corpus_of([f"machine unlearning {word}" for word in "abcdefgh"])
    fitted = TopicModel(n_runs=0).fit(corpus, embeddings_of(corpus, rows(8, [[1, 0]])), encode=same)
    assert fitted.topics.table.rows() == [(0, "Machine unlearning", 8, None, None, None)]


def test_embeddings_or_topics_of_other_papers_are_refused(corpus_of, embeddings_of, apart):
    other = corpus_of(["one", "two"])
    vectors = embeddings_of(other, rows(2, [[1, 0]]))
    with pytest.raises(DataError, match="the embeddings are of other papers"):
        TopicModel().fit(apart[0], vectors, encode=same)
    topics = TopicModel().fit(other, vectors, encode=same).topics
    with pytest.raises(DataError, match="are of other papers"):
        TopicModel().adopt(topics, *apart, encode=None)


def test_a_correction_of_a_topic_that_there_is_not_is_refused(apart):
    with pytest.raises(ConfigError, match="no topic is named 'Alpha', there are none"):
        TopicModel().fit(*apart, encode=None, corrections=[Drop(drop="Alpha")])


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"n_topics": 5, "layer": 1}, "set with one of n_topics and layer alone"),
        ({"layer": 1, "clusterer": {"path": "sklearn.cluster.KMeans"}}, "set with one of layer and clusterer alone"),
        ({"guides": [Guide(label="A"), Guide(label="A")]}, "guides with different labels, 'A' stands there twice"),
        ({"reducer": {"path": "sklearn.decomposition.PCA"}}, "set with a clusterer, a reducer alone does nothing"),
        ({"kind": "hdbscan"}, "kind"),
        ({"max_papers": 999}, "greater than or equal to 1000"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(settings, sentence):
    with pytest.raises(ValidationError, match=sentence):
        TopicModel(**settings)


def test_an_object_of_another_package_is_a_setting_that_toml_can_hold():
    model = TopicModel(clusterer=KMeans(n_clusters=3))
    assert model.model_dump(mode="json")["clusterer"] == {"path": "sklearn.cluster.KMeans", "options": {"n_clusters": 3}}
    assert TopicModel.model_validate(model.model_dump(mode="json")) == model


@pytest.mark.slow
def test_planted_subfields_are_topics_and_come_back(sample, fitted):
    assert adjusted_mutual_info_score(sample.subfield, fitted.topics.members["topic"]) >= 0.8
    assert fitted.topics.table["n_runs"].unique().to_list() == [4]
    assert fitted.topics.table["stability"].median() >= 0.8
    assert "Medical image segmentation" in fitted.topics.table["label"].to_list()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(sample, fitted):
    again = fit(sample, n_runs=4)
    for one, other in zip(fitted.layers.topics, again.layers.topics, strict=True):
        assert one.centroids.tobytes() == other.centroids.tobytes()
        assert all(getattr(one, name).equals(getattr(other, name)) for name in ("table", "terms", "members"))
    assert again.tree.table.equals(fitted.tree.table)
    assert again.points.table.equals(fitted.points.table)
    assert again.memberships.equals(fitted.memberships)


@pytest.mark.slow
def test_papers_in_another_order_give_the_same_topics(sample, fitted):
    order = np.random.default_rng(0).permutation(sample.corpus.n_papers)
    corpus = Corpus.of(sample.corpus.table[order])
    vectors = pl.DataFrame({"id": sample.corpus.ids, "row": range(len(order))})[order].join(
        corpus.table.select("id"), on="id", how="right", maintain_order="right"
    )
    shuffled = sample._replace(corpus=corpus, embeddings=Embeddings(corpus.ids, sample.matrix[vectors["row"]], "test"))
    assert fit(shuffled).topics.members.equals(fitted.topics.members)


@pytest.mark.slow
def test_every_layer_holds_all_papers_and_splits_the_one_before(fitted):
    layers = [topics.members["topic"].to_numpy() for topics in fitted.layers.topics]
    assert fitted.topics is fitted.layers.topics[fitted.layers.chosen]
    for coarse, fine in pairwise(layers):
        assert all(len(np.unique(coarse[fine == topic])) == 1 for topic in range(fine.max() + 1))


@pytest.mark.slow
def test_labels_are_the_same_in_two_layers_where_the_papers_are(fitted):
    named = [
        (label, frozenset(topics.members.filter(pl.col("topic") == topic)["id"]))
        for topics in fitted.layers.topics
        for topic, label in topics.table.select("topic", "label").iter_rows()
    ]
    assert len({label for label, _ in named}) == len({papers for _, papers in named}) == len(set(named))


@pytest.mark.slow
def test_the_tree_joins_the_topics_of_a_coarser_one_first(fitted):
    tree = fitted.tree.table
    assert tree.filter(pl.col("parent").is_null())["n_papers"].item() == fitted.topics.table["n_papers"].sum()
    leaves = {node: {node} for node in range(fitted.topics.n_topics)}
    for node, parent in tree.sort("node").select("node", "parent").iter_rows():
        leaves.setdefault(parent, set()).update(leaves[node])
    outer = fitted.layers.parents(fitted.layers.chosen)
    assert outer["parent"].n_unique() < outer.height
    for _, inside in outer.group_by("parent"):
        assert set(inside["topic"]) in leaves.values()


@pytest.mark.slow
def test_shares_of_a_paper_are_at_most_one_and_its_topic_is_mostly_the_first(fitted):
    shares = fitted.memberships.group_by("id").agg(pl.col("share").sum())["share"]
    assert 0.1 <= shares.min() <= shares.max() <= 1 + 1e-9
    first = fitted.memberships.unique("id", keep="first", maintain_order=True).join(fitted.topics.members, on="id")
    inside = first.filter(pl.col("topic_right") != OUTLIER)
    assert (inside["topic"] == inside["topic_right"]).mean() > 0.95


@pytest.mark.slow
def test_a_paper_between_two_topics_belongs_to_both(corpus_of, embeddings_of, blobs):
    matrix, groups = blobs(2, 60)
    middle = matrix[groups == 0].mean(axis=0) + matrix[groups == 1].mean(axis=0)
    matrix[0] = middle / np.linalg.norm(middle)
    corpus = corpus_of([f"paper {i}" for i in range(120)])
    fitted = TopicModel(n_runs=0, n_topics=2).fit(corpus, embeddings_of(corpus, matrix), encode=None)
    between = fitted.memberships.filter(pl.col("id") == corpus.ids[0])
    assert set(between["topic"]) == {0, 1}
    assert between["share"].min() > 0.25
    alone = fitted.memberships.filter(pl.col("id") != corpus.ids[0])
    assert alone["id"].is_unique().all()


@pytest.mark.slow
def test_an_outlier_has_its_reason_and_nobody_else_has_one(sample, fitted):
    reasons = fitted.topics.members.select(outlier=pl.col("topic") == OUTLIER, reason="reason").unique()
    assert set(reasons.rows()) == {(True, "unlike the other papers of its topic"), (False, None)}
    assigned = fit(sample, outliers="assign")
    assert assigned.topics.n_outliers == assigned.topics.members["reason"].count() == 0


@pytest.mark.slow
def test_guides_and_corrections_shape_the_chosen_layer_and_are_remembered(sample, fitted):
    first, second, third = fitted.topics.table["label"].head(3)
    wishes = [Rename(rename=first, to="Renamed"), Merge(merge=(second, third), to="Merged")]
    guides = [Guide(label="Unlearning", terms=("machine unlearning",), must_exist=True)]
    shaped = fit(sample, guides=guides, corrections=[*wishes], n_runs=2)
    labels = shaped.topics.table["label"].to_list()
    assert {"Renamed", "Merged", "Unlearning"} <= set(labels)
    assert shaped.guides["outcome"].item() in {"found", "carved"}
    assert shaped.corrections["applied"].all()
    measured = dict(shaped.topics.table.select("label", "n_runs").iter_rows())
    assert (measured["Renamed"], measured["Merged"]) == (2, None)  # a topic that a person made is not asked whether it comes back
    again = fit(sample, guides=guides, corrections=[*wishes], memory=shaped.memory, seed=1)
    assert {"Renamed", "Merged"} <= set(again.topics.table["label"])


@pytest.mark.slow
def test_papers_of_a_dropped_topic_say_so(sample, fitted):
    dropped = fit(sample, corrections=[Drop(drop=fitted.topics.table["label"][0])])
    reasons = dropped.topics.members.filter(fitted.topics.members["topic"] == 0)["reason"]
    assert reasons.unique().to_list() == ["its topic was dropped by hand"]
    assert dropped.topics.n_topics == fitted.topics.n_topics - 1


@pytest.mark.slow
def test_topics_of_another_model_keep_terms_and_labels_and_get_a_tree_a_map_and_memberships(sample, fitted):
    theirs = replace(fitted.topics, centroids=np.ones((fitted.topics.n_topics, 3), dtype=np.float32))  # of other vectors
    adopted = TopicModel().adopt(theirs, sample.corpus, sample.embeddings, encode=None)
    assert adopted.layers.n_layers == 1
    assert adopted.topics.table.equals(theirs.table)
    assert adopted.topics.terms.equals(theirs.terms)
    np.testing.assert_allclose(adopted.topics.centroids, fitted.topics.centroids, atol=1e-6)
    leaves = adopted.tree.table.filter(pl.col("height") == 0)
    assert leaves.select("node", "label").rows() == theirs.table.select("topic", "label").rows()
    assert adopted.memberships.equals(fitted.memberships)
    assert adopted.points.table.equals(fitted.points.table)


@pytest.mark.slow
def test_topics_whose_ids_have_gaps_are_refused(sample, fitted):
    later = (pl.col("topic") + (pl.col("topic") > 0).cast(pl.Int64)).alias("topic")
    ours = fitted.topics
    gaps = replace(ours, table=ours.table.with_columns(later), members=ours.members.with_columns(later))
    with pytest.raises(DataError, match=r"topics have the ids \[0, 2, 3, .*, they must be 0 to n − 1"):
        TopicModel().adopt(gaps, sample.corpus, sample.embeddings, encode=None)


@pytest.mark.slow
def test_papers_beyond_the_most_stand_on_the_map_where_similar_ones_do(large_sample):
    fitted = fit(large_sample, max_papers=1000)
    assert fitted.n_grouped == fitted.memberships["id"].n_unique() == 1000
    assert fitted.points.table.height == fitted.topics.members.height == 2400
    assert adjusted_mutual_info_score(large_sample.subfield, fitted.topics.members["topic"]) >= 0.8
    assert fitted.points.table.select("x", "y").n_unique() <= 1000
