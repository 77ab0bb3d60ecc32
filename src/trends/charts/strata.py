"""The same topic in each venue, category or source: does it move everywhere, or only somewhere?"""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from trends.charts.axes import share_axis, time_axis, whole_time
from trends.charts.curves import FEW, HOVER
from trends.charts.drawable import empty_chart, series_or_reason
from trends.charts.longer import join_periods
from trends.charts.panels import Grid, on_panel, panel_title, suffix
from trends.charts.shading import shaded, shaded_strata
from trends.charts.style import FONT_SIZE, GREY, SMALL_SIZE, Figure, base_layout, topic_color
from trends.charts.tables import Tables, largest_topics, unheld_note
from trends.charts.text import escape, growth_words, n_lines, some_of, wrap
from trends.data import Chart, Every, Series
from trends.data.audit import has_name
from trends.data.calendar import period_name
from trends.data.phrases import plural

_TITLE: Final = "The same topic, one place at a time"
_PANEL: Final = 92
_MOST_PERIODS: Final = 24
_MARGIN: Final = {"l": 46, "r": 10, "t": 76, "b": 42}
_NAME, _PHONE_NAME = (20, 2), (22, 1)  # letters in a line of the narrowest panel, and lines
_LINE: Final = 14
_AROUND: Final = _MARGIN["t"] + _MARGIN["b"]
_UNKNOWN: Final = "too few papers for a rate"


def plot_strata(tables: Tables, *, n_topics: int = 3, n_strata: int = 7) -> Chart:
    """Draw the share of a few topics in all papers and in each of the largest strata, a panel each.

    Parameters
    ----------
    tables
        Where papers are pooled, or are all of one stratum, the chart is empty and says so. The growth in each panel is read
        from the statistic ``agreement``, where the run has it.
    n_topics
        Most topics that are drawn: those whose growth is surest, of either sign.
    n_strata
        Most strata that are drawn, those with most papers.
    """
    series = series_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("strata", title=_TITLE, reason=series)
    kind = series.stratum_kind
    if kind is None:
        return empty_chart("strata", title=_TITLE, reason="Papers of all venues, categories and sources are pooled in this run.")
    known = _largest_strata(series)
    if len(known) < 2:
        return empty_chart("strata", title=_TITLE, reason=f"The papers are all of one {kind}, so that nothing can be compared.")
    topics = _moving_topics(tables, n_topics=n_topics)
    rows, every = _rows(tables, series, topics=topics, strata=known[:n_strata])
    shown = some_of(len(known[:n_strata]), len(known), noun=kind, how="largest")
    by = f" by {every}" if every != series.every else ""
    words = " Below each name: growth per year with the 95% interval." if "agreement" in tables.statistics else ""
    caption = (
        f"Each panel is a topic's share of the papers of one {kind}{by}; the thin grey line repeats its share of all. Panels of "
        f"a topic have one scale.{words} A line breaks where the {kind} has fewer than {FEW} papers. "
        f"Shown: {some_of(len(topics), tables.topics.n_topics, noun='topic', how='surest to move')}, {shown}."
        f"{unheld_note(rows['label'])}"
    )
    chart = Chart("strata", _TITLE, caption, _figure(rows, series, every=every), rows)
    panels = rows.select("topic", "stratum").unique(maintain_order=True)["stratum"]
    axes = {f"xaxis{suffix(number)}": stratum for number, stratum in enumerate(panels) if stratum}
    return shaded_strata(shaded(chart, series, audit=tables.audit), series, axes=axes, audit=tables.audit)


def _largest_strata(series: Series) -> list[str]:
    """Return the strata that have a name by papers, most first, ties by name."""
    cells = series.strata.filter(has_name()).unique(["stratum", "period"])
    by_size = cells.group_by("stratum").agg(pl.col("total").sum()).sort(["total", "stratum"], descending=[True, False])
    return by_size["stratum"].to_list()


