from copy import deepcopy
from dataclasses import replace

import pytest

from trends.charts import Look, draw
from trends.charts.printing.gray import alike_in_gray
from trends.charts.printing.palettes import TOL, recolor, reword
from trends.charts.printing.prepare import for_print
from trends.charts.style import PALETTE


def line(name, number, **more):
    return {"type": "scatter", "name": name, "line": {"color": PALETTE[number % len(PALETTE)], "dash": "solid"}} | more


def test_another_palette_replaces_a_color_wherever_it_stands_and_nothing_else():
    red, green, blue = (int(PALETTE[0][i : i + 2], 16) for i in (1, 3, 5))
    band = {"fillcolor": f"rgba({red},{green},{blue},0.15)", "text": "#1 in 2024", "marker": {"colors": [PALETTE[1], "#123456"]}}
    figure = {"data": [line("A", 0) | band], "layout": {}}
    recolor(figure, "tol")
    (trace,) = figure["data"]
    assert trace["line"]["color"] == TOL[0]
    assert trace["fillcolor"] == "rgba(0,119,187,0.15)"
    assert trace["marker"]["colors"] == [TOL[1], "#123456"]
    assert trace["text"] == "#1 in 2024"


def test_in_gray_eight_lines_of_one_plot_all_look_different(make_tables):
    chart = draw("lines", make_tables([[5, 6, 7]] * 8))
    assert alike_in_gray(for_print(chart, look=Look(palette="gray"))) == []


def test_in_gray_nothing_keeps_a_color(make_tables):
    figure = for_print(draw("tree", make_tables([[5, 6], [7, 8]])), look=Look(palette="gray"))
    for color in figure["data"][0]["marker"]["colors"]:
        assert color[1:3] == color[3:5] == color[5:7]


def test_the_dots_of_a_running_period_stay_dots_in_gray():
    figure = {"data": [line("A", 0), line("B", 1), line("B", 1) | {"line": {"color": PALETTE[1], "dash": "dot"}}], "layout": {}}
    recolor(figure, "gray")
    assert [trace["line"]["dash"] for trace in figure["data"]] == ["solid", "dash", "dot"]
    assert figure["data"][1]["line"]["color"] == figure["data"][2]["line"]["color"]


def test_the_default_palette_changes_nothing():
    figure = {"data": [line("A", 0)], "layout": {}}
    before = deepcopy(figure)
    recolor(figure, "default")
    assert figure == before


@pytest.mark.parametrize(
    ("palette", "caption"),
    [("tol", "Blue: it rises; grey: unclear."), ("gray", "Black: it rises; light grey: unclear.")],
)
def test_captions_name_the_colors_that_are_printed(palette, caption, make_tables):
    chart = replace(draw("lines", make_tables([[5, 6]])), caption="Blue: it rises; grey: unclear.")
    assert reword(chart, palette) == caption


def test_cells_that_are_marked_stay_apart_from_shades_of_gray(make_tables):
    chart = draw("coverage", make_tables([[50, 60, 70]]))
    measured, marked = for_print(chart, look=Look(palette="gray"))["data"]
    assert marked["colorscale"] == [[0, "#FFFFFF"], [1, "#FFFFFF"]]
    assert measured["coloraxis"]
    assert "White: not to be trusted" in reword(chart, "gray")


def test_cells_of_two_hues_stay_apart_in_gray_as_their_caption_says():
    scales = [[[0, f"rgba({hue},0.07)"], [1, f"rgba({hue},1)"]] for hue in ("0,114,178", "213,94,0")]
    figure = {"data": [{"type": "heatmap", "colorscale": scale} for scale in scales], "layout": {}}
    recolor(figure, "gray")
    assert [trace["colorscale"][1][1] for trace in figure["data"]] == ["#000000", "#707070"]


def test_without_colours_captions_speak_of_shades(make_tables):
    chart = replace(draw("lines", make_tables([[5, 6]])), caption="Coloured (shapes tell equal colours apart): sure.")
    assert reword(chart, "gray") == "Dark (shapes tell equal shades apart): sure."
