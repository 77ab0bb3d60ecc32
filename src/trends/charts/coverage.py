"""Papers by stratum and period, with what cannot be trusted in grey."""

from typing import Any, Final

import polars as pl

from trends.charts.axes import axis, fewer_period_ticks, period_axis
from trends.charts.drawable import empty_chart
from trends.charts.style import GREY, OF_ITS_BEST, OF_ITS_BEST_ON_PHONE, SMALL_SIZE, Figure, base_layout
from trends.charts.tables import Tables
from trends.charts.text import escape, some_of, wrap
from trends.data import Chart, Every
from trends.data.audit import Audit
from trends.data.calendar import period_name
from trends.data.phrases import counted

_TITLE: Final = "What the papers cover"
_WHY: Final = "; hover to read why"
_HOVER: Final = "<b>%{customdata[0]}</b><br>%{customdata[1]}: %{customdata[2]}<extra></extra>"
_ROW: Final = 20
_MARGIN: Final = {"l": 10, "r": 10, "t": 8, "b": 42}
_SCALE: Final = 42
_RELATIVE: Final = (pl.col("n_papers") / pl.col("n_papers").max().over("stratum_kind", "stratum")).fill_nan(0.0)
_NAMES: Final = {"all": "All papers"}


def plot_coverage(tables: Tables, *, n_strata: int = 20) -> Chart:
    """Draw the papers of each stratum in each period, relative to its own best; what cannot be trusted is grey.

    Strata are of the kind that is to be held constant, else of the first kind that is known.

    Parameters
    ----------
    tables
        Without an audit or a dated paper the chart is empty and says why.
    n_strata
        Most strata that are drawn beside all papers, the largest.
    """
    if tables.audit is None:
        return empty_chart("coverage", title=_TITLE, reason="There are no findings: the papers were not audited.")
    return plot_audit(tables.audit, n_strata=n_strata)


def plot_audit(audit: Audit, *, n_strata: int = 20) -> Chart:
    """Draw what `plot_coverage` does of papers that are no run yet."""
    if audit.coverage.is_empty():
        return empty_chart("coverage", title=_TITLE, reason="There are no dated papers to draw the coverage of.")
    rows, shown = _choose(audit, n_strata=n_strata)
    caption = (
        f"Each cell holds the papers of a {audit.every}, relative to the row's best {audit.every}: compare shapes of rows, not "
        f"sizes. Grey: not to be trusted, for papers are missing or the {audit.every} is not complete{_WHY}. "
        f"Shown: all papers{shown}."
    )
    return Chart("coverage", _TITLE, caption, _figure(rows, audit), rows)


def _choose(audit: Audit, *, n_strata: int) -> tuple[pl.DataFrame, str]:
    """Return all papers and the largest strata of one kind with ``relative`` (n_papers / best), and the words for which."""
    kinds = audit.coverage["stratum_kind"].unique(maintain_order=True).to_list()
    if kinds == ["all"]:
        return _from_dense(audit.coverage.with_columns(relative=_RELATIVE)), ""
    kind = audit.advice.stratum_kind or kinds[1]
    strata = audit.coverage.filter(pl.col("stratum_kind") == kind)["stratum"].unique(maintain_order=True)
    named = strata.filter(strata != "other")
    chosen = named.head(n_strata)
    drawn = (pl.col("stratum_kind") == "all") | ((pl.col("stratum_kind") == kind) & pl.col("stratum").is_in(chosen.implode()))
    rows = audit.coverage.filter(drawn).with_columns(relative=_RELATIVE)
    plural = {"category": "categories"}.get(kind, f"{kind}s")
    counts = some_of(len(chosen), len(named), noun=kind, how="largest").replace(f"{kind}s", plural)
    return _from_dense(rows), f" and {counts}" if len(chosen) else ""


def _from_dense(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out the thin scatter of periods before the coverage, which would be most of the picture."""
    whole = rows.filter(pl.col("stratum_kind") == "all")
    dense = whole.filter(pl.col("trusted") | (pl.col("relative") >= 0.1))["period"]
    return rows if dense.is_empty() else rows.filter(pl.col("period") >= dense.min())


def _figure(rows: pl.DataFrame, audit: Audit) -> Figure:
    strata = rows.partition_by("stratum_kind", "stratum", maintain_order=True)
    labels = [_NAMES.get(one["stratum_kind"][0], one["stratum"][0]) for one in strata]
    periods = strata[0]["period"]
    names = {
        "type": "category",
        "autorange": "reversed",
        "ticklabelstandoff": 4,
        "tickvals": list(range(len(labels))),
        "ticktext": [wrap(label, width=44, lines=1) for label in labels],
    }
    phone = {
        "yaxis.ticktext": [wrap(label, width=20, lines=1) for label in labels],
        **OF_ITS_BEST_ON_PHONE,
        **fewer_period_ticks(audit.every, n_periods=len(periods), n_ticks=4),
    }
    height = _MARGIN["t"] + _MARGIN["b"] + _ROW * max(len(labels), 6)
    phone |= {"height": height + _SCALE}
    layout = base_layout(height=height, margin=_MARGIN, phone=phone, time=True, screen_only=[_WHY])
    shared = {
        "type": "heatmap",
        "meta": {"strata": [None if one["stratum_kind"][0] == "all" else one["stratum"][0] for one in strata]},
        "x": periods.dt.to_string().to_list(),
        "y": [f"{row} {escape(label)}" for row, label in enumerate(labels)],
        "customdata": [_cells(one, label, every=audit.every) for one, label in zip(strata, labels, strict=True)],
        "hovertemplate": _HOVER,
        "hoverongaps": False,
        "xgap": 1,
        "ygap": 1,
    }
    grey = {"colorscale": [[0, GREY], [1, GREY]], "zmin": 0, "zmax": 1, "showscale": False}
    return {
        "data": [
            shared | {"z": [_where(one, trusted=True) for one in strata], "coloraxis": "coloraxis"},
            shared | {"z": [_where(one, trusted=False) for one in strata]} | grey,
        ],
        "layout": layout
        | {
            "font": layout["font"] | {"size": SMALL_SIZE},
            "xaxis": period_axis(audit.every, n_periods=len(periods), n_ticks=9),
            "yaxis": axis(names) | {"showgrid": False},
            "coloraxis": OF_ITS_BEST,
        },
    }


def _where(stratum: pl.DataFrame, *, trusted: bool) -> list[float | None]:
    cells = stratum.select(pl.when(pl.col("trusted") == trusted).then(pl.col("relative").round(3)))
    return cells.to_series().to_list()


def _cells(stratum: pl.DataFrame, label: str, *, every: Every) -> list[list[Any]]:
    """Return what is read above each cell: the name, the period, its papers and why they are not to be trusted."""
    cells = stratum.select("period", "n_papers", "reason").iter_rows()
    doubt = "<br>not to be trusted: "
    return [
        [escape(label), period_name(day, every), counted(n, "paper") + (f"{doubt}{why}" if why else "")] for day, n, why in cells
    ]
