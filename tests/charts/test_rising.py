import pytest

from trends.charts.rising import plot_rising


def test_only_rising_topics_are_drawn_the_surest_first(make_tables, make_growth):
    growth = make_growth(
        growth=[0.9, 0.5, -0.3, 0.4],
        growth_low=[0.1, 0.3, -0.5, -0.1],
        trend=["rising", "rising", "falling", "unclear"],
    )
    chart = plot_rising(make_tables([[5, 5, 5]] * 4, growth=growth))
    assert chart.table["topic"].unique(maintain_order=True).to_list() == [1, 0]
    assert "both rising topics, by the lower end of the 95% interval" in chart.caption


@pytest.mark.parametrize(
    ("n_topics", "sentence"),
    [
        (1, "The one topic with enough papers does not rise by more than chance explains."),
        (3, "None of the 3 topics with enough papers rises by more than chance explains."),
    ],
)
def test_where_none_rises_the_chart_is_empty_and_says_so(make_tables, make_growth, n_topics, sentence):
    chart = plot_rising(make_tables([[5, 5, 5]] * n_topics, growth=make_growth(growth=[0.1] * n_topics)))
    assert chart.figure["data"] == []
    assert chart.caption == sentence


def test_where_no_growth_is_known_the_chart_does_not_claim_that_none_rises(make_tables, make_growth):
    growth = make_growth(growth=[None], growth_low=[None], growth_high=[None], q=[None], trend=["too few"])
    chart = plot_rising(make_tables([[5, 5, 5]], growth=growth))
    assert chart.caption == "No topic has enough papers in enough periods to estimate its growth."
