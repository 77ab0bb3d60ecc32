from trends.charts import draw
from trends.charts.image import apply_updates, for_print


def test_updates_reach_into_the_layout_by_dotted_names():
    layout = {"margin": {"l": 50, "r": 240}, "height": 440}
    apply_updates(layout, {"margin.r": 8, "height": 300, "xaxis.nticks": 4})
    assert layout == {"margin": {"l": 50, "r": 8}, "height": 300, "xaxis": {"nticks": 4}}


def test_printed_figures_are_dark_on_white_and_carry_the_title(make_tables):
    chart = draw("lines", make_tables([[5, 6]]))
    layout = for_print(chart, width=680)["layout"]
    assert layout["paper_bgcolor"] == "#FFFFFF"
    assert layout["font"]["color"] == "#1A1A1A"
    assert layout["title"]["text"] == chart.title
    assert layout["height"] > chart.figure["layout"]["height"]


def test_printing_leaves_the_chart_as_it_was(make_tables):
    chart = draw("lines", make_tables([[5, 6]]))
    before = chart.to_json()
    for_print(chart, width=300)
    assert chart.to_json() == before


def test_a_narrow_print_takes_the_form_of_a_phone(make_tables):
    chart = draw("lines", make_tables([[5, 6]]))
    assert for_print(chart, width=680)["layout"]["margin"]["r"] == chart.figure["layout"]["margin"]["r"]
    assert for_print(chart, width=321)["layout"]["margin"]["r"] == chart.figure["layout"]["meta"]["phone"]["margin"]["r"]


def test_points_of_a_map_print_as_vectors(make_tables):
    figure = for_print(draw("map", make_tables([[5, 6]])), width=680)
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
