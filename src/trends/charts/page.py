"""A chart as one page that needs no network: title, figure, caption."""

import html
from typing import Final

from trends.charts.style import FONT, PHONE_WIDTH
from trends.data import Chart

_ADAPT: Final = f"""
var figure = document.getElementById('{{plot_id}}'), phone = figure.layout.meta.phone;
if (window.innerWidth < {PHONE_WIDTH}) Plotly.relayout(figure, phone);
"""
_CONFIG: Final = {"displaylogo": False, "showSendToCloud": False, "responsive": True}
_STYLE: Final = (
    f"body {{ font-family: {FONT}; color: #1a1a1a; background: #fff; max-width: 70rem; margin: 1rem auto; padding: 0 0.5rem }}"
)


def render_page(chart: Chart) -> str:
    """Return a whole HTML page; the same chart gives the same page."""
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
        f"{figure if chart.figure['data'] else ''}\n<p>{caption}</p>\n</body>\n</html>\n"
    )
