"""Arrange a run's results as one HTML file that needs no network, or as the files of a web site."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from trends.data import OUTLIER, Chart, Corpus, Series, Topics
from trends.data.calendar import period_name
from trends.data.phrases import counted, listing, percent
from trends.report import phrases
from trends.report.assets import bundle_scripts, content_policy, pack, pack_plotly, read_asset, read_plotly
from trends.report.bundle import gather, needs_plotly
from trends.report.choices import make_choices
from trends.report.content import Content
from trends.report.figures import hide_papers, needs_webgl
from trends.report.groups import group
from trends.report.limits import explain_limits
from trends.report.quality import account
from trends.report.relatives import find_relatives
from trends.report.sections import make_sections
from trends.report.stability import explain_stability
from trends.report.story import find_story


def render(content: Content, *, papers: bool = True) -> str:
    """Return the report as one HTML page; equal content gives equal bytes.

    Parameters
    ----------
    content
        What to show.
    papers
        False leaves out every title and abstract: the lists of papers, the search, the values in the notes on the
        input, and what pops up over the points of a chart whose table has a column ``title``.
    """
    charts = _choose_charts(content, papers=papers)
    data = gather(content, charts=charts, papers=papers)
    packed = {name: Markup(pack_plotly() if name == "plotly" else pack(text)) for name, text in data.items()}
    return _fill(content, charts=charts, papers=papers, packed=packed, files={})


def render_site(content: Content, *, papers: bool = True) -> dict[str, str]:
    """Return the report as the files of a web site: ``index.html``, and beside it what that reads when it is needed.

    Parameters
    ----------
    content, papers
        As for `render`.

    Returns
    -------
    dict
        The text of each file by its path in the site.
    """
    charts = _choose_charts(content, papers=papers)
    data = gather(content, charts=charts, papers=papers)
    names = {name: _file_of(name) for name in data}
    page = _fill(content, charts=charts, papers=papers, packed={}, files=names)
    return {"index.html": page} | {names[name]: text for name, text in data.items()}


def _file_of(name: str) -> str:
    kind, _, chart = name.partition("-")
    return {"plotly": "plotly.js", "chart": f"charts/{chart}.json", "table": f"charts/{chart}.csv"}.get(kind, f"data/{name}.json")


def _choose_charts(content: Content, *, papers: bool) -> list[Chart]:
    return [chart if papers else hide_papers(chart) for chart in content.charts]


def _fill(content: Content, *, charts: list[Chart], papers: bool, packed: Mapping[str, Markup], files: Mapping[str, str]) -> str:
    """Fill the page; its data is packed inside, or lies in files beside it."""
    story = find_story(
        content.corpus,
        content.topics,
        series=content.series,
        growth=content.growth,
        statistics=content.statistics,
        tally=content.tally,
        audit=content.audit,
    )
    sections = make_sections(
        content.corpus,
        content.topics,
        relatives=find_relatives(content.tree, content.layers),
        series=content.series,
        statistics=content.statistics,
        findings=story.topics,
        papers=papers,
    )
    return (
        _environment()
        .get_template("page.html")
        .render(
            content=content,
            summary=summarize(content.corpus, content.topics, series=content.series),
            story=story,
            sections=sections,
            stability=explain_stability(content.topics),
            curves={section.topic: section.curve for section in sections},
            labels={section.topic: section.label for section in sections},
            groups=group(charts),
            explain_limits=explain_limits,
            choices=make_choices(content.series),
            quality=account(content.corpus, content.topics, papers=papers),
            papers=papers,
            outlier=OUTLIER,
            packed=packed,
            files=files,
            style=Markup(read_asset("templates/style.css")),
            script=Markup(bundle_scripts()),
            policy=_policy(content, charts=charts, own_server=bool(files)),
        )
    )


def _policy(content: Content, *, charts: list[Chart], own_server: bool) -> str:
    inside = needs_plotly(content.series, charts) and not own_server
    scripts = [bundle_scripts(), *([read_plotly()] if inside else [])]
    return content_policy(scripts, webgl=needs_webgl(charts), own_server=own_server)


def summarize(corpus: Corpus, topics: Topics, *, series: Series | None) -> str:
    """Say in a line how many papers there are, from when, in how many topics."""
    dated = corpus.table.filter(corpus.table["published"].is_not_null())
    parts = [counted(corpus.n_papers, "paper")]
    if dated.height:
        first, last = (_date_name(dated.row(place, named=True)) for place in (0, -1))
        parts.append(f"dated {first}" if first == last else f"dated {first} to {last}")
    parts.append(f"in {counted(topics.n_topics, 'topic')}")
    if series is not None:
        parts.append(f"counted by {series.every}")
    return ", ".join(parts) + "."


def _date_name(paper: dict[str, Any]) -> str:
    return period_name(paper["published"], paper["precision"])


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("trends.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "change": phrases.change,
        "count": counted,
        "interval": phrases.interval,
        "listing": listing,
        "percent": percent,
        "tie": tie,
    }
    return environment


def tie(text: str) -> str:
    """Keep an equation such as q = 0.04 on one line, and † with what it marks or explains."""
    return re.sub(r" (?=†)|(?<=†) |(?<=\bq) (?=[=<≤])|(?<=\bq [=<≤]) ", "\N{NO-BREAK SPACE}", text)
