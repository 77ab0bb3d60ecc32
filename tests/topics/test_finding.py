import sys
from itertools import pairwise

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from trends.data import OUTLIER
from trends.errors import ConfigError
from trends.topics import TopicModel
from trends.topics.plugins import Plugin


def find(matrix, *, words=None, **settings):
    words = csr_matrix((len(matrix), 1), dtype=np.float32) if words is None else words
    return TopicModel(**settings).finder().find(matrix, words=words)


@pytest.fixture(scope="module")
def found(sample):
    return find(sample.matrix, words=sample.counts.matrix)


def chosen_of(found):
    return found.layers[found.chosen]


def n_topics(groups):
    return int(groups.max()) + 1


def test_planted_subfields_are_found(sample, found):
    assert adjusted_mutual_info_score(sample.subfield, chosen_of(found)) >= 0.8


def test_topics_of_a_finer_layer_lie_inside_those_of_the_layer_before(found):
    assert len(found.layers) > 2
    for coarse, fine in pairwise(found.layers):
        assert n_topics(coarse) < n_topics(fine)
        assert all(len(np.unique(coarse[fine == topic])) == 1 for topic in range(n_topics(fine)))


def test_topics_are_numbered_by_falling_size_in_every_layer(found):
    for groups in found.layers:
        assert (np.diff(np.bincount(groups[groups != OUTLIER])) <= 0).all()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(sample, found):
    again = find(sample.matrix, words=sample.counts.matrix)
    assert again.layers.tobytes() == found.layers.tobytes()
    assert again.reasons.tolist() == found.reasons.tolist()


def test_planted_subfields_come_back_from_parts_of_the_papers(sample, found):
    finder = TopicModel().finder()
    stability = finder.measure_stability(found.views, groups=chosen_of(found), resolution=found.resolution, n_runs=6)
    assert stability.topics.height == n_topics(chosen_of(found))
    assert stability.topics["n_runs"].unique().to_list() == [6]
    assert stability.topics["jaccard"].median() >= 0.8
    assert stability.runs["ari"].min() > 0.8


def test_a_topic_made_at_random_does_not_come_back(sample, found):
    groups = np.where(np.random.default_rng(0).random(400) < 0.1, n_topics(chosen_of(found)), chosen_of(found))
    stability = TopicModel().finder().measure_stability(found.views, groups=groups, resolution=found.resolution, n_runs=3)
    *planted, random = stability.topics["jaccard"]
    assert random < 0.2 < min(planted)
    assert stability.topics["n_found"].to_list()[-1] == 0


def test_finer_topics_are_looked_for_again_inside_the_topic_that_holds_them(found):
    finder, layer = TopicModel().finder(), found.chosen + 1
    stability = finder.measure_finer(found, layer=layer, n_runs=4)
    assert stability.topics["topic"].to_list() == list(range(n_topics(found.layers[layer])))
    mixed = found.layers.copy()
    inside = chosen_of(found) == 0
    mixed[layer, inside] = np.random.default_rng(0).permutation(mixed[layer, inside])
    made_up = np.unique(mixed[layer, inside])
    again = finder.measure_finer(found._replace(layers=mixed), layer=layer, n_runs=4).topics
    assert again["jaccard"].gather(made_up).max() < 0.6 < stability.topics["jaccard"].gather(made_up).mean()


def test_an_outlier_is_so_at_every_layer_and_has_a_reason(found):
    loose = chosen_of(found) == OUTLIER
    assert 0 < loose.sum() < 40
    assert (found.layers[:, loose] == OUTLIER).all()
    assert {reason is None for reason in found.reasons[~loose]} == {True}
    assert set(found.reasons[loose]) == {"unlike the other papers of its topic"}


@pytest.mark.slow
def test_where_a_partition_is_wanted_no_paper_is_left_out(sample):
    found = find(sample.matrix, words=sample.counts.matrix, outliers="assign")
    assert found.layers.min() == 0
    assert set(found.reasons) == {None}


