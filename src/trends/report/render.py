"""Arrange a run's results as one HTML file that needs no network."""

import re
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from trends.data import OUTLIER, Chart, Corpus, Series, Topics
from trends.data.calendar import period_name
from trends.data.phrases import counted, listing
from trends.report import phrases
from trends.report.assets import SCRIPTS, content_policy, pack_plotly, read_asset, read_plotly, to_json
from trends.report.content import Content
from trends.report.figures import hide_papers, needs_webgl
from trends.report.papers import list_papers
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
    story = find_story(
        content.corpus,
        content.topics,
        series=content.series,
        growth=content.growth,
        statistics=content.statistics,
        tally=content.tally,
        audit=content.audit,
    )
    charts = [chart if papers else hide_papers(chart) for chart in content.charts]
    sections = make_sections(
        content.corpus,
        content.topics,
        relatives=find_relatives(content.tree, content.layers),
        series=content.series,
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
            charts=charts,
            quality=account(content.corpus, content.topics, papers=papers),
            papers=Markup(to_json(list_papers(content.corpus, content.topics))) if papers else None,
            outlier=OUTLIER,
            **_code(charts),
        )
    )


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


def _code(charts: list[Chart]) -> dict[str, Any]:
    """Return the style, the scripts, and the policy that lets only these scripts run."""
    drawn = any(chart.figure["data"] for chart in charts)
    scripts = [read_asset(name) for name in SCRIPTS]
    return {
        "style": Markup(read_asset("style.css")),
        "scripts": [Markup(script) for script in scripts],
        "plotly": Markup(pack_plotly()) if drawn else None,
        "policy": content_policy(scripts + ([read_plotly()] if drawn else []), webgl=needs_webgl(charts)),
    }


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
        "json": lambda value: Markup(to_json(value)),
        "percent": phrases.percent,
        "tie": tie,
    }
    return environment


def tie(text: str) -> str:
    """Keep a number and its percent sign on one line, an equation such as q = 0.04, and † with what it marks or explains."""
    return re.sub(r" (?=[%†])|(?<=†) |(?<=\bq) (?=[=<≤])|(?<=\bq [=<≤]) ", "\N{NO-BREAK SPACE}", text)
