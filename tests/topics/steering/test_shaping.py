import numpy as np
import polars as pl
import pytest

from trends.data import OUTLIER
from trends.errors import ConfigError
from trends.topics.names.phrases import count_phrases
from trends.topics.steering.corrections import Drop, Merge, Rename, Split
from trends.topics.steering.guidance import Guide
from trends.topics.steering.shaping import shape

WORDS = ("alpha", "beta", "gamma", "delta")
N_EACH = 12
TOPIC = np.repeat([0, 1, 2, 3], N_EACH)


@pytest.fixture
def form(blobs):
    """Shape four topics, each named by the word of most of its papers unless a name is given."""
    matrix, _ = blobs(4, N_EACH)
    counts = count_phrases([WORDS[topic] for topic in TOPIC])
    ids = pl.Series("id", [f"p{i:02}" for i in range(len(TOPIC))])

    def name(groups, given):
        used = [np.bincount(TOPIC[groups == topic], minlength=4) for topic in range(groups.max() + 1)]
        return [given.get(topic, "+".join(np.array(WORDS)[n_papers > 0])) for topic, n_papers in enumerate(used)]

    def apply(*corrections, groups=TOPIC, guides=(), memory=None):
        return shape(
            groups,
            guides=guides,
            corrections=corrections,
            memory=memory,
            ids=ids,
            matrix=matrix,
            counts=counts,
            encode=None,
            name=name,
            min_papers=5,
            seed=0,
        )

    return apply


def test_without_wishes_nothing_changes_and_nothing_is_named(form):
    shaped = form()
    assert np.array_equal(shaped.groups, TOPIC)
    assert shaped.labels == {}
    assert not shaped.dropped.any()
    assert [table.height for table in (shaped.guides, shaped.corrections, shaped.memory)] == [0, 0, 0]


def test_a_guide_names_its_topic_and_leaves_the_other_names_open(form):
    shaped = form(guides=[Guide(label="The second letter", terms=("beta",))])
    assert shaped.labels == {1: "The second letter"}
    assert shaped.guides["outcome"].to_list() == ["found"]


def test_corrections_name_topics_by_the_labels_that_they_would_have_and_then_all_labels_stand(form):
    shaped = form(Rename(rename="beta", to="B"), Merge(merge=("gamma", "delta"), to="Late"))
    assert shaped.labels == {0: "Late", 1: "alpha", 2: "B"}
    assert np.array_equal(shaped.groups, np.array([1, 2, 0, 0])[TOPIC])
    assert shaped.corrections["applied"].all()


def test_corrections_come_after_guides_and_see_their_names(form):
    shaped = form(Rename(rename="Wanted", to="Named twice"), guides=[Guide(label="Wanted", terms=("gamma",))])
    assert shaped.labels[2] == "Named twice"


def test_papers_of_a_dropped_topic_are_outliers_and_told_apart_from_others(form):
    groups = np.where(np.arange(len(TOPIC)) == 0, OUTLIER, TOPIC)
    shaped = form(Drop(drop="beta"), groups=groups)
    assert np.array_equal(shaped.dropped, TOPIC == 1)
    assert np.array_equal(shaped.groups == OUTLIER, shaped.dropped | (groups == OUTLIER))


def test_a_topic_splits_by_phrases_or_into_a_number_of_parts(form):
    mixed = np.array([0, 0, 1, 2])[TOPIC]
    by_phrase = form(Split(split="alpha+beta", into=("alpha", "beta")), groups=mixed)
    assert {"Alpha", "Beta"} < set(by_phrase.labels.values())
    by_number = form(Split(split="alpha+beta", into=2), groups=mixed)
    assert {"alpha", "beta"} < set(by_number.labels.values())
    assert all(len(set(TOPIC[shaped.groups == topic])) == 1 for shaped in (by_phrase, by_number) for topic in range(4))


def test_a_correction_finds_its_topic_by_its_papers_after_a_fit_that_names_it_otherwise(form):
    first = form(Rename(rename="beta", to="B"))
    grown = np.where((TOPIC == 2) & (np.arange(len(TOPIC)) % 4 == 0), 1, TOPIC)  # it is now named beta+gamma
    assert "B" in form(Rename(rename="beta", to="B"), groups=grown, memory=first.memory).labels.values()
    with pytest.raises(ConfigError, match="no topic is named 'beta', there are"):
        form(Rename(rename="beta", to="B"), groups=grown)
