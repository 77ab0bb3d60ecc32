from trends.report.sparkline import draw_sparkline


def test_the_line_spans_the_complete_periods_from_zero_to_its_highest_share(make):
    series = make.series({0: [0, 1, 2, 9]}, totals=[10, 10, 10, 10])
    assert draw_sparkline(series, topic=0) == "M0 23L50 12L100 1"


def test_a_period_without_papers_breaks_the_line(make):
    series = make.series({0: [1, 0, 1, 0]}, totals=[1, 0, 1, 1])
    assert draw_sparkline(series, topic=0) == "M0 1M100 1"


def test_a_topic_that_is_never_seen_lies_on_the_ground(make):
    assert draw_sparkline(make.series({0: [0, 0, 0]}, totals=[5, 5, 5]), topic=0) == "M0 23L100 23"


def test_one_complete_period_makes_no_line(make):
    assert draw_sparkline(make.series({0: [1, 1]}, totals=[5, 5]), topic=0) == ""
