import numpy as np
import pytest
from pydantic import ValidationError
from scipy.sparse import csr_matrix

from trends.topics.names.phrases import PhraseCounts
from trends.topics.steering.guidance import Guide, apply_guides

N_EACH = 20


def with_words(matrix, topic):
    """Let the papers of each topic use its own word: ``a``, ``b`` …"""
    n_topics = int(topic.max()) + 1
    words = csr_matrix(np.eye(n_topics, dtype=np.float32)[topic])
    return matrix, topic, PhraseCounts(words, list("abcdefgh")[:n_topics], list("abcdefgh")[:n_topics], {})


@pytest.fixture
def four(blobs):
    """Four tight topics of 20 papers."""
    return with_words(*blobs(4, N_EACH))


def guide(four, groups, *guides, encode=None, min_papers=10):
    matrix, _, counts = four
    return apply_guides(groups, guides, matrix=matrix, counts=counts, encode=encode, min_papers=min_papers)


def test_a_topic_that_already_is_it_takes_the_name_and_nothing_else_changes(four):
    groups = four[1].copy()
    groups[0] = -1
    guided = guide(four, groups, Guide(label="First", terms=("a",)))
    assert guided.report["outcome"].to_list() == ["found"]
    (topic,) = guided.labels
    assert np.array_equal(guided.groups == topic, groups == 0)


def test_a_topic_that_must_exist_is_carved_out_of_those_that_hold_its_papers(four):
    topic = four[1]
    groups = np.array([0, 1, 0, 1])[topic]
    groups[:10] = 1  # half of the papers of a stand in the one topic, half in the other
    guided = guide(four, groups, Guide(label="First", terms=("a",), must_exist=True))
    assert guided.report.row(0, named=True) == {
        "label": "First",
        "outcome": "carved",
        "topic": 1,
        "n_using": 20,
        "n_wanted": 20,
        "n_papers": 20,
        "message": "made of 20 papers",
    }
    assert guided.labels == {1: "First"}
    assert np.array_equal(guided.groups == 1, topic == 0)
    assert np.bincount(guided.groups).tolist() == [40, 20, 20]


def test_a_topic_that_need_not_exist_changes_nothing_where_its_papers_are_part_of_another(four):
    groups = np.array([0, 0, 0, 1])[four[1]]
    guided = guide(four, groups, Guide(label="First", terms=("a",)))
    assert guided.report.select("outcome", "topic", "n_papers").row(0) == ("spread", None, None)
    assert guided.groups.tolist() == groups.tolist()
    assert guided.labels == {}


def test_too_few_papers_are_reported_and_change_nothing(four):
    matrix, topic, counts = four
    rare = counts.matrix.toarray()
    rare[2:N_EACH, 0] = 0
    counts = counts._replace(matrix=csr_matrix(rare))
    guided = guide((matrix, topic, counts), topic, Guide(label="First", terms=("a",), must_exist=True))
    assert guided.report["message"].to_list() == ["found 2 papers, 5 are needed"]
    assert guided.groups.tolist() == topic.tolist()


def test_what_nobody_writes_about_is_reported(four):
    guided = guide(four, four[1], Guide(label="Sign language", must_exist=True))
    assert guided.report.select("n_using", "n_wanted", "outcome").row(0) == (0, 0, "too few")


def test_a_label_alone_finds_papers_that_are_like_it_and_never_say_it(blobs):
    matrix, topic, counts = with_words(*blobs(6, N_EACH))
    middle = matrix[topic == 3].mean(axis=0)
    guided = guide(
        (matrix, topic, counts),
        np.zeros(len(topic), dtype=np.int64),
        Guide(label="Sign language", must_exist=True),
        encode=lambda texts: np.tile(middle / np.linalg.norm(middle), (len(texts), 1)),
    )
    assert guided.report.select("outcome", "n_using", "n_wanted").row(0) == ("carved", 0, 20)
    assert np.array_equal(guided.groups == 1, topic == 3)


def test_what_is_left_of_a_topic_joins_the_nearest_other_topic_where_it_is_too_small(four):
    topic = four[1]
    groups = np.array([0, 1, 2, 2])[topic]
    stray = np.flatnonzero(topic == 1)[:3]
    groups[stray] = 0  # when the papers of a are gone, these three are the whole of topic 0
    guided = guide(four, groups, Guide(label="First", terms=("a",), must_exist=True))
    home = guided.groups[np.flatnonzero(topic == 1)[5]]
    assert guided.groups[stray].tolist() == [home] * 3
    assert home not in guided.labels


def test_what_is_left_is_in_no_topic_where_there_is_no_other(four):
    groups = np.zeros(len(four[1]), dtype=np.int64)
    guided = guide(four, groups, Guide(label="First", terms=("a",), must_exist=True), min_papers=70)
    assert guided.groups.tolist() == [0] * 20 + [-1] * 60


def test_outliers_and_small_topics_that_lose_no_paper_stay(four):
    groups = np.where(four[1] == 3, 1, -1)
    groups[:20] = 0
    groups[20:23] = 2
    guided = guide(four, groups, Guide(label="First", terms=("a",), must_exist=True))
    assert np.bincount(guided.groups + 1).tolist() == [37, 20, 20, 3]


def test_a_paper_that_fits_two_guides_belongs_to_the_better(four):
    matrix, topic, counts = four
    both = counts.matrix.toarray()
    both[0, 1] = 1  # a paper of a that says b in passing
    counts = counts._replace(matrix=csr_matrix(both))
    guides = [Guide(label="Second", terms=("b",), must_exist=True), Guide(label="First", terms=("a",), must_exist=True)]
    guided = guide((matrix, topic, counts), np.zeros(80, dtype=np.int64), *guides)
    assert guided.report["n_wanted"].to_list() == [20, 20]
    assert guided.labels[int(guided.groups[0])] == "First"


def test_the_order_of_the_papers_does_not_matter(four):
    matrix, topic, counts = four
    groups = np.array([0, 1, 0, 1])[topic]
    groups[-3:] = -1  # no two topics of one size, whose numbers go by the first paper
    groups[45:49] = 1
    guides = [Guide(label="First", terms=("a",), must_exist=True)]
    straight = guide(four, groups, *guides)
    turned = (matrix[::-1], topic[::-1], counts._replace(matrix=counts.matrix[::-1]))
    assert guide(turned, groups[::-1], *guides).report.equals(straight.report)


def test_no_guides_change_nothing(four):
    guided = guide(four, four[1])
    assert guided.groups.tolist() == four[1].tolist()
    assert (guided.labels, guided.report.height) == ({}, 0)


@pytest.mark.parametrize("settings", [{"label": " "}, {"label": "A", "terms": [""]}, {"label": "A", "seeds": ["a"]}])
def test_a_guide_without_a_name_or_with_unknown_settings_is_refused(settings):
    with pytest.raises(ValidationError):
        Guide.model_validate(settings)
