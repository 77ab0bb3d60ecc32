from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import polars as pl

from trends.charts.coverage import plot_coverage
from trends.charts.printing.prepare import apply_updates
from trends.data.audit import COVERAGE_SCHEMA, Advice, Audit


def audited(make_tables, *, strata=("lrec", "acl"), advice=None):
    """Coverage of three years: all papers, then strata of which the first is missing in the second year."""
    cells = [("all", "all", date(2021 + year, 1, 1), n, True, None) for year, n in enumerate([30, 20, 40])]
    for place, name in enumerate(strata):
        for year, n in enumerate([10, 0, 20]):
            lost = place == 0 and n == 0
            cells.append(("venue", name, date(2021 + year, 1, 1), n, not lost, "off year" if lost else None))
    coverage = pl.DataFrame(cells, schema=COVERAGE_SCHEMA, orient="row")
    return replace(make_tables([[3, 4]]), audit=Audit(coverage=coverage, every="year", advice=advice or Advice()))


def test_a_cell_is_relative_to_the_best_of_its_row_and_grey_where_it_is_not_to_be_trusted(make_tables):
    trusted, grey = plot_coverage(audited(make_tables)).figure["data"]
    assert trusted["z"] == [[0.75, 0.5, 1.0], [0.5, None, 1.0], [0.5, 0.0, 1.0]]
    assert grey["z"] == [[None] * 3, [None, 0.0, None], [None] * 3]
    assert grey["customdata"][1][1] == ["lrec", "2022", "0 papers<br>not to be trusted: off year"]


def test_plotly_accepts_the_figure_on_a_page_and_on_a_phone(make_tables):
    figure = plot_coverage(audited(make_tables)).figure
    go.Figure(figure)
    apply_updates(figure["layout"], figure["layout"]["meta"]["phone"])
    go.Figure(figure)


def test_the_largest_strata_are_drawn_and_the_caption_says_how_many(make_tables):
    chart = plot_coverage(audited(make_tables, strata=("a", "b", "c", "other")), n_strata=2)
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["All papers", "a", "b"]
    assert chart.caption.endswith("Shown: all papers and the 2 largest of 3 venues.")
    assert len(chart.caption) < 450


def test_rows_say_which_part_of_the_papers_they_hold_for_a_page_that_is_narrowed_to_one(make_tables):
    chart = plot_coverage(audited(make_tables, strata=("acl", "emnlp")))
    assert [trace["meta"]["strata"] for trace in chart.figure["data"]] == [[None, "acl", "emnlp"]] * 2


def test_a_thin_scatter_before_coverage_is_not_drawn(make_tables):
    tables = audited(make_tables)
    early = pl.DataFrame(
        [("all", "all", date(1990, 1, 1), 1, False, "before coverage begins")], schema=COVERAGE_SCHEMA, orient="row"
    )
    audit = replace(tables.audit, coverage=pl.concat([early, tables.audit.coverage]))
    assert plot_coverage(replace(tables, audit=audit)).figure["data"][0]["x"] == ["2021-01-01", "2022-01-01", "2023-01-01"]


def test_text_from_papers_stays_text(make_tables):
    chart = plot_coverage(audited(make_tables, strata=("<script>alert(1)</script> %{x}", "acl")))
    drawn = [{name: value for name, value in trace.items() if name != "meta"} for trace in chart.figure["data"]]
    assert "<script" not in str(drawn) + str(chart.figure["layout"])
    assert "%{customdata[1]}: %{customdata[2]}" in chart.to_json()


def test_without_an_audit_the_chart_says_so(make_tables):
    tables = make_tables([[3, 4]])
    assert plot_coverage(replace(tables, audit=None)).caption == "There are no findings: the papers were not audited."
    assert plot_coverage(replace(tables, audit=Audit())).caption == "There are no dated papers to draw the coverage of."
