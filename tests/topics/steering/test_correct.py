import numpy as np
import polars as pl
import pytest

from trends.errors import ConfigError
from trends.topics.steering.correct import apply_corrections
from trends.topics.steering.corrections import Drop, Merge, Rename, Split

GROUPS = np.repeat([0, 1, 2, -1], [8, 6, 4, 2])
LABELS = ["Alpha", "Beta", "Gamma"]


def ids_of(n_papers):
    return pl.Series("id", [f"p{i:02}" for i in range(n_papers)])


def halve(papers, into):
    """Split a topic in two, whatever is asked for."""
    middle = len(papers) // 2
    first, second = into if isinstance(into, tuple) else ("First half", "Second half")
    return {first: papers[:middle], second: papers[middle:]}


def correct(*corrections, groups=GROUPS, labels=LABELS, memory=None):
    return apply_corrections(groups, corrections, labels=labels, ids=ids_of(len(groups)), split=halve, memory=memory)


def sizes(corrected):
    n_papers = np.bincount(corrected.groups[corrected.groups >= 0])
    return dict(zip(corrected.labels, n_papers.tolist(), strict=True))


def test_each_correction_sees_what_those_before_it_have_left():
    corrected = correct(
        Rename(rename="Beta", to="B"),
        Merge(merge=("B", "Gamma"), to="C"),
        Split(split="Alpha", into=("x", "y")),
        Drop(drop="y"),
    )
    assert sizes(corrected) == {"C": 10, "x": 4}
    assert corrected.report["applied"].all()
    assert corrected.report["message"].to_list() == ["", "", "", ""]


def test_ids_go_by_size_and_outliers_stay():
    corrected = correct(Merge(merge=("Gamma", "Beta"), to="C"))
    assert corrected.labels == ["C", "Alpha"]
    assert corrected.groups.tolist() == [1] * 8 + [0] * 10 + [-1] * 2


def test_papers_of_a_dropped_topic_are_outliers_and_marked():
    corrected = correct(Drop(drop="Beta"))
    assert corrected.labels == ["Alpha", "Gamma"]
    assert np.flatnonzero(corrected.dropped).tolist() == list(range(8, 14))
    assert (corrected.groups[corrected.dropped] == -1).all()


def test_no_corrections_change_nothing():
    corrected = correct()
    assert corrected.groups.tolist() == GROUPS.tolist()
    assert corrected.labels == LABELS


def test_an_unknown_topic_is_an_error_that_lists_the_known_ones_nearest_first():
    with pytest.raises(ConfigError) as error:
        correct(Drop(drop="Gamma"), Rename(rename="beta2", to="B"))
    assert str(error.value) == ('topics.toml, correction 2: no topic is named \'beta2\', there are "Beta", "Alpha"')


def test_a_name_that_another_topic_has_is_not_given_twice():
    corrected = correct(Rename(rename="Beta", to="Alpha"))
    assert corrected.labels == LABELS
    assert corrected.report.row(0)[1:] == (False, 'another topic is named "Alpha": merge them, or choose another name')


def test_a_part_without_papers_is_no_split():
    def give_all(papers, into):
        return {into[0]: papers, into[1]: papers[:0]}

    corrected = apply_corrections(GROUPS, [Split(split="Beta", into=("x", "y"))], labels=LABELS, ids=ids_of(20), split=give_all)
    assert corrected.labels == LABELS
    assert corrected.report["message"].to_list() == ['none of its papers fits "y"']


REFITTED = np.repeat([2, 0, 1, -1], [7, 8, 3, 2])  # nearly the same papers, other numbers


def test_after_a_refit_topics_are_found_by_their_papers_though_their_labels_have_changed():
    corrections = [Rename(rename="Alpha", to="A"), Drop(drop="Gamma")]
    first = correct(*corrections)
    again = correct(*corrections, groups=REFITTED, labels=["Second", "Third", "First"], memory=first.memory)
    assert sizes(again) == {"Second": 8, "A": 7}
    assert again.report["message"].to_list() == ['"Alpha" is now "First"', '"Gamma" is now "Third"']


def test_labels_that_changed_places_do_not_mislead():
    first = correct(Drop(drop="Gamma"))
    again = correct(Drop(drop="Gamma"), labels=["Gamma", "Beta", "Alpha"], memory=first.memory)
    assert sizes(again) == {"Gamma": 8, "Beta": 6}


def test_what_no_longer_applies_is_reported_and_remembered():
    drop = Drop(drop="Gamma")
    first = correct(drop)
    merged = np.where(GROUPS == 2, 0, GROUPS)  # a refit that found no such topic
    second = correct(drop, groups=merged, labels=["One", "Two"], memory=first.memory)
    assert second.report.row(0)[1:] == (False, '"Gamma" is no longer there')
    third = correct(drop, labels=["One", "Two", "Three"], memory=second.memory)
    assert sizes(third) == {"One": 8, "Two": 6}


def test_topics_that_a_refit_found_as_one_still_get_the_name_of_their_merge():
    merge = Merge(merge=("Beta", "Gamma"), to="C")
    first = correct(merge)
    together = np.where(GROUPS == 2, 1, GROUPS)
    again = correct(merge, groups=together, labels=["One", "Two"], memory=first.memory)
    assert sizes(again) == {"C": 10, "One": 8}


def test_halves_that_a_refit_found_as_one_are_known_by_what_their_merge_made():
    merge = Merge(merge=("Beta", "Gamma"), to="C")
    halves = np.repeat([0, 1, 2], [8, 5, 5])
    first = correct(merge, groups=halves)
    again = correct(merge, groups=np.minimum(halves, 1), labels=["One", "Two"], memory=first.memory)
    assert sizes(again) == {"C": 10, "One": 8}


def test_new_papers_do_not_hide_a_topic():
    first = correct(Drop(drop="Gamma"))
    grown = np.concatenate([GROUPS, np.full(30, 2)])
    again = correct(Drop(drop="Gamma"), groups=grown, labels=["One", "Two", "Three"], memory=first.memory)
    assert again.labels == ["One", "Two"]


def test_an_edited_correction_finds_its_topic_by_what_the_old_wording_knew():
    first = correct(Rename(rename="Alpha", to="A"))
    again = correct(Rename(rename="Alpha", to="An A"), labels=["One", "Two", "Three"], memory=first.memory)
    assert again.labels == ["An A", "Two", "Three"]
