"""The topics whose share rises beyond doubt, over time."""

from typing import Final

import polars as pl

from trends.charts.curves import how_to_read, share_figure, share_rows
from trends.charts.drawable import empty_chart, growth_or_reason, series_or_reason
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import some_of
from trends.data import Chart

_TITLE: Final = "The topics that rise fastest"


def plot_rising(tables: Tables, *, n_topics: int = 8) -> Chart:
    """Draw the share of the topics that rise, those first whose growth is surely high.

    Parameters
    ----------
    tables
        Where no topic has the trend ``rising``, or nothing can be drawn over time, the chart is empty and says so.
    n_topics
        Most topics that are drawn, in falling order of the lower end of the 95 % interval of growth.
    """
    series, growth = series_or_reason(tables), growth_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("rising", title=_TITLE, reason=series)
    if isinstance(growth, str):
        return empty_chart("rising", title=_TITLE, reason=growth)
    rising = growth.filter(pl.col("trend") == "rising").sort(["growth_low", "topic"], descending=[True, False])
    if rising.is_empty():
        return empty_chart("rising", title=_TITLE, reason=_none_rises(growth.height))
    chosen = rising["topic"].head(n_topics).to_list()
    rows = share_rows(series, tables.topics, chosen=chosen)
    shown = some_of(len(chosen), rising.height, noun="rising topic", how="surest")
    caption = how_to_read(rows, series, shown=f"{shown}, by the lower end of the 95% interval of growth")
    caption += unheld_note(rows["label"])
    return Chart("rising", _TITLE, caption, share_figure(rows, series), rows)


def _none_rises(n_tested: int) -> str:
    if n_tested == 1:
        return "The one topic with enough papers does not rise by more than chance explains."
    return f"None of the {n_tested:,} topics with enough papers rises by more than chance explains."