def _moving_topics(tables: Tables, *, n_topics: int) -> list[int]:
    """Return the topics whose growth is surest; where none is known, the largest."""
    known = None if tables.growth is None else tables.growth.drop_nulls("q").sort("q", "topic")
    return (
        largest_topics(tables.topics, n_topics) if known is None or known.is_empty() else known["topic"].head(n_topics).to_list()
    )


def _rows(tables: Tables, series: Series, *, topics: list[int], strata: list[str]) -> tuple[pl.DataFrame, Every]:
    """Return a row per topic, stratum (null for all papers) and period with its share, and the length of the periods."""
    order = pl.DataFrame({"topic": topics}, schema={"topic": pl.Int64}).with_row_index("rank")
    places = pl.DataFrame({"stratum": [None, *strata]}).with_row_index("place")
    whole = series.complete.with_columns(pl.col("count").cast(pl.Float64), stratum=pl.lit(None, pl.String))
    over = series.strata.filter(pl.col("period").is_in(whole["period"].unique().implode()))
    within = over.with_columns(share=pl.col("count") / pl.col("total"))
    columns = ["topic", "stratum", "period", "count", "total", "share"]
    chosen = pl.concat([whole.select(columns), within.select(columns)]).join(order, on="topic")
    keys = ["rank", "topic", "place", "stratum"]
    joined, every = join_periods(
        chosen.join(places, on="stratum", nulls_equal=True), keys=keys, every=series.every, most=_MOST_PERIODS
    )
    # A period without papers of a stratum is a gap in its line.
    grid = joined.select(keys).unique().join(joined.select("period").unique(), how="cross")
    cells = grid.join(joined, on=[*keys, "period"], how="left", nulls_equal=True)
    enough = pl.when(pl.col("total") >= FEW).then(pl.col("share")).alias("share")
    rows = cells.with_columns(pl.col("count", "total").fill_null(0), enough).sort("rank", "place", "period")
    named = tables.topics.with_labels(rows)
    rated = named.join(_growth(tables), on=["topic", "stratum"], how="left", nulls_equal=True, maintain_order="left")
    return rated.drop("rank", "place"), every


def _growth(tables: Tables) -> pl.DataFrame:
    """Return growth with its interval and ``agrees`` by topic and stratum, null for all papers."""
    columns = {"topic": pl.Int64, "stratum": pl.String, "growth": pl.Float64, "growth_low": pl.Float64, "growth_high": pl.Float64}
    schema = columns | {"agrees": pl.Boolean}
    parts = [pl.DataFrame(schema=schema)]
    if tables.growth is not None:
        parts.append(tables.growth.select("topic", "growth", "growth_low", "growth_high"))
    if "agreement" in tables.statistics:
        parts.append(tables.statistics["agreement"].select(list(schema)))
    return pl.concat(parts, how="diagonal")


def _figure(rows: pl.DataFrame, series: Series, *, every: Every) -> Figure:
    panels = rows.partition_by("topic", "stratum", maintain_order=True)
    groups = [topic["stratum"].n_unique() for topic in rows.partition_by("topic", maintain_order=True)]
    first = [sum(groups[:place]) for place in range(len(groups)) for _ in range(groups[place])]
    data = []
    for number, panel in enumerate(panels):
        data += [trace | on_panel(number) for trace in _traces(panel, panels[first[number]], every=every)]
    names = [wrap(_name(panel, series), width=_NAME[0], lines=_NAME[1]) for panel in panels]
    more = _LINE * (max(map(n_lines, names)) - 1)
    wide = Grid(groups, columns=4, panel=_PANEL, gap=52 + more, headed=True)
    narrow = Grid(groups, columns=2, panel=_PANEL, gap=66, gutter=0.09, headed=True)
    time = time_axis(series, n_ticks=4, every=every) | whole_time(series)
    tops = rows.group_by("topic", maintain_order=True).agg(pl.col("share").max().fill_null(0.0))["share"].to_list()
    scales = [top for top, size in zip(tops, groups, strict=True) for _ in range(size)]
    axes = {f"xaxis{suffix(number)}": time | ({"matches": "x"} if number else {}) for number in range(len(panels))}
    axes |= {f"yaxis{suffix(number)}": share_axis(top) | {"nticks": 3} for number, top in enumerate(scales)}
    phone = {f"{name}.{key}": value for name, place in narrow.places().items() for key, value in place.items()}
    phone |= {"height": _AROUND + 16 + narrow.height, "margin.l": 36, "margin.t": _MARGIN["t"] + 16}
    phone |= {"annotations": _titles(panels, first, series, phone=True, above=50)}
    margin = _MARGIN | {"t": _MARGIN["t"] + more}
    layout = base_layout(height=_AROUND + more + wide.height, margin=margin, phone=phone, time=True)
    titles = _titles(panels, first, series, phone=False, above=34 + more)
    layout |= {"font": layout["font"] | {"size": SMALL_SIZE}, "annotations": titles}
    return {"data": data, "layout": layout | {name: axes[name] | place for name, place in wide.places().items()}}