@pytest.mark.slow
def test_as_many_topics_as_are_asked_for(blobs):
    matrix, groups = blobs(6, 20)
    assert n_topics(chosen_of(find(matrix, n_topics=6))) == 6
    four = chosen_of(find(matrix, n_topics=4))
    assert n_topics(four) == 4
    assert all(len(np.unique(four[(groups == group) & (four != OUTLIER)])) == 1 for group in range(6))
    with pytest.raises(ConfigError, match="n_topics is 50, these papers give at most"):
        find(matrix, n_topics=50)


@pytest.mark.slow
def test_a_layer_is_chosen_by_its_number_and_what_is_found_stays_the_same(sample, found):
    last = len(found.layers) - 1
    finest = find(sample.matrix, words=sample.counts.matrix, layer=last)
    assert finest.chosen == last
    inside = (finest.layers[0] != OUTLIER) & (found.layers[0] != OUTLIER)  # another layer has other strangers
    assert all(adjusted_rand_score(*pair) == 1 for pair in zip(finest.layers[:, inside], found.layers[:, inside], strict=True))


def test_a_layer_that_there_is_not_is_refused_in_a_sentence(blobs):
    with pytest.raises(ConfigError, match=r"topics\.layer is 9, these papers have the layers 0 to \d$"):
        find(blobs(4, 30)[0], layer=9)


@pytest.mark.slow
def test_stability_is_measured_also_where_a_part_of_the_papers_has_not_so_many_topics(blobs):
    matrix, groups = blobs(10, 35)
    finder = TopicModel(n_topics=10, min_papers=35).finder()
    found = finder.find(matrix, words=csr_matrix((350, 1), dtype=np.float32))
    assert n_topics(chosen_of(found)) == 10
    stability = finder.measure_stability(found.views, groups=groups, resolution=found.resolution, n_runs=2)
    assert stability.runs["n_papers"].to_list() == [350, 315]
    assert stability.runs["n_topics"].to_list()[1] < 10  # some topics have lost a paper and are too small


@pytest.mark.parametrize("setting", ["n_topics", "layer"])
def test_a_handful_of_papers_is_refused_what_it_does_not_have(blobs, setting):
    with pytest.raises(ConfigError, match=f"{setting} is 4, these papers"):
        find(blobs(2, 4)[0], **{setting: 4})


def test_equal_papers_are_one_topic_however_many():
    found = find(np.tile(np.float32([[0.6, 0.8]]), (200, 1)))
    assert found.layers.tolist() == [[0] * 200]


def test_fewer_papers_than_two_topics_need_are_all_outliers_with_a_reason(blobs):
    matrix, _ = blobs(3, 3)
    found = find(matrix)
    assert found.layers.tolist() == [[OUTLIER] * 9]
    assert found.reasons.tolist() == ["in none of the groups that were found"] * 9
    assert find(matrix, outliers="assign").layers.tolist() == [[OUTLIER] * 9]  # there is no topic to join


@pytest.mark.parametrize(("n_papers", "fewest"), [(10, 5), (350, 7), (9000, 35), (112_000, 124)])
def test_the_smallest_topic_grows_with_the_root_of_the_papers(n_papers, fewest):
    assert TopicModel().finder().fewest(n_papers) == fewest
    assert TopicModel(min_papers=3).finder().fewest(n_papers) == 3


@pytest.mark.slow
def test_no_topic_has_fewer_papers_than_asked_for_before_strangers_leave_it(sample):
    found = find(sample.matrix, words=sample.counts.matrix, min_papers=25, outliers="assign")
    assert min(np.bincount(groups).min() for groups in found.layers) >= 25


@pytest.mark.slow
def test_papers_that_no_vector_tells_apart_are_told_apart_by_their_words():
    random = np.random.default_rng(0)
    rows = random.normal(size=(160, 32))
    subject = np.arange(160) % 4
    uses = np.zeros((160, 48), dtype=np.float32)
    for paper, own in enumerate(subject):
        uses[paper, own * 12 + random.permutation(12)[:4]] = 1
    matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    told = chosen_of(find(matrix, words=csr_matrix(uses), n_topics=4, outliers="assign"))
    untold = chosen_of(find(matrix, n_topics=4, outliers="assign"))
    assert adjusted_rand_score(subject, told) == 1
    assert adjusted_rand_score(subject, untold) < 0.1


