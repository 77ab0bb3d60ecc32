"""One little panel per topic, all on the same scale."""

from typing import Any, Final

import polars as pl

from trends.charts.axes import share_axis, time_axis, whole_time
from trends.charts.curves import running_note, share_rows, share_traces
from trends.charts.drawable import empty_chart, series_or_reason
from trends.charts.style import SMALL_SIZE, TREND_COLORS, Figure, base_layout
from trends.charts.tables import Tables, largest_topics, unheld_note
from trends.charts.text import escape, papers_of, some_of, wrap
from trends.data import Chart, Series
from trends.data.phrases import counted

_TITLE: Final = "Each topic on its own"
_COLUMNS, _PHONE_COLUMNS = 4, 2
_PANEL, _GAP = 92, 58
_MARGIN: Final = {"l": 46, "r": 10, "t": 40, "b": 42}

Panels = dict[str, dict[str, Any]]


def plot_small_multiples(tables: Tables, *, n_topics: int = 24) -> Chart:
    """Draw the share of the largest topics, a panel each, on one common scale.

    Parameters
    ----------
    tables
        Without topics or two complete periods the chart is empty and says why.
    n_topics
        Most topics that are drawn.
    """
    series = series_or_reason(tables)
    if isinstance(series, str):
        return empty_chart("small_multiples", title=_TITLE, reason=series)
    chosen = largest_topics(tables.topics, n_topics)
    rows = _with_trend(share_rows(series, tables.topics, chosen=chosen), tables.growth)
    shown = some_of(len(chosen), tables.topics.n_topics, noun="topic", how="largest")
    n_papers = int(series.table.unique("period")["total"].sum())
    running = f" {running_note(series)}" if series.table["partial"].any() else ""
    caption = (
        f"Each panel is one topic's share of {papers_of(series)} ({counted(n_papers, 'paper')}), on the same "
        f"scale in every panel. Blue: the share rises; orange: it falls; grey: neither is clear.{running} Shown: {shown}."
        f"{unheld_note(rows['label'])}"
    )
    return Chart("small_multiples", _TITLE, caption, _figure(rows, series), rows)


def _with_trend(rows: pl.DataFrame, growth: pl.DataFrame | None) -> pl.DataFrame:
    if growth is None:
        return rows.with_columns(trend=pl.lit("too few"))
    joined = rows.join(growth.select("topic", "trend"), on="topic", how="left", maintain_order="left")
    return joined.with_columns(pl.col("trend").fill_null("too few"))


def _figure(rows: pl.DataFrame, series: Series) -> Figure:
    panels = rows.partition_by("topic", maintain_order=True)
    data, titles = [], []
    for number, panel in enumerate(panels):
        line = {"color": TREND_COLORS[panel["trend"][0]], "width": 1.5}
        on = {"xaxis": f"x{_suffix(number)}", "yaxis": f"y{_suffix(number)}"}
        data += [trace | on for trace in share_traces(panel, series, line=line, symbol="circle")]
        titles.append(_panel_title(panel["label"][0], number))
    wide, narrow = (_grid(len(panels), columns=columns) for columns in (_COLUMNS, _PHONE_COLUMNS))
    top = float(rows["share"].max() or 0.0)  # type: ignore[arg-type]
    shared = {"x": time_axis(series, n_ticks=3) | whole_time(series), "y": share_axis(top) | {"nticks": 3}}
    axes = {name: shared[name[0]] | place | _match(name) for name, place in wide.items()}
    phone = {f"{name}.{key}": value for name, place in narrow.items() for key, value in place.items()}
    phone |= {"height": _height(len(panels), columns=_PHONE_COLUMNS), "margin.l": 36}
    layout = base_layout(height=_height(len(panels), columns=_COLUMNS), margin=_MARGIN, phone=phone)
    return {"data": data, "layout": layout | {"font": layout["font"] | {"size": SMALL_SIZE}, "annotations": titles} | axes}


def _suffix(number: int) -> str:
    return str(number + 1) if number else ""


def _match(name: str) -> dict[str, str]:
    """Tie an axis to the first of its kind, so that all zoom together."""
    return {} if name.endswith("axis") else {"matches": name[0]}


def _panel_title(label: str, number: int) -> dict[str, Any]:
    return {
        "text": wrap(label, width=24, lines=2),
        "hovertext": escape(label),
        "xref": f"x{_suffix(number)} domain",
        "yref": f"y{_suffix(number)} domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
    }


def _height(n_panels: int, *, columns: int) -> int:
    n_rows = -(-n_panels // columns)
    return _MARGIN["t"] + _MARGIN["b"] + n_rows * _PANEL + (n_rows - 1) * _GAP


def _grid(n_panels: int, *, columns: int) -> Panels:
    """Place panels row by row; only the outer ones keep their tick labels."""
    plot_height = _height(n_panels, columns=columns) - _MARGIN["t"] - _MARGIN["b"]
    places: Panels = {}
    for number in range(n_panels):
        row, column = divmod(number, columns)
        top = row * (_PANEL + _GAP)
        left, right = column / columns, (column + 1) / columns - 0.03
        places[f"xaxis{_suffix(number)}"] = {
            "domain": [round(left, 4), round(right, 4)],
            "anchor": f"y{_suffix(number)}",
            "showticklabels": number + columns >= n_panels,
        }
        places[f"yaxis{_suffix(number)}"] = {
            "domain": [max(0.0, round(1 - (top + _PANEL) / plot_height, 4)), round(1 - top / plot_height, 4)],
            "anchor": f"x{_suffix(number)}",
            "showticklabels": column == 0,
        }
    return places
