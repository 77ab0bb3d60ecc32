"""The words that topics took up and gave up, and when."""

from typing import Any, Final

import polars as pl

from trends.charts.axes import axis, fewer_ticks, time_axis
from trends.charts.bands import pale
from trends.charts.curves import FEW, MANY_PERIODS
from trends.charts.drawable import empty_chart, series_or_reason
from trends.charts.shading import is_trusted, shaded
from trends.charts.style import FALLING, RISING, SMALL_SIZE, Figure, base_layout
from trends.charts.tables import Tables, unheld_note
from trends.charts.text import escape, some_of, wrap
from trends.data import Chart, Series
from trends.data.calendar import period_name

_TITLE: Final = "What topics speak of: words that came and went"
_HOVER: Final = (
    "<b>%{customdata[0]}</b><br>in %{fullData.name}<br>%{customdata[1]}: %{customdata[2]:,} of %{customdata[3]:,} papers"
    "<extra></extra>"
)
_COLORS: Final = {"entered": RISING, "left": FALLING}
_MOST_TERMS: Final = {"entered": 5, "left": 3}
_LEAST: Final = 0.01
_ROW: Final = 18
_MARGIN: Final = {"l": 10, "r": 92, "t": 8, "b": 42}


def plot_terms(tables: Tables, *, n_topics: int = 6) -> Chart:
    """Draw in which periods a topic's papers use the words that entered or left its vocabulary.

    Parameters
    ----------
    tables
        Where no word entered or left beyond chance, or nothing can be drawn over time, the chart is empty and says so.
    n_topics
        Most topics that are drawn: first those that rise or fall beyond chance, the fastest first, then those with most
        such words.
    """
    series = series_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("terms", title=_TITLE, reason=series)
    if "vocabulary" not in tables.statistics:
        return empty_chart("terms", title=_TITLE, reason="This run keeps no words over time: run it again to have them.")
    changes = tables.statistics["vocabulary"]
    if changes.is_empty():
        return empty_chart("terms", title=_TITLE, reason="No word entered or left a topic's papers by more than chance explains.")
    chosen = _choose(changes, tables.growth).head(n_topics)
    rows = _rows(chosen, tables, series)
    shown = some_of(len(chosen), changes["topic"].n_unique(), noun="topic", how="most changed")
    caption = (
        f"Words that entered (blue) or left (orange) a topic's papers from the first to the last fourth of the {series.every}s; "
        f"at most 1 in 20 is false. Darker: more of the topic's papers of that {series.every} use the word, against its best; at "
        f"the end: how many did in both fourths. Shown: {shown} with such words, the surest of each."
        f"{unheld_note(rows['label'])}"
    )
    return shaded(Chart("terms", _TITLE, caption, _figure(rows, series), rows), series, audit=tables.audit)


def _choose(changes: pl.DataFrame, growth: pl.DataFrame | None) -> pl.Series:
    """Return the topics that have changed words, those that move most first."""
    topics = changes.group_by("topic").agg(n_changes=pl.len(), speed=pl.lit(None, pl.Float64))
    if growth is not None:
        clear = pl.col("trend").is_in(["rising", "falling"])
        speeds = growth.filter(clear).select("topic", speed=(1 + pl.col("growth")).log().abs())
        topics = topics.drop("speed").join(speeds, on="topic", how="left")
    order = ["speed", "n_changes", "topic"]
    return topics.sort(order, descending=[True, True, False], nulls_last=True)["topic"]


