"""The data behind the page by name, each as a text: packed inside it, or written as a file beside it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from trends.data import Chart, Series, Topics
from trends.report.assets import read_plotly, to_json
from trends.report.content import Content
from trends.report.figures import is_drawn
from trends.report.grid import list_strata, make_grid
from trends.report.papers import list_papers
from trends.report.stability import name_topics

_DIGITS: Final = 6


def gather(content: Content, *, charts: Sequence[Chart], papers: bool) -> dict[str, str]:
    """Return what the scripts of the page read.

    Parameters
    ----------
    content
        What the report shows.
    charts
        Its charts as they are to be drawn.
    papers
        Whether titles may stand in the page.

    Returns
    -------
    dict
        JSON named ``topics``, ``series``, ``papers`` and ``chart-NAME``, CSV named ``table-NAME``, and ``plotly``, each only
        where there is something to read.
    """
    series = content.series
    data = {"topics": to_json(_name(content.topics, palette=content.palette))}
    if series is not None:
        data["series"] = to_json(make_grid(series, audit=content.audit))
    if papers:
        strata = list_strata(series) if series else []
        columns = list_papers(content.corpus, content.topics, kind=series.stratum_kind if series else None, strata=strata)
        data["papers"] = to_json(columns)
    for chart in filter(is_drawn, charts):
        data[f"chart-{chart.name}"] = to_json(chart.figure)
        if chart.table.height:
            data[f"table-{chart.name}"] = to_csv(chart.table)
    if needs_plotly(series, charts):
        data["plotly"] = read_plotly()
    return data


def needs_plotly(series: Series | None, charts: Sequence[Chart]) -> bool:
    """Tell whether anything is drawn on the page: a chart, or the share of a topic."""
    return series is not None or any(map(is_drawn, charts))


def to_csv(table: pl.DataFrame) -> str:
    """Return the data behind a chart; titles of papers stay in the list of papers, where an id finds them."""
    return table.drop("title", strict=False).with_columns(pl.selectors.float().round_sig_figs(_DIGITS)).write_csv()


def _name(topics: Topics, *, palette: Sequence[str]) -> Mapping[str, Any]:
    return {"labels": name_topics(topics), "palette": list(palette)}
