from trends.charts.callouts import name_points
from trends.charts.placement import Box


def names(points, *, taken=(), avoided=(), n_first=None, sizes=((1000, 1000),)):
    n_first = len(points) if n_first is None else n_first
    same = {"taken": [taken] * len(sizes), "avoided": [avoided] * len(sizes), "most_hidden": 0}
    return name_points(points, ranges=[(0, 10), (0, 10)], sizes=sizes, font=10, n_first=n_first, **same)


def test_a_name_stands_to_the_right_of_its_point():
    (name,) = names([(5, 5, "alpha")])
    assert (name["text"], name["xanchor"], name["xshift"]) == ("alpha", "left", 8)


def test_near_the_right_edge_it_stands_to_the_left():
    (name,) = names([(9.9, 5, "alpha")])
    assert name["xanchor"] == "right"


def test_a_name_gives_way_to_a_point_and_to_what_is_taken():
    beside = names([(5, 5, "alpha"), (5.3, 5, "beta")])
    assert [(name["text"], name["xanchor"]) for name in beside] == [("alpha", "right"), ("beta", "left")]
    (below,) = names([(5, 5, "alpha")], taken=[Box(500, 512, 1000, 14)])
    assert (below["xanchor"], below["yanchor"]) == ("center", "top")


def test_a_name_without_room_is_left_out():
    assert names([(5, 5, "alpha")], taken=[Box(500, 500, 1000, 1000)]) == []


def test_where_there_is_no_room_beside_its_point_a_name_stands_at_the_end_of_a_line():
    ring = [Box(500 + across, 500 + up, 4, 4) for across in (-8, 0, 8) for up in (-8, 0, 8) if across or up]
    (name,) = names([(5, 5, "alpha")], taken=ring)
    assert name["showarrow"]
    assert names([(5, 5, "alpha")], taken=ring, n_first=0) == []


def test_the_name_with_the_fewest_places_goes_first():
    free = [Box(500, 1000 - 470, 1000, 900)]  # a strip at the foot, as high as one name
    roomy, cornered = (2, 0.4, "a name that goes anywhere"), (9.5, 0.4, "cornered")
    (other, last) = names([roomy, cornered], taken=free)
    assert (other["xanchor"], last["xanchor"]) == ("left", "right")
    tight = names([(9.0, 0.4, "ab"), (9.5, 0.4, "cornered")], taken=free)
    assert [name["text"] for name in tight] == ["ab", "cornered"]


def test_a_name_fits_the_narrowest_and_the_widest_plot():
    points = [(1, 5, "alpha"), (3, 5, "beta")]
    (wide, _) = names(points)
    assert wide["xanchor"] == "left"
    (both, _) = names(points, sizes=((200, 1000), (1000, 1000)))
    assert both["xanchor"] != "left"


def test_a_name_lies_on_what_is_to_be_avoided_only_where_there_is_no_other_room():
    (aside,) = names([(5, 5, "alpha")], avoided=[Box(540, 500, 60, 20)])
    assert aside["xanchor"] == "right"
    full = [Box(500, 500, 1000, 1000)]
    (crossing,) = names([(5, 5, "alpha")], avoided=full)
    assert crossing["xanchor"] == "left"
    assert [name["text"] for name in names([(5, 5, "first"), (2, 2, "other")], avoided=full, n_first=1)] == ["first"]
