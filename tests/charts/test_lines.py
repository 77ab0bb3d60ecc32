from trends.charts.lines import plot_lines


def test_the_largest_topics_are_drawn_and_the_caption_counts_them(make_tables):
    chart = plot_lines(make_tables([[1, 1], [5, 5], [3, 3]]), n_topics=2)
    assert chart.table["topic"].unique(maintain_order=True).to_list() == [1, 2]
    assert "Shown: the 2 largest of 3 topics" in chart.caption


def test_the_table_holds_what_the_lines_show(make_tables):
    table = plot_lines(make_tables([[10, 30]], outliers=[10, 10])).table
    assert table.columns == ["topic", "label", "period", "count", "total", "share", "partial"]
    assert table["share"].to_list() == [0.5, 0.75]
