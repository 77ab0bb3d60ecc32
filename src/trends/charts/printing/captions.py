"""Captions as they stand beside a figure in print."""

from trends.charts.printing.palettes import reword
from trends.data import Chart


def print_caption(chart: Chart, *, palette: str) -> str:
    """Return title and caption in one paragraph, without what only a screen can do, in the colours that a palette prints."""
    title = chart.title if chart.title[-1:] in "?!." else f"{chart.title}."
    caption = reword(chart, palette)
    for phrase in chart.figure["layout"].get("meta", {}).get("screen_only", []):
        caption = caption.replace(phrase, "")
    return f"{title} {caption}"
