from dataclasses import replace

import polars as pl
import pytest

from trends.charts.printing.prepare import apply_updates
from trends.charts.strata import plot_strata
from trends.data import Audit
from trends.data.audit import COVERAGE_SCHEMA


def lines(chart):
    """Return stratum -> the line of the first topic there, without the grey one behind it; None is all papers."""
    found = [trace for trace in chart.figure["data"] if trace["meta"]["topic"] == 0 and "customdata" in trace]
    return {trace["meta"].get("stratum"): trace for trace in found}


def titles(chart):
    return [note["text"] for note in chart.figure["layout"]["annotations"]]


def in_venues(tables, **venues):
    """Give each venue counts and totals of its own for the only topic."""
    days = tables.series.table["period"].to_list()
    cells = [
        (0, venue, day, float(count), total)
        for venue, pairs in venues.items()
        for day, (count, total) in zip(days, pairs, strict=True)
        if total
    ]
    strata = pl.DataFrame(cells, schema=tables.series.strata.schema, orient="row")
    return replace(tables, series=replace(tables.series, strata=strata), statistics={})


def test_each_panel_shows_the_share_within_its_venue(make_run):
    chart = plot_strata(in_venues(make_run([[5, 5]], outliers=[5, 5]), acl=[(2, 10), (5, 10)], emnlp=[(4, 8), (2, 8)]))
    assert lines(chart)["acl"]["y"] == [0.2, 0.5]
    assert lines(chart)["emnlp"]["y"] == [0.5, 0.25]
    assert lines(chart)[None]["y"] == [0.5, 0.5]


def test_a_period_without_papers_of_the_venue_is_a_gap(make_run):
    chart = plot_strata(in_venues(make_run([[9, 9, 9]]), acl=[(2, 10)] * 3, lrec=[(5, 10), (0, 0), (4, 10)]))
    line = lines(chart)["lrec"]
    assert (line["y"], line["connectgaps"]) == ([0.5, None, 0.4], False)


def test_what_is_not_trusted_of_a_venue_is_grey_in_its_own_panel_alone(make_run):
    tables = in_venues(make_run([[9, 9, 9]]), acl=[(2, 10)] * 3, lrec=[(5, 10), (0, 0), (4, 10)])
    days = tables.series.table["period"].to_list()
    faults = [("all", "all", days[2], "pause"), ("venue", "lrec", days[1], "off year"), ("venue", "lrec", days[2], "pause")]
    cells = [(*fault[:3], 0, False, fault[3]) for fault in faults]
    audit = Audit(coverage=pl.DataFrame(cells, schema=COVERAGE_SCHEMA, orient="row"), every=tables.series.every)
    chart = plot_strata(replace(tables, audit=audit))
    greys = [(shape["xref"], shape["x0"][:10]) for shape in chart.figure["layout"]["shapes"]]
    last = greys[0][1]
    panel = lines(chart)["lrec"]["xaxis"]
    assert sorted(greys) == sorted([("x", last), ("x2", last), ("x3", last), (panel, greys[-1][1])])
    assert greys[-1][1] < last
    assert chart.caption.endswith("Grey in one panel: what the audit does not trust of this venue, such as periods without it.")


def test_a_share_of_a_handful_of_papers_is_not_drawn(make_run):
    chart = plot_strata(in_venues(make_run([[9, 9]]), acl=[(2, 10)] * 2, small=[(2, 4), (2, 5)]))
    assert lines(chart)["small"]["y"] == [None, 0.4]


def test_growth_stands_in_each_panel_and_disagreement_is_said(make_run, make_growth):
    tables = make_run([[5, 6, 7]], growth=make_growth(growth=[0.3], growth_low=[0.1], growth_high=[0.5]))
    agrees = pl.col("stratum") == "Venue A"
    judged = tables.statistics["agreement"].with_columns(agrees=agrees)
    shown = titles(plot_strata(replace(tables, statistics={"agreement": judged})))
    assert "<b>All venues</b><br>+30% a year (+10% to +50%)" in shown
    assert "<b>Venue A</b><br>+30% a year (+10% to +50%)" in shown
    assert "<b>Venue B</b><br>+30% a year (+10% to +50%), against all" in shown


def test_a_run_without_growth_by_venue_does_not_claim_that_papers_were_too_few(make_run, make_growth):
    tables = make_run([[5, 6, 7]], growth=make_growth(growth=[0.3]))
    shown = titles(plot_strata(replace(tables, statistics={})))
    assert "Venue A" in shown
    assert not any("too few" in text for text in shown)


def test_the_largest_venues_are_shown_and_the_caption_counts_them(make_run):
    tables = in_venues(make_run([[9, 9]]), acl=[(2, 20)] * 2, emnlp=[(2, 30)] * 2, tacl=[(2, 10)] * 2)
    chart = plot_strata(tables, n_strata=2)
    assert list(lines(chart)) == [None, "emnlp", "acl"]
    assert "the 2 largest of 3 venues" in chart.caption


def test_papers_without_a_venue_are_no_venue_to_compare(make_run):
    chart = plot_strata(make_run([[9, 9]], venues=["acl", "emnlp", "no venue"]))
    assert set(chart.table["stratum"]) == {None, "acl", "emnlp"}
    assert "both venues" in chart.caption


def test_the_topics_that_surely_move_come_first(make_run, make_growth):
    chart = plot_strata(make_run([[5, 6, 7]] * 3, growth=make_growth(q=[0.5, 0.01, 0.2])), n_topics=2)
    assert chart.table["topic"].unique(maintain_order=True).to_list() == [1, 2]


def test_where_papers_are_pooled_or_of_one_venue_the_chart_is_empty_and_says_so(make_tables, make_run):
    pooled = plot_strata(make_tables([[5, 6, 7]]))
    assert (pooled.figure["data"], pooled.caption) == ([], "Papers of all venues, categories and sources are pooled in this run.")
    alone = plot_strata(make_run([[5, 6, 7]], venues=["acl"]))
    assert alone.caption == "The papers are all of one venue, so that nothing can be compared."


@pytest.mark.parametrize("phone", [False, True])
def test_panels_of_thirty_venues_stay_inside_the_plot(make_run, phone):
    venues = [f"Venue {number}" for number in range(30)]
    layout = plot_strata(make_run([[300, 300]] * 4, venues=venues)).figure["layout"]
    if phone:
        apply_updates(layout, layout["meta"]["phone"])
    domains = [axis["domain"] for name, axis in layout.items() if name.startswith(("xaxis", "yaxis"))]
    assert len(domains) == 2 * 3 * 8
    assert all(0 <= first < last <= 1 for first, last in domains)


def test_a_long_name_of_a_venue_takes_two_lines_and_the_room_that_they_need(make_run):
    names = ("emnlp", "Forum on the Resources of Language")
    short, long = (plot_strata(make_run([[30, 30]], venues=[name, "acl"])).figure["layout"] for name in names)
    assert any("Forum on the<br>Resources of" in title["text"] for title in long["annotations"])
    assert long["height"] > short["height"]
    assert long["margin"]["t"] > short["margin"]["t"]