def _rows(chosen: pl.Series, tables: Tables, series: Series) -> pl.DataFrame:
    """Return a row per topic, word and period: the words of a topic that entered, then those that left, the surest first."""
    order = pl.DataFrame({"topic": chosen}).with_row_index("rank")
    surest = tables.statistics["vocabulary"].with_columns(place=pl.int_range(pl.len()).over("topic", "change"))
    most = pl.col("change").replace_strict(_MOST_TERMS, return_dtype=pl.Int64)
    words = tables.topics.with_labels(order).join(surest.filter(pl.col("place") < most), on="topic")
    sizes = series.table.select("topic", "period", of="count")
    uses = words.join(tables.statistics["vocabulary_over_time"], on=["topic", "term"]).join(sizes, on=["topic", "period"])
    drawn = (pl.col("of") >= FEW) & is_trusted(series, audit=tables.audit)  # other cells would hide the grey
    uses = uses.with_columns(share=pl.when(drawn).then("share"))
    best = pl.col("share").max().over("topic", "term", "change")
    columns = ["topic", "label", "change", "term", "share_first", "share_last", "period", "n_papers", "of", "share"]
    return uses.sort("rank", "change", "place", "period").select(*columns, relative=(pl.col("share") / best).fill_nan(0))


def _figure(rows: pl.DataFrame, series: Series) -> Figure:
    data: list[dict[str, Any]] = []
    names: list[tuple[str, bool]] = []
    notes = []
    for topic in rows.partition_by("topic", maintain_order=True):
        names.append((topic["label"][0], True))
        for part in topic.partition_by("change", maintain_order=True):
            words = part.partition_by("term", maintain_order=True)
            data.append(_cells(words, series, first_row=len(names)))
            notes += [_ends(word, row=len(names) + place) for place, word in enumerate(words)]
            names += [(word["term"][0], False) for word in words]
    ticks = {"tickvals": list(range(len(names))), "ticktext": _write(names, width=36)}
    phone = {"yaxis.ticktext": _write(names, width=21)} | fewer_ticks(series, n_ticks=3)
    height = _MARGIN["t"] + _MARGIN["b"] + _ROW * max(len(names), 6)
    layout = base_layout(height=height, margin=_MARGIN, phone=phone, time=True)
    rest = {
        "font": layout["font"] | {"size": SMALL_SIZE},
        "xaxis": time_axis(series, n_ticks=8),
        "yaxis": axis({"range": [len(names) - 0.5, -0.5], "showgrid": False, "ticklabelstandoff": 4} | ticks),
        "annotations": notes,
    }
    return {"data": data, "layout": layout | rest}


def _cells(words: list[pl.DataFrame], series: Series, *, first_row: int) -> dict[str, Any]:
    """Draw the words of a topic that entered, or those that left, a row each."""
    color = _COLORS[words[0]["change"][0]]
    return {
        "type": "heatmap",
        "name": escape(words[0]["label"][0]),
        "meta": {"topic": int(words[0]["topic"][0])},
        "x": words[0]["period"].dt.to_string().to_list(),
        "y": list(range(first_row, first_row + len(words))),
        "z": [word["relative"].round(3).to_list() for word in words],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, pale(color, opacity=0.07)], [1, pale(color, opacity=1)]],
        "showscale": False,
        "customdata": [_facts(word, series) for word in words],
        "hovertemplate": _HOVER,
        "hoverongaps": False,
        "xgap": 1 if words[0].height <= MANY_PERIODS else 0,
        "ygap": 1,
    }


def _facts(word: pl.DataFrame, series: Series) -> list[list[Any]]:
    name = escape(word["term"][0])
    return [
        [name, period_name(day, series.every), n_papers, of]
        for day, n_papers, of in word.select("period", "n_papers", "of").iter_rows()
    ]


def _ends(word: pl.DataFrame, *, row: int) -> dict[str, Any]:
    """Write at the end of a row the share in the first and in the last quarter of the periods."""
    first, last = (_percent(word[name][0]) for name in ("share_first", "share_last"))
    return {
        "text": f"{first} → {last}",
        "xref": "paper",
        "x": 1,
        "xanchor": "left",
        "y": row,
        "yanchor": "middle",
        "showarrow": False,
    }


def _percent(share: float) -> str:
    return "&lt;1%" if 0 < share < _LEAST else f"{share:.0%}"


def _write(names: list[tuple[str, bool]], *, width: int) -> list[str]:
    """Return the names of the rows, those of topics in bold."""
    return [f"<b>{wrap(name, width=width, lines=1)}</b>" if bold else wrap(name, width=width, lines=1) for name, bold in names]
