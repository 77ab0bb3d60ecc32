from trends.charts.callouts import name_points
from trends.charts.placement import Box


def names(points, *, taken=()):
    return name_points(points, ranges=[(0, 10), (0, 10)], size=(1000, 1000), font=10, taken=taken)


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
