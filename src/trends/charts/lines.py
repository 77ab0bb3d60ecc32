"""The largest topics over time."""

from typing import Final

from trends.charts.curves import how_to_read, share_figure, share_rows
from trends.charts.drawable import empty_chart, series_or_reason
from trends.charts.shading import shaded
from trends.charts.tables import Tables, largest_topics, unheld_note
from trends.charts.text import some_of
from trends.data import Chart

_TITLE: Final = "The largest topics over time"


def plot_lines(tables: Tables, *, n_topics: int = 8) -> Chart:
    """Draw the share of the largest topics over the periods, each line labelled where it ends.

    Parameters
    ----------
    tables
        Without topics or two complete periods the chart is empty and says why.
    n_topics
        Most topics that are drawn; more than 8 are hard to tell apart.
    """
    series = series_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("lines", title=_TITLE, reason=series)
    chosen = largest_topics(tables.topics, n_topics)
    rows = share_rows(series, tables.topics, chosen=chosen)
    shown = some_of(len(chosen), tables.topics.n_topics, noun="topic", how="largest")
    caption = how_to_read(rows, series, shown=shown) + unheld_note(rows["label"])
    chart = Chart("lines", _TITLE, caption, share_figure(rows, series), rows)
    return shaded(chart, series, audit=tables.audit)
