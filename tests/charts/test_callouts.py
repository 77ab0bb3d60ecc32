from trends.charts.callouts import name_points
from trends.charts.placement import Box


def names(points, *, taken=(), avoided=(), n_sure=None):
    space = {"ranges": [(0, 10), (0, 10)], "size": (1000, 1000), "font": 10}
    return name_points(points, **space, taken=taken, avoided=avoided, n_sure=n_sure)


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


def test_a_name_lies_on_what_is_to_be_avoided_only_where_there_is_no_other_room():
    (aside,) = names([(5, 5, "alpha")], avoided=[Box(540, 500, 60, 20)])
    assert aside["xanchor"] == "right"
    full = [Box(500, 500, 1000, 1000)]
    (crossing,) = names([(5, 5, "alpha")], avoided=full)
    assert crossing["xanchor"] == "left"
    assert [name["text"] for name in names([(5, 5, "sure"), (2, 2, "other")], avoided=full, n_sure=1)] == ["sure"]
