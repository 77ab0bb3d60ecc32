from trends.charts.printing.gray import alike_in_gray


def line(name, color, **more):
    return {"type": "scatter", "name": name, "line": {"color": color} | more}


def figure(*traces):
    return {"data": list(traces), "layout": {}}


def test_two_hues_of_one_lightness_look_alike():
    assert alike_in_gray(figure(line("A &amp; B", "#D55E00"), line("C", "#009E73"))) == [("A & B", "C")]


def test_lines_differ_by_lightness_dash_marker_or_plot():
    red = line("A", "#D55E00")
    assert alike_in_gray(figure(red, line("B", "#000000"))) == []
    assert alike_in_gray(figure(red, line("B", "#009E73", dash="dash"))) == []
    assert alike_in_gray(figure(red, line("B", "#009E73") | {"marker": {"symbol": "square"}})) == []
    assert alike_in_gray(figure(red, line("B", "#009E73") | {"xaxis": "x2"})) == []


def test_the_parts_of_one_line_are_no_pair_and_a_band_is_no_line():
    edge = line("edge", "#009E73", width=0)
    assert alike_in_gray(figure(line("A", "#D55E00"), line("A", "#D55E00"), edge)) == []


def test_areas_are_compared_by_their_colors():
    tree = {
        "type": "treemap",
        "ids": ["1", "2", "3"],
        "customdata": [["rises", "fast"], ["falls", ""], ["rises too", ""]],
        "marker": {"colors": ["#3F93C9", "#D9782F", "#3F93C9"]},
    }
    assert alike_in_gray(figure(tree)) == [("rises", "falls")]
    framed = tree | {"parents": ["", "1", "1"]}
    assert alike_in_gray(figure(framed)) == [("falls", "rises too")]
