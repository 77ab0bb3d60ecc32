from itertools import combinations

import pytest

from trends.charts.printing.prepare import apply_updates
from trends.charts.small_multiples import plot_small_multiples
from trends.charts.style import FALLING, GREY, RISING


def panels(layout):
    """Return the rectangle of every panel in fractions of the plot: left, right, bottom, top."""
    names = [name.removeprefix("xaxis") for name in layout if name.startswith("xaxis")]
    return [(*layout[f"xaxis{name}"]["domain"], *layout[f"yaxis{name}"]["domain"]) for name in names]


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("n_topics", [1, 2, 5, 24])
def test_panels_lie_inside_the_plot_and_never_on_each_other(make_tables, n_topics, phone):
    layout = plot_small_multiples(make_tables([[5, 6, 7]] * n_topics)).figure["layout"]
    if phone:
        apply_updates(layout, layout["meta"]["phone"])
    found = panels(layout)
    assert len(found) == n_topics
    assert all(0 <= left < right <= 1 and 0 <= bottom < top <= 1 for left, right, bottom, top in found)
    assert all(a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2] for a, b in combinations(found, 2))


def test_all_panels_have_the_scale_of_the_largest_share(make_tables):
    layout = plot_small_multiples(make_tables([[8, 6], [1, 1], [1, 3]])).figure["layout"]
    for axis in ("yaxis", "yaxis2", "yaxis3"):
        assert layout[axis]["range"] == pytest.approx([0, 0.84])


def test_the_colour_tells_the_trend(make_tables, make_growth):
    growth = make_growth(trend=["rising", "falling", "unclear"])
    chart = plot_small_multiples(make_tables([[9, 9], [5, 5], [3, 3], [1, 1]], growth=growth))
    assert [trace["line"]["color"] for trace in chart.figure["data"]] == [RISING, FALLING, GREY, GREY]


def test_the_full_label_of_a_shortened_title_is_one_hover_away(make_tables):
    label = "Retrieval-augmented generation for question answering over tables"
    (title,) = plot_small_multiples(make_tables([[5, 6]], labels=[label])).figure["layout"]["annotations"]
    assert title["text"].endswith("…")
    assert title["hovertext"] == label


def test_the_caption_counts_the_papers_of_the_periods_that_are_drawn(make_tables):
    assert "(18 papers)" in plot_small_multiples(make_tables([[9, 9, 1]], running=True)).caption
