from itertools import pairwise

from trends.charts import Look, draw
from trends.charts.printing.prepare import apply_updates, for_print

WIDE, NARROW, SLIDE = Look(width="180"), Look(width="ieee-single"), Look(width="slide")


def test_updates_reach_into_the_layout_by_dotted_names():
    layout = {"margin": {"l": 50, "r": 240}, "height": 440}
    apply_updates(layout, {"margin.r": 8, "height": 300, "xaxis.nticks": 4})
    assert layout == {"margin": {"l": 50, "r": 8}, "height": 300, "xaxis": {"nticks": 4}}


def test_printed_figures_are_dark_on_white_in_the_letters_that_journals_ask_for(make_tables):
    layout = for_print(draw("lines", make_tables([[5, 6]])), look=WIDE)["layout"]
    assert layout["paper_bgcolor"] == "#FFFFFF"
    assert layout["font"]["color"] == "#1A1A1A"
    assert layout["font"]["family"].startswith("Arial, Helvetica")


def test_a_figure_carries_its_title_on_a_slide_and_leaves_it_to_the_caption_in_a_paper(make_tables):
    chart = draw("lines", make_tables([[5, 6]]))
    assert for_print(chart, look=SLIDE)["layout"]["title"]["text"] == chart.title
    assert "title" not in for_print(chart, look=WIDE)["layout"]


def test_printing_leaves_the_chart_as_it_was(make_tables):
    chart = draw("lines", make_tables([[5, 6]]))
    before = chart.to_json()
    for_print(chart, look=Look(width="80", palette="gray"))
    assert chart.to_json() == before


def test_a_narrow_print_takes_the_form_of_a_phone(make_tables):
    chart = draw("lines", make_tables([[5, 6]]))
    assert for_print(chart, look=WIDE)["layout"]["margin"]["r"] == chart.figure["layout"]["margin"]["r"]
    assert for_print(chart, look=NARROW)["layout"]["margin"]["r"] == chart.figure["layout"]["meta"]["phone"]["margin"]["r"]


def test_labels_of_a_figure_that_is_pressed_flat_are_those_made_for_less_room(make_tables):
    chart = draw("map", make_tables([[5, 6], [7, 8]]))
    flat = for_print(chart, look=Look(width="180", height_mm=60))["layout"]
    assert flat["annotations"] == chart.figure["layout"]["meta"]["phone"]["annotations"]
    assert flat["height"] == WIDE.space.pixels(60)
    assert for_print(chart, look=WIDE)["layout"]["annotations"] == chart.figure["layout"]["annotations"]


def test_points_of_a_map_print_as_vectors(make_tables):
    figure = for_print(draw("map", make_tables([[5, 6]])), look=WIDE)
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}


def test_buttons_are_not_printed_and_neither_is_their_room(make_tables):
    chart = draw("map", make_tables([[5, 6]]))
    plain = chart.figure["layout"]["margin"]["t"] - 8
    chart.figure["layout"]["updatemenus"] = [{"type": "buttons"}]
    layout = for_print(chart, look=WIDE)["layout"]
    assert "updatemenus" not in layout
    assert layout["margin"]["t"] == 8
    assert layout["height"] == chart.figure["layout"]["height"] - plain


def test_text_below_the_smallest_size_is_brought_up_to_it(make_tables):
    chart = draw("lines", make_tables([[5, 6]]))
    chart.figure["layout"]["annotations"][0]["font"] = {"size": 6}
    assert for_print(chart, look=WIDE)["layout"]["annotations"][0]["font"]["size"] == 11


def test_a_figure_is_as_high_as_was_asked_and_never_higher_than_its_page(make_tables):
    chart = draw("tree", make_tables([[5, 6], [7, 8]]))
    look = Look(width="slide", height_mm=100)
    assert for_print(chart, look=look)["layout"]["height"] == look.space.pixels(100)
    assert for_print(chart, look=SLIDE)["layout"]["height"] <= SLIDE.space.pixels(190.5)


def edges(name, plot_height, ends):
    """Return foot and top of a name in pixels above the foot of the plot."""
    middle = (name["y"] - ends[0]) / (ends[1] - ends[0]) * plot_height - name["ay"]
    half = (name["text"].count("<br>") + 1) * name["font"]["size"] * 1.3 / 2
    return middle - half, middle + half


def test_names_at_the_ends_of_lines_stay_apart_in_a_low_figure(make_tables):
    labels = [f"A rather long name of topic {topic}" for topic in range(8)]
    chart = draw("lines", make_tables([[5 + topic, 6] for topic in range(8)], labels=labels))
    for look in (Look(width="180", height_mm=70), Look(width="ieee-single", height_mm=60)):
        layout = for_print(chart, look=look)["layout"]
        room = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        names = sorted(edges(name, room, layout["yaxis"]["range"]) for name in layout["annotations"])
        assert len(names) == 8
        assert names[0][0] >= 0
        assert names[-1][1] <= room
        assert all(top <= foot for (_, top), (foot, _) in pairwise(names))


def test_names_at_the_ends_of_lines_stay_where_they_were_in_a_figure_of_its_own_height(make_tables):
    chart = draw("lines", make_tables([[5, 6], [7, 8]]))
    assert for_print(chart, look=WIDE)["layout"]["annotations"] == chart.figure["layout"]["annotations"]


def test_names_on_both_sides_of_ranks_are_cut_to_a_line_in_a_low_figure(make_tables):
    labels = [f"A rather long name of topic {topic}" for topic in range(8)]
    chart = draw("ranks", make_tables([[5 + topic, 6 + topic] for topic in range(8)], labels=labels))
    names = for_print(chart, look=Look(width="180", height_mm=60))["layout"]["annotations"]
    assert len(names) == 16
    assert not any("<br>" in name["text"] for name in names)
