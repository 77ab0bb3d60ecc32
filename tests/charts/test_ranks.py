from trends.charts.ranks import plot_ranks


def places(chart):
    """Return label -> the places over the periods, None where the topic is not drawn."""
    return {trace["name"]: trace["y"] for trace in chart.figure["data"]}


def test_the_largest_share_of_a_period_has_the_first_rank(make_tables):
    found = places(plot_ranks(make_tables([[9, 1, 5], [5, 5, 9], [1, 9, 1]])))
    assert found == {"Topic 0": [1, 3, 2], "Topic 1": [2, 2, 1], "Topic 2": [3, 1, 3]}


def test_equal_shares_share_a_rank_and_the_larger_of_before_is_drawn_on_top(make_tables):
    chart = plot_ranks(make_tables([[2, 6], [9, 6], [1, 1]]))
    assert places(chart) == {"Topic 0": [2, 2], "Topic 1": [1, 1], "Topic 2": [3, 3]}
    second = {trace["name"]: trace["customdata"][1][1] for trace in chart.figure["data"]}
    assert second == {"Topic 0": "rank 1, shared by 2 topics", "Topic 1": "rank 1, shared by 2 topics", "Topic 2": "rank 3"}


def test_a_topic_without_papers_has_no_rank(make_tables):
    assert places(plot_ranks(make_tables([[9, 9, 9], [3, 0, 3]])))["Topic 1"] == [2, None, 2]


def test_a_period_with_a_handful_of_papers_ranks_nothing(make_tables):
    assert places(plot_ranks(make_tables([[9, 2, 9], [3, 1, 3]]))) == {"Topic 0": [1, None, 1], "Topic 1": [2, None, 2]}


def test_a_line_is_drawn_only_while_its_topic_is_among_the_first(make_tables):
    chart = plot_ranks(make_tables([[9, 9, 9], [5, 2, 5], [2, 5, 2]]), n_ranks=2)
    assert places(chart) == {"Topic 2": [None, 2, None], "Topic 0": [1, 1, 1], "Topic 1": [2, None, 2]}
    assert chart.figure["data"][0]["line"]["color"] == "#8C8C8C"


def test_names_stand_at_both_ends_with_the_rank_at_the_last(make_tables):
    notes = plot_ranks(make_tables([[9, 5], [5, 9]])).figure["layout"]["annotations"]
    assert [note["text"] for note in notes if note["xanchor"] == "right"] == ["Topic 0", "Topic 1"]
    assert [note["text"] for note in notes if note["xanchor"] == "left"] == ["2. Topic 0", "1. Topic 1"]


def test_many_quarters_are_joined_to_whole_years(make_tables):
    chart = plot_ranks(make_tables([[9, 9, 1, 1] * 4 + [9, 9], [5, 5, 5, 5] * 4 + [5, 5]]))
    assert chart.figure["data"][0]["x"] == ["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01"]
    assert chart.table.filter(topic=0)["share"].to_list() == [0.5] * 4
    assert "joined to years" in chart.caption
