from dataclasses import replace

import polars as pl
import pytest

from trends.charts.tree import plot_tree


def treemap(chart):
    (trace,) = chart.figure["data"]
    return trace


def test_every_topic_is_an_area_as_large_as_its_papers(make_tables):
    chart = plot_tree(make_tables([[4, 4], [2, 2], [1, 1]]))
    topics = chart.table.filter(pl.col("node") < 3).sort("node")
    assert topics["n_papers"].to_list() == [8, 4, 2]


@pytest.mark.parametrize("n_groups", [1, 2, 5, 30])
def test_children_fill_their_parent_however_many_groups_are_asked_for(make_tables, n_groups):
    rows = plot_tree(make_tables([[4, 4]] * 12), n_groups=n_groups).table
    filled = rows.group_by("parent").agg(pl.col("n_papers").sum().alias("below")).drop_nulls()
    joined = filled.join(rows, left_on="parent", right_on="node")
    assert joined["below"].to_list() == joined["n_papers"].to_list()
    assert rows.filter(pl.col("parent").is_null()).height == 1
    assert set(range(12)) <= set(rows["node"])


def test_a_topic_is_named_as_in_the_other_charts_though_the_tree_knows_no_marks(make_tables):
    tables = make_tables([[4, 4], [2, 2]], labels=["Firm", "Loose"], stability=[0.9, 0.3])
    assert "Loose" in tables.tree.table["label"].to_list()
    assert set(treemap(plot_tree(tables))["labels"]) >= {"<b>Firm</b>", "<b>Loose †</b>"}


def test_the_number_of_groups_is_what_was_asked_for(make_tables):
    rows = plot_tree(make_tables([[4, 4]] * 12), n_groups=4).table
    root = rows.filter(pl.col("parent").is_null())["node"].item()
    assert rows.filter(pl.col("parent") == root).height == 4


def test_one_topic_is_a_tree_of_its_own(make_tables):
    trace = treemap(plot_tree(make_tables([[4, 4]], labels=["Alone"])))
    assert trace["labels"] == ["<b>Alone</b>"]
    assert trace["parents"] == [""]


def test_only_a_clear_trend_has_a_colour_and_more_growth_a_stronger_one(make_tables, make_growth):
    growth = make_growth(
        growth=[1.2, 0.1, 5.0, -0.6, None],
        growth_low=[0.5, 0.05, -0.2, -0.8, None],
        growth_high=[2.0, 0.2, 9.0, -0.3, None],
        q=[0.01, 0.01, 0.5, 0.01, None],
        trend=["rising", "rising", "unclear", "falling", "too few"],
    )
    trace = treemap(plot_tree(make_tables([[4, 4]] * 5, growth=growth)))
    color = dict(zip(trace["ids"], trace["marker"]["colors"], strict=True))
    assert len({color["0"], color["1"], color["2"], color["3"]}) == 4
    assert color["2"] == color["4"]


def test_hover_tells_growth_and_how_sure_it_is(make_tables, make_growth):
    growth = make_growth(growth=[0.61, None], trend=["rising", "too few"])
    trace = treemap(plot_tree(make_tables([[4, 4], [2, 2]], growth=growth)))
    facts = dict(zip(trace["ids"], trace["customdata"], strict=True))
    assert facts["0"] == ["Topic 0", "+61% per year, rising"]
    assert facts["1"] == ["Topic 1", "no growth rate"]


def with_finer(tables):
    """Let topic 0 hold a topic of a finer layer, which holds one that rises."""
    columns = ["node", "parent", "layer", "label", "growth", "growth_low", "growth_high", "finest"]
    rows = [
        (7, 0, 2, "Half", 0.3, -0.1, 0.8, False),
        (9, 7, 3, "Small", 1.5, 0.9, 2.0, True),
        (8, None, 2, "Lost", 1.5, 1.0, 2.0, True),
        (1, 2, 1, "Topic 1", 0.5, 0.0, 1.0, True),
    ]
    nodes = pl.DataFrame(rows, schema=columns, orient="row")
    return replace(tables, statistics={"nodes": nodes})


def test_a_finer_topic_that_moves_is_told_inside_the_topic_that_holds_it(make_tables):
    chart = plot_tree(with_finer(make_tables([[4, 4], [2, 2]])))
    labels = dict(zip(treemap(chart)["ids"], treemap(chart)["labels"], strict=True))
    assert labels["0"] == "<b>Topic 0</b><br>↑ +150% Small"
    assert labels["1"] == "<b>Topic 1</b>"
    assert "Lost" not in str(chart.figure)
    assert "Arrows: finer topics inside" in chart.caption
    assert "Arrows" not in plot_tree(make_tables([[4, 4], [2, 2]])).caption


def test_a_clear_trend_is_written_and_a_speck_has_no_words(make_tables, make_growth):
    growth = make_growth(growth=[0.61, 0.2], trend=["rising", "unclear"])
    tables = make_tables([[400, 400], [2, 2]], growth=growth, labels=["Large", "A rather long name of a small topic"])
    labels = dict(zip(treemap(plot_tree(tables))["ids"], treemap(plot_tree(tables))["labels"], strict=True))
    assert labels["0"] == "<b>Large</b><br>+61% a year"
    assert labels["1"] == ""


def many(make_tables, make_growth, *, trends):
    """Return tables of one large topic and of small ones with these trends, which have one group."""
    growth = make_growth(growth=[0.1, *([0.3, 0.2, 0.5] * 40)[: len(trends)]], trend=["unclear", *trends])
    return make_tables([[2000, 2000], *[[10, 10]] * len(trends)], growth=growth, stability=[0.9] + [0.3] * len(trends))


def test_small_topics_of_a_group_with_the_same_trend_share_an_area_that_lists_them(make_tables, make_growth):
    tables = many(make_tables, make_growth, trends=["unclear"] * 20 + ["rising"] * 4 + ["falling"])
    chart = plot_tree(tables, n_groups=1)
    names = [words[0] for words in treemap(chart)["meta"]["words"] if words]
    assert sorted(names) == ["20 more", "4 rising", "Topic 0", "Topic 25 †"]
    facts = dict(treemap(chart)["customdata"])
    assert facts["4 rising topics"].startswith("Topic 21 †, +50% a year<br>")
    assert facts["20 more topics"].endswith("and 10 more")
    assert set(range(26)) <= set(chart.table["node"])
    assert "share an area" in chart.caption
    about = dict(zip(treemap(chart)["ids"], treemap(chart)["meta"]["topics"], strict=True))
    root = treemap(chart)["ids"][0]
    assert (about[root], about["0"], about[f"{root}-rising"]) == (None, 0, [21, 22, 23, 24])


def test_areas_that_are_shared_hold_the_papers_of_their_topics_and_the_least_growth_of_these(make_tables, make_growth):
    trace = treemap(plot_tree(many(make_tables, make_growth, trends=["rising"] * 25), n_groups=1))
    values = dict(zip(trace["ids"], trace["values"], strict=True))
    root = trace["ids"][0]
    assert values[f"{root}-rising"] == 25 * 20
    assert values[root] == 4000 + 25 * 20
    colors = dict(zip(trace["ids"], trace["marker"]["colors"], strict=True))
    assert colors[f"{root}-rising"] == "#9CC9E8"


def test_few_topics_keep_an_area_each(make_tables, make_growth):
    chart = plot_tree(many(make_tables, make_growth, trends=["unclear"] * 23))
    assert not any("more" in text for text in treemap(chart)["labels"])
    assert "share an area" not in chart.caption
