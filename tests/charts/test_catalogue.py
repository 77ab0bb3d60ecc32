"""What holds for every chart, however many topics there are."""

import json
from html import unescape

import pytest

from trends.charts import CHARTS, OF_BACKTEST, draw
from trends.charts.printing.prepare import apply_updates
from trends.errors import ConfigError

HOSTILE = "</script><script>alert(1)</script> %{x} & <b>bold</b>"
OF_TOPICS = [name for name in CHARTS if name not in ("coverage", *OF_BACKTEST)]
MOVES = ["rising", "lines", "small_multiples", "ranks", "stream", "heatmap", "bursts", "strata"]
OVER_TIME = [*MOVES, "growth", "quadrant"]


@pytest.fixture(scope="module", params=[1, 3, 30, 300])
def tables(request, make_run, make_growth):
    n = request.param
    counts = [[3 + topic % 5, 4 + topic % 3, 6, 9, 2] for topic in range(n)]
    trends = [("rising", "falling", "unclear")[topic % 3] for topic in range(n)]
    growth = make_growth(
        growth=[[0.5, -0.4, 0.02][topic % 3] for topic in range(n)],
        growth_low=[[0.2, -0.7, -0.2][topic % 3] for topic in range(n)],
        growth_high=[[0.9, -0.1, 0.3][topic % 3] for topic in range(n)],
        q=[[0.01, 0.02, 0.7][topic % 3] for topic in range(n)],
        trend=trends,
    )
    return make_run(counts, outliers=[5, 5, 5, 5, 2], running=True, growth=growth)


def fonts(part):
    """Find every font size in a figure, however deep."""
    if isinstance(part, dict):
        found = [value["size"] for key, value in part.items() if key.endswith("font") and "size" in value]
        return found + [size for value in part.values() for size in fonts(value)]
    return [size for value in part for size in fonts(value)] if isinstance(part, list) else []