@pytest.mark.slow
def test_beyond_the_most_papers_the_others_join_what_was_found_among_these(large_sample):
    whole = find(large_sample.matrix, words=large_sample.counts.matrix)
    part = find(large_sample.matrix, words=large_sample.counts.matrix, max_papers=1000)
    assert part.views.n_papers == 1000
    assert part.layers.shape[1] == 2400
    assert adjusted_rand_score(chosen_of(whole), chosen_of(part)) > 0.9
    for coarse, fine in pairwise(part.layers):
        assert all(len(np.unique(coarse[fine == topic])) == 1 for topic in range(n_topics(fine)))


@pytest.mark.slow
def test_a_topic_too_small_for_the_papers_that_are_looked_at_has_no_figure(blobs):
    matrix, groups = blobs(4, 1503)
    groups[:3] = 4  # a topic of three papers, of which most samples of 5,000 hold too few
    finder = TopicModel(min_papers=10).finder()
    views = finder.look(matrix, words=csr_matrix((len(matrix), 1), dtype=np.float32))
    thin = finder.measure_stability(views, groups=groups, resolution=1.0, n_runs=1)
    assert thin.topics["topic"].to_list() == [0, 1, 2, 3]
    assert thin.runs["n_papers"].to_list() == [5000]
    full = finder.measure_stability(views, groups=groups, resolution=1.0, n_runs=1, all_papers=True)
    assert full.topics["topic"].to_list() == [0, 1, 2, 3, 4]


def test_a_clusterer_of_another_package_takes_the_place_of_communities(blobs):
    matrix, groups = blobs(4, 30)
    found = find(matrix, clusterer=Plugin(path="sklearn.cluster.KMeans", options={"n_clusters": 4, "n_init": 5}))
    assert found.chosen == 0
    assert len(found.layers) == 1
    inside = found.layers[0] != OUTLIER
    assert adjusted_rand_score(groups[inside], found.layers[0][inside]) == 1


class Gaps:
    """A clusterer that numbers its two groups 9 and 3."""

    def fit_predict(self, matrix):
        return np.where(matrix[:, 0] > matrix[:, 1], 9, 3)


def test_a_clusterer_may_number_its_groups_as_it_likes():
    sys.modules["gaps_of_tests"] = sys.modules[__name__]
    matrix = np.eye(2, dtype=np.float32)[[0, 0, 0, 1, 1, 1, 1]]
    found = find(matrix, clusterer=Plugin(path="gaps_of_tests.Gaps"))
    del sys.modules["gaps_of_tests"]
    assert found.layers.tolist() == [[1, 1, 1, 0, 0, 0, 0]]


def test_a_paper_that_a_clusterer_leaves_out_says_so(blobs):
    matrix, _ = blobs(3, 30)
    matrix[-1] = -matrix[:30].mean(axis=0) / np.linalg.norm(matrix[:30].mean(axis=0))
    clusterer = Plugin(path="sklearn.cluster.DBSCAN", options={"eps": 0.5, "min_samples": 5})
    found = find(matrix, clusterer=clusterer)
    assert found.reasons[-1] == "in none of the groups that were found"
    assert find(matrix, clusterer=clusterer, outliers="assign").layers.min() == 0


def test_a_reducer_stands_in_front_of_the_clusterer(blobs):
    matrix, groups = blobs(4, 30)
    matrix = np.hstack([matrix, np.zeros((120, 1), dtype=np.float32)])
    found = find(
        matrix,
        clusterer=Plugin(path="sklearn.cluster.KMeans", options={"n_clusters": 4, "n_init": 5}),
        reducer=Plugin(path="sklearn.decomposition.PCA", options={"n_components": 3}),
    )
    inside = found.layers[0] != OUTLIER
    assert adjusted_rand_score(groups[inside], found.layers[0][inside]) == 1


def test_topics_of_a_clusterer_are_found_again_by_it(blobs):
    matrix, groups = blobs(4, 30)
    finder = TopicModel(clusterer=Plugin(path="sklearn.cluster.KMeans", options={"n_clusters": 4, "n_init": 5})).finder()
    views = finder.look(matrix, words=csr_matrix((120, 1), dtype=np.float32))
    stability = finder.measure_stability(views, groups=groups, resolution=1.0, n_runs=4)
    assert stability.topics["n_found"].to_list() == [4, 4, 4, 4]
