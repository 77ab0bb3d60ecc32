"""A report of charts that each teach one rule, opened from disk with the network off in a real browser."""

import base64
from array import array
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from trends.data import Audit
from trends.data.audit import COVERAGE_SCHEMA
from trends.data.series import STRATA_SCHEMA
from trends.report import render

ROWS = base64.b64encode(array("i", range(4)).tobytes()).decode()


POINTS = {
    "type": "scattergl",
    "mode": "markers",
    "x": [1, 2, 3, 4],
    "y": [2, 1, 2, 1],
    "customdata": {"dtype": "i4", "bdata": ROWS},
}


def make_series(make):
    """Return the series of two topics, with venues in which topic 0 has all papers and none."""
    series = make.series({0: [1, 2, 3], 1: [4, 3, 2]}, totals=[5, 5, 5], partial=0)
    days = series.table["period"].unique().sort()
    counts = {(0, "ACL"): 5.0, (0, "Other"): 0.0, (1, "ACL"): 0.0, (1, "Other"): 5.0}
    rows = [(*cell[:2], day, count, 5) for cell, count in counts.items() for day in days]
    known = pl.when(pl.col("period") != days[1])
    banded = series.table.with_columns(low=known.then(pl.col("share") * 0.9), high=known.then(pl.col("share") * 1.1))
    strata = pl.DataFrame(rows, schema=STRATA_SCHEMA, orient="row")
    return replace(series, table=banded, strata=strata, stratum_kind="venue")


def make_audit():
    """Return an audit that does not trust the third quarter of all papers, nor the first of ACL."""
    doubts = {("all", "all", 7): "sudden drop", ("venue", "ACL", 1): "pause"}
    days = [(*stratum, month) for stratum in (("all", "all"), ("venue", "ACL"), ("venue", "Other")) for month in (1, 4, 7)]
    cells = [(*cell[:2], date(2023, cell[2], 1), 5, cell not in doubts, doubts.get(cell)) for cell in days]
    return Audit(coverage=pl.DataFrame(cells, schema=COVERAGE_SCHEMA, orient="row"), every="quarter")


def make_lines(make):
    """Return a chart that can be narrowed to topics and dates."""
    curves = [
        {"type": "scatter", "x": ["2023-01-01", "2023-07-01"], "y": [1, 2], "name": f"Topic {n}", "meta": {"topic": n}}
        for n in range(2)
    ]
    chart = make.chart("lines", data=curves, table=pl.DataFrame({"topic": [0, 1]}))
    layout = {**chart.figure["layout"], "meta": {"time": True, "phone": {"height": 200}}}
    return replace(
        chart, figure={"data": curves, "layout": {**layout, "annotations": [{"text": f"Topic {n}"} for n in range(2)]}}
    )


def make_panels(make):
    """Return a chart of two panels below each other, of a topic each, with a point that is named by its text."""
    curves = [
        {
            "type": "scatter",
            "x": [1],
            "y": [n],
            "text": [f"Topic {n}"],
            "meta": {"topic": n},
            "xaxis": f"x{number}",
            "yaxis": f"y{number}",
        }
        for n, number in ((0, ""), (1, 2))
    ]
    axes = {
        "xaxis": {"domain": [0, 1], "anchor": "y", "showticklabels": False},
        "yaxis": {"domain": [0.75, 1], "anchor": "x", "range": [0, 1]},
        "xaxis2": {"domain": [0, 1], "anchor": "y2", "matches": "x", "showticklabels": True},
        "yaxis2": {"domain": [0, 0.25], "anchor": "x2", "range": [0, 5]},
    }
    titles = [{"text": f"Panel {n}", "xref": f"x{n} domain", "yref": f"y{n} domain", "x": 0, "y": 1} for n in ("", 2)]
    layout = {"height": 240, "margin": {"l": 10, "r": 10, "t": 20, "b": 20}, "annotations": titles} | axes
    return replace(make.chart("panels", data=curves), figure={"data": curves, "layout": layout})


