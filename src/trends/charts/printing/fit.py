"""As many topics as fit the page."""

from trends.charts.catalogue import default_topics, draw
from trends.charts.printing.look import Look
from trends.charts.printing.prepare import own_height
from trends.charts.tables import Tables
from trends.data import Chart


def fit_chart(name: str, tables: Tables, *, look: Look, n_topics: int | None = None) -> Chart:
    """Draw a chart with so many topics that it is no higher than the page.

    Only charts that grow with their topics are changed, those with a row or a panel for each; their captions say which
    topics are shown.

    Parameters
    ----------
    name
        A name of `CHARTS`.
    tables
        What the run knows.
    look
        The size in print.
    n_topics
        Most topics; None takes the chart's own number.

    Raises
    ------
    ConfigError
        Where the name is unknown, or `n_topics` is given for a chart that has no such number.
    """
    chart = draw(name, tables, n_topics=n_topics)
    usual = default_topics(name)
    room = look.space.pixels(look.height_mm or look.space.most_mm)
    if usual is None or not chart.figure["data"] or _height(chart, look) <= room:
        return chart
    most = min(n_topics or usual, tables.topics.n_topics)
    least = _height(draw(name, tables, n_topics=1), look)
    each = (_height(chart, look) - least) / max(most - 1, 1)
    if least > room or each <= 0:
        return chart
    fitting = 1 + int((room - least) / each)
    while fitting < most and _height(draw(name, tables, n_topics=fitting + 1), look) <= room:
        fitting += 1
    while fitting > 1 and _height(draw(name, tables, n_topics=fitting), look) > room:
        fitting -= 1
    return draw(name, tables, n_topics=fitting)


def _height(chart: Chart, look: Look) -> int:
    return own_height(chart, space=look.space)