def _name(panel: pl.DataFrame, series: Series) -> str:
    return panel["stratum"][0] or f"All {plural(2, str(series.stratum_kind))}"


def _titles(
    panels: Sequence[pl.DataFrame], first: Sequence[int], series: Series, *, phone: bool, above: int
) -> list[dict[str, Any]]:
    """Write the stratum and its growth above each panel, on a phone in one line more, and the topic above its first."""
    compared = any(panel["stratum"][0] and panel["growth"][0] is not None for panel in panels)
    titles = []
    for number, panel in enumerate(panels):
        words = _words(panel) if compared or number in first else ""
        if phone:
            words = words.replace(" (", "<br>(")
        name = _name(panel, series)
        width, lines = _PHONE_NAME if phone else _NAME
        titles.append(panel_title(name, number, more=words, width=width, lines=lines))
        if first[number] == number:
            heading = panel_title(panel["label"][0], number) | {"font": {"size": FONT_SIZE + 1}, "yshift": above}
            titles.append(heading | {"text": f"<b>{wrap(panel['label'][0], width=40 if phone else 60, lines=1)}</b>"})
    return titles


def _traces(panel: pl.DataFrame, whole: pl.DataFrame, *, every: Every) -> list[dict[str, Any]]:
    """Draw a topic in one stratum over its share of all papers in grey; of all papers, draw it alone."""
    topic, stratum = int(panel["topic"][0]), panel["stratum"][0]
    facts = panel.select(pl.col("count").round(1), "total").iter_rows()
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": panel["period"].dt.to_string().to_list(),
        "y": panel["share"].round(6).to_list(),
        "name": escape(f"{stratum}: {panel['label'][0]}" if stratum else panel["label"][0]),
        "customdata": [[period_name(day, every), *fact] for day, fact in zip(panel["period"], facts, strict=True)],
        "hovertemplate": HOVER,
        "connectgaps": False,
        "line": {"color": topic_color(topic), "width": 1.75 if stratum else 2.5},
        "marker": {"size": 4},
    }
    if stratum is None:
        return [line | {"meta": {"topic": topic}}]
    behind = {
        "type": "scatter",
        "mode": "lines",
        "x": whole["period"].dt.to_string().to_list(),
        "y": whole["share"].round(6).to_list(),
        "line": {"color": GREY, "width": 1},
        "hoverinfo": "skip",
    }
    return [trace | {"meta": {"topic": topic, "stratum": stratum}} for trace in (behind, line)]


def _words(panel: pl.DataFrame) -> str:
    """Return the growth in a panel as words; a stratum has a say only where its interval is on the other side of none."""
    growth, low, high, agrees = panel.select("growth", "growth_low", "growth_high", "agrees").row(0)
    if growth is None:
        return _UNKNOWN
    return growth_words(growth, low, high) + (", against all" if agrees is False else "")
