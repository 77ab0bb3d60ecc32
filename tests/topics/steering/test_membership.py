import numpy as np
import pytest

from trends.topics.steering.membership import find_far_out, fit_papers


def on_circle(*degrees):
    angles = np.radians(degrees)
    return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


def test_a_paper_among_users_belongs_and_one_far_from_them_does_not():
    matrix = on_circle(0, 1, -1, 3, -3, 2, 60, 70, 80)
    users = np.array([True] * 5 + [False] * 4)
    fits = fit_papers(matrix, users=users, name=None)
    assert (fits > 0).tolist() == [True] * 6 + [False] * 3


def test_a_mention_in_passing_does_not_belong():
    matrix = on_circle(0, 1, -1, 2, -2, *range(60, 80), 90)
    users = np.array([True] * 5 + [False] * 20 + [True])
    fits = fit_papers(matrix, users=users, name=None)
    assert (fits > 0).tolist() == [True] * 5 + [False] * 21


def test_a_fit_is_the_share_of_users_among_papers_as_similar():
    """Users at 0, 0 and 90 degrees: left out of the middle itself, the third is as far as the two that do not use the terms."""
    matrix = on_circle(0, 0, 90, 80, 80)
    users = np.array([True, True, True, False, False])
    # the middle lies at atan(1/2) = 26.6 degrees; without themselves the first two are 45 and the third is 90 degrees off it,
    # the others are 53.4: shares by falling similarity are 1, 1 | 0, 0 | 1, of which the last three pool to 1/3
    assert fit_papers(matrix, users=users, name=None).tolist() == pytest.approx([1, 1, 0, 0, 0])


def test_a_single_user_does_not_vouch_for_itself():
    matrix = on_circle(0, 40, 80)
    fits = fit_papers(matrix, users=np.array([True, False, False]), name=None)
    assert fits[0] < 0.5


def test_a_name_draws_the_middle_towards_it():
    matrix = on_circle(-30, 20, 25, 30, 35, 40, -80, -90)
    users = np.array([True, False, False, True, True, True, False, False])
    without = fit_papers(matrix, users=users, name=None)
    named = fit_papers(matrix, users=users, name=on_circle(60)[0])
    assert without[0] > 0
    assert named[0] == 0


def test_without_users_nothing_belongs():
    assert not fit_papers(on_circle(0, 1), users=np.zeros(2, dtype=bool), name=on_circle(0)[0]).any()


def test_papers_stand_out_only_where_others_are_alike():
    crowd = np.random.default_rng(0).normal(90, 4, size=200)
    name = on_circle(0)[0]
    assert find_far_out(on_circle(*crowd), name=name).sum() == 0
    assert np.flatnonzero(find_far_out(on_circle(10, *crowd, 20), name=name)).tolist() == [0, 201]