def strings(part):
    if isinstance(part, dict):
        raw = ("hovertemplate", "stratum", "strata")  # names as a page looks for them, never shown
        return [text for key, value in part.items() if key not in raw for text in strings(value)]
    if isinstance(part, list):
        return [text for value in part for text in strings(value)]
    return [part] if isinstance(part, str) else []


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_a_figure_that_plotly_accepts(name, tables):
    import plotly.graph_objects as go

    chart = draw(name, tables)
    figure = go.Figure(chart.figure)
    assert chart.name == name
    assert len(figure.data) == len(chart.figure["data"]) > 0
    assert chart.table.height > 0


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_stays_a_valid_figure_on_a_phone(name, tables):
    import plotly.graph_objects as go

    figure = json.loads(json.dumps(draw(name, tables).figure))
    assert figure["layout"]["meta"]["phone"]
    apply_updates(figure["layout"], figure["layout"]["meta"]["phone"])
    go.Figure(figure)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_leaves_width_background_title_and_text_colour_to_the_page(name, tables):
    layout = draw(name, tables).figure["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert layout["height"] > 0
    assert "width" not in layout
    assert "title" not in layout
    assert "color" not in layout["font"]
    assert all("color" not in note["font"] for note in layout.get("annotations", []) if "font" in note)


@pytest.mark.parametrize("name", MOVES)
def test_a_chart_over_time_says_that_its_axis_are_dates(name, tables):
    layout = draw(name, tables).figure["layout"]
    assert layout["meta"]["time"] is True
    assert layout["xaxis"]["type"] == "date"


@pytest.mark.parametrize("name", ["rising", "growth", "quadrant", "lines", "small_multiples", "ranks", "bursts", "strata"])
def test_every_mark_of_a_topic_says_whose_it_is(name, tables):
    chart = draw(name, tables)
    drawn = [trace for trace in chart.figure["data"] if trace["x"] != [None]]  # entries of a legend have no place
    assert {trace["meta"]["topic"] for trace in drawn} == set(chart.table["topic"])


@pytest.mark.parametrize("name", CHARTS)
def test_no_text_prints_smaller_than_7_points(name, tables):
    sizes = fonts(draw(name, tables).figure)
    assert min(sizes) * 0.75 >= 7


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_tables_give_the_same_bytes(name, tables):
    assert draw(name, tables).to_json() == draw(name, tables).to_json()


@pytest.mark.parametrize("name", CHARTS)
def test_a_caption_says_in_few_sentences_what_the_numbers_are_shares_of(name, tables):
    caption = draw(name, tables).caption
    assert caption.endswith(".")
    assert "paper" in caption
    assert len(caption) < 400


@pytest.mark.parametrize("name", OF_TOPICS)
def test_a_topic_that_does_not_hold_is_marked_and_the_mark_explained(name, make_run, make_growth):
    growth = make_growth(growth=[0.5, 0.4], growth_low=[0.1, 0.1], growth_high=[0.9, 0.9], trend=["rising", "rising"])
    labels = ["A name that is far too long for every place where a chart writes names of topics", "Short"]
    chart = draw(name, make_run([[3, 4, 5], [5, 6, 7]], labels=labels, growth=growth, stability=[0.9, 0.3]))
    shown = {text for text in strings(chart.figure) if "Short" in text}
    assert shown
    assert all("Short †" in text for text in shown)
    assert not any("†" in text for text in strings(chart.figure) if "A name" in text)
    assert "† This topic did not come back reliably" in chart.caption


@pytest.mark.parametrize("name", OF_TOPICS)
def test_a_mark_survives_where_a_name_is_cut(name, make_run, make_growth):
    growth = make_growth(growth=[0.5], growth_low=[0.1], growth_high=[0.9], trend=["rising"])
    label = "A name that is far too long for every place where a chart writes names of topics"
    texts = strings(draw(name, make_run([[6, 7, 8]], labels=[label], growth=growth, stability=[0.3])).figure)
    named = [text for text in texts if text.startswith(("A name", "<b>A name"))]
    assert named
    assert all(text.partition("</b>")[0].endswith(" †") for text in named)


@pytest.mark.parametrize("name", CHARTS)
def test_without_a_mark_nothing_is_explained(name, tables):
    assert "†" not in draw(name, tables).to_json()


@pytest.mark.parametrize("name", CHARTS)
def test_text_from_papers_stays_text(name, make_run, make_growth):
    growth = make_growth(growth=[0.5, 0.4], growth_low=[0.1, 0.1], growth_high=[0.9, 0.9], trend=["rising", "rising"])
    tables = make_run(
        [[3, 4, 5], [5, 6, 7]],
        labels=[f"{HOSTILE} 0", f"{HOSTILE} 1"],
        title=HOSTILE,
        venues=[f"{HOSTILE} A", "B"],
        growth=growth,
    )
    texts = strings(draw(name, tables).figure)
    assert any("alert" in unescape(text) for text in texts)
    assert not any("<script" in text or "</script" in text or "<b>bold" in text or "%{x" in text for text in texts)


@pytest.mark.parametrize("name", CHARTS)
def test_without_topics_and_papers_a_chart_says_so_instead_of_failing(name, make_tables):
    chart = draw(name, make_tables([], outliers=[0, 0]))
    assert chart.figure["data"] == []
    assert chart.caption.startswith("There are no")


@pytest.mark.parametrize("name", OVER_TIME)
def test_without_dates_nothing_is_drawn_over_time(name, make_tables):
    chart = draw(name, make_tables([[3, 4]], dated=False))
    assert chart.figure["data"] == []
    assert chart.caption == "No paper is dated, so that nothing can be drawn over time."


@pytest.mark.parametrize("name", OVER_TIME)
def test_one_complete_period_is_too_few_to_show_change(name, make_tables):
    chart = draw(name, make_tables([[3, 4]], running=True))
    assert chart.figure["data"] == []
    assert chart.caption == "The papers cover 1 complete quarter; at least 2 are needed to show change."


def test_an_unknown_chart_is_answered_with_the_known_ones(make_tables):
    with pytest.raises(ConfigError, match=r"chart is 'pie', it must be one of rising, growth, quadrant, lines"):
        draw("pie", make_tables([[3, 4]]))
