"""A chart as one page that needs no network: title, figure, caption."""

import html
import json
from collections.abc import Sequence
from typing import Final

from trends.charts.style import FONT, PHONE_WIDTH
from trends.data import Chart

_CONFIG: Final = {"displaylogo": False, "showSendToCloud": False, "responsive": True}
# Drawn anew in the end: a colour scale that is laid on its side leaves its old labels behind.
_ADAPT: Final = f"""
var figure = document.getElementById('{{plot_id}}'), phone = figure.layout.meta.phone;
if (window.innerWidth < {PHONE_WIDTH}) {{
  figure.data.forEach((trace) => {{ if (trace.meta && trace.meta.phone) trace.labels = trace.meta.phone; }});
  figure.parentElement.style.height = (phone.height || figure.layout.height) + 'px';
  Plotly.relayout(figure, phone).then(() => Plotly.newPlot(figure, figure.data, figure.layout, {json.dumps(_CONFIG)}));
}}
"""
_STYLE: Final = (
    f"body {{ font-family: {FONT}; color: #1a1a1a; background: #fff; max-width: 70rem; margin: 1rem auto; padding: 0 0.5rem }} "
    "h2 { font-size: 1.1rem; margin-bottom: 0 } li, p { max-width: 48rem; line-height: 1.4 } li { margin: 0.4rem 0 } "
    "li span { display: block; color: #555 }"
)


Sections = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def render_page(chart: Chart, *, sections: Sections = ()) -> str:
    """Return a whole HTML page; the same chart gives the same page.

    Parameters
    ----------
    chart
        The chart.
    sections
        Headings with what stands under each, above the figure: a sentence, and what is said about it, which may be empty.
    """
    from plotly.io import to_html

    figure = to_html(
        chart.figure,
        config=_CONFIG,
        full_html=False,
        include_plotlyjs=True,
        include_mathjax=False,
        validate=False,
        div_id=f"figure-{chart.name}",
        post_script=_ADAPT,
    )
    title, caption = html.escape(chart.title), html.escape(chart.caption)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"{''.join(_section(heading, sentences) for heading, sentences in sections)}"
        f"{figure if chart.figure['data'] else ''}\n<p>{caption}</p>\n</body>\n</html>\n"
    )


def _section(heading: str, sentences: Sequence[tuple[str, str]]) -> str:
    items = [
        f"<li>{html.escape(sentence)}{f'<span>{html.escape(rest)}</span>' if rest else ''}</li>\n" for sentence, rest in sentences
    ]
    return f"<h2>{html.escape(heading)}</h2>\n<ul>\n{''.join(items)}</ul>\n"
