import numpy as np
import polars as pl
import pytest

from trends.data import Topics
from trends.data.topics import MEMBERS_SCHEMA, TERMS_SCHEMA, TOPICS_SCHEMA
from trends.errors import DataError
from trends.topics.groups import find_centroids
from trends.topics.names.phrases import count_phrases
from trends.topics.quality.assess import QUALITY_SCHEMA, assess, measure_diversity
from trends.topics.quality.stability import measure_stability

WORDS = (
    ["graph", "protein", "folding", "molecule", "enzyme"],
    ["speech", "noise", "microphone", "speaker", "accent"],
    ["robot", "gripper", "grasp", "wheel", "terrain"],
)


@pytest.fixture
def planted(corpus_of, blobs, embeddings_of):
    """Papers of three subjects with words and vectors of their own, and a way to make topics of them."""
    matrix, truth = blobs(3, 20)
    random = np.random.default_rng(0)
    corpus = corpus_of([", ".join(random.permutation(WORDS[subject])[:4]) for subject in truth])
    counts = count_phrases(corpus.texts(), min_papers=2)

    def topics_of(groups, *, terms=WORDS):
        n_topics = len(terms)
        centroids = np.zeros((n_topics, matrix.shape[1]), dtype=np.float32)
        found = find_centroids(matrix, groups=groups)
        centroids[: len(found)] = found
        sizes = np.bincount(groups[groups >= 0], minlength=n_topics)
        ranked = [(topic, rank, term, 1.0) for topic, words in enumerate(terms) for rank, term in enumerate(words)]
        similarity = np.einsum("ij,ij->i", matrix, centroids[groups], dtype=np.float64) if n_topics else [None] * len(groups)
        return Topics(
            table=pl.DataFrame(
                {
                    "topic": range(n_topics),
                    "label": [f"Topic {i}" for i in range(n_topics)],
                    "n_papers": sizes[:n_topics],
                    **dict.fromkeys(("n_found", "n_runs", "stability")),
                },
                schema=TOPICS_SCHEMA,
            ),
            terms=pl.DataFrame(ranked, schema=TERMS_SCHEMA, orient="row"),
            members=pl.DataFrame(
                {"id": corpus.ids, "topic": groups, "similarity": similarity, "reason": None}, schema=MEMBERS_SCHEMA
            ),
            centroids=centroids,
            model="test",
        )

    return topics_of, truth, {"counts": counts, "embeddings": embeddings_of(corpus, matrix)}


def test_planted_topics_are_coherent_and_stand_apart(planted):
    topics_of, truth, papers = planted
    quality = assess(topics_of(truth), **papers)
    assert dict(quality.table.schema) == dict(QUALITY_SCHEMA)
    assert quality.table["npmi"].min() > 0.5
    assert quality.table["c_v"].min() > 0.9
    assert quality.table["silhouette"].min() > 0.9
    assert quality.table.select("terms_apart", "papers_apart").unique().rows() == [(1.0, 1.0)]
    assert quality.totals.diversity == quality.totals.word_diversity == 1.0


def test_shuffled_papers_are_seen_in_the_papers_and_not_in_the_terms(planted):
    topics_of, truth, papers = planted
    mixed = np.random.default_rng(1).permutation(truth)
    before, after = assess(topics_of(truth), **papers).totals, assess(topics_of(mixed), **papers).totals
    assert after.papers_apart < 0.4 < before.papers_apart
    assert after.silhouette < 0.1 < before.silhouette
    assert (after.npmi, after.c_v, after.terms_apart) == (before.npmi, before.c_v, before.terms_apart)


def test_shuffled_terms_are_seen_in_the_terms_and_not_in_the_papers(planted):
    topics_of, truth, papers = planted
    mixed = [[words[i] for words in WORDS][:3] for i in range(3)]
    before, after = assess(topics_of(truth), **papers).totals, assess(topics_of(truth, terms=mixed), **papers).totals
    assert after.npmi < 0 < before.npmi
    assert after.terms_apart < 0.4
    assert (after.papers_apart, after.silhouette) == (before.papers_apart, before.silhouette)


def test_stability_stands_beside_its_topic_and_is_null_where_it_was_not_measured(planted):
    topics_of, truth, papers = planted
    merged = np.where(truth == 2, 1, truth)
    stability = measure_stability(truth, lambda rows, seed: merged[rows], n_runs=2, seed=0, share=1.0)
    measured = assess(topics_of(truth), **papers, stability=stability)
    assert measured.table["verdict"].to_list() == ["stable", "unstable", "unstable"]
    assert measured.table["jaccard"].to_list() == [1.0, 0.5, 0.5]
    assert (measured.totals.stable_share, measured.totals.jaccard) == (pytest.approx(1 / 3), 0.5)
    unmeasured = assess(topics_of(truth), **papers)
    assert unmeasured.table["jaccard"].null_count() == 3
    assert (unmeasured.totals.stable_share, unmeasured.totals.jaccard, unmeasured.totals.ari) == (None, None, None)


def test_a_topic_that_lost_its_papers_keeps_a_row_of_nulls(planted):
    topics_of, truth, papers = planted
    quality = assess(topics_of(np.where(truth == 2, -1, truth)), **papers)
    assert quality.table.row(2) == (2, "Topic 2", 0, *[None] * 9)
    assert quality.totals.n_topics == 2
    assert quality.totals.outlier_share == pytest.approx(1 / 3)


def test_papers_without_topics_have_nothing_to_measure(planted):
    topics_of, truth, papers = planted
    quality = assess(topics_of(np.full_like(truth, -1), terms=[]), **papers)
    assert quality.table.is_empty()
    assert quality.totals.outlier_share == 1.0
    assert {value for name, value in quality.totals._asdict().items() if name not in ("n_topics", "outlier_share")} == {None}


def test_one_topic_alone_has_coherence_but_nothing_to_stand_apart_from(planted):
    topics_of, truth, papers = planted
    (row,) = assess(topics_of(np.where(truth > 0, -1, truth), terms=WORDS[:1]), **papers).table.rows(named=True)
    assert row["npmi"] > 0.5
    assert (row["terms_apart"], row["silhouette"], row["papers_apart"]) == (None, None, None)


def test_figures_of_other_papers_are_refused(planted):
    topics_of, truth, papers = planted
    with pytest.raises(DataError, match="different papers"):
        assess(topics_of(truth), **papers | {"counts": count_phrases(["graph", "graph"], min_papers=2)})


def test_diversity_is_the_share_of_different_terms():
    assert measure_diversity([["OOD detection", "graphs"], ["ood detection", "speech"]]) == 0.75
    assert measure_diversity([[], []]) is None


def test_quality_shows_all_topics_and_each_in_a_notebook(planted):
    topics_of, truth, papers = planted
    page = assess(topics_of(truth), **papers)._repr_html_()
    assert page.index("All topics together") < page.index("<th>diversity</th>") < page.index("Each topic") < page.index("Topic 2")
