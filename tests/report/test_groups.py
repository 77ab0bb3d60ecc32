from trends.report.groups import group


def test_charts_stand_under_their_questions_in_the_order_of_questions(make):
    groups = group([make.chart("map"), make.chart("lines"), make.chart("heatmap")])
    assert [(found.title, [chart.name for chart in found.charts]) for found in groups] == [
        ("When", ["lines", "heatmap"]),
        ("What it is about", ["map"]),
    ]


def test_a_chart_that_no_question_names_comes_last(make):
    assert [found.slug for found in group([make.chart("unheard_of"), make.chart("rising")])] == ["what-moves", "more-charts"]


def test_without_charts_there_is_no_group():
    assert group([]) == []