def make_ranks(make):
    """Return a chart whose curves say nothing without the others, with the rank before each name."""
    curves = [{"type": "scatter", "x": [1, 2], "y": [n, n], "name": f"Topic {n}", "meta": {"topic": n}} for n in range(2)]
    names = [{"text": f"{n + 1}. Topic {n}", "x": 2, "y": n} for n in range(2)]
    return replace(
        make.chart("ranks", data=curves),
        figure={"data": curves, "layout": {"height": 300, "meta": {"context": True}, "annotations": names}},
    )


def make_growth(make):
    """Return a chart of growth in two rows, of which one is known within a venue."""
    within = {"ACL": {"at": 2.0, "up": 0.5, "down": 0.25, "facts": ["+100%", "+75%", "+150%", 20]}}
    points = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [1.5],
            "y": [topic],
            "text": [f"Topic {topic}"],
            "error_x": {"array": [0.1], "arrayminus": [0.1]},
            "meta": {"topic": topic} | ({"within": within} if topic else {}),
        }
        for topic in range(2)
    ]
    layout = {
        "height": 200,
        "margin": {"l": 10, "r": 10, "t": 20, "b": 20},
        "meta": {"within": {"ACL": {"range": [0, 0.5], "tickvals": [1, 2], "ticktext": ["0%", "+100%"]}}},
        "xaxis": {"type": "log", "range": [-0.1, 0.3]},
        "yaxis": {"tickvals": [0, 1], "ticktext": ["Topic 0", "Topic 1"], "range": [1.5, -0.5]},
    }
    return replace(make.chart("growth", data=points), figure={"data": points, "layout": layout})


def make_cells(make):
    """Return a chart of a cell for each quarter, which stands in the middle of its cell."""
    cells = [{"type": "heatmap", "x": ["2023-01-01", "2023-04-01", "2023-07-01"], "y": ["Topic 0"], "z": [[1, 2, 3]]}]
    return replace(make.chart("cells", data=cells), figure={"data": cells, "layout": {"height": 200, "meta": {"time": True}}})


def make_map(make):
    """Return a map whose points are the rows of the corpus."""
    chart = make.chart("map", data=[POINTS])
    return replace(chart, figure={"data": [POINTS], "layout": {**chart.figure["layout"], "meta": {"points": True}}})


@pytest.fixture(scope="session")
def lines(make):
    return make_lines(make)


@pytest.fixture(scope="session")
def report(make, lines, tmp_path_factory):
    corpus = make.papers([{"title": title} for title in ("Forgetting <b>facts</b>", "Zürich courts", "Forgetting faces", "Else")])
    topics = make.topics(corpus, members={"sha:0": 0, "sha:2": 0, "sha:1": 1}, labels=["Unlearning", "Legal text"])
    charts = [lines, *(make.chart(f"chart_{place}") for place in range(2))]
    charts += [make_cells(make), make_panels(make), make_ranks(make), make_growth(make), make_map(make)]
    path = tmp_path_factory.mktemp("report") / "report.html"
    content = make.content(corpus=corpus, topics=topics, charts=charts, series=make_series(make), audit=make_audit())
    path.write_text(render(content), encoding="utf-8")
    return path


@pytest.fixture
def visit(chromium, report):
    """Open the report in a window and note what it asks for and complains about."""
    contexts = []

    def visit(*, fragment="", width=1280, scheme="light"):
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page, requests, errors = context.new_page(), [], []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(report.as_uri() + fragment)
        return SimpleNamespace(page=page, requests=requests, errors=errors)

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def scroll_through():
    """Come near to every chart, so that it is drawn."""

    def scroll_through(page):
        for plot in page.locator(".plot[data-chart]").all():
            plot.scroll_into_view_if_needed()
            plot.locator(".main-svg").first.wait_for()

    return scroll_through
